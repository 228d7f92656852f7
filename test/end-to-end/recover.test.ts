import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { recover } from '../../harness/engine/recover.js';
import { openRemote } from '../../harness/targets/remote.js';
import { readRemote } from '../../harness/targets/read-remote.js';
import { readDrillFolder } from '../../reports/files.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { drawn } from '../draw.js';
import { withFolder } from '../drill.js';
import { truth, LIES } from '../harness/endpoint-lies.js';
import { cutWaysOut, playUntil } from '../killed-drill.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie, LyingEndpoint } from '../lying-endpoint.js';

/** Two accounts: there is one role of direct federation in each. */
const SMALL = `accounts: { ${[
  ...['payments-1', 'payments-2', 'payments-3', 'webshop-1', 'webshop-2', 'payments-test', 'webshop-test'],
  ...['integration-test', 'sandbox-1', 'sandbox-2', 'sandbox-3', 'log-archive', 'security-tooling'],
  ...['shared-services', 'old-datalake'],
]
  .map((name) => `${name}: null`)
  .join(', ')} }`;

const SCENARIOS = ['identity-provider-compromise', 'identity-center-outage'];

/** Everything of an endpoint that a drill may change. */
async function stateOf({ endpoint, secrets }: LyingEndpoint): Promise<string[]> {
  const remote = await openRemote({ endpoint, secrets, accountId: '', region: 'eu-west-1' });
  try {
    const logs = (await remote.ways.clients(remote.ways.accountId, 'eu-west-1')).logs();
    const snapshot = await readRemote(remote, { regions: ['eu-west-1', 'us-east-1'] });
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'organization-trail' }));
    const made = (logStreams ?? []).filter(({ logStreamName }) => logStreamName?.startsWith('breakglass-drill-'));
    const faults = await (await fetch(`${secrets.control}/faults`)).text();
    return [JSON.stringify(snapshot, undefined, 1), JSON.stringify(made), faults];
  } finally {
    await remote.close();
  }
}

interface Killed {
  before: string[];
  after: string[];
  recovered: Awaited<ReturnType<typeof recover>>;
  again: Awaited<ReturnType<typeof recover>>;
}

/** Kills a drill before a write, recovers twice. */
async function killed(lie: Lie, write: number): Promise<Killed> {
  const served = await lyingEndpoint(lie, SMALL);
  try {
    return await withFolder(async (output) => {
      const before = await stateOf(served);
      const t0=Date.now(); await playUntil(loadOf(served), output, (count) => count === write); console.log('play', Date.now()-t0);
      const [name] = readdirSync(output);
      const nothing = { undone: [], left: [] };
      const folder = join(output, name ?? '');
      const once = (): ReturnType<typeof recover> =>
        recover(folder, { secrets: served.secrets, progress: () => undefined });
      // Before the first write there is no drill to recover.
      if (name === undefined || !readdirSync(folder).includes('preparation.json'))
        return { before, after: await stateOf(served), recovered: nothing, again: nothing };
      const t1=Date.now();const recovered = await once();console.log('recover', Date.now()-t1);
      return { before, after: await stateOf(served), recovered, again: await once() };
    });
  } finally {
    await served.close();
  }
}

function loadOf({ endpoint, secrets }: LyingEndpoint): Parameters<typeof playUntil>[0] {
  return {
    overlays: [{ file: 'small.yaml', text: SMALL }],
    scenarios: SCENARIOS,
    target: { name: 'endpoint', url: endpoint, secrets },
  };
}

/** The records of a drill that was not killed, in the order of its writes; files have none. */
async function writesOf(lie: Lie): Promise<(JournalRecord | undefined)[]> {
  const served = await lyingEndpoint(lie, SMALL);
  try {
    return await withFolder(async (output) => {
      const names = await playUntil(loadOf(served), output, () => false);
      const [folder = ''] = readdirSync(output);
      const lines = (readDrillFolder(join(output, folder)).get('journal.jsonl') ?? '').trimEnd().split('\n');
      return names.map((name) =>
        name === 'journal.jsonl' ? (JSON.parse(lines.shift() ?? '') as JournalRecord) : undefined,
      );
    });
  } finally {
    await served.close();
  }
}

const ENDPOINTS = {
  'that enforces': truth,
  'whose configuration decides': LIES.find(({ lacking }) => lacking === 'verifies MFA codes')?.lie ?? truth,
};

for (const [which, lie] of Object.entries(ENDPOINTS)) {
  describe(`what a killed drill leaves at an endpoint ${which}`, function () {
    this.timeout(3_600_000);
    let putBack: () => void;
    before(() => (putBack = cutWaysOut()));
    after(() => putBack());

    it('is taken away by recover, wherever it was killed', async () => {
      const writes = await writesOf(lie);
      console.log(writes.length, JSON.stringify(writes.reduce((s: Record<string, number>, w) => ({ ...s, [w?.kind ?? 'file']: (s[w?.kind ?? 'file'] ?? 0) + 1 }), {})), process.cpuUsage().user / 1e6);
      const afterPlanned = writes.flatMap((record, index) =>
        record?.kind === 'undo' && record.state === 'planned' ? [index + 2] : [],
      );
      for (const write of [...afterPlanned].filter((_,i)=>i%5===4)) {
        const { before, after, recovered, again } = await killed(lie, write);
        const where = `killed before write ${write} of ${writes.length}`;
        console.log(where, JSON.stringify(recovered), process.cpuUsage().user / 1e6);
        expect(recovered.left, where).to.deep.equal([]);
        expect(after, where).to.deep.equal(before);
        expect(again, where).to.deep.equal({ undone: [], left: [] });
      }
    });
  });
}
