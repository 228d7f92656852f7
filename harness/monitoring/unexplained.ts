/** Uses of break glass in the trail that are none of this drill's: somebody else used it while everybody looked at the drill. Pure. */
import { isoTime } from '../../base/clock.js';
import type { Explanation } from '../causes/explanation.js';
import { isAbout } from './seen-record.js';
import type { SeenRecord } from './seen-record.js';
import type { Use } from './use.js';

/** What one actor did, and where. */
export interface Unexplained extends Explanation {
  /** Ids of the accounts that it is about. */
  accounts: string[];
  /** Of the first call. */
  at: number;
}

/** Everything in these records that joins to no call of the drill, one entry an actor. */
export function unexplained(
  records: readonly SeenRecord[],
  own: Record<'made' | 'mayHaveMade', (record: SeenRecord) => boolean>,
  uses: readonly Use[],
): Unexplained[] {
  const ofConsole = uses.filter(({ requestId }) => requestId === undefined);
  const made = records.filter(
    (record) => own.made(record) || ofConsole.some((use) => isAbout(record, use) || isSecondFactor(record, use)),
  );
  // The two copies of one call have one id: the copy in the other account knows nothing else of the caller.
  const shared = new Set(made.flatMap(({ sharedEventId }) => sharedEventId ?? []));
  const known = new Set(made);
  const left = records.filter(
    (record) => !known.has(record) && !(record.sharedEventId !== undefined && shared.has(record.sharedEventId)),
  );
  const actors = new Map<string, SeenRecord[]>();
  // What is known by an answer or a key claims no call that got no answer.
  const others = onePerCall(left).filter((record) => !own.mayHaveMade(record));
  for (const record of others) actors.set(actorOf(record), [...(actors.get(actorOf(record)) ?? []), record]);
  return [...actors].map(([actor, calls]) =>
    explain(
      actor,
      calls.sort((one, other) => one.at - other.at),
    ),
  );
}

/** The page asks for the second factor of a sign-in, and records that too. */
function isSecondFactor(record: SeenRecord, use: Use): boolean {
  return (
    record.eventName === 'CheckMfa' &&
    use.kind === 'ConsoleLogin' &&
    isAbout({ ...record, eventName: 'ConsoleLogin', failed: !use.succeeded }, use)
  );
}

/** One record of each call: the caller's copy, which names the user. */
function onePerCall(records: readonly SeenRecord[]): SeenRecord[] {
  const calls = new Map<string, SeenRecord>();
  for (const record of records) {
    const key = record.sharedEventId ?? record.eventId;
    const other = calls.get(key);
    if (!other || (other.who.userName === undefined && record.who.userName !== undefined)) calls.set(key, record);
  }
  return [...calls.values()];
}

function actorOf({ who, sourceIp }: SeenRecord): string {
  const name =
    who.userName === undefined ? (who.arn ?? who.principalId) : `"${who.userName}" of account ${who.account}`;
  return `${name}, from ${sourceIp}`;
}

function explain(actor: string, calls: readonly SeenRecord[]): Unexplained {
  const [first] = calls;
  const what = first
    ? `${first.service}:${first.eventName}${first.roleArn === undefined ? '' : ` of ${first.roleArn}`}${first.failed ? ', refused,' : ''} in ${first.region} at ${isoTime(first.at)}`
    : '';
  const count = calls.length === 1 ? '1 call' : `${calls.length} calls`;
  return {
    code: 'BG_USE_UNEXPLAINED',
    cause: `${actor}, made ${count} about break glass that are not of this drill, the first ${what}`,
    accounts: [...new Set(calls.map(({ roleArn, account }) => roleArn?.split(':')[4] ?? account))],
    at: first?.at ?? 0,
  };
}
