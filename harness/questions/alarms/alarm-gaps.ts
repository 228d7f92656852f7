/** Which kinds of use, recorded where, nobody would hear of: the chain of alarms walked for a sample of each. Pure. */
import { brokenEvents, brokenLogs, watchingAlarms } from '../../monitoring/alarm-chain.js';
import type { WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { Explanation } from '../../causes/explanation.js';
import type { AlarmPath, UseKind } from '../../../reports/monitoring-result.js';
import { management, oncePerInspection } from '../../configuration/inspected.js';
import { kindsOfUse, WHAT, WHO } from './kinds-of-use.js';
import type { SampleUse } from './kinds-of-use.js';

/** A path over which nothing is heard of a kind of use in these Regions. */
export interface AlarmGap extends Explanation {
  path: AlarmPath;
  /** A switch of roles in the console is a hop too, and shares its gaps. */
  kinds: UseKind[];
  /** False for attempts that are refused, where only these are missed. */
  succeeded: boolean;
  regions: string[];
}

interface Seen extends Omit<AlarmGap, 'kinds' | 'regions'> {
  kinds: Set<UseKind>;
  regions: Set<string>;
  users: Set<string>;
  /** Ways by what they are ways of. */
  ways: Map<string, Set<string>>;
}

/** Every gap, one a cause; the sentence names users, ways and Regions only where they make the difference. */
export const alarmGaps = oncePerInspection((inspected): AlarmGap[] => {
  const { name, account } = management(inspected);
  const { organization, watched: read } = inspected.snapshot;
  if (!inspected.file.monitoring || !read.accounts.includes(name)) return [];
  const watched = { accountId: account.id, partition: organization.partition, monitoring: account.monitoring };
  const all = kindsOfUse(inspected).filter(
    ({ succeeded }) => succeeded || inspected.file.monitoring?.failures === true,
  );
  const seen = new Map<string, Seen>();
  for (const [path, walk] of [
    ['events', brokenEvents],
    ['logs', brokenLogs],
  ] as const) {
    const missed = new Map<SampleUse, Explanation>();
    for (const sample of all) {
      const broken = walk(watched, sample.use);
      if (broken) missed.set(sample, broken);
    }
    // What nobody hears of when it succeeds needs no second sentence about its failure.
    const unheard = new Set([...missed.keys()].filter(({ succeeded }) => succeeded).map(attempt));
    for (const [sample, broken] of missed)
      if (sample.succeeded || !unheard.has(attempt(sample))) note(seen, path, sample, broken);
  }
  return [...seen.values()].map((gap) => toldOnce(gap, all));
});

/** The same attempt, whatever came of it. A failed sign-in is the attempt of one that succeeds. */
function attempt({ kind, way, user, use }: SampleUse): string {
  return [kind, kind === 'ConsoleLogin' ? '' : way, user, use.record.awsRegion].join('\u0000');
}

/** Failures that are missed for the same reason share a gap: a pattern that leaves out one kind often leaves out all. */
function note(
  seen: Map<string, Seen>,
  path: AlarmPath,
  { kind, name, way, succeeded, user, use }: SampleUse,
  broken: Explanation,
): void {
  const { awsRegion } = use.record;
  const code = broken.code === 'BG_ALARM_PATTERN' && !succeeded ? 'BG_ALARM_SUCCESS_ONLY' : broken.code;
  const cause = broken.cause.endsWith(` is in ${awsRegion}`) ? broken.cause.slice(0, -awsRegion.length) : broken.cause;
  const key = [code, cause, path, succeeded ? name : ''].join('\u0000');
  const gap: Seen = seen.get(key) ?? {
    ...{ code, cause, path, succeeded },
    ...{ kinds: new Set(), regions: new Set(), users: new Set(), ways: new Map<string, Set<string>>() },
  };
  seen.set(key, gap);
  gap.kinds.add(kind);
  gap.regions.add(awsRegion);
  gap.users.add(user);
  gap.ways.set(name, (gap.ways.get(name) ?? new Set()).add(way));
}

function toldOnce({ kinds, regions, users, ways, cause, ...gap }: Seen, all: readonly SampleUse[]): AlarmGap {
  const everybody = new Set(all.map(({ user }) => user)).size;
  const everywhere = new Set(all.map(({ use }) => use.record.awsRegion)).size;
  const who = users.size === everybody ? '' : ` by ${[...users].map((user) => `"${user}"`).join(', ')}`;
  const places = [...regions].join(', ');
  const elsewhere = regions.size === everywhere ? '' : ` (uses in ${places})`;
  const what = [...ways].map(([name, some]) => {
    const others = all.some((sample) => sample.name === name && !some.has(sample.way));
    return others ? `${name} ${[...some].join(' or ')}` : name;
  });
  const sentence = cause.replace(WHAT, what.join(' or ')).replace(WHO, who);
  return {
    ...gap,
    cause: `${sentence}${cause.endsWith(' is in ') ? places : elsewhere}`,
    kinds: [...kinds],
    regions: [...regions],
  };
}

/** Alarms that should ring for some use of break glass. */
export const alarmsOfBreakGlass = oncePerInspection((inspected): WatchingAlarm[] => {
  const { account } = management(inspected);
  const watched = {
    accountId: account.id,
    partition: inspected.snapshot.organization.partition,
    monitoring: account.monitoring,
  };
  const found = kindsOfUse(inspected).flatMap(({ use }) => watchingAlarms(watched, use.copies));
  return [...new Map(found.map((alarm) => [alarm.arn, alarm])).values()];
});
