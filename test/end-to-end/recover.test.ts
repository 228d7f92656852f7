import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { recover } from '../../harness/engine/recover.js';
import type { Recovered } from '../../harness/engine/recover.js';
import { openRemote } from '../../harness/targets/remote.js';
import { readRemote } from '../../harness/targets/read-remote.js';
import { readDrillFolder } from '../../reports/files.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import { drawn } from '../draw.js';
import { withFolder } from '../drill.js';
import { truth, LIES } from '../harness/endpoint-lies.js';
import { cutWaysOut, playUntil } from '../killed-drill.js';
import type { Moment } from '../killed-drill.js';
import { SMALL_LANDING_ZONE } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie, LyingEndpoint } from '../lying-endpoint.js';

const SCENARIOS = ['identity-provider-compromise', 'identity-center-outage'];

/** Keys are as old as the organization that was served, and each is served anew; that they were used is no change. */
function withoutAges(name: string, value: unknown): unknown {
  return name === 'created' || name === 'lastUsed' ? undefined : value;
}

/** Everything of an endpoint that a drill may change. */
async function stateOf({ endpoint, secrets }: LyingEndpoint): Promise<string[]> {
  const remote = await openRemote({ endpoint, secrets, accountId: '', region: 'eu-west-1' });
  try {
    const logs = (await remote.ways.clients(remote.ways.accountId, 'eu-west-1')).logs();
    const snapshot = await readRemote(remote, { regions: ['eu-west-1', 'us-east-1'] });
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'organization-trail' }));
    const made = (logStreams ?? []).filter(({ logStreamName }) => logStreamName?.startsWith('breakglass-drill-'));
    const faults = await (await fetch(`${secrets.control}/faults`)).text();
    return [JSON.stringify(snapshot, withoutAges, 1), JSON.stringify(made), faults];
  } finally {
    await remote.close();
  }
}

const NOTHING: Recovered = { undone: [], left: [] };

interface Killed {
  /** What it had written: the record, or nothing for a file. */
  writes: (JournalRecord | undefined)[];
  state: string[];
  /** What recovering said that it takes back, each time that it tried. */
  tried: string[];
  recovered: Recovered;
  again: Recovered;
}

/** Kills a drill, recovers twice. */
async function killed(lie: Lie, isLast: (moment: Moment) => boolean): Promise<Killed> {
  const served = await lyingEndpoint(lie, SMALL_LANDING_ZONE);
  try {
    return await withFolder(async (output) => {
      const names = await playUntil(loadOf(served, lie), output, isLast);
      const [folder = ''] = readdirSync(output);
      // Before its first write it has a folder, and nothing in it.
      const begun = folder !== '' && readdirSync(join(output, folder)).length > 0;
      const lines = begun ? (readDrillFolder(join(output, folder)).get('journal.jsonl') ?? '').split('\n') : [];
      const tried: string[] = [];
      const progress = (line: string): void => void tried.push(line);
      const once = async (): Promise<Recovered> =>
        begun ? recover(join(output, folder), { secrets: served.secrets, progress }) : NOTHING;
      const recovered = await once();
      return {
        writes: names.map((name) =>
          name === 'journal.jsonl' ? (JSON.parse(lines.shift() ?? '') as JournalRecord) : undefined,
        ),
        state: await stateOf(served),
        tried,
        recovered,
        again: await once(),
      };
    });
  } finally {
    await served.close();
  }
}

/** The state of an endpoint at which no drill was played. */
async function untouched(lie: Lie): Promise<string[]> {
  const served = await lyingEndpoint(lie, SMALL_LANDING_ZONE);
  return stateOf(served).finally(() => served.close());
}

function loadOf({ endpoint, secrets }: LyingEndpoint, lie: Lie): Parameters<typeof playUntil>[0] {
  return {
    overlays: [{ file: 'small.yaml', text: SMALL_LANDING_ZONE }],
    // Where the configuration decides, containment happens in the process of the drill alone.
    scenarios: lie === truth ? SCENARIOS : SCENARIOS.slice(1),
    target: { name: 'endpoint', url: endpoint, secrets },
  };
}

const ENDPOINTS = {
  'that enforces': truth,
  'whose configuration decides': LIES.find(({ lacking }) => lacking === 'verifies MFA codes')?.lie ?? truth,
};

/** Where the drill is killed: before any write; when a scenario, or the target for itself, made a change; and before the first call of one. */
function momentsOf(
  writes: readonly (JournalRecord | undefined)[],
): Record<'all' | 'changed' | 'made' | 'asked' | 'lockedOut', Moment[]> {
  const after = (chosen: (record: RecordOf<'undo'>) => boolean, about: Moment['about']): Moment[] =>
    writes.flatMap((record, index) =>
      record?.kind === 'undo' && record.state === 'planned' && chosen(record) ? [{ about, writes: index + 1 }] : [],
    );
  return {
    all: writes.map((_record, index): Moment => ({ about: 'write', writes: index })),
    changed: after(({ scenario }) => scenario !== undefined, 'write'),
    made: after(({ scenario }) => scenario === undefined, 'write'),
    asked: after(() => true, 'call'),
    // Every permission set is denied everything by then, and the role last of all.
    lockedOut: after(({ undo }) => undo.kind === 'role-policy', 'write').slice(-1),
  };
}

for (const [which, lie] of Object.entries(ENDPOINTS)) {
  describe(`what a killed drill leaves at an endpoint ${which}`, function () {
    // Every write of a drill takes a quarter of an hour.
    this.timeout(3_600_000);
    let putBack: () => void;
    before(() => (putBack = cutWaysOut()));
    after(() => putBack());

    it('is taken away by recover, wherever it was killed', async () => {
      const before = await untouched(lie);
      const check = ({ state, recovered, again }: Killed, where: string): void => {
        expect(recovered.left, where).to.deep.equal([]);
        expect(state, where).to.deep.equal(before);
        expect(again, where).to.deep.equal(NOTHING);
      };
      // The last of all writes; what was written until then says where else.
      const last = await killed(lie, ({ name }) => name === 'digests.json');
      check(last, 'killed before its last write');
      const { all, changed, made, asked, lockedOut } = momentsOf(last.writes);
      const [first] = all;
      const chosen = [
        ...(first ? [first] : []),
        ...drawn(`changed ${which}`, changed, { few: lockedOut.length > 0 ? 0 : 1, more: 2 }),
        ...drawn(`made ${which}`, made, { few: 1, more: 2 }),
        ...drawn(`asked ${which}`, asked, { few: 0, more: 2 }),
        ...drawn(`writes ${which}`, all, { few: 0, more: 3 }),
      ];
      for (const { about, writes } of chosen) {
        const where = `killed before a ${about} after ${writes} of ${all.length} writes`;
        check(await killed(lie, (moment) => moment.about === about && moment.writes === writes), where);
      }
      // The administrator cannot take the role's policy away before the others are.
      for (const { writes } of lockedOut) {
        const ended = await killed(lie, (moment) => moment.about === 'write' && moment.writes === writes);
        check(ended, 'killed when the administrator was locked out');
        expect(ended.tried).to.have.length.above(new Set(ended.tried).size);
      }
    });
  });
}
