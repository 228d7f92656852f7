import { expect } from 'chai';
import {
  ALIAS_COOKIE_REGIONS,
  checkMfaRecord,
  compileEventPattern,
  consoleLoginRecord,
  eventBridgeEvent,
  signInRegion,
  switchRoleRecords,
} from '../../monitoring/index.js';
import type { CallerFacts, SignInFacts } from '../../monitoring/index.js';
import { AT, counting, MANAGEMENT, role, user, WORKLOAD } from './record-facts.js';

const DEVICE = `arn:aws:iam::${MANAGEMENT}:mfa/bg-1`;
const { accessKeyId: _none, ...withoutKey } = user;
const root: CallerFacts = { kind: 'root', accountId: MANAGEMENT };
const facts: SignInFacts = {
  who: withoutKey,
  page: { kind: 'global' },
  at: AT,
  sourceIp: '192.0.2.1',
  userAgent: 'Mozilla/5.0',
};

describe('records of the console', () => {
  it('say where somebody signed in (CloudTrail user guide, "AWS Management Console sign-in events")', () => {
    expect(signInRegion(user, { kind: 'global' })).to.equal('us-east-1');
    expect(
      ALIAS_COOKIE_REGIONS.map((region) => signInRegion(user, { kind: 'global-with-alias-cookie', region })),
    ).to.deep.equal([...ALIAS_COOKIE_REGIONS]);
    expect(signInRegion(user, { kind: 'regional', region: 'eu-central-1' })).to.equal('eu-central-1');
    expect(signInRegion(root, { kind: 'regional', region: 'eu-central-1' })).to.equal('us-east-1');
  });

  it('of a sign-in have no parameters, and say in the answer whether it succeeded', () => {
    expect(consoleLoginRecord({ ...facts, outcome: { kind: 'signed-in', device: DEVICE } }, counting())).to.deep.equal({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: user.arn,
        accountId: MANAGEMENT,
        userName: 'bg-1',
      },
      eventTime: '2026-11-24T12:00:00Z',
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'Mozilla/5.0',
      requestParameters: null,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAIdentifier: DEVICE,
        MFAUsed: 'Yes',
      },
      eventID: 'id-1',
      readOnly: false,
      eventType: 'AwsConsoleSignIn',
      managementEvent: true,
      recipientAccountId: MANAGEMENT,
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: 'signin.aws.amazon.com',
      },
    });
  });

  it('of a failed sign-in carry a message and no code, and no ARN of a user', () => {
    const failed = consoleLoginRecord({ ...facts, outcome: { kind: 'wrong-password' } }, counting());
    expect(failed.userIdentity).to.deep.equal({
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      accountId: MANAGEMENT,
      userName: 'bg-1',
      accessKeyId: '',
    });
    expect(failed).to.deep.include({
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    });
    expect(failed).to.not.have.property('errorCode');
    expect(
      consoleLoginRecord({ ...facts, who: root, outcome: { kind: 'wrong-password' } }, counting()).userIdentity,
    ).to.have.property('arn');
  });

  it('of a wrong code say that a second factor was used, of a wrong password that none was; neither names a device', () => {
    const data = (kind: 'wrong-code' | 'wrong-password'): unknown =>
      consoleLoginRecord({ ...facts, outcome: { kind } }, counting()).additionalEventData;
    expect(data('wrong-code')).to.include({ MFAUsed: 'Yes' }).and.not.have.property('MFAIdentifier');
    expect(data('wrong-password')).to.include({ MFAUsed: 'No' }).and.not.have.property('MFAIdentifier');
  });

  it('of a name that nobody has hide it (IAM user guide, "Logging IAM and AWS STS API calls")', () => {
    const who: CallerFacts = { kind: 'unknown-user', accountId: MANAGEMENT };
    expect(consoleLoginRecord({ ...facts, who, outcome: { kind: 'no-such-user' } }, counting())).to.deep.include({
      userIdentity: {
        type: 'IAMUser',
        accountId: MANAGEMENT,
        userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        accessKeyId: '',
      },
      errorMessage: 'No username found in supplied account',
      recipientAccountId: MANAGEMENT,
    });
  });

  it('of the question for a second factor', () => {
    const asked = checkMfaRecord({ ...facts, mfaType: 'Virtual MFA' }, counting());
    expect(asked).to.deep.include({
      eventName: 'CheckMfa',
      responseElements: { CheckMfa: 'Success' },
      additionalEventData: { MfaType: 'Virtual MFA' },
    });
    expect(asked.userIdentity).to.not.have.property('arn');
  });

  it('of a switch to a role: AssumeRole in both accounts, SwitchRole in the account of the role', () => {
    const page: SignInFacts['page'] = { kind: 'regional', region: 'eu-central-1' };
    const made = switchRoleRecords(
      {
        ...facts,
        page,
        role: { ...role, accountId: WORKLOAD },
        requestId: 'request-2',
        result: { accessKeyId: 'ASIANEW' },
      },
      counting(),
    );
    expect(
      made.map(({ eventName, recipientAccountId, awsRegion, userIdentity }) => [
        eventName,
        recipientAccountId,
        awsRegion,
        userIdentity.type,
      ]),
    ).to.deep.equal([
      ['AssumeRole', MANAGEMENT, 'eu-central-1', 'IAMUser'],
      ['AssumeRole', WORKLOAD, 'eu-central-1', 'AWSAccount'],
      ['SwitchRole', WORKLOAD, 'eu-central-1', 'AssumedRole'],
    ]);
    const [own, foreign, switched] = made;
    expect(own?.userIdentity.invokedBy).to.equal('AWS Internal');
    expect(own).to.include({
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      sharedEventID: foreign?.sharedEventID,
    });
    expect(foreign?.userIdentity).to.not.have.property('invokedBy');
    expect(switched?.userIdentity).to.deep.equal({
      ...{ type: 'AssumedRole', principalId: 'AROAEXAMPLE:bg-1', accountId: WORKLOAD },
      arn: `arn:aws:sts::${WORKLOAD}:assumed-role/BreakGlass/bg-1`,
    });
    expect(switched?.additionalEventData).to.include({ SwitchFrom: user.arn });
  });

  it('reach rules for sign-ins and for API calls respectively', () => {
    const signIns = compileEventPattern({
      source: ['aws.signin'],
      'detail-type': ['AWS Console Sign In via CloudTrail'],
      detail: { eventName: ['ConsoleLogin', 'SwitchRole'] },
    });
    const calls = compileEventPattern({
      source: ['aws.sts'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventName: ['AssumeRole'] },
    });
    const made = switchRoleRecords(
      { ...facts, role: { ...role, accountId: WORKLOAD }, requestId: 'r', result: { accessKeyId: 'ASIANEW' } },
      counting(),
    ).map(eventBridgeEvent);
    expect(made.map(signIns)).to.deep.equal([false, false, true]);
    expect(made.map(calls)).to.deep.equal([true, true, false]);
    expect(
      signIns(
        eventBridgeEvent(consoleLoginRecord({ ...facts, outcome: { kind: 'signed-in', device: DEVICE } }, counting())),
      ),
    ).to.equal(true);
  });
});
