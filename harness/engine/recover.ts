/** Finishes what a drill did not: undoes, in another process, what its journal says was changed and never taken back. */
import { sha256 } from '../../base/canonical-json.js';
import { wallClock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import { cutJournal, journalSink, readDrillFolder } from '../../reports/files.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import { openUndoRecords } from '../../reports/open-undos.js';
import type { PreparationList } from '../../reports/preparation.js';
import { preparationSchema } from '../../reports/schema/preparation.js';
import { readUnfinished } from '../../reports/unfinished-journal.js';
import type { UndoPort } from '../drill/change.js';
import { removeContainerNamed } from '../targets/localstack-removal.js';
import { openRemote, remoteControl } from '../targets/remote.js';
import type { EndpointSecrets } from '../targets/secrets-file.js';
import { lateUndoPort, outcomeOf } from './undo.js';
import { undoers } from './undoers.js';

/** What became of the changes that were left. */
export interface Recovered {
  undone: string[];
  /** With what a person does to finish the job. */
  left: { what: string; finish: string; why: string }[];
}

/** What recovering is given. */
export interface RecoverOptions {
  secrets: EndpointSecrets;
  progress(line: string): void;
}

/** Undoes what is open of the drill in a folder, last first, and writes it to its journal. Throws a usage error for a folder that is none. */
export async function recover(folder: string, { secrets, progress }: RecoverOptions): Promise<Recovered> {
  const texts = readDrillFolder(folder);
  const text = texts.get('journal.jsonl') ?? '';
  const preparation = preparationIn(texts.get('preparation.json') ?? '');
  const { records, length } = readUnfinished(text);
  const open = openUndoRecords(records).reverse();
  const recovered: Recovered = { undone: [], left: [] };
  if (open.length === 0) return recovered;
  if (length < Buffer.byteLength(text)) cutJournal(folder, length);
  const journal = continued(folder, texts.get('preparation.json') ?? '', records, secrets);
  const { port, close } = await portOf(preparation, open, secrets);
  try {
    for (const record of open) {
      progress(`Taking back: ${record.what}`);
      await undoOne(record, port, journal, recovered);
    }
  } finally {
    await close();
  }
  return recovered;
}

async function undoOne(
  { id, what, finish, undo, scenario }: RecordOf<'undo'>,
  port: UndoPort,
  journal: Journal,
  recovered: Recovered,
): Promise<void> {
  // Nobody knows whether it was made: what cannot be found was not.
  const { state, why } = await outcomeOf(undo, undoers, port, false);
  journal.append({
    kind: 'undo',
    id,
    state,
    ...(scenario === undefined ? {} : { scenario }),
    what,
    finish,
    undo,
    ...(why === undefined ? {} : { why }),
  });
  journal.sync();
  if (state === 'failed') recovered.left.push({ what, finish, why: why ?? '' });
  else recovered.undone.push(what);
}

function preparationIn(text: string): PreparationList {
  const parsed = preparationSchema.safeParse(JSON.parse(text === '' ? 'null' : text));
  if (!parsed.success)
    throw usageError(
      'preparation.json is missing, or is not a preparation list',
      'Name the folder of a drill of this version of the tool.',
    );
  return parsed.data;
}

function continued(
  folder: string,
  preparation: string,
  records: readonly JournalRecord[],
  secrets: EndpointSecrets,
): Journal {
  const known = [secrets.administrator, ...Object.values(secrets.users)].flatMap((held) => held?.secretAccessKey ?? []);
  return createJournal({
    sink: journalSink(folder),
    drill: records[0]?.drill ?? '',
    clock: wallClock,
    firstHash: sha256(preparation),
    secrets: () => known,
    after: records,
  });
}

/** Everything as the administrator of the endpoint; what lived in the dead process is gone with it. */
async function portOf(
  { drill }: PreparationList,
  open: readonly RecordOf<'undo'>[],
  secrets: EndpointSecrets,
): Promise<{ port: UndoPort; close(): Promise<void> }> {
  const { port, provide } = lateUndoPort();
  provide({ readmit: () => undefined, removeContainer: removeContainerNamed, clock: () => wallClock });
  if (drill.target === 'embedded') {
    provide({ giveBack: () => Promise.resolve() });
    return { port: withoutTarget(port), close: () => Promise.resolve() };
  }
  if (drill.endpoint === undefined || open.every(({ undo }) => undo.kind === 'container'))
    return { port, close: () => Promise.resolve() };
  const account =
    open.find(({ undo }) => undo.parameters['account'] !== undefined)?.undo.parameters['account'] ?? '000000000000';
  const region =
    open.find(({ undo }) => undo.parameters['region'] !== undefined)?.undo.parameters['region'] ?? 'us-east-1';
  const remote = await openRemote({ endpoint: drill.endpoint, secrets, accountId: account, region });
  const control = await remoteControl(remote.options.endpoint, secrets.control);
  provide({
    administrator: (id, where) => remote.ways.clients(id, where),
    breakGlass: (id, where) => remote.ways.clients(id, where),
    ordinary: () => remote.options,
    giveBack: async (component) => void (await control.setAvailable(component, true)),
    clock: () => control.clock,
  });
  return { port, close: () => remote.close() };
}

/** An embedded organization died with its drill: nothing of it is left to be looked at. */
function withoutTarget(port: UndoPort): UndoPort {
  const gone = (): never => {
    throw Object.assign(new Error('the organization ended with the drill'), { name: 'NotImplemented' });
  };
  return {
    ...port,
    administrator: () => Promise.reject(new Error('no target')).catch(gone),
    breakGlass: () => Promise.reject(new Error('no target')).catch(gone),
    ordinary: gone,
  };
}
