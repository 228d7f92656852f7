/** What this drill itself did, so that what somebody else did can be told from it. Holds ids of keys, never keys. */
import type { ObservedCall } from '../../aws/guard.js';
import type { Clock } from '../../base/clock.js';
import type { SeenRecord } from '../monitoring/seen-record.js';

export interface OwnCalls {
  observe(call: ObservedCall): void;
  /** Takes note of a request whose answer does not tell whether it was done. */
  unclear(operation: string): void;
  /** True for the record of a call of this drill that was answered, or that its own session made. */
  made(record: SeenRecord): boolean;
  /** True if it may be the record of a call that got no answer. Each call has one: asked about every other record once, when `made` knows none of its copies. */
  mayHaveMade(record: SeenRecord): boolean;
}

/** A call that got no answer may be recorded within this time; milliseconds. */
const UNANSWERED = 120_000;

/** Records that a page of the console leaves of one request. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  '/sign-in/console': ['CheckMfa', 'ConsoleLogin'],
  '/sign-in/switch-role': ['AssumeRole', 'SwitchRole', 'SwitchRole'],
};

/** Nothing yet, on the clock of the target. */
export function createOwnCalls(clock: Clock): OwnCalls {
  const requests = new Set<string>();
  const sessionKeys = new Set<string>();
  const unanswered: { eventName: string; at: number }[] = [];
  const unclear = (operation: string): void => {
    const at = clock.now();
    unanswered.push(...(PAGES[operation] ?? [operation]).map((eventName) => ({ eventName, at })));
  };
  return {
    unclear,
    observe: ({ requestId, accessKeyId, operation, statusCode, fault }) => {
      if (requestId !== undefined) requests.add(requestId);
      // Temporary credentials were issued to this drill alone; a long-term key has others who may hold it.
      if (accessKeyId?.startsWith('ASIA')) sessionKeys.add(accessKeyId);
      // An answer that names no request may be another's. The pages of the console never name one.
      const isPage = operation.startsWith('/');
      if (statusCode === undefined || (isPage ? fault !== undefined : requestId === undefined)) unclear(operation);
    },
    made: ({ requestId, who }) =>
      (requestId !== undefined && requests.has(requestId)) ||
      (who.accessKeyId !== undefined && sessionKeys.has(who.accessKeyId)),
    mayHaveMade: ({ eventName, at }) => {
      // One record each, the nearest: the next one of its kind is somebody else's.
      const [nearest] = unanswered
        .map((call, index) => ({ index, eventName: call.eventName, apart: Math.abs(call.at - at) }))
        .filter((call) => call.eventName === eventName && call.apart <= UNANSWERED)
        .sort((one, other) => one.apart - other.apart);
      if (nearest) unanswered.splice(nearest.index, 1);
      return nearest !== undefined;
    },
  };
}
