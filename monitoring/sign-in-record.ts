/** Records of the console's sign-in service (CloudTrail user guide, "AWS Management Console sign-in events"). */
import type { CallerFacts } from './caller-identity.js';
import { accountOf, userIdentity } from './caller-identity.js';
import type { CloudTrailEvent, RecordObject, UserIdentity } from './cloudtrail-event.js';
import { recordTime } from './cloudtrail-event.js';
import { EVENT_VERSION } from './cloudtrail-record.js';

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

/** ConsoleLogin: somebody signed in, or failed to. A failure carries a message and no error code. */
export function consoleLoginRecord(facts: SignInFacts & { mfaUsed: boolean; failed?: boolean }, newId: () => string): CloudTrailEvent {
  return signInRecord(facts, newId, {
    eventName: 'ConsoleLogin',
    failure: facts.failed ? 'Failed authentication' : undefined,
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: facts.mfaUsed ? 'Yes' : 'No',
    },
  });
}

/** CheckMfa: the page asked for a second factor, after the password. */
export function checkMfaRecord(facts: SignInFacts & { mfaType: string }, newId: () => string): CloudTrailEvent {
  const additionalEventData = { MfaType: facts.mfaType };
  const record = signInRecord(facts, newId, { eventName: 'CheckMfa', failure: undefined, additionalEventData });
  return { ...record, userIdentity: unconfirmed(record.userIdentity) };
}

/**
 * SwitchRole: somebody switched to a role in the console. `facts.who` is whose record it is: the user who switched, or in the
 * role's account the session that came of it. `from` is the ARN of who switched.
 */
export function switchRoleRecord(facts: SignInFacts & { from: string }, newId: () => string): CloudTrailEvent {
  return signInRecord(facts, newId, {
    eventName: 'SwitchRole',
    failure: undefined,
    additionalEventData: { SwitchFrom: facts.from, RedirectTo: 'https://console.aws.amazon.com/console/home' },
  });
}

interface SignInEvent {
  eventName: 'ConsoleLogin' | 'CheckMfa' | 'SwitchRole';
  failure: string | undefined;
  additionalEventData: RecordObject;
}

function signInRecord(facts: SignInFacts, newId: () => string, { eventName, failure, additionalEventData }: SignInEvent): CloudTrailEvent {
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
  };
}

/** Somebody who is not signed in yet: a user is shown without ARN, and everybody with an empty access key. */
function unconfirmed({ arn, ...identity }: UserIdentity): UserIdentity {
  return { ...identity, ...(identity.type === 'Root' && arn !== undefined ? { arn } : {}), accessKeyId: '' };
}
