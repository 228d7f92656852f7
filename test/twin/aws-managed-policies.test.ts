import { GetPolicyVersionCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { validatePolicyDocument } from '../../twin/access/policy-validation/index.js';
import { twinFixture } from './fixture.js';
import { management } from './iam-reads-setting.js';

describe('policies that AWS manages', () => {
  it('would all be stored, and have the version and the path that AWS gave them', async () => {
    const iam = management(twinFixture());
    const { Policies: policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'AWS' }));
    expect(policies.length).to.be.greaterThan(10);
    for (const { Arn: arn = '', DefaultVersionId: version } of policies) {
      const { PolicyVersion: shown } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }),
      );
      // AWS's own policies may be larger than a customer's.
      expect(validatePolicyDocument('managed', decodeURIComponent(shown?.Document ?? ''), 100_000), arn).to.equal(
        undefined,
      );
    }
    const view = policies.find(({ PolicyName }) => PolicyName === 'ViewOnlyAccess');
    expect(view).to.include({
      Arn: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
      Path: '/job-function/',
      DefaultVersionId: 'v23',
    });
    const names = (
      await iam.send(new ListPoliciesCommand({ Scope: 'AWS', PathPrefix: '/job-function/' }))
    ).Policies?.map(({ PolicyName }) => PolicyName);
    expect(names).to.have.members([
      ...['Billing', 'DatabaseAdministrator', 'DataScientist', 'NetworkAdministrator', 'SupportUser'],
      ...['SystemAdministrator', 'ViewOnlyAccess'],
    ]);
    expect(policies.find(({ PolicyName }) => PolicyName === 'ReadOnlyAccess')).to.include({
      Arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      DefaultVersionId: 'v188',
    });
  });
});
