/** Writes what the checks of a drill find into the journal, and catches a check that asserted nothing. */
import { describeError } from '../base/errors.js';
import type { Journal } from '../reports/journal.js';
import type { Outcome } from '../reports/result.js';
import { CheckError, outcomeOf } from './outcome.js';
import type { Verdict } from './outcome.js';
import type { Progress } from './progress.js';

/** Records checks one after another: mocha plays them so. */
export interface Recorder {
  /** Plays a check and records its outcome. Throws what the check threw, or a `CheckError` if it asserted nothing. */
  record(scenario: string, title: string, play: () => Promise<void>): Promise<void>;
  /** Told by an assertion that it has begun; it must be settled before its check ends. */
  begin(): void;
  /** Told by an assertion what it found. */
  settle(verdict: Verdict): void;
}

/** A recorder that appends to `journal` and shows `progress`. `aborted` says whether the drill is being stopped. */
export function createRecorder(journal: Journal, progress: Progress, aborted: () => boolean): Recorder {
  let begun = 0;
  let verdicts: Verdict[] = [];

  const close = (scenario: string, title: string, outcome: Outcome, reason: string | undefined): void => {
    const summary = verdicts.map((verdict) => verdict.summary).join('; ');
    const evidence = weakest(verdicts);
    journal.append({
      kind: 'check',
      scenario,
      outcome,
      ...(evidence ? { evidence } : {}),
      detail: { title, ...(reason === undefined ? {} : { reason }), ...(summary === '' ? {} : { summary }) },
    });
    progress.check(scenario, title, outcome, reason ?? summary);
  };

  return {
    begin: () => void begun++,
    settle: (verdict) => void verdicts.push(verdict),
    record: async (scenario, title, play) => {
      begun = 0;
      verdicts = [];
      try {
        await play();
        if (begun === 0) throw new CheckError('inconclusive', 'the check asserted nothing');
        if (verdicts.length < begun) throw new CheckError('inconclusive', 'the check did not wait for its assertion (await is missing)');
      } catch (error) {
        close(scenario, title, aborted() ? 'aborted' : outcomeOf(error), describeError(error));
        throw error;
      }
      close(scenario, title, 'held', undefined);
    },
  };
}

const STRENGTH = ['observed', 'evaluated', 'declared', 'attested'] as const;

/** A check is as strong as its weakest evidence. */
function weakest(verdicts: readonly Verdict[]): Verdict['evidence'] | undefined {
  return STRENGTH.filter((evidence) => verdicts.some((verdict) => verdict.evidence === evidence)).at(-1);
}
