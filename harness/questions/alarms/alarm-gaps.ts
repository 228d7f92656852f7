/** Which kinds of use, recorded where, nobody would hear of: the chain of alarms walked for a sample of each. Pure. */
import { brokenLogs, watchingAlarms } from '../../monitoring/alarm-chain.js';
import { brokenEvents, reachedTargets } from '../../monitoring/event-chain.js';
import { isUnseen } from '../../monitoring/loss.js';
import type { Loss } from '../../monitoring/loss.js';
import type { WatchedAccount, WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { Explanation } from '../../causes/explanation.js';
import type { Inspected } from '../../configuration/rule.js';
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

/** Stands in a sentence for the Regions of a gap, until all of them are known. */
const HERE = ' in these Regions';

interface Seen extends Omit<AlarmGap, 'kinds' | 'regions'> {
  kinds: Set<UseKind>;
  regions: Set<string>;
  users: Set<string>;
  /** Ways by what they are ways of. */
  ways: Map<string, Set<string>>;
}

/** What became of the news of a sample on a path. */
interface Walked {
  path: AlarmPath;
  sample: SampleUse;
  loss: Loss | undefined;
}

/** The chains walked for every way to use break glass; none where nobody asked for alarms, or nothing could be read. */
const walked = oncePerInspection((inspected): Walked[] => {
  const { monitoring } = inspected.file;
  if (!monitoring || !inspected.snapshot.watched.accounts.includes(management(inspected).name)) return [];
  const watched = watchedAccount(inspected);
  return kindsOfUse(inspected)
    .filter(({ succeeded }) => succeeded || monitoring.failures)
    .flatMap((sample) => [
      { path: 'events' as const, sample, loss: brokenEvents(watched, sample.use) },
      { path: 'logs' as const, sample, loss: brokenLogs(watched, sample.use) },
    ]);
});

/** Every gap, one a cause; the sentence names users, ways and Regions only where they make the difference. */
export const alarmGaps = oncePerInspection((inspected): AlarmGap[] => {
  const all = walked(inspected);
  const missed = all.flatMap(({ path, sample, loss }) => (loss && !isUnseen(loss) ? [{ path, sample, loss }] : []));
  // What nobody hears of when it succeeds needs no second sentence about its failure.
  const unheard = new Set(missed.flatMap(({ path, sample }) => (sample.succeeded ? [attempt(path, sample)] : [])));
  const seen = new Map<string, Seen>();
  for (const path of ['events', 'logs'] as const)
    for (const { sample, loss } of missed.filter((one) => one.path === path))
      if (sample.succeeded || !unheard.has(attempt(path, sample))) note(seen, path, sample, loss);
  const samples = all.map(({ sample }) => sample);
  return [...seen.values()].map((gap) => toldOnce(gap, samples));
});

/** Why nobody here sees whether a use is told, where the configuration hands it to something that is not run or read; by path, kind, Region and success. */
export const unseenAlarms = oncePerInspection((inspected): Map<string, string> => {
  const reasons = new Map<string, string>();
  for (const { path, sample, loss } of walked(inspected))
    if (loss && isUnseen(loss))
      reasons.set(useKey(path, { ...sample, region: sample.use.record.awsRegion }), loss.unseen);
  return reasons;
});

/** Targets that rewrite what they are given of a use, in words; by kind, Region and success. */
export const rewritten = oncePerInspection((inspected): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { path, sample } of walked(inspected)) {
    if (path !== 'events') continue;
    const { record } = sample.use;
    const targets = reachedTargets(watchedAccount(inspected), record);
    const one = targets.find(
      ({ input, inputPath, inputTransformer }) => (input ?? inputPath ?? inputTransformer) !== undefined,
    );
    if (one)
      found.set(useKey(path, { ...sample, region: record.awsRegion }), `the target ${one.arn} rewrites its message`);
  }
  return found;
});

/** What tells uses apart that the same rules and alarms see. */
export function useKey(path: AlarmPath, use: { kind: UseKind; region: string; succeeded: boolean }): string {
  return [path, use.kind, use.region, use.succeeded].join(' ');
}

/** The management account, and what of others was read: rules may forward to them. */
function watchedAccount(inspected: Inspected): WatchedAccount {
  const { account } = management(inspected);
  const { organization, watched: read } = inspected.snapshot;
  const { receipts } = inspected.file.monitoring ?? {};
  const queueAccount = organization.accounts[receipts?.account ?? '']?.id;
  return {
    accountId: account.id,
    partition: organization.partition,
    organizationId: organization.id,
    regions: read.regions,
    monitoring: account.monitoring,
    receipts:
      receipts && queueAccount !== undefined
        ? `arn:${organization.partition}:sqs:${receipts.region}:${queueAccount}:${receipts.queue}`
        : undefined,
    others: new Map(
      read.accounts.flatMap((name) => {
        const other = organization.accounts[name];
        return other && other !== account ? [[other.id, other.monitoring] as const] : [];
      }),
    ),
  };
}

/** The same attempt, whatever came of it. A failed sign-in is the attempt of one that succeeds. */
function attempt(path: AlarmPath, { kind, way, user, use }: SampleUse): string {
  return [path, kind, kind === 'ConsoleLogin' ? '' : way, user, use.record.awsRegion].join('\u0000');
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
  // The same in several Regions is one gap. The links of a trail and its alarm are in their own Region, whatever that of the use; so is
  // the bus to which something is forwarded.
  const isOfUse = path === 'events' && code !== 'BG_ALARM_FORWARD';
  const cause = isOfUse ? broken.cause.replaceAll(` in ${awsRegion}`, HERE) : broken.cause;
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
    cause: cause.includes(HERE) ? sentence.replaceAll(HERE, ` in ${places}`) : `${sentence}${elsewhere}`,
    kinds: [...kinds],
    regions: [...regions],
  };
}

/** Alarms that should ring for some use of break glass. */
export const alarmsOfBreakGlass = oncePerInspection((inspected): WatchingAlarm[] => {
  const watched = watchedAccount(inspected);
  const found = kindsOfUse(inspected).flatMap(({ use }) => watchingAlarms(watched, use.copies));
  return [...new Map(found.map((alarm) => [alarm.arn, alarm])).values()];
});
