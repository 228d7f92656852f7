/** How an organization is read: with whose clients, and what becomes of a refusal. */
import { isWayFault } from '../way-faults.js';
import { describeError } from '../../base/errors.js';
import { notImplemented } from '../missing-operations.js';
import type { Clients } from '../clients.js';
import type { Part, Unread } from './snapshot.js';

/** What reading needs of whoever asks for it. */
export interface SnapshotPort {
  /** Clients that may read in an account; for the home Region where none is named. Rejects if no session can be had. */
  clients(accountId: string, region?: string): Promise<Clients>;
  /** Accounts that are read at once. */
  concurrency: number;
  signal?: AbortSignal;
}

/** An account, or the organization by its management account. */
export interface ReadPlace {
  id: string;
  name: string;
}

/** What is being read, and where refusals are noted. */
export interface Reading {
  port: SnapshotPort;
  account: ReadPlace;
  unread: Unread[];
}

/** Reads a part; what is refused is noted in `unread` and read as `otherwise`. Rejects only when the reading is aborted. */
export async function readPart<T>(
  { port, account, unread }: Reading,
  { part, what = part }: { part: Part; what?: string },
  otherwise: T,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    port.signal?.throwIfAborted();
    const absent = notImplemented(error);
    unread.push({
      account: { id: account.id, name: account.name },
      part,
      what,
      why: absent ?? describeError(error),
      ...(absent === undefined ? {} : { absent: true }),
      ...(isWayFault(error) ? { fault: true } : {}),
    });
    return otherwise;
  }
}

/** What `read` gives, or `undefined` where AWS says that there is none. */
export async function unlessAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** IAM's name for what is not there. */
function isAbsent(error: unknown): boolean {
  return ['NoSuchEntityException', 'NoSuchEntity'].includes((error as { name?: string }).name ?? '');
}

/** Every item of every page. */
export async function everyItem<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}
