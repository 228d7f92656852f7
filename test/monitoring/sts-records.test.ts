import { expect } from 'chai';
import { apiCallRecords } from '../../monitoring/index.js';
import type { ApiCallFacts, CloudTrailEvent } from '../../monitoring/index.js';
import { assumeRole, counting, MANAGEMENT, role, user, WORKLOAD } from './record-facts.js';

const records = (call: ApiCallFacts): CloudTrailEvent[] => apiCallRecords(call, counting());
const only = (call: ApiCallFacts): CloudTrailEvent => {
  const [record, ...more] = records(call);
  if (!record || more.length > 0) throw new Error('one record was expected');
  return record;
};

describe('records of STS', () => {
  it('show no answer of a question who one is (records of 2026)', () => {
    const output = { UserId: 'AIDAEXAMPLE', Account: MANAGEMENT, Arn: user.arn };
    const { resourceAccount: _none, ...own } = assumeRole;
    expect(only({ ...own, operation: 'GetCallerIdentity', input: {}, output })).to.deep.include({
      requestParameters: null,
      responseElements: null,
      readOnly: true,
    });
  });

  it('show the key that GetSessionToken made', () => {
    const { resourceAccount: _none, ...own } = assumeRole;
    const output = { Credentials: { AccessKeyId: 'ASIANEW', SecretAccessKey: 's', SessionToken: 't' } };
    expect(only({ ...own, operation: 'GetSessionToken', input: {}, output }).responseElements).to.deep.equal({
      credentials: { accessKeyId: 'ASIANEW' },
    });
  });

  it('tell the global endpoint from those of Regions', () => {
    const details = (host: string): unknown =>
      records({ ...assumeRole, region: 'us-east-1', host }).map(({ additionalEventData }) => additionalEventData)[0];
    const of = (endpointType: string): unknown => ({
      RequestDetails: { endpointType, awsServingRegion: 'us-east-1' },
    });
    expect(details('sts.amazonaws.com')).to.deep.equal(of('global'));
    expect(details('sts.us-east-1.amazonaws.com')).to.deep.equal(of('regional'));
  });

  it('name the assertion, its tags as they were written, and its provider (IAM user guide, SAML example)', () => {
    const provider = `arn:aws:iam::${WORKLOAD}:saml-provider/workforce`;
    const record = only({
      ...assumeRole,
      operation: 'AssumeRoleWithSAML',
      caller: { kind: 'saml', nameQualifier: 'q', subject: 'alice' },
      input: {
        SAMLAssertionID: '_1',
        RoleSessionName: 'alice',
        PrincipalTags: { CostCenter: '1' },
        RoleArn: role.arn,
        PrincipalArn: provider,
        SAMLAssertion: 'PHNhbWw+',
      },
    });
    expect(record.requestParameters).to.deep.equal({
      sAMLAssertionID: '_1',
      roleSessionName: 'alice',
      principalTags: { CostCenter: '1' },
      roleArn: role.arn,
      principalArn: provider,
    });
    expect(record.resources).to.deep.equal([
      { accountId: WORKLOAD, type: 'AWS::IAM::Role', ARN: role.arn },
      { accountId: WORKLOAD, type: 'AWS::IAM::SAMLProvider', ARN: provider },
    ]);
  });

  it('that AWS itself makes come over no connection', () => {
    const record = records({ ...assumeRole, invokedBy: 'AWS Internal' })[0];
    expect(record).to.not.have.property('tlsDetails');
  });
});
