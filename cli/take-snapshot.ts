/** Reads for the verb `snapshot`. Loaded when it acts, because it loads every client of AWS and `--help` must be quick. */
import { writeFileSync } from 'node:fs';
import type { Unread } from '../aws/snapshot/snapshot.js';
import { usageError } from '../base/errors.js';
import { readRemote } from '../harness/targets/read-remote.js';
import { openRemote } from '../harness/targets/remote.js';
import { writeDocument } from '../organization/write.js';
import type { ExitCode } from '../reports/exit-codes.js';
import { loadDocument, loadSecrets } from './documents.js';
import { abortOnSignals } from './signals.js';
import type { SnapshotOptions } from './snapshot.js';

/** Reads, writes the document, says what could not be read, and returns the exit code. */
export async function snapshot(options: SnapshotOptions): Promise<ExitCode> {
  const { endpoint, role, region, json, output } = options;
  const document = options.organization === undefined ? undefined : loadDocument(options.organization, []);
  const accountId = document?.accounts[document.management]?.id ?? options.account;
  const remote = await openRemote({
    endpoint,
    secrets: loadSecrets(options.secrets),
    accountId,
    region: region ?? document?.homeRegion ?? 'us-east-1',
    ...(role === undefined ? {} : { role }),
  });
  const { signal, release } = abortOnSignals('stopping; nothing was changed.');
  try {
    const { organization, unread } = await readRemote(remote, {
      ...(document ? { document } : {}),
      ...(region === undefined ? {} : { homeRegion: region }),
      ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }),
      signal,
    });
    for (const line of gapLines(unread)) process.stderr.write(`${line}\n`);
    const text = json ? `${JSON.stringify({ organization, unread }, undefined, 2)}\n` : writeDocument(organization);
    if (output === undefined) process.stdout.write(text);
    else write(output, text);
    return unread.some((gap) => kindOf(gap) === 'not read') ? 3 : 0;
  } finally {
    release();
    await remote.close();
  }
}

/**
 * `not here`: the endpoint does not have it at all; `closed`: a service control policy closes the Region to whoever reads, which
 * is to be expected. Only the rest is a gap that could be filled.
 */
function kindOf({ part, why, absent }: Unread): 'not here' | 'closed' | 'not read' {
  if (absent) return 'not here';
  return part === 'monitoring' && why.includes('explicit deny in a service control policy') ? 'closed' : 'not read';
}

/** A line for each thing and answer, however many accounts and Regions they are about. */
function gapLines(unread: readonly Unread[]): string[] {
  const groups = new Map<string, Unread[]>();
  for (const gap of unread) {
    const kind = kindOf(gap);
    const [thing = ''] = gap.what.split(' in ');
    const line =
      kind === 'closed'
        ? `${kind.padEnd(9)} monitoring, by a service control policy`
        : `${kind.padEnd(9)} ${thing}: ${gap.why}`;
    groups.set(line, [...(groups.get(line) ?? []), gap]);
  }
  return [...groups].map(([line, gaps]) => {
    const accounts = [...new Set(gaps.map(({ account }) => account.name))];
    const regions = [...new Set(gaps.flatMap(({ what }) => what.split(' in ').slice(1)))];
    return `${line} (${accounts.length > 3 ? `${accounts.length} accounts` : accounts.join(', ')}${regions.length === 0 ? '' : `; ${regions.join(', ')}`})`;
  });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usageError(
      `cannot write ${file}: ${String((error as NodeJS.ErrnoException).code)}`,
      'Name a file in a folder that exists.',
    );
  }
}
