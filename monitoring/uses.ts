/**
 * The records that use of break glass leaves: every way to make it, done and refused. Readiness judges alarms by these
 * samples; the twin writes its records through the same functions, and a law plays each way in it and compares
 * (test/twin/records-of-uses.test.ts).
 */
import type { CallerFacts, RoleFacts, SessionFacts } from './caller-identity.js';
import type { CloudTrailEvent } from './cloudtrail-event.js';
import { apiCallRecords } from './cloudtrail-record.js';
import type { SignInFacts, SignInOutcome } from './sign-in-record.js';
import { ALIAS_COOKIE_REGIONS, consoleLoginRecord, switchRoleRecords } from './sign-in-record.js';

/** Who uses break glass, with which keys and device, and into which role. */
export interface UserOfRole {
  user: { accountId: string; userId: string; userName: string; arn: string };
  keys: { longTerm: string; session: string; role: string };
  /** Of the device: what GetSessionToken, AssumeRole and the sign-in page are given. */
  serialNumber: string;
  role: RoleFacts & { accountId: string };
  call: { at: number; sourceIp: string; userAgent: string; requestId: string };
}

/** One way to use break glass in one Region. */
export interface UseRecords {
  kind: 'AssumeRole' | 'ConsoleLogin' | 'SwitchRole';
  /** Completes "a hop", "a refused hop", "a console sign-in". */
  way: string;
  succeeded: boolean;
  /** In the user's account first. */
  records: CloudTrailEvent[];
}

/** Every way, in a Region of the partition; `newId` gives a fresh UUID at every call. */
export function usesIn(by: UserOfRole, region: string, newId: () => string): UseRecords[] {
  return [...hops(by, region, newId), ...signIns(by, region, newId), ...switches(by, region, newId)];
}

/** The page whose sign-ins are recorded in a Region. */
export function pageIn(region: string): SignInFacts['page'] {
  const cookie = ALIAS_COOKIE_REGIONS.find((known) => known === region);
  if (region === 'us-east-1') return { kind: 'global' };
  return cookie ? { kind: 'global-with-alias-cookie', region: cookie } : { kind: 'regional', region };
}

/** AssumeRole with a session of GetSessionToken, or with the long-term key and a code in the call itself, as the AWS CLI does it with `mfa_serial`. */
function hops(by: UserOfRole, region: string, newId: () => string): UseRecords[] {
  const { user, keys, role, serialNumber, call } = by;
  const refusal = {
    code: 'AccessDenied',
    message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
  };
  const input = { RoleArn: role.arn, RoleSessionName: user.userName };
  const ways: [way: string, caller: CallerFacts, input: object][] = [
    ['with a session', { kind: 'user', ...user, accessKeyId: keys.session, session: withDevice(by) }, input],
    [
      'with the access key and a code',
      { kind: 'user', ...user, accessKeyId: keys.longTerm },
      { ...input, SerialNumber: serialNumber, TokenCode: '' },
    ],
  ];
  return ways.flatMap(([way, caller, asked]) =>
    [true, false].map((succeeded): UseRecords => {
      const outcome = succeeded ? { output: assumed(by) } : { error: refusal };
      const facts = { ...call, service: 'sts', operation: 'AssumeRole', region, caller, input: asked, ...outcome };
      return {
        kind: 'AssumeRole',
        way,
        succeeded,
        records: apiCallRecords({ ...facts, resourceAccount: role.accountId }, newId),
      };
    }),
  );
}

function assumed({ user, keys, role, call }: UserOfRole): object {
  const [, partition = 'aws'] = role.arn.split(':');
  return {
    Credentials: { AccessKeyId: keys.role, Expiration: new Date(call.at + 3_600_000) },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${user.userName}`,
      Arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${user.userName}`,
    },
  };
}

function signIns({ user, serialNumber, call }: UserOfRole, region: string, newId: () => string): UseRecords[] {
  const ways: [way: string, outcome: SignInOutcome][] = [
    ['', { kind: 'signed-in', device: serialNumber }],
    ['with a wrong password', { kind: 'wrong-password' }],
    ['with a wrong code', { kind: 'wrong-code' }],
  ];
  return ways.map(([way, outcome]) => ({
    kind: 'ConsoleLogin',
    way,
    succeeded: outcome.kind === 'signed-in',
    records: [consoleLoginRecord({ who: { kind: 'user', ...user }, page: pageIn(region), ...call, outcome }, newId)],
  }));
}

/** The console signs with the session of the sign-in. */
function switches(by: UserOfRole, region: string, newId: () => string): UseRecords[] {
  const { user, keys, role, call } = by;
  const who: CallerFacts = { kind: 'user', ...user, accessKeyId: keys.session, session: withDevice(by) };
  const error = {
    code: 'AccessDenied',
    message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
  };
  return [{ accessKeyId: keys.role }, { error }].map((result) => ({
    kind: 'SwitchRole',
    way: 'by the console',
    succeeded: !('error' in result),
    records: switchRoleRecords({ who, page: pageIn(region), ...call, role, result }, newId),
  }));
}

function withDevice({ call }: UserOfRole): SessionFacts {
  return { issuedAt: call.at, mfa: true };
}
