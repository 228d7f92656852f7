/** Finishes what a drill did not: undoes, in another process, what its journal says was changed and never taken back. */
import { sha256 } from '../../base/canonical-json.js';
import { wallClock } from '../../base/clock.js';
import { describeError, usageError } from '../../base/errors.js';
import { cutJournal, journalSink, readDrillFolder } from '../../reports/files.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';
import type { JournalEntry, JournalRecord, RecordOf } from '../../reports/journal-record.js';
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

/** Undoes what is open of the drill in a folder, last first, and writes it to its journal. Throws a usage error for a folder that is none, and for a journal that was changed. */
export async function recover(folder: string, { secrets, progress }: RecoverOptions): Promise<Recovered> {
  const texts = readDrillFolder(folder);
  const text = texts.get('journal.jsonl') ?? '';
  const preparation = texts.get('preparation.json') ?? '';
  const { drill } = preparationIn(preparation);
  const { records, length } = readUnfinished(text, sha256(preparation));
  const open = openUndoRecords(records).reverse();
  if (open.length === 0) return { undone: [], left: [] };
  if (length < Buffer.byteLength(text)) cutJournal(folder, length);
  const journal = continued(folder, preparation, records, secrets);
  const undone: string[] = [];
  const note: Note = (record, { state, why }) => {
    journal.append({ ...entryOf(record), state, ...(why === undefined ? {} : { why }) });
    journal.sync();
    if (state !== 'failed') return void undone.push(record.what);
    return { what: record.what, finish: record.finish, why: why ?? '' };
  };
  const left = await recoverAll(drill, open, {
    note,
    undo: async (record, port) => {
      progress(`Taking back: ${record.what}`);
      // Nobody knows whether it was made: what cannot be found was not.
      return note(record, await outcomeOf(record.undo, undoers, port, false));
    },
    openEndpoint: (endpoint) => portOf(endpoint, open, secrets),
  });
  return { undone, left };
}

type Undone = RecordOf<'undo'>;
type Left = Recovered['left'][number];
/** Writes what became of a change. */
type Note = (record: Undone, outcome: Awaited<ReturnType<typeof outcomeOf>>) => Left | undefined;

interface Recovering {
  note: Note;
  undo(record: Undone, port: UndoPort): Promise<Left | undefined>;
  openEndpoint(endpoint: string): Promise<{ port: UndoPort; close(): Promise<void> }>;
}

/** What ended with the process or with a container needs nobody; the rest is undone at the endpoint. */
async function recoverAll(
  { endpoint, target }: PreparationList['drill'],
  open: readonly Undone[],
  recovering: Recovering,
): Promise<Left[]> {
  const isContainer = ({ undo }: Undone): boolean => undo.kind === 'container';
  const left: Left[] = [];
  const { port, provide } = lateUndoPort();
  provide({ removeContainer: removeContainerNamed });
  for (const record of open.filter(isContainer)) {
    const one = await recovering.undo(record, port);
    if (one) left.push(one);
  }
  const [container] = left;
  // The organization of any other drill ended with its process, or with the container that it was in.
  const inTarget = ({ undo }: Undone): boolean =>
    undo.endsWithProcess !== true && (endpoint !== undefined || container !== undefined) && target !== 'embedded';
  const others = open.filter((record) => !isContainer(record));
  for (const record of others.filter((one) => !inTarget(one))) recovering.note(record, { state: 'done' });
  const due = others.filter(inTarget);
  if (endpoint !== undefined) return [...left, ...(await recoverAtEndpoint(endpoint, due, recovering))];
  return [
    ...left,
    ...due.map(({ what, finish }) => ({ what, finish, why: 'the container that it is in is still there' })),
  ];
}

/**
 * Undoes what it can, and tries the rest again as long as that gets anywhere: the administrator may be locked out by one
 * change, and can undo another only after that one.
 */
async function recoverAtEndpoint(endpoint: string, due: readonly Undone[], recovering: Recovering): Promise<Left[]> {
  if (due.length === 0) return [];
  let opened: Awaited<ReturnType<Recovering['openEndpoint']>>;
  try {
    opened = await recovering.openEndpoint(endpoint);
  } catch (error) {
    return due.map(({ what, finish }) => ({ what, finish, why: describeError(error) }));
  }
  const failed: { record: Undone; left: Left }[] = [];
  try {
    for (const record of due) {
      const left = await recovering.undo(record, opened.port);
      if (left) failed.push({ record, left });
    }
  } finally {
    await opened.close();
  }
  if (failed.length === due.length) return failed.map(({ left }) => left);
  // Opened anew: sessions that were refused are kept with the endpoint.
  return recoverAtEndpoint(
    endpoint,
    failed.map(({ record }) => record),
    recovering,
  );
}

function entryOf({ id, scenario, what, finish, undo }: Undone): Omit<Extract<JournalEntry, { kind: 'undo' }>, 'state'> {
  return { kind: 'undo', id, ...(scenario === undefined ? {} : { scenario }), what, finish, undo };
}

function preparationIn(text: string): PreparationList {
  const parsed = preparationSchema.safeParse(parsedJson(text));
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

/** Everything as the administrator of the endpoint. */
async function portOf(
  endpoint: string,
  open: readonly Undone[],
  secrets: EndpointSecrets,
): Promise<{ port: UndoPort; close(): Promise<void> }> {
  const { port, provide } = lateUndoPort();
  const parameter = (name: string): string | undefined =>
    open.map(({ undo }) => undo.parameters[name]).find((value) => value !== undefined);
  const remote = await openRemote({
    endpoint,
    secrets,
    accountId: parameter('account') ?? '000000000000',
    region: parameter('region') ?? 'us-east-1',
  });
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

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
