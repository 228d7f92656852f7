/** Begins the premises of one scenario and takes them back, through the undo ledger. */
import type { DrillContext } from '../drill/context.js';
import { CheckError } from '../drill/verdict.js';
import type { Change } from '../drill/change.js';
import type { Premise } from '../drill/premise.js';
import type { Ledger } from '../drill/ledger.js';

/** The premises of a scenario: declared first, begun before its first check, taken back after its last. */
export interface Premises {
  given(premise: Premise): void;
  begin(): Promise<void>;
  /** Plays something while one more premise holds; throws like `undo`. */
  during<T>(premise: Premise, play: () => Promise<T>): Promise<T>;
  /** Throws, and stops the drill, if something could not be put back. */
  undo(): Promise<void>;
}

/** Premises of the scenario `id`. `stop` is told why nothing more may be broken. */
export function createPremises(
  id: string,
  context: DrillContext,
  ledger: Ledger,
  stop: (reason: Error) => void,
): Premises {
  const premises: Premise[] = [];
  const note = (premise: Premise, event: 'begins' | 'ends'): void => {
    context.journal.append({
      kind: 'premise',
      scenario: id,
      title: premise.title,
      how: premise.how,
      event,
    });
  };
  const changeOf = (premise: Premise): Change => ({
    scenario: id,
    what: premise.title,
    finish: premise.finish,
    apply: async () => {
      await premise.begin(context);
      note(premise, 'begins');
    },
    undo: premise.undo(context),
    undone: () => note(premise, 'ends'),
  });
  const undo = async (which: string | Change): Promise<void> => {
    const [first] = await ledger.undo(which);
    if (!first) return;
    const error = new CheckError('inconclusive', `could not be undone: ${first.what}. ${first.finish}`);
    stop(error);
    throw error;
  };
  return {
    given: (premise) => void premises.push(premise),
    begin: async () => {
      context.signal.throwIfAborted();
      context.calls.enter(id);
      context.uses.enter(id);
      for (const premise of premises) {
        context.progress.step(premise.title);
        await ledger.apply(changeOf(premise));
      }
      context.calls.premisesHold();
    },
    during: async (premise, play) => {
      const change = changeOf(premise);
      context.progress.step(premise.title);
      try {
        await ledger.apply(change);
        return await play();
      } finally {
        await undo(change);
      }
    },
    undo: async () => {
      if (premises.length > 0) context.progress.step('Putting everything back');
      await undo(id);
    },
  };
}
