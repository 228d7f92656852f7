import { expect } from 'chai';
import { findFault } from '../../cli/gallery.js';
import type { DrillResult } from '../../reports/result.js';
import { drawn, share } from '../draw.js';
import { keptDrill, playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';
import { tampered } from '../tampered-target.js';
import { expectUnbroken, NAMED } from '../unbroken.js';
import { faulty, WAY_FAULTS } from '../way-faults.js';
import type { Meets, WayFault } from '../way-faults.js';

const SEEDS = Array.from({ length: 10 }, (_, index) => `way ${index}`);

const TOGETHER: readonly WayFault[] = ['throttled', 'failing once it was done', 'reset once it was done', 'late'];

const KINDS: readonly (readonly [string, readonly WayFault[]])[] = [
  ...WAY_FAULTS.map((fault) => [fault, [fault]] as const),
  ['all of them together', TOGETHER],
];

const SERVICES = [
  'access-portal',
  'cloudtrail',
  'events',
  'iam',
  'identity-provider',
  'identitystore',
  'logs',
  'monitoring',
  'organizations',
  'sign-in',
  'sns',
  'sqs',
  'sso',
  'sts',
];

const of =
  (wanted: string): Meets =>
  ({ service }) =>
    service === wanted;

const faultsIn = (texts: PlayedDrill['texts']): number =>
  (texts.get('journal.jsonl') ?? '').split('"fault":').length - 1;

describe('faults of the way', function () {
  this.timeout(120_000);

  for (const { kind, faults, seed } of drawn(
    'faults of the way',
    KINDS.flatMap(([kind, faults]) => SEEDS.map((seed) => ({ kind, faults, seed }))),
    { few: 1, more: 4 },
  )) {
    it(`${kind}, for one request in ten (${seed}): nothing is broken, and held where sending again sufficed`, async () => {
      const played = await playDrill([], {}, { openTarget: tampered(faulty(seed, faults, 10)) });
      expectUnbroken(played);
      // A late answer is one.
      if (kind !== 'late') expect(faultsIn(played.texts)).to.be.above(10);
      // With one kind of fault, six in a row are one in a million.
      if (faults.length === 1) expect(played.result.drill.outcome).to.equal('held');
    });
  }

  for (const { service, seed } of drawn(
    'services whose way is bad',
    SERVICES.flatMap((service) => SEEDS.map((seed) => ({ service, seed }))),
    { few: 0, more: 2 },
  )) {
    it(`all of them together, on the way to ${service} alone (${seed})`, async () => {
      expectUnbroken(await playDrill([], {}, { openTarget: tampered(faulty(seed, TOGETHER, 10, of(service))) }));
    });
  }

  for (const service of drawn('services that are down', SERVICES, { few: 0, more: 1 })) {
    it(`${service} is down for good once the drill is planned: nothing is broken, and it is named`, async () => {
      const { answer } = faulty('down', ['failing'], 100, of(service));
      let planned = false;
      const openTarget = tampered({
        answer: (call, request, next, clock) => (planned ? answer(call, request, next, clock) : next()),
      });
      const onWrite = (name: string): void => void (planned ||= name === 'plan.json');
      expectUnbroken(await playDrill([], {}, { openTarget, onWrite }), true);
    });
  }

  it('a Region of a service that is down for good is named with what it answered', async () => {
    const meets: Meets = ({ service, operation, region }) =>
      service === 'sts' && operation === 'AssumeRole' && region === 'us-east-1';
    const played = await playDrill(
      [],
      { scenarios: ['identity-provider-failure'] },
      { openTarget: tampered(faulty('down', ['failing'], 100, meets)) },
    );
    expectUnbroken(played);
    const checks = played.result.scenarios.flatMap((scenario) => scenario.checks);
    expect(checks.map(({ reason = '' }) => reason).join()).to.include(
      'sts:AssumeRole in us-east-1 was answered InternalFailure (500), 6 times',
    );
  });
});

/** Too loose, and too strict. */
const BROKEN = [
  'everybody-trusted',
  'exemption-too-wide',
  'door-for-foreign-account',
  'alarm-topic-open',
  'exemption-forgotten',
  'boundary-on-role',
  'alarm-rule-disabled',
  'access-key-gone',
];

const causesOf = ({ findings }: DrillResult): string[] => findings.map(({ code, cause }) => `${code}: ${cause}`);

describe('faults of the way hide no fault of the organization', function () {
  this.timeout(120_000);

  for (const { name, seed } of drawn(
    'broken behind a bad way',
    BROKEN.flatMap((name) => (share === 'every' ? SEEDS.slice(0, 3) : SEEDS).map((seed) => ({ name, seed }))),
    { few: 0, more: 2 },
  )) {
    it(`${name} (${seed}): broken on its own finding, or inconclusive with the fault named, and never held`, async () => {
      const { text } = findFault(name);
      const { result } = await playDrill([text], {}, { openTarget: tampered(faulty(seed, TOGETHER, 10)) });
      const alone = causesOf((await keptDrill(text)).result);
      expect(alone).to.not.deep.equal([]);
      // Nothing but its own.
      expect(causesOf(result).filter((cause) => !alone.includes(cause))).to.deep.equal([]);
      expect(result.drill.outcome).to.not.equal('held');
      const reasons = result.scenarios.flatMap(({ checks }) => checks.map(({ reason = '' }) => reason));
      if (result.findings.length === 0) expect(reasons.join()).to.match(NAMED);
    });
  }
});
