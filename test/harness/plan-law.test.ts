import { expect as assert } from 'chai';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { ObservedCall } from '../../aws/guard.js';
import { expect, identityCenter, identityProvider, scenario } from '../../harness/index.js';
import type { Drill, Scenario } from '../../harness/index.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { LoadedDrill } from '../../harness/engine/load.js';
import { runDrill } from '../../harness/engine/run.js';
import { readDrillFolder } from '../../reports/files.js';
import { runs } from '../draw.js';
import { withFolder } from '../drill.js';
import { generatedRole, generatedUser } from '../generated-organization.js';
import { shippedLandingZone } from '../landing-zone.js';
import { callDifferences, heldAgainst, journalDifferences, watchedTarget } from '../planned-calls.js';
import type { HeldAgainst } from '../planned-calls.js';

/** What a scenario may ask, each in a check of its own. */
const ASKS: Readonly<Record<string, (drill: Drill) => Promise<void>>> = {
  sweep: async (drill) => expect(drill.sweep()).to.reach.everyAccount,
  calls: async (drill) => expect(drill.calls()).to.avoid.identityProvider,
  console: async (drill) => expect(drill.console()).to.admit.breakGlass,
  ordinary: async (drill) => expect(drill.attempts('ordinary-user')).to.be.refused,
  withoutMfa: async (drill) => expect(drill.attempts('without-mfa')).to.be.refused,
  outsider: async (drill) => expect(drill.attempts('outsider')).to.be.refused,
  enter: async (drill) => expect(drill.attackers()).to.enter.nothing,
  contained: async (drill) => expect(drill.attackers()).to.be.contained,
  guardrails: async (drill) => expect(drill.guardrails()).to.yield.toBreakGlass,
  bound: async (drill) => expect(drill.guardrails()).to.bind.everybodyElse,
  inspection: async (drill) => expect(drill.inspection('roles')).to.find.nothing,
  people: async (drill) => expect(drill.people()).to.survive.person,
};

const PREMISES = {
  none: undefined,
  identityProvider: identityProvider.down,
  identityCenter: identityCenter.down,
  hostile: identityProvider.hostile,
} as const;

interface Written {
  asks: string[];
  premise: keyof typeof PREMISES;
  alarms: boolean;
}

/** A scenario of a test's own. */
function written(id: string, { asks, premise, alarms }: Written): Scenario {
  return scenario(id, { title: id, source: 'a law', proves: [] }, (drill, later) => {
    const begin = PREMISES[premise];
    if (begin) drill.given(begin());
    for (const ask of asks.length > 0 ? asks : ['sweep']) it(ask, () => ASKS[ask]?.(drill));
    if (alarms) later('alarms', async () => expect(drill.alarms()).to.fire.withinSla);
  });
}

const members = Object.keys(shippedLandingZone().accounts).filter((name) => name !== 'management');
const thing = fc.stringMatching(/^[a-z][a-z0-9]{4,8}$/);

/** What is changed about the landing zone, and which of its accounts are drilled besides the management account. */
const organizations = fc.record({
  drilled: fc.uniqueArray(fc.constantFrom(...members), { minLength: 0, maxLength: 3 }),
  withoutRole: fc.subarray(members, { maxLength: 4 }),
  users: fc.dictionary(thing, generatedUser, { maxKeys: 2, noNullPrototype: true }),
  roles: fc.dictionary(thing, generatedRole, { maxKeys: 2, noNullPrototype: true }),
  fault: fc.constantFrom(
    'none',
    'second-user-forgotten',
    'user-denied',
    'no-mfa-device',
    'password-never-set',
    'no-mfa-condition',
  ),
});
type Changes = typeof organizations extends fc.Arbitrary<infer Value> ? Value : never;

const someScenarios = fc.array(
  fc.record({
    asks: fc.subarray(Object.keys(ASKS), { minLength: 1 }),
    premise: fc.constantFrom<keyof typeof PREMISES>('none', 'identityProvider', 'identityCenter', 'hostile'),
    alarms: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
);

function load({ drilled, withoutRole, users, roles, fault }: Changes, ids: readonly string[]): LoadedDrill {
  const overlay = {
    accounts: Object.fromEntries([
      ['management', { users: { always: {}, ...users }, roles }],
      ...withoutRole.map((name) => [name, { roles: { BreakGlass: null } }]),
    ]),
  };
  const loaded = loadDrill('drill.yaml', {
    overlays: [
      { file: 'generated.yaml', text: stringify(overlay) },
      ...(fault === 'none' ? [] : [`examples/broken/${fault}.yaml`]),
    ],
    scenarios: ids,
  });
  const left = members.filter((name) => !drilled.includes(name));
  const exclude = Object.fromEntries(left.map((name) => [name, 'so that a run is short']));
  return { ...loaded, file: { ...loaded.file, accounts: { exclude } } };
}

function played(changes: Changes, scenarios: readonly Scenario[]): Promise<HeldAgainst> {
  return withFolder(async (output) => {
    const seen: ObservedCall[] = [];
    const loaded = load(
      changes,
      scenarios.map(({ id }) => id),
    );
    const { folder } = await runDrill(loaded, {
      scenarios,
      output,
      progress: silentProgress,
      tool: { name: 'breakglass-drill', version: 'test' },
      openTarget: watchedTarget((call) => void seen.push(call)),
    });
    return heldAgainst(readDrillFolder(folder), seen);
  });
}

describe('whatever the organization is and whatever is asked of it', function () {
  this.timeout(300_000);

  it('a drill does what it planned: each certain item once, no call beyond its bound, none that was not planned', async () => {
    await fc.assert(
      fc.asyncProperty(organizations, someScenarios, async (changes, chosen) => {
        const { plan, journal, calls, refused } = await played(
          changes,
          chosen.map((one, index) => written(`written-${index + 1}`, one)),
        );
        const wrong = [...journalDifferences(plan, journal), ...callDifferences(plan, calls, false)];
        assert(wrong, wrong.join('\n')).to.deep.equal([]);
        assert(refused).to.deep.equal([]);
      }),
      {
        ...runs(20_261_130, { few: 2, more: 15, every: 60 }),
        // Nobody can sign in, so the question ends before it asks: its items are skipped, aloud.
        examples: [
          [
            { drilled: [], withoutRole: [], users: {}, roles: {}, fault: 'none' },
            [{ asks: ['contained'], premise: 'identityProvider', alarms: false }],
          ],
        ],
      },
    );
  });
});
