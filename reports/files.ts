/** The drill's folder on disk: private, atomic, synced. The only file of this room that touches the file system. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../base/errors.js';
import type { JournalSink } from './journal.js';

/** Readable by their owner alone: they name the people and gaps of emergency access. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes sure that drills can be written below `output`. Throws a usage error otherwise; leaves nothing behind. */
export function checkOutput(output: string): void {
  const existed = existsSync(output);
  try {
    makeFolder(output);
    accessSync(output, constants.W_OK);
    // Permission bits do not tell everything, for instance on a read-only file system: try it.
    const probe = join(output, `.write-check-${process.pid}`);
    closeSync(openSync(probe, 'wx', PRIVATE_FILE));
    rmSync(probe);
    if (!existed) rmSync(output, { recursive: true });
  } catch (error) {
    throw usageError(
      `cannot write to the output folder ${output}: ${reason(error)}`,
      'Name a folder that you may write to with --output.',
    );
  }
}

/** Makes a folder and those above it. Node's own recursive form never returns where a file system makes no folders. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: PRIVATE_FOLDER });
}

/** The folder of a drill, and what writes into it. */
export interface DrillFiles {
  folder: string;
  /** Opens journal.jsonl for appending; it appears with its first line. */
  journal(): JournalSink;
  /** Writes a file whole or not at all. */
  write(name: string, content: string): void;
  /** Removes the folder, and whatever was made for it, if the drill never began. */
  discard(): void;
}

/** Makes the folder of a drill. An older drill of the same id keeps its folder: the new one gets a number. `onWrite` is told before each write, and before it is removed. */
export function createDrillFolder(
  output: string,
  id: string,
  onWrite: (name: string) => void = () => undefined,
): DrillFiles {
  const existed = existsSync(output);
  for (let number = 1; ; number++) {
    const folder = join(output, number === 1 ? id : `${id}-${number}`);
    try {
      makeFolder(output);
      mkdirSync(folder, { mode: PRIVATE_FOLDER });
      return {
        ...filesIn(folder, onWrite),
        discard: () => {
          onWrite('.');
          rmSync(existed ? folder : output, { recursive: true, force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw usageError(`cannot make the folder ${folder}: ${reason(error)}`);
    }
  }
}

function filesIn(folder: string, onWrite: (name: string) => void): Omit<DrillFiles, 'discard'> {
  return {
    folder,
    journal: () => {
      const sink = journalSink(folder);
      return {
        append: (line) => {
          onWrite('journal.jsonl');
          sink.append(line);
        },
        sync: () => sink.sync(),
      };
    },
    write: (name, content) => {
      onWrite(name);
      writeAtomically(folder, name, content);
    },
  };
}

/** The journal file of a drill's folder, opened for appending; made if it is not there. */
export function journalSink(folder: string): JournalSink {
  const file = openSync(join(folder, 'journal.jsonl'), 'a', PRIVATE_FILE);
  return {
    append: (line) => void writeSync(file, line),
    sync: () => fsyncSync(file),
  };
}

/** Cuts off what stands behind the last whole line of a journal: a process died while it wrote it. */
export function cutJournal(folder: string, length: number): void {
  truncateSync(join(folder, 'journal.jsonl'), length);
}

/** Writes a file whole or not at all. */
function writeAtomically(folder: string, name: string, content: string): void {
  const temporary = join(folder, `.${name}.part`);
  const file = openSync(temporary, 'w', PRIVATE_FILE);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, join(folder, name));
}

/** The texts of a drill's folder by file name. Throws a usage error if it is none. */
export function readDrillFolder(folder: string): Map<string, string> {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw usageError(
      `cannot read the folder ${folder}: ${reason(error)}`,
      'Name the folder of a drill, e.g. drills/<id>.',
    );
  }
  if (!names.includes('journal.jsonl'))
    throw usageError(
      `${folder} is not the folder of a drill: it has no journal.jsonl`,
      'Name the folder of a drill, e.g. drills/<id>.',
    );
  return new Map(
    names.filter((name) => !name.startsWith('.')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'it is a file',
    ENOENT: 'there is no such folder',
  };
  return words[code ?? ''] ?? String(code ?? error);
}
