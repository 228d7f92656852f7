import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { expect as ask, scenario } from '../../harness/index.js';
import { loadDrill } from '../../harness/engine/load.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { runDrill } from '../../harness/engine/run.js';
import type { DrillResult } from '../../reports/result.js';
import { drawn } from '../draw.js';
import { withFolder } from '../drill.js';
import { EVENTS, links, LOGS } from './alarm-links.js';

/** The least that uses break glass: one sweep, and what is heard of it. */
const sweepAlone = scenario('sweep', { title: 'One sweep', source: 'test', proves: [] }, (drill, later) => {
  it('lets everybody in', async () => {
    await ask(drill.sweep()).to.reach.everyAccount;
  });
  later('is heard', async () => {
    await ask(drill.alarms()).to.fire.withinSla;
  });
});

const random = seededRandom('links');

/** Plays the sweep over two accounts drawn at random, as a drill that begins at a random time. */
async function play(cuts: readonly string[]): Promise<DrillResult> {
  const overlays = cuts.map((cut, index) => ({
    file: `cut-${index + 1}.yaml`,
    text: `accounts: { management: { monitoring: ${cut} } }`,
  }));
  const seed = String(random.below(1_000_000));
  const loaded = loadDrill('drill.yaml', { overlays, seed, scenarios: [sweepAlone.id] });
  const names = Object.entries(loaded.organization.accounts).flatMap(([name, { state }]) =>
    name !== 'management' && state === 'ACTIVE' ? [name] : [],
  );
  const [one, other] = [random.below(names.length), random.below(names.length)];
  const exclude = Object.fromEntries(
    names.filter((_name, index) => index !== one && index !== other).map((name) => [name, 'not drawn']),
  );
  const { monitoring, ...rest } = loaded.file;
  const file = {
    ...rest,
    accounts: { exclude },
    ...(monitoring ? { monitoring: { ...monitoring, regions: ['eu-west-1'] } } : {}),
  };
  const drill = { ...loaded, file };
  return withFolder(
    async (output) =>
      (
        await runDrill(drill, {
          scenarios: [sweepAlone],
          output,
          progress: silentProgress,
          tool: { name: 'breakglass-drill', version: 'test' },
        })
      ).result,
  );
}

/** Paths over which something is missing, and where it says it got lost. */
function lost({ alarms }: DrillResult): Record<string, string | undefined> {
  return Object.fromEntries(alarms.filter(({ missing }) => missing > 0).map(({ path, lostAt }) => [path, lostAt]));
}

describe('where a message got lost: the link that was cut, and no other', () => {
  it('is nowhere while nothing is cut', async () => {
    const result = await play([]);
    expect([lost(result), result.findings]).to.deep.equal([{}, []]);
    expect(result.alarms.map(({ path, detection, notification }) => [path, detection, notification])).to.deep.equal([
      ['events', 'held', 'held'],
      ['logs', 'held', 'held'],
    ]);
  });

  for (const { name, cut, paths, code, cause } of drawn('links', links, { few: 3, more: 12 })) {
    it(name, async () => {
      const result = await play([cut]);
      expect(Object.keys(lost(result))).to.deep.equal(paths);
      // A pattern that misses hops often misses sign-ins as well, which this drill does not make: the same code, said of both.
      expect([...new Set(result.findings.map((finding) => finding.code))]).to.deep.equal([code]);
      expect(result.findings[0]?.cause).to.match(cause);
      for (const told of Object.values(lost(result))) expect(told).to.match(cause);
      for (const { path, outcome } of result.alarms)
        expect(outcome, path).to.equal(paths.includes(path) ? 'broken' : 'held');
    });
  }

  const pairs = links.flatMap((events) =>
    links.flatMap((logs) =>
      events.paths === EVENTS && logs.paths === LOGS && events.code !== logs.code ? [[events, logs] as const] : [],
    ),
  );
  for (const [events, logs] of drawn('pairs of links', pairs, { few: 1, more: 6 })) {
    it(`${events.name}, and ${logs.name}`, async () => {
      const result = await play([events.cut, logs.cut]);
      expect(lost(result)['events']).to.match(events.cause);
      expect(lost(result)['logs']).to.match(logs.cause);
      expect([...new Set(result.findings.map(({ code }) => code))].sort()).to.deep.equal(
        [events.code, logs.code].sort(),
      );
    });
  }
});
