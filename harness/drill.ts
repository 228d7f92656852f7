/** One drill as the scenarios see it: premises, and questions that assertions judge. */
import type { DrillContext } from './context.js';
import type { ControlId } from './controls.js';
import { CheckError } from './outcome.js';
import type { Verdict } from './outcome.js';
import { everyAccountReached } from './probes/access.js';
import type { Cell } from './probes/cell.js';
import { playControl, refusedEverywhere } from './probes/control.js';
import { federationShut, trySigningIn } from './probes/federation.js';
import { identitySystemAvoided } from './probes/independence.js';
import type { Recorder } from './recorder.js';
import { sweepBreakGlass } from './sweep/break-glass.js';
import type { UndoLedger } from './undo.js';

/** A disaster that a scenario assumes. It is simulated: it counts nowhere as evidence. */
export interface Premise {
  title: string;
  /** How it is played. */
  how: string;
  /** What a person does if the drill cannot take it back. */
  finish: string;
  begin(context: DrillContext): Promise<void>;
  /** Takes it back and makes sure that it is back; throws if it is not. */
  end(context: DrillContext): Promise<void>;
}

/** Something to ask, and the function that judges the answer. Assertions in scenarios are about questions. */
export interface Question {
  kind: 'federation' | 'access' | 'calls' | 'control';
  recorder: Recorder;
  judge(): Promise<Verdict>;
}

/** What a scenario's body is given. */
export interface Drill {
  /** Assumes a disaster. It begins before the scenario's first check and is taken back after its last. */
  given(premise: Premise): void;
  /** Can anybody sign in the ordinary way? */
  federation(): Question;
  /** Where do the break-glass users get in, and can they act there? */
  sweep(): Question;
  /** Which calls did the break-glass path make? */
  calls(): Question;
  /** Where does a control get in who must be refused? */
  attempts(control: ControlId): Question;
}

/** The same, with what only the frame around the body may do. */
export interface ScenarioDrill extends Drill {
  /** Begins the premises. */
  begin(): Promise<void>;
  /** Takes them back. Throws and stops the drill if that fails. */
  undo(): Promise<void>;
}

/** A running drill. */
export interface DrillRun {
  signal: AbortSignal;
  recorder: Recorder;
  scenario(id: string): ScenarioDrill;
  /** Every cell played so far, for the diagnosis. */
  cells(): readonly Cell[];
}

/** A drill over a prepared context. `stop` is called when something could not be undone: nothing more may be broken then. */
export function createDrillRun(context: DrillContext, recorder: Recorder, ledger: UndoLedger, stop: (reason: Error) => void): DrillRun {
  const cells: Cell[] = [];
  return {
    signal: context.signal,
    recorder,
    cells: () => cells,
    scenario: (id) => scenarioDrill(id, context, recorder, ledger, stop, (played) => cells.push(...played)),
  };
}

function scenarioDrill(
  id: string,
  context: DrillContext,
  recorder: Recorder,
  ledger: UndoLedger,
  stop: (reason: Error) => void,
  keep: (cells: readonly Cell[]) => void,
): ScenarioDrill {
  const premises: Premise[] = [];
  let sweep: Promise<Cell[]> | undefined;
  const question = (kind: Question['kind'], judge: () => Promise<Verdict>): Question => ({ kind, recorder, judge });
  const sweepOnce = (): Promise<Cell[]> => {
    sweep ??= sweepBreakGlass(context, id).then((cells) => {
      keep(cells);
      return cells;
    });
    return sweep;
  };
  const note = (premise: Premise, event: 'begins' | 'ends'): void => {
    context.journal.append({ kind: 'premise', scenario: id, detail: { title: premise.title, how: premise.how, event } });
  };
  return {
    given: (premise) => void premises.push(premise),
    federation: () => question('federation', async () => federationShut(await trySigningIn(context))),
    sweep: () => question('access', async () => everyAccountReached(await sweepOnce())),
    calls: () =>
      question('calls', async () => {
        await sweepOnce();
        return identitySystemAvoided(context.calls.onPath(id));
      }),
    attempts: (control) =>
      question('control', async () => {
        const played = await playControl(context, id, control, await sweepOnce());
        keep(played);
        return refusedEverywhere(played);
      }),
    begin: async () => {
      context.signal.throwIfAborted();
      context.calls.enter(id);
      for (const premise of premises) {
        context.progress.step(premise.title);
        await ledger.apply({
          scenario: id,
          what: premise.title,
          finish: premise.finish,
          apply: async () => {
            await premise.begin(context);
            note(premise, 'begins');
          },
          undo: async () => {
            await premise.end(context);
            note(premise, 'ends');
          },
        });
      }
    },
    undo: async () => {
      context.progress.step('Putting everything back');
      const [first] = await ledger.undo(id);
      if (!first) return;
      const error = new CheckError('inconclusive', `could not be undone: ${first.what}. ${first.finish}`);
      stop(error);
      throw error;
    },
  };
}
