/**
 * The only file that reads the time of day or sleeps. Everything else receives a `Clock`, so that tests and the
 * embedded organization can replace real time by virtual time.
 */

/** A source of time. All instants are milliseconds since 1970-01-01T00:00:00Z, all durations are milliseconds. */
export interface Clock {
  /** The current instant. */
  now(): number;
  /** Resolves when `milliseconds` have passed; rejects with the signal's reason if `signal` aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Real time. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(asError(signal.reason));
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(asError(signal?.reason));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** Virtual time: it stands still until somebody sleeps or moves it; then it jumps. */
export interface VirtualClock extends Clock {
  /** Moves time forward. Throws a RangeError for a negative or non-finite duration: virtual time never runs backwards. */
  advance(milliseconds: number): void;
}

/** A virtual clock that starts at the instant `start`. `sleep` jumps at once instead of waiting. */
export function virtualClock(start: number): VirtualClock {
  let instant = start;
  const advance = (milliseconds: number): void => {
    if (!Number.isFinite(milliseconds) || milliseconds < 0)
      throw new RangeError(`cannot move a clock by ${milliseconds} ms`);
    instant += milliseconds;
  };
  return {
    now: () => instant,
    advance,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      advance(Math.max(0, milliseconds));
      await Promise.resolve();
    },
  };
}

/** Real time plus a movable offset: what `emulate` runs on, where a jump is an explicit call. */
export function movableClock(base: Clock = wallClock): VirtualClock {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    sleep: (milliseconds, signal) => base.sleep(milliseconds, signal),
    advance: (milliseconds) => {
      if (!Number.isFinite(milliseconds) || milliseconds < 0)
        throw new RangeError(`cannot move a clock by ${milliseconds} ms`);
      offset += milliseconds;
    },
  };
}

/** An instant as ISO 8601 in UTC with milliseconds, the only spelling of time in our files. */
export function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
