/** From an answered call to its records, and from records to everything that listens to them. */
import { createHash } from 'node:crypto';
import { uuidOf } from '../../base/ids.js';
import { apiCallRecords, eventBridgeEvent, isReadOnly } from '../../monitoring/index.js';
import type { ApiCallFacts, CallerFacts, CloudTrailEvent } from '../../monitoring/index.js';
import { sessionOf } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import type { RecordedEvent } from '../state/monitoring.js';
import { regionKey } from '../state/regions.js';
import type { TwinState } from '../state/twin-state.js';
import { deliverEvent } from './event-buses.js';
import type { Delivery } from './index.js';
import { draw, TO_EVENT_BUS, TO_TRAIL } from './latencies.js';
import { deliverToLogGroup } from './log-groups.js';
import { isLoggedBy } from './trail-selection.js';

/** Event history is ninety days long (CloudTrail user guide, "Working with CloudTrail event history"). */
export const HISTORY_LENGTH = 90 * 86_400_000;
/** More of the history of one account in one Region than so many records, or so many bytes of requests, is not kept: it would fill the memory. */
const HISTORY_SIZE = 20_000;
const HISTORY_BYTES = 16 * 1024 * 1024;
/** Parameters of a larger request are left out of its record (CloudTrail user guide, "CloudTrail record contents", `requestParameters`); bytes. */
const LARGEST_PARAMETERS = 100 * 1024;

/** What a server knows of a call that it answered. */
export interface AnsweredCall extends Omit<ApiCallFacts, 'caller'> {
  caller: Caller;
  /** Key that signed it. */
  accessKeyId: string;
  /** Bytes of the request's body. */
  size: number;
}

/** Takes note of a call; its records are made when somebody reads them. */
export function recordCall(delivery: Delivery, call: AnsweredCall): void {
  const { state } = delivery;
  const own = call.caller.account.id;
  let made: CloudTrailEvent[] | undefined;
  // Whoever brings an assertion belongs to no account: the record is the provider's.
  const input = call.size > LARGEST_PARAMETERS ? {} : { ...ofAssertion(call.caller), ...(call.input as object) };
  const facts = { ...call, input, ...(call.caller.kind === 'saml' ? { resourceAccount: own } : {}) };
  const records = (): CloudTrailEvent[] =>
    (made ??= apiCallRecords({ ...facts, caller: callerFacts(call, state.partition) }, idsFrom(call.requestId)));
  const event = (accountId: string, index: number): RecordedEvent => ({
    at: call.at,
    visibleAt: 0,
    accountId,
    awsRegion: call.region,
    readOnly: isReadOnly(call.operation),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    size: call.size > LARGEST_PARAMETERS ? 0 : call.size,
    record: () => records()[index] ?? missing(call),
  });
  take(delivery, event(own, 0));
  // A refused call across accounts leaves its record with its caller only.
  if (facts.resourceAccount !== undefined && facts.resourceAccount !== own && !call.error)
    take(delivery, event(facts.resourceAccount, 1));
}

/** Takes note of a finished record, such as that of a sign-in. */
export function recordEvent(delivery: Delivery, record: CloudTrailEvent, at: number): void {
  const { recipientAccountId: accountId, awsRegion, readOnly, eventSource, eventName } = record;
  take(delivery, {
    at,
    visibleAt: 0,
    accountId,
    awsRegion,
    readOnly,
    eventSource,
    eventName,
    size: 0,
    record: () => record,
  });
}

/** What a record shows of an assertion, in place of the assertion itself (IAM user guide, "Logging IAM and AWS STS API calls", SAML example). */
function ofAssertion(caller: Caller): Record<string, unknown> {
  if (caller.kind !== 'saml') return {};
  const { id, roleSessionName, sourceIdentity, tags, transitiveTagKeys } = caller.claims;
  return {
    SAMLAssertionID: id,
    RoleSessionName: roleSessionName,
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    ...(tags.length === 0 ? {} : { PrincipalTags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
    ...(transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: transitiveTagKeys }),
  };
}

function missing({ operation }: AnsweredCall): never {
  throw new RangeError(`${operation} left fewer records than were announced`);
}

function take(delivery: Delivery, event: RecordedEvent): void {
  const { state, due, random } = delivery;
  const { monitoring } = state;
  const key = regionKey(event.accountId, event.awsRegion);
  const toTrail = draw(TO_TRAIL, random);
  event.visibleAt = event.at + toTrail;
  remember(monitoring.history, key, event);
  let logged = false;
  for (const trail of monitoring.trails.values()) {
    if (!isLoggedBy(state, trail, event)) continue;
    logged = true;
    if (trail.logGroupArn !== undefined)
      due.add(event.at + toTrail, (now) => deliverToLogGroup(delivery, trail, event, now));
  }
  // CloudTrail hands on what a trail logs (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
  if (logged && hasRules(state, key))
    due.add(event.at + draw(TO_EVENT_BUS, random), (now) =>
      deliverEvent(delivery, eventBridgeEvent(event.record()), now),
    );
}

function remember(history: TwinState['monitoring']['history'], key: string, event: RecordedEvent): void {
  const known = history.get(key) ?? { events: [], bytes: 0 };
  history.set(key, known);
  known.events.push(event);
  known.bytes += event.size;
  const isOver = (known.events[0]?.at ?? event.at) <= event.at - HISTORY_LENGTH;
  if (!isOver && known.events.length <= 2 * HISTORY_SIZE && known.bytes <= 2 * HISTORY_BYTES) return;
  // Much at once, so that it is seldom: half of what there may be stays at most.
  let bytes = 0;
  const kept = known.events.slice(-HISTORY_SIZE).filter(({ at }) => at > event.at - HISTORY_LENGTH);
  const first = kept.findLastIndex(({ size }) => (bytes += size) > HISTORY_BYTES) + 1;
  const events = kept.slice(first);
  history.set(key, { events, bytes: events.reduce((sum, { size }) => sum + size, 0) });
}

function hasRules(state: TwinState, key: string): boolean {
  const buses = state.monitoring.regions.get(key)?.buses;
  return buses !== undefined && (buses.get('default')?.rules.size ?? 0) > 0;
}

/** The caller as records show it. */
export function callerFacts(
  { caller, accessKeyId }: Pick<AnsweredCall, 'caller' | 'accessKeyId'>,
  partition: string,
): CallerFacts {
  const { id: accountId } = caller.account;
  const used = sessionOf(caller);
  const session = used && { issuedAt: used.issuedAt, mfa: used.mfaPresent === true };
  if (caller.kind === 'root')
    return { kind: 'root', accountId, partition, accessKeyId, ...(session ? { session } : {}) };
  if (caller.kind === 'saml')
    return { kind: 'saml', nameQualifier: caller.nameQualifier, subject: caller.claims.subject };
  if (caller.kind === 'user') {
    const { id: userId, name: userName, arn } = caller.user;
    return { kind: 'user', accountId, userId, userName, arn, accessKeyId, ...(session ? { session } : {}) };
  }
  if (caller.kind === 'federated-user') {
    const { id, name, arn } = caller.user;
    return {
      kind: 'federated-user',
      accountId,
      arn: caller.arn,
      user: { id, name, arn },
      accessKeyId,
      session: { issuedAt: caller.session.issuedAt, mfa: false },
    };
  }
  const { id, name, arn } = caller.role;
  const { issuedAt, sessionName = '', sourceIdentity } = caller.session;
  return {
    kind: 'role',
    accountId,
    role: { id, name, arn },
    sessionName,
    accessKeyId,
    session: { issuedAt, mfa: caller.session.mfaPresent === true || caller.session.switchedWithMfa === true },
    ...(caller.session.onBehalfOf ? { onBehalfOf: caller.session.onBehalfOf } : {}),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** Ids of the records of a request: they depend on it alone, not on when the records are written out. */
function idsFrom(requestId: string): () => string {
  let count = 0;
  return () => uuidOf(createHash('sha256').update(`${requestId} ${count++}`).digest());
}
