import { expect } from 'chai';
import {
  apiCallRecords,
  compileEventPattern,
  compileMetricFilter,
  eventBridgeEvent,
  globalServiceRegion,
  isReadOnly,
} from '../../monitoring/index.js';
import type { ApiCallFacts, CallerFacts, CloudTrailEvent } from '../../monitoring/index.js';
import { assumeRole, AT, counting, MANAGEMENT, role, session, user, WORKLOAD } from './record-facts.js';

const records = (call: ApiCallFacts): CloudTrailEvent[] => apiCallRecords(call, counting());
const only = (call: ApiCallFacts): CloudTrailEvent => {
  const [record, ...more] = records(call);
  if (!record || more.length > 0) throw new Error('one record was expected');
  return record;
};

describe('records of AssumeRole across accounts', () => {
  const [caller, target] = records(assumeRole);

  it('are two, the caller\'s with the whole identity (IAM user guide, "Example cross-account AWS STS API events")', () => {
    expect(caller).to.deep.equal({
      eventVersion: '1.11',
      userIdentity: {
        ...{ type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn: `arn:aws:iam::${MANAGEMENT}:user/break-glass/bg-1` },
        ...{ accountId: MANAGEMENT, accessKeyId: 'AKIAEXAMPLE', userName: 'bg-1' },
      },
      eventTime: '2026-11-24T12:00:00Z',
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'aws-cli/2.30',
      requestParameters: {
        roleArn: role.arn,
        roleSessionName: 'bg-1',
        serialNumber: `arn:aws:iam::${MANAGEMENT}:mfa/bg-1`,
        durationSeconds: 3600,
      },
      responseElements: {
        credentials: { accessKeyId: 'ASIANEW', expiration: 'Nov 24, 2026, 1:00:00 PM' },
        assumedRoleUser: {
          assumedRoleId: 'AROAEXAMPLE:bg-1',
          arn: `arn:aws:sts::${WORKLOAD}:assumed-role/BreakGlass/bg-1`,
        },
      },
      additionalEventData: { RequestDetails: { endpointType: 'regional', awsServingRegion: 'eu-west-1' } },
      requestID: 'request-1',
      eventID: 'id-2',
      readOnly: true,
      resources: [{ accountId: WORKLOAD, type: 'AWS::IAM::Role', ARN: role.arn }],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: MANAGEMENT,
      sharedEventID: 'id-1',
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: 'sts.eu-west-1.amazonaws.com',
      },
    });
  });

  it('are alike but for who it was, in whose account, and the id of the record', () => {
    expect(target).to.deep.equal({
      ...caller,
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: MANAGEMENT },
      eventID: 'id-3',
      recipientAccountId: WORKLOAD,
    });
  });

  it('survive JSON, and hold no secret', () => {
    const text = JSON.stringify([caller, target]);
    expect(JSON.parse(text)).to.deep.equal([caller, target]);
    for (const secret of ['top-secret', '123456']) expect(text).to.not.contain(secret);
  });

  it("fall out of a pattern on the user's name in the role's account", () => {
    const pattern = compileEventPattern({
      source: ['aws.sts'],
      detail: { eventName: ['AssumeRole'], userIdentity: { userName: [{ prefix: 'bg-' }] } },
    });
    const filter = compileMetricFilter('{ ($.eventName = "AssumeRole") && ($.userIdentity.type = "IAMUser") }');
    const onRole = compileMetricFilter('{ $.requestParameters.roleArn = "*:role/break-glass/BreakGlass" }');
    expect(records(assumeRole).map((record) => pattern(eventBridgeEvent(record)))).to.deep.equal([true, false]);
    expect(records(assumeRole).map((record) => filter(JSON.stringify(record)))).to.deep.equal([true, false]);
    expect(records(assumeRole).map((record) => onRole(JSON.stringify(record)))).to.deep.equal([true, true]);
  });

  it("is one, the caller's, when the call was refused or stayed in the account", () => {
    const refused = only({ ...assumeRole, error: { code: 'AccessDenied', message: 'no' } });
    expect(refused).to.include({
      errorCode: 'AccessDenied',
      errorMessage: 'no',
      responseElements: null,
      recipientAccountId: MANAGEMENT,
    });
    expect(refused).to.not.have.property('sharedEventID');
    expect(only({ ...assumeRole, resourceAccount: MANAGEMENT })).to.not.have.property('sharedEventID');
  });
});

describe('records show who called', () => {
  const identity = (caller: CallerFacts): unknown =>
    records({ ...assumeRole, caller, operation: 'GetCallerIdentity', input: {}, output: {} })[0]?.userIdentity;
  const attributes = { creationDate: '2026-11-24T11:59:00Z', mfaAuthenticated: 'true' };

  it('a user with a session', () => {
    expect(identity({ ...user, session: session.session }))
      .to.have.property('sessionContext')
      .that.deep.equals({ attributes });
  });

  it('a session of a role: its ARN without the path of the role, which its issuer has', () => {
    expect(identity({ ...session, sourceIdentity: 'bg-1' })).to.deep.equal({
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:bg-1',
      arn: `arn:aws:sts::${WORKLOAD}:assumed-role/BreakGlass/bg-1`,
      accountId: WORKLOAD,
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: role.arn,
          accountId: WORKLOAD,
          userName: 'BreakGlass',
        },
        attributes,
        sourceIdentity: 'bg-1',
      },
    });
  });

  it('the root user', () => {
    expect(identity({ kind: 'root', accountId: MANAGEMENT, partition: 'aws-cn' })).to.deep.equal({
      ...{ type: 'Root', principalId: MANAGEMENT, arn: `arn:aws-cn:iam::${MANAGEMENT}:root`, accountId: MANAGEMENT },
    });
  });

  it('somebody with a SAML assertion, in the account of the role alone', () => {
    const saml: CallerFacts = { kind: 'saml', nameQualifier: 'bdGOnTesti4=', subject: 'alice' };
    const record = only({
      ...assumeRole,
      operation: 'AssumeRoleWithSAML',
      caller: saml,
      input: { RoleArn: role.arn, SAMLAssertion: 'PHNhbWw+' },
    });
    expect(record.userIdentity).to.deep.equal({
      type: 'SAMLUser',
      principalId: 'bdGOnTesti4=:alice',
      userName: 'alice',
      identityProvider: 'bdGOnTesti4=',
    });
    expect(record).to.deep.include({
      recipientAccountId: WORKLOAD,
      requestParameters: { roleArn: role.arn },
      readOnly: true,
    });
  });

  it('an AWS service, and nobody without an account', () => {
    const service: CallerFacts = { kind: 'service', service: 'cloudtrail.amazonaws.com' };
    expect(identity(service)).to.deep.equal({ type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' });
    const { resourceAccount: _none, ...nowhere } = assumeRole;
    expect(records({ ...nowhere, caller: service })).to.deep.equal([]);
  });

  it('a session of a role to another account by its id alone', () => {
    const [, target] = records({ ...assumeRole, caller: session, resourceAccount: MANAGEMENT });
    expect(target?.userIdentity).to.deep.equal({
      type: 'AWSAccount',
      principalId: 'AROAEXAMPLE:bg-1',
      accountId: WORKLOAD,
    });
  });
});

describe('records of other calls', () => {
  const createKey: ApiCallFacts = {
    ...{
      service: 'iam',
      operation: 'CreateAccessKey',
      region: 'us-east-1',
      at: AT,
      caller: session,
      sourceIp: '192.0.2.1',
      userAgent: 'x',
      requestId: 'r',
    },
    input: { UserName: 'mallory' },
    output: {
      AccessKey: {
        AccessKeyId: 'AKIANEW',
        SecretAccessKey: 'top-secret',
        CreateDate: new Date(Date.UTC(2026, 0, 2, 0, 5)),
        Tags: [{ Key: 'K' }],
      },
    },
  };

  it('show the output of what changes something, without secrets', () => {
    expect(only(createKey)).to.deep.include({
      readOnly: false,
      responseElements: {
        accessKey: { accessKeyId: 'AKIANEW', createDate: 'Jan 2, 2026, 12:05:00 AM', tags: [{ key: 'K' }] },
      },
    });
    const getUser = only({ ...createKey, operation: 'GetUser', output: { User: { UserName: 'mallory' } } });
    expect(getUser).to.deep.include({ readOnly: true, responseElements: null });
    expect(only({ ...createKey, input: {}, output: undefined })).to.include({
      requestParameters: null,
      responseElements: null,
    });
    const input = {
      Password: 'secret-1',
      newPassword: 'secret-2',
      Nested: [{ PrivateKey: 'secret-3', Bytes: new Uint8Array(3), Kept: 1 }],
      None: undefined,
    };
    expect(only({ ...createKey, operation: 'UpdateX', input }).requestParameters).to.deep.equal({
      nested: [{ kept: 1 }],
    });
  });

  it('of global services stand in the Region where those live', () => {
    const region = (service: string, at: string): string => only({ ...createKey, service, region: at }).awsRegion;
    expect(['iam', 'organizations', 'sts', 'cloudtrail'].map((service) => region(service, 'eu-west-1'))).to.deep.equal([
      'us-east-1',
      'us-east-1',
      'eu-west-1',
      'eu-west-1',
    ]);
    expect([
      globalServiceRegion('iam', 'cn-north-1'),
      globalServiceRegion('organizations', 'cn-north-1'),
    ]).to.deep.equal(['cn-north-1', 'cn-northwest-1']);
    expect(globalServiceRegion('iam', 'us-gov-east-1')).to.equal('us-gov-west-1');
  });

  it('are reads or writes', () => {
    const reads = [
      'AssumeRole',
      'AssumeRoleWithSAML',
      'GetCallerIdentity',
      'ListUsers',
      'DescribeTrails',
      'LookupEvents',
      'SimulatePrincipalPolicy',
      'TestMetricFilter',
    ];
    const writes = [
      'CreateUser',
      'GetSessionToken',
      'GetFederationToken',
      'StopLogging',
      'PutRule',
      'DeleteTrail',
      'DisableAlarmActions',
      'UpdateAssumeRolePolicy',
      'AttachUserPolicy',
    ];
    expect(reads.filter((operation) => !isReadOnly(operation))).to.deep.equal([]);
    expect(writes.filter(isReadOnly)).to.deep.equal([]);
  });
});

describe('the envelope of EventBridge', () => {
  const [record] = records(assumeRole);

  it('repeats what rules ask for (user guide, "AWS service events delivered via AWS CloudTrail")', () => {
    if (!record) throw new Error('a record was expected');
    expect(eventBridgeEvent(record)).to.deep.equal({
      ...{
        version: '0',
        id: 'id-2',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.sts',
        account: MANAGEMENT,
      },
      ...{ time: '2026-11-24T12:00:00Z', region: 'eu-west-1', resources: [], detail: record },
    });
    expect(eventBridgeEvent({ ...record, eventType: 'AwsServiceEvent' })['detail-type']).to.equal(
      'AWS Service Event via CloudTrail',
    );
  });
});
