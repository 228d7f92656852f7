/** Reads for the verb `snapshot`. Loaded when it acts, because it loads every client of AWS and `--help` must be quick. */
import { writeFileSync } from 'node:fs';
import type { Unread } from '../aws/snapshot/snapshot.js';
import { usageError } from '../base/errors.js';
import { readRemote } from '../harness/targets/read-remote.js';
import { openRemote } from '../harness/targets/remote.js';
import { writeDocument } from '../organization/write.js';
import { loadDocument, loadSecrets } from './documents.js';
import { abortOnSignals } from './signals.js';
import type { SnapshotOptions } from './snapshot.js';

/** Reads, writes the document, says what could not be read, and returns the exit code. */
export async function snapshot(options: SnapshotOptions): Promise<number> {
  const { endpoint, role, region, json, output } = options;
  const document = options.organization === undefined ? undefined : loadDocument(options.organization, []);
  const accountId = document?.accounts[document.management]?.id ?? options.account;
  const remote = await openRemote({ endpoint, secrets: loadSecrets(options.secrets), accountId, region: region ?? document?.homeRegion ?? 'us-east-1', ...(role === undefined ? {} : { role }) });
  const { signal, release } = abortOnSignals('stopping; nothing was changed.');
  try {
    const { organization, unread } = await readRemote(remote, { ...(document ? { document } : {}), ...(region === undefined ? {} : { homeRegion: region }), ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }), signal });
    const open = unread.filter((gap) => !isClosedRegion(gap));
    for (const line of new Set(open.map(({ account, what, why }) => `not read  ${account.name}: ${what}: ${why}`))) process.stderr.write(`${line}\n`);
    if (open.length < unread.length) process.stderr.write(`${closedRegions(unread.filter(isClosedRegion))}\n`);
    const text = json ? `${JSON.stringify({ organization, unread }, undefined, 2)}\n` : writeDocument(organization);
    if (output === undefined) process.stdout.write(text);
    else write(output, text);
    return open.length > 0 ? 3 : 0;
  } finally {
    release();
    await remote.close();
  }
}

/** A Region that a service control policy closes to whoever reads: to be expected, and no gap that could be filled. */
function isClosedRegion({ part, why }: Unread): boolean {
  return part === 'monitoring' && why.includes('explicit deny in a service control policy');
}

function closedRegions(unread: readonly Unread[]): string {
  const accounts = new Set(unread.map(({ account }) => account.name));
  const regions = new Set(unread.map(({ what }) => what.split(' in ').at(-1) ?? ''));
  return `closed    service control policies keep the reader out of ${[...regions].join(', ')} in ${accounts.size} ${accounts.size === 1 ? 'account' : 'accounts'}: monitoring there is not known`;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw usageError(`cannot write ${file}: ${String((error as NodeJS.ErrnoException).code)}`, 'Name a file in a folder that exists.');
  }
}
