/** Ctrl-C, once: stop, undo, report. Twice: stop now, and say what may be left. */
import type { EventEmitter } from 'node:events';
import { CodedError } from '../base/errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A signal that aborts at the first SIGINT or SIGTERM of `source`, telling the user what is `said`; `release` gives the signals back. */
export function abortOnSignals(
  said = 'stopping and putting everything back. Again to stop at once.',
  source: EventEmitter = process,
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const onSignal = (name: string): void => {
    if (controller.signal.aborted) {
      process.stderr.write(
        'Stopped at once. What was changed and not put back is in journal.jsonl: breakglass-drill recover <folder>.\n',
      );
      process.exit(5);
    }
    process.stderr.write(`${name}: ${said}\n`);
    controller.abort(new CodedError('BG_ABORTED', `stopped by ${name}`));
  };
  for (const name of SIGNALS) source.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) source.off(name, onSignal);
    },
  };
}
