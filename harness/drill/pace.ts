/** Keeps hops apart, so that those who are called can be called and SNS does not throttle. */
import type { QueryClient } from '../../aws/query-client.js';
import type { Clock } from '../../base/clock.js';

/** Hops a minute where messages are real: half of what SNS delivers by e-mail (SNS service quotas, ten a second). */
const USUAL = 300;

/** How many hops a minute are made; `undefined` for as many as go. */
export function pacePerMinute(mode: 'LIVE' | 'EMULATED', asked: number | undefined): number | undefined {
  return asked ?? (mode === 'EMULATED' ? undefined : USUAL);
}

/** Waits for the next slot. */
export type Pace = (signal?: AbortSignal) => Promise<void>;

/** One slot every so often on the clock of the target; the first is free. */
export function createPace(clock: Clock, perMinute: number): Pace {
  const apart = 60_000 / perMinute;
  let next = clock.now();
  return async (signal) => {
    const slot = Math.max(next, clock.now());
    next = slot + apart;
    const wait = slot - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
  };
}

/** A client whose hops wait for their slot. */
export function paced(query: QueryClient, pace: Pace): QueryClient {
  return {
    ...query,
    assumeRole: async (credentials, input, signal) => {
      await pace(signal);
      return query.assumeRole(credentials, input, signal);
    },
    assumeRoleThroughSdk: async (credentials, input, signal) => {
      await pace(signal);
      return query.assumeRoleThroughSdk(credentials, input, signal);
    },
  };
}
