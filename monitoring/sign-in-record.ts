/** Records of the console's sign-in service (CloudTrail user guide, "AWS Management Console sign-in events"). */
import type { CallerFacts, RoleFacts } from './caller-identity.js';
import { accountOf, userIdentity } from './caller-identity.js';
import type { CloudTrailEvent, RecordObject, UserIdentity } from './cloudtrail-event.js';
import { recordTime } from './cloudtrail-event.js';
import { apiCallRecords, EVENT_VERSION, tlsDetails } from './cloudtrail-record.js';

/** Regions in which the global sign-in page may record a user whose browser holds a cookie of the account's alias. */
export const ALIAS_COOKIE_REGIONS = ['us-east-2', 'eu-north-1', 'ap-southeast-2'] as const;

/** Through which page somebody signed in. */
export type SignInPage =
  | { kind: 'global' }
  | { kind: 'global-with-alias-cookie'; region: (typeof ALIAS_COOKIE_REGIONS)[number] }
  /** A sign-in URL that names a Region. */
  | { kind: 'regional'; region: string };

/** What every sign-in record says. */
export interface SignInFacts {
  who: CallerFacts;
  page: SignInPage;
  /** Milliseconds since 1970. */
  at: number;
  sourceIp: string;
  userAgent: string;
}

/**
 * The Region in which a sign-in is recorded: the root user's always in us-east-1, a user's where the page's endpoint is. The
 * page names this for the partition `aws`; elsewhere only a regional page is meaningful.
 */
export function signInRegion(who: CallerFacts, page: SignInPage): string {
  if (who.kind === 'root') return 'us-east-1';
  return page.kind === 'global' ? 'us-east-1' : page.region;
}

/**
 * How a sign-in went: with the device that confirmed it, if any, or how far it came. Who was asked for a second factor used
 * one, also a wrong one: such a failure says so, and names no device.
 */
export type SignInOutcome =
  | { kind: 'signed-in'; device?: string }
  | { kind: 'wrong-password' }
  | { kind: 'wrong-code' }
  | { kind: 'no-such-user' };

/** ConsoleLogin: somebody signed in, or failed to. A failure carries a message and no error code. */
export function consoleLoginRecord(
  facts: SignInFacts & { outcome: SignInOutcome },
  newId: () => string,
): CloudTrailEvent {
  const { outcome } = facts;
  const device = outcome.kind === 'signed-in' ? outcome.device : undefined;
  return signInRecord(facts, newId, {
    eventName: 'ConsoleLogin',
    failure: failureOf(outcome),
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      ...(device === undefined ? {} : { MFAIdentifier: device }),
      MFAUsed: device !== undefined || outcome.kind === 'wrong-code' ? 'Yes' : 'No',
    },
  });
}

function failureOf({ kind }: SignInOutcome): string | undefined {
  if (kind === 'signed-in') return undefined;
  return kind === 'no-such-user' ? 'No username found in supplied account' : 'Failed authentication';
}

/** CheckMfa: the page asked for a second factor, after the password. */
export function checkMfaRecord(facts: SignInFacts & { mfaType: string }, newId: () => string): CloudTrailEvent {
  const additionalEventData = { MfaType: facts.mfaType };
  const record = signInRecord(facts, newId, { eventName: 'CheckMfa', failure: undefined, additionalEventData });
  return { ...record, userIdentity: unconfirmed(record.userIdentity) };
}

/** A switch to a role in the console. `who` has the key and the session of the sign-in: the console signs with these. */
export interface SwitchRoleFacts extends SignInFacts {
  role: RoleFacts & { accountId: string };
  requestId: string;
  /** Key of the role session, or why there is none. */
  result: { accessKeyId: string } | { error: { code: string; message: string } };
}

/**
 * The records of a switch to a role: AssumeRole, made by the console for whoever switched, in the caller's and the role's
 * account; and SwitchRole, in the role's account alone, as the session that came of it.
 */
export function switchRoleRecords(facts: SwitchRoleFacts, newId: () => string): CloudTrailEvent[] {
  const { who, role, requestId, result, at } = facts;
  const accessKeyId = 'accessKeyId' in result ? result.accessKeyId : '';
  const { arn: from = '', userName } = userIdentity(who);
  const sessionName = userName ?? from.split('/').at(-1) ?? '';
  const session: CallerFacts = {
    kind: 'role',
    accountId: role.accountId,
    role,
    sessionName,
    accessKeyId,
    session: { issuedAt: at, mfa: false },
  };
  const region = signInRegion(who, facts.page);
  const { accessKeyId: _key, sessionContext: _context, ...identity } = userIdentity(session);
  const internal = 'AWS Internal';
  const assumed = [
    ...apiCallRecords(
      {
        ...{
          service: 'sts',
          operation: 'AssumeRole',
          region,
          at,
          caller: who,
          resourceAccount: role.accountId,
          requestId,
        },
        ...{ sourceIp: internal, userAgent: internal, invokedBy: internal },
        input: { RoleArn: role.arn, RoleSessionName: sessionName },
        ...('error' in result
          ? { error: result.error }
          : {
              output: {
                Credentials: { AccessKeyId: accessKeyId, Expiration: new Date(at + SWITCHED_SESSION) },
                AssumedRoleUser: { AssumedRoleId: identity.principalId, Arn: identity.arn },
              },
            }),
      },
      newId,
    ),
  ];
  if ('error' in result) return assumed;
  return [
    ...assumed,
    {
      ...signInRecord({ ...facts, who: session }, newId, {
        eventName: 'SwitchRole',
        failure: undefined,
        additionalEventData: { SwitchFrom: from, RedirectTo: 'https://console.aws.amazon.com/console/home' },
      }),
      userIdentity: identity,
      awsRegion: region,
    },
  ];
}

/** How long a session lasts that the console made by switching roles, in milliseconds (IAM user guide, "Switch from a user to a role"). */
const SWITCHED_SESSION = 3_600_000;

interface SignInEvent {
  eventName: 'ConsoleLogin' | 'CheckMfa' | 'SwitchRole';
  failure: string | undefined;
  additionalEventData: RecordObject;
}

function signInRecord(
  facts: SignInFacts,
  newId: () => string,
  { eventName, failure, additionalEventData }: SignInEvent,
): CloudTrailEvent {
  return {
    eventVersion: EVENT_VERSION,
    userIdentity: failure === undefined ? userIdentity(facts.who) : unconfirmed(userIdentity(facts.who)),
    eventTime: recordTime(facts.at),
    eventSource: 'signin.amazonaws.com',
    eventName,
    awsRegion: signInRegion(facts.who, facts.page),
    sourceIPAddress: facts.sourceIp,
    userAgent: facts.userAgent,
    ...(failure === undefined ? {} : { errorMessage: failure }),
    requestParameters: null,
    responseElements: { [eventName]: failure === undefined ? 'Success' : 'Failure' },
    additionalEventData,
    eventID: newId(),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: accountOf(facts.who) ?? '',
    eventCategory: 'Management',
    tlsDetails: tlsDetails(pageHost(facts)),
  };
}

/** Host of the page: with a cookie of an alias the global one leads to that of a Region (AWS general reference, "AWS Sign-In endpoints"). */
function pageHost({ who, page }: SignInFacts): string {
  return page.kind === 'global' || who.kind === 'root'
    ? 'signin.aws.amazon.com'
    : `${page.region}.signin.aws.amazon.com`;
}

/** Somebody who is not signed in yet: a user is shown without ARN, and everybody with an empty access key. */
function unconfirmed({ arn, ...identity }: UserIdentity): UserIdentity {
  return { ...identity, ...(identity.type === 'Root' && arn !== undefined ? { arn } : {}), accessKeyId: '' };
}
