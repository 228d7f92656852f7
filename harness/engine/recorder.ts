/** Writes what the checks of a drill find into the journal, and catches a check that asserted nothing. */
import { isoTime } from '../../base/clock.js';
import type { Clock } from '../../base/clock.js';
import { describeError } from '../../base/errors.js';
import type { Journal } from '../../reports/journal.js';
import { worst } from '../../reports/outcomes.js';
import type { Grounds } from '../../reports/journal-record.js';
import type { Outcome } from '../../reports/result.js';
import { CheckError, outcomeOf } from '../drill/verdict.js';
import type { Fault, Verdict } from '../drill/verdict.js';
import type { Cell } from '../drill/cell.js';
import type { Progress } from '../drill/progress.js';
import type { PlannedCheck } from './rehearsal.js';

/** Records checks one after another: mocha plays them so. */
export interface Recorder {
  /** Plays a check and records its outcome. Throws what kept it from being held, or a `CheckError` if it asserted nothing. */
  record(scenario: string, check: Pick<PlannedCheck, 'id' | 'title'>, play: () => Promise<void>): Promise<void>;
  /** Told by an assertion that it has begun; it must be settled before its check ends. */
  begin(): void;
  /** Told by an assertion what it found. It does not throw: what is asserted after it must be asked too, or one fault would hide another. */
  settle(verdict: Verdict): void;
}

/** What a recorder needs. */
export interface RecorderOptions {
  journal: Journal;
  progress: Progress;
  /** That of the target. */
  clock: Clock;
  /** Whether the drill is being stopped. */
  aborted(): boolean;
  /** In which line of the journal a cell is. */
  lineOf(cell: Cell): number | undefined;
}

interface Played {
  scenario: string;
  check: Pick<PlannedCheck, 'id' | 'title'>;
  began: string;
}

/** A recorder that appends to the journal and shows progress. */
export function createRecorder({ journal, progress, clock, aborted, lineOf }: RecorderOptions): Recorder {
  let begun = 0;
  let verdicts: Verdict[] = [];

  const close = (
    { scenario, check: { id, title }, began }: Played,
    outcome: Outcome,
    reason: string | undefined,
    grounds?: Grounds,
  ): void => {
    const summary = verdicts.map((verdict) => verdict.summary).join('; ');
    const evidence = weakest(verdicts);
    journal.append({
      kind: 'check',
      scenario,
      check: id,
      began,
      outcome,
      ...(evidence ? { evidence } : {}),
      title,
      ...(reason === undefined ? {} : { reason }),
      ...(summary === '' ? {} : { summary }),
      ...(grounds ? { grounds } : {}),
    });
    progress.check(scenario, title, outcome, reason ?? summary);
  };

  return {
    begin: () => void begun++,
    settle: (verdict) => void verdicts.push(verdict),
    record: async (scenario, check, play) => {
      const played = { scenario, check, began: isoTime(clock.now()) };
      begun = 0;
      verdicts = [];
      const errors: unknown[] = [];
      try {
        await play();
        if (begun === 0) throw new CheckError('inconclusive', 'the check asserted nothing');
        if (verdicts.length < begun)
          throw new CheckError('inconclusive', 'the check did not wait for its assertion (await is missing)');
      } catch (error) {
        errors.push(error);
      }
      const failures = [...verdicts.flatMap(failureOf), ...errors];
      const error = failures.find((failure) => outcomeOf(failure) === worst(failures.map(outcomeOf)));
      if (error === undefined) return close(played, 'held', undefined);
      const grounds = errors.length === 0 ? groundsOf(verdicts, lineOf) : undefined;
      close(played, aborted() ? 'aborted' : outcomeOf(error), describeError(error), grounds);
      throw error;
    },
  };
}

function failureOf({ outcome, reason, summary }: Verdict): CheckError[] {
  return outcome === 'held' ? [] : [new CheckError(outcome, reason ?? summary)];
}

/** Everything that a check broke on; `undefined` if it did not break, or if there is anything else that keeps it from being held. */
function groundsOf(verdicts: readonly Verdict[], lineOf: (cell: Cell) => number | undefined): Grounds | undefined {
  const cells = new Set<number>();
  const findings = new Map<string, Grounds['findings'][number]>();
  for (const { outcome, faults } of verdicts) {
    if (outcome === 'held') continue;
    if (outcome !== 'broken' || !faults) return undefined;
    for (const fault of faults) {
      if (!isCell(fault)) findings.set(`${fault.code} ${fault.cause}`, { code: fault.code, cause: fault.cause });
      else {
        const line = lineOf(fault);
        if (line === undefined) return undefined;
        cells.add(line);
      }
    }
  }
  return { cells: [...cells], findings: [...findings.values()] };
}

function isCell(fault: Fault): fault is Cell {
  return 'stage' in fault;
}

const STRENGTH = ['observed', 'evaluated', 'declared', 'attested'] as const;

/** A check is as strong as its weakest evidence. */
function weakest(verdicts: readonly Verdict[]): Verdict['evidence'] | undefined {
  return STRENGTH.filter((evidence) => verdicts.some((verdict) => verdict.evidence === evidence)).at(-1);
}
