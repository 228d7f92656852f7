/** What this drill itself did, so that what somebody else did can be told from it. Holds ids of keys, never keys. */
import type { ObservedCall } from '../../aws/guard.js';
import type { Clock } from '../../base/clock.js';
import type { SeenRecord } from '../monitoring/seen-record.js';

export interface OwnCalls {
  observe(call: ObservedCall): void;
  /** True for the record of a call of this drill. */
  made(record: SeenRecord): boolean;
}

/** A call that got no answer may be recorded within this time; milliseconds. */
const UNANSWERED = 120_000;

/** Nothing yet, on the clock of the target. */
export function createOwnCalls(clock: Clock): OwnCalls {
  const requests = new Set<string>();
  const sessionKeys = new Set<string>();
  const unanswered: { operation: string; at: number }[] = [];
  return {
    observe: ({ requestId, accessKeyId, operation, statusCode }) => {
      if (requestId !== undefined) requests.add(requestId);
      // Temporary credentials were issued to this drill alone; a long-term key has others who may hold it.
      if (accessKeyId?.startsWith('ASIA')) sessionKeys.add(accessKeyId);
      if (statusCode === undefined) unanswered.push({ operation, at: clock.now() });
    },
    made: ({ requestId, who, eventName, at }) => {
      if (requestId !== undefined && requests.has(requestId)) return true;
      if (who.accessKeyId !== undefined && sessionKeys.has(who.accessKeyId)) return true;
      const lost = unanswered.findIndex((call) => call.operation === eventName && Math.abs(call.at - at) <= UNANSWERED);
      // One record each: the next one of its kind is somebody else's.
      if (lost >= 0) unanswered.splice(lost, 1);
      return lost >= 0;
    },
  };
}
