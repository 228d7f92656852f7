import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { assume, taken, withMfa } from './sts-calls.js';

describe('aws:RequestedRegion', () => {
  const lockedTo = (region: string): ReturnType<typeof landingZone> =>
    landingZone(
      `serviceControlPolicies: { lock: { attachedTo: [Production], expects: binds, statements: { Lock: { Effect: Deny, Action: "iam:*", Resource: "*", Condition: { StringNotEquals: { "aws:RequestedRegion": ${region} } } } } } }`,
    );

  it('of IAM is us-east-1 wherever the client thinks it is: a Region lock that forgets IAM locks it out', async () => {
    const inside = twinFixture(lockedTo('us-east-1'));
    const session = taken(await assume(inside, await withMfa(inside), 'payments-1'));
    expect(await inside.clients(session, 'eu-west-1').iam().send(new GetAccountSummaryCommand({}))).to.have.property(
      'SummaryMap',
    );
    const outside = twinFixture(lockedTo('eu-west-1'));
    const locked = taken(await assume(outside, await withMfa(outside), 'payments-1'));
    const { code, message } = await refusal(
      outside.clients(locked, 'eu-west-1').iam().send(new GetAccountSummaryCommand({})),
    );
    expect(code).to.equal('AccessDenied');
    expect(message).to.include('with an explicit deny in a service control policy');
  });

  it('of Organizations is us-east-1, that of STS the Region of its endpoint', async () => {
    const only = (action: string, region: string): string =>
      `{ Effect: Allow, Action: "${action}", Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": ${region} } } }`;
    const fixture = twinFixture(
      landingZone(
        `accounts: { management: { users: { deployment: { policies: { assume-roles: null, here: { Read: ${only('organizations:*', 'us-east-1')}, Hop: ${only('sts:*', 'eu-central-1')} } } } }, roles: { Here: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } } } } }`,
      ),
    );
    const keys = fixture.keys('management', 'deployment');
    expect((await fixture.clients(keys, 'eu-west-1').organizations().send(new ListAccountsCommand({}))).Accounts).to.not
      .be.empty;
    const hop = (region: string): Promise<unknown> =>
      fixture
        .clients(keys, region)
        .sts()
        .send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/Here', RoleSessionName: 'test' }));
    expect(await hop('eu-central-1')).to.have.property('Credentials');
    expect(await refusal(hop('us-east-1'))).to.have.property('code', 'AccessDenied');
  });
});
