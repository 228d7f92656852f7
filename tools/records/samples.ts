/** A sample record of each kind, made by the functions that make all records. */
import {
  apiCallRecords,
  checkMfaRecord,
  consoleLoginRecord,
  loginRecords,
  portalEntryRecord,
  portalSignInRecords,
  usesIn,
} from '../../monitoring/index.js';
import type { ApiCallFacts, CallerFacts, CloudTrailEvent, SignInFacts, UserOfRole } from '../../monitoring/index.js';

const USER = { accountId: '111122223333', userId: 'AIDAEXAMPLE', userName: 'break-glass-1' };
const ARN = 'arn:aws:iam::111122223333:user/break-glass/break-glass-1';
const ROLE = 'arn:aws:iam::222233334444:role/break-glass/BreakGlass';
const REGION = 'eu-west-1';
const newId = (): string => '00000000-0000-0000-0000-000000000000';

const call = { at: Date.UTC(2026, 10, 30, 12), sourceIp: '192.0.2.1', userAgent: 'aws-cli/2', requestId: newId() };

const by: UserOfRole = {
  user: { ...USER, arn: ARN },
  keys: { longTerm: 'AKIAEXAMPLE', session: 'ASIAEXAMPLE', role: 'ASIAEXAMPLE2' },
  serialNumber: 'arn:aws:iam::111122223333:mfa/break-glass-1-key',
  role: { id: 'AROAEXAMPLE', name: 'BreakGlass', arn: ROLE, accountId: '222233334444' },
  call,
};
const user: CallerFacts = { kind: 'user', ...by.user, accessKeyId: 'AKIAEXAMPLE' };
const signedIn: SignInFacts = {
  who: { kind: 'user', ...by.user, accessKeyId: 'ASIAEXAMPLE', session: { issuedAt: call.at, mfa: true } },
  page: { kind: 'global' },
  ...call,
};

/** Records by what they are about. */
export function sampleRecords(): Map<string, CloudTrailEvent> {
  const kinds = new Map<string, CloudTrailEvent>();
  const add = (name: string, record: CloudTrailEvent | undefined): void => {
    if (!record) throw new RangeError(`there is no record of ${name}`);
    kinds.set(name, record);
  };
  const use = (kind: string, way: string, succeeded: boolean): CloudTrailEvent[] =>
    usesIn(by, REGION, newId).find((one) => one.kind === kind && one.way === way && one.succeeded === succeeded)
      ?.records ?? [];
  const hop = use('AssumeRole', 'with a session', true);
  add('AssumeRole with a session, in the account of the caller', hop[0]);
  add('AssumeRole, in the account of the role', hop[1]);
  add('AssumeRole with the access key and a code', use('AssumeRole', 'with the access key and a code', true)[0]);
  add('AssumeRole, refused', use('AssumeRole', 'with a session', false)[0]);
  const [byConsole, , switched] = use('SwitchRole', 'by the console', true);
  add('AssumeRole of the console', byConsole);
  add('SwitchRole', switched);
  add('ConsoleLogin', use('ConsoleLogin', '', true)[0]);
  add('ConsoleLogin with a wrong code', use('ConsoleLogin', 'with a wrong code', false)[0]);
  const unknown: CallerFacts = { kind: 'unknown-user', accountId: USER.accountId };
  const root: CallerFacts = { kind: 'root', accountId: USER.accountId };
  add(
    'ConsoleLogin with a name that nobody has',
    consoleLoginRecord({ ...signedIn, who: unknown, outcome: { kind: 'no-such-user' } }, newId),
  );
  add(
    'ConsoleLogin of the root user',
    consoleLoginRecord({ ...signedIn, who: root, outcome: { kind: 'signed-in' } }, newId),
  );
  add('CheckMfa', checkMfaRecord({ ...signedIn, mfaType: 'Virtual MFA' }, newId));
  for (const [name, facts] of stsCalls()) add(name, apiCallRecords(facts, newId)[0]);
  const [authorized, token] = loginRecords({ ...signedIn, requestId: newId() }, newId);
  add('AuthorizeOAuth2Access of aws login', authorized);
  add('CreateOAuth2Token of aws login', token);
  const store = 'arn:aws:identitystore::111122223333:identitystore/d-0123456789';
  const portal = {
    ...{ person: { userId: 'person-1', userName: 'alice', identityStoreArn: store }, credentialId: 'session-1' },
    ...{ accountId: USER.accountId, region: REGION, ...call },
  };
  const [challenge, verification] = portalSignInRecords(portal, 'own', newId);
  add('CredentialChallenge of the access portal', challenge);
  add('CredentialVerification of the access portal', verification);
  add('UserAuthentication of the access portal', portalSignInRecords(portal, 'external', newId)[0]);
  const into = { accountId: '222233334444', roleName: 'Administrator' };
  add('Federate of the access portal', portalEntryRecord(portal, { ...into, eventName: 'Federate' }, newId));
  add(
    'GetRoleCredentials of the access portal',
    portalEntryRecord(portal, { ...into, eventName: 'GetRoleCredentials' }, newId),
  );
  return kinds;
}

function stsCalls(): [string, ApiCallFacts][] {
  const sts = { ...call, service: 'sts', region: REGION };
  const keys = { AccessKeyId: 'ASIAEXAMPLE', Expiration: new Date(call.at) };
  const role = { id: 'AROAEXAMPLE', name: 'BreakGlass', arn: ROLE };
  const session = { issuedAt: call.at, mfa: true };
  const assertion = {
    ...{ SAMLAssertionID: '_1', RoleSessionName: 'alice', PrincipalTags: { Team: 'blue' }, RoleArn: ROLE },
    PrincipalArn: 'arn:aws:iam::222233334444:saml-provider/workforce',
  };
  const answered = {
    ...{ Credentials: keys, AssumedRoleUser: { AssumedRoleId: 'AROAEXAMPLE:alice', Arn: 'arn' } },
    ...{
      Subject: 'alice',
      SubjectType: 'persistent',
      Issuer: 'https://idp',
      Audience: 'https://aws',
      NameQualifier: 'q',
    },
  };
  return [
    [
      'AssumeRoleWithSAML',
      {
        ...{ ...sts, operation: 'AssumeRoleWithSAML', caller: { kind: 'saml', nameQualifier: 'q', subject: 'alice' } },
        ...{ resourceAccount: '222233334444', input: assertion, output: answered },
      },
    ],
    [
      'GetSessionToken',
      {
        ...sts,
        operation: 'GetSessionToken',
        caller: user,
        input: { SerialNumber: 'arn' },
        output: { Credentials: keys },
      },
    ],
    [
      'GetCallerIdentity with a session of a role',
      {
        ...{ ...sts, operation: 'GetCallerIdentity', output: { Account: '222233334444' } },
        caller: { kind: 'role', accountId: '222233334444', role, sessionName: 'a', accessKeyId: 'ASIA', session },
      },
    ],
  ];
}

/** Paths of everything that a record says, with what stands there. */
export function fieldsOf(record: CloudTrailEvent): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) value.forEach((item) => void walk(item, `${path}[]`));
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) walk(member, path === '' ? name : `${path}.${name}`);
    else if (!found.has(path)) found.set(path, value);
  };
  walk(record, '');
  return found;
}
