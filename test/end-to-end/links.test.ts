import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { expect as ask, scenario } from '../../harness/index.js';
import { loadDrill } from '../../harness/engine/load.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { runDrill } from '../../harness/engine/run.js';
import type { AlarmPath } from '../../reports/monitoring-result.js';
import type { DrillResult } from '../../reports/result.js';
import { withFolder } from '../drill.js';

/** A link of the chain that can be cut, and what must then be said. */
interface Link {
  name: string;
  /** What watches the management account, patched. */
  cut: string;
  paths: readonly AlarmPath[];
  code: string;
  cause: RegExp;
}

const rule = (patch: string): string => `{ eventRules: { break-glass-assumed: ${patch} } }`;
const alarm = (patch: string): string => `{ alarms: { break-glass-used: ${patch} } }`;
const trail = (patch: string): string => `{ trails: { organization-trail: ${patch} } }`;
const topic = (patch: string): string => `{ topics: { break-glass-alarms: ${patch} } }`;
const lettingIn = (service: string): string =>
  topic(`{ policy: { PublishAlarms: { Principal: { Service: ${service} } } } }`);

const EVENTS = ['events'] as const;
const LOGS = ['logs'] as const;
const BOTH = ['events', 'logs'] as const;

const links: readonly Link[] = [
  {
    name: 'the trail is stopped',
    cut: trail('{ logging: false }'),
    paths: BOTH,
    code: 'BG_TRAIL_OFF',
    cause: /is not logging$/,
  },
  {
    name: 'the trail keeps writes alone',
    cut: trail('{ records: WriteOnly }'),
    paths: BOTH,
    code: 'BG_TRAIL_SELECTORS',
    cause: /leave out a hop/,
  },
  {
    name: 'the trail keeps nothing',
    cut: trail('{ records: None }'),
    paths: BOTH,
    code: 'BG_TRAIL_SELECTORS',
    cause: /leave out all management events$/,
  },
  {
    name: 'the trail has no log group',
    cut: trail('{ logGroup: null }'),
    paths: LOGS,
    code: 'BG_TRAIL_WITHOUT_LOGS',
    cause: /writes to no log group$/,
  },
  {
    name: 'the filter is on another log group',
    cut: '{ trails: { organization-trail: { logGroup: other } }, logGroups: { other: { region: eu-west-1 } } }',
    paths: LOGS,
    code: 'BG_ALARM_FILTER_ELSEWHERE',
    cause: /writes to "other"$/,
  },
  {
    name: 'the filter does not match',
    cut: `{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { pattern: '{ $.eventName = "AssumeRoles" }' } } } } }`,
    paths: LOGS,
    code: 'BG_ALARM_PATTERN',
    cause: /^no metric filter matches a hop/,
  },
  {
    name: 'the alarm watches another metric',
    cut: alarm('{ metric: use }'),
    paths: LOGS,
    code: 'BG_ALARM_METRIC',
    cause: /no alarm watches the metric "BreakGlass\/uses"/,
  },
  {
    name: 'the alarm is in another Region',
    cut: alarm('{ region: us-east-1, actions: ["arn:aws:sns:us-east-1:<self>:break-glass-alarms"] }'),
    paths: LOGS,
    code: 'BG_ALARM_METRIC',
    cause: /no alarm watches the metric/,
  },
  {
    name: 'the threshold is never reached',
    cut: alarm('{ threshold: 50000 }'),
    paths: LOGS,
    code: 'BG_ALARM_THRESHOLD',
    cause: /does not ring for a single use$/,
  },
  {
    name: 'the actions of the alarm are disabled',
    cut: alarm('{ actionsEnabled: false }'),
    paths: LOGS,
    code: 'BG_ALARM_ACTIONS_OFF',
    cause: /the actions of alarm "break-glass-used" are disabled$/,
  },
  {
    name: 'the alarm has no action',
    cut: alarm('{ actions: [] }'),
    paths: LOGS,
    code: 'BG_ALARM_WITHOUT_ACTION',
    cause: /has no action$/,
  },
  {
    name: 'the topic of the alarm is gone',
    cut: alarm('{ actions: ["arn:aws:sns:eu-west-1:<self>:gone"] }'),
    paths: LOGS,
    code: 'BG_ALARM_TOPIC_MISSING',
    cause: /no topic "gone"/,
  },
  {
    name: 'the topic refuses the alarm',
    cut: lettingIn('events.amazonaws.com'),
    paths: LOGS,
    code: 'BG_ALARM_TOPIC_REFUSES',
    cause: /cloudwatch\.amazonaws\.com publish$/,
  },
  {
    name: 'the topic refuses the rule',
    cut: lettingIn('cloudwatch.amazonaws.com'),
    paths: EVENTS,
    code: 'BG_ALARM_TOPIC_REFUSES',
    cause: /events\.amazonaws\.com publish$/,
  },
  {
    name: 'the rule is disabled',
    cut: rule('{ state: DISABLED }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_DISABLED',
    cause: /"break-glass-assumed" is disabled$/,
  },
  {
    name: 'the rule has no target',
    cut: rule('{ targets: { topic: null } }'),
    paths: EVENTS,
    code: 'BG_ALARM_NO_TARGET',
    cause: /has no target$/,
  },
  {
    name: 'the target of the rule is gone',
    cut: rule('{ targets: { topic: { arn: "arn:aws:sns:<region>:<self>:gone" } } }'),
    paths: EVENTS,
    code: 'BG_ALARM_TOPIC_MISSING',
    cause: /no topic "gone"/,
  },
  {
    name: 'the pattern of the rule does not match',
    cut: rule('{ pattern: { detail-type: [AWS Console Sign In via CloudTrail] } }'),
    paths: EVENTS,
    code: 'BG_ALARM_PATTERN',
    cause: /^no event rule matches a hop/,
  },
  {
    name: 'the rule is on another bus',
    cut: rule('{ bus: security }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_BUS',
    cause: /is on bus "security"/,
  },
  {
    name: 'the rule is in other Regions',
    cut: rule('{ regions: [us-east-1, us-east-2, eu-north-1, ap-southeast-2] }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_REGION',
    cause: /is in eu-west-1$/,
  },
  {
    name: 'the receipt queue was never confirmed',
    cut: topic('{ subscriptions: { receipts: { confirmed: false } } }'),
    paths: BOTH,
    code: 'BG_ALARM_SUBSCRIPTION_PENDING',
    cause: /the sqs subscription .* was never confirmed$/,
  },
  {
    name: 'a filter policy drops the message',
    cut: topic('{ subscriptions: { receipts: { filterPolicy: { severity: [high] } } } }'),
    paths: BOTH,
    code: 'BG_ALARM_FILTERED',
    cause: /drops the message$/,
  },
  {
    name: 'nobody is subscribed',
    cut: topic('{ subscriptions: { on-call: null, receipts: null } }'),
    paths: BOTH,
    code: 'BG_ALARM_NOBODY_SUBSCRIBED',
    cause: /^nobody is subscribed/,
  },
  {
    name: 'the queue refuses the topic',
    cut: '{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: { Effect: Deny } } } } }',
    paths: BOTH,
    code: 'BG_ALARM_QUEUE_REFUSES',
    cause: /takes no message/,
  },
  {
    name: 'the topic is encrypted with the key of AWS',
    cut: topic('{ kmsKey: alias/aws/sns }'),
    paths: BOTH,
    code: 'BG_ALARM_TOPIC_ENCRYPTED',
    cause: /alias\/aws\/sns/,
  },
];

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
  const loaded = loadDrill('drill.yaml', { overlays, seed: String(random.below(1_000_000)) });
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
    scenarios: [sweepAlone.id],
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

  // A draw, so that the tests stay short; all of them with EVERY_FAULT=true, as in .ci/run.
  const every = process.env['EVERY_FAULT'] === 'true';
  for (const { name, cut, paths, code, cause } of shuffled(links).slice(0, every ? links.length : 5)) {
    it(name, async () => {
      const result = await play([cut]);
      expect(Object.keys(lost(result))).to.deep.equal(paths);
      expect(result.findings.map((finding) => finding.code)).to.deep.equal([code]);
      expect(result.findings[0]?.cause).to.match(cause);
      for (const told of Object.values(lost(result))) expect(told).to.match(cause);
      for (const { path, outcome } of result.alarms)
        expect(outcome, path).to.equal(paths.includes(path) ? 'broken' : 'held');
    });
  }

  const pairs = Array.from({ length: every ? 12 : 2 }, () => [drawn(EVENTS), drawn(LOGS)] as const);
  for (const [events, logs] of pairs) {
    if (!events || !logs || events.code === logs.code) continue;
    it(`${events.name}, and ${logs.name}`, async () => {
      const result = await play([events.cut, logs.cut]);
      expect(lost(result)['events']).to.match(events.cause);
      expect(lost(result)['logs']).to.match(logs.cause);
      expect(result.findings.map(({ code }) => code).sort()).to.deep.equal([events.code, logs.code].sort());
    });
  }
});

function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.below(left.length), 1));
}

function drawn(paths: readonly AlarmPath[]): Link | undefined {
  const candidates = links.filter((link) => link.paths === paths);
  return candidates[random.below(candidates.length)];
}
