/** The undo ledger: what will be undone is on disk before it is done, and is undone last first, whatever happened. */
import { notImplemented } from '../../aws/missing-operations.js';
import { describeError } from '../../base/errors.js';
import type { Journal } from '../../reports/journal.js';
import type { JournalEntry } from '../../reports/journal-record.js';
import type { Change, Undo, UndoPort, Undoers } from '../drill/change.js';
import type { Ledger, Left } from '../drill/ledger.js';

/** A port that gets its members while a drill is opened. */
export function lateUndoPort(): { port: UndoPort; provide(members: Partial<UndoPort>): void } {
  const given: Partial<UndoPort> = {};
  const member = <Name extends keyof UndoPort>(name: Name): UndoPort[Name] => {
    const found = given[name];
    if (!found) throw new Error(`nothing here can ${name}`);
    return found as UndoPort[Name];
  };
  const port: UndoPort = {
    administrator: async (account, region) => member('administrator')(account, region),
    breakGlass: async (account, region) => member('breakGlass')(account, region),
    ordinary: () => member('ordinary')(),
    giveBack: async (component) => member('giveBack')(component),
    readmit: () => member('readmit')(),
    removeContainer: async (name) => member('removeContainer')(name),
    clock: () => member('clock')(),
  };
  return { port, provide: (members) => void Object.assign(given, members) };
}

interface Open {
  id: number;
  /** As it was given: by it, one change alone is undone. */
  change: Change;
  /** As the journal has it. */
  undo: Undo;
  /** The target said that it made it. */
  made: boolean;
}

/** A ledger in the journal: `planned` before the act, and after it `done`, `left` or `failed`, each synced to disk. */
export function createUndoLedger(
  journal: Journal,
  undoers: Undoers,
  port: UndoPort,
  endsWithProcess: (change: Change) => boolean = () => false,
): Ledger {
  let open: Open[] = [];
  const failed: Left[] = [];
  let last = 0;
  const undoOne = async (entry: Open): Promise<Left | undefined> => {
    const { change, undo, made } = entry;
    const { state, why } = change.untouched?.() === true ? DONE : await outcomeOf(undo, undoers, port, made);
    try {
      note(journal, entry, state, why);
    } catch {
      // A full disk keeps nobody from putting things back. What is done twice harms nobody; the drill tells of the disk when it ends.
    }
    if (state === 'done') change.undone?.();
    if (state === 'failed') failed.push({ what: change.what, finish: change.finish, why: why ?? '' });
    return state === 'done' ? undefined : { what: change.what, finish: change.finish, why: why ?? '' };
  };
  return {
    apply: async (change) => {
      const undo = endsWithProcess(change) ? { ...change.undo, endsWithProcess: true as const } : change.undo;
      const entry = { id: ++last, change, undo, made: false };
      note(journal, entry, 'planned');
      open.push(entry);
      const made = await change.apply();
      entry.made = true;
      return made;
    },
    left: () => [...failed, ...open.map(({ change: { what, finish } }) => ({ what, finish, why: 'nobody tried' }))],
    undo: async (which) => {
      const left: Left[] = [];
      const due = open
        .filter(({ change }) =>
          which === undefined ? change.scenario !== undefined : change === which || change.scenario === which,
        )
        .reverse();
      open = open.filter((entry) => !due.includes(entry));
      for (const entry of due) {
        const one = await undoOne(entry);
        if (one) left.push(one);
      }
      return left;
    },
  };
}

type State = Extract<JournalEntry, { kind: 'undo' }>['state'];

const DONE: { state: State; why?: string } = { state: 'done' };

/** `left`: the target has no call to take it away; what was never made there need not be. */
export async function outcomeOf(
  { kind, parameters }: Undo,
  undoers: Undoers,
  port: UndoPort,
  made: boolean,
): Promise<{ state: State; why?: string }> {
  try {
    const undoer = undoers[kind];
    if (!undoer) throw new Error(`nobody knows how to undo "${kind}"`);
    await undoer(parameters, port);
    return DONE;
  } catch (error) {
    const absent = notImplemented(error);
    if (absent === undefined) return { state: 'failed', why: describeError(error) };
    return made ? { state: 'left', why: absent } : DONE;
  }
}

function note(journal: Journal, { id, change, undo }: Open, state: State, why?: string): void {
  const { scenario, what, finish } = change;
  journal.append({
    kind: 'undo',
    id,
    state,
    ...(scenario === undefined ? {} : { scenario }),
    what,
    finish,
    undo: { ...undo, parameters: { ...undo.parameters } },
    ...(why === undefined ? {} : { why }),
  });
  journal.sync();
}
