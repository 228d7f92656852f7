/** Which kinds of use, recorded where, nobody would hear of: the chain of alarms walked for a sample of each. Pure. */
import { brokenEvents, brokenLogs, watchingAlarms } from '../../monitoring/alarm-chain.js';
import type { WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { Explanation } from '../../causes/explanation.js';
import type { AlarmPath, UseKind } from '../../../reports/monitoring-result.js';
import { breakGlassUsers, management, oncePerInspection } from '../../configuration/inspected.js';
import { FAILED_SIGN_IN, kindsOfUse, REFUSED_HOP, WHO } from './kinds-of-use.js';

/** A path over which nothing is heard of a kind of use in these Regions. */
export interface AlarmGap extends Explanation {
  path: AlarmPath;
  /** A switch of roles in the console is a hop too, and shares its gaps. */
  kinds: UseKind[];
  /** False for attempts that are refused, where only these are missed. */
  succeeded: boolean;
  regions: string[];
}

/** Stands for those of the two that are missed: a pattern that leaves out failures often leaves out both. */
const FAILURES = 'failures';

interface Seen extends Omit<AlarmGap, 'kinds' | 'regions'> {
  kinds: Set<UseKind>;
  regions: Set<string>;
  users: Set<string>;
}

/** Every gap, one a cause; the sentence names users and Regions only where they make the difference. */
export const alarmGaps = oncePerInspection((inspected): AlarmGap[] => {
  const { name, account } = management(inspected);
  const { organization, watched: read } = inspected.snapshot;
  if (!inspected.file.monitoring || !read.accounts.includes(name)) return [];
  const watched = { accountId: account.id, partition: organization.partition, monitoring: account.monitoring };
  const seen = new Map<string, Seen>();
  for (const { kind, user, use, refused } of kindsOfUse(inspected)) {
    for (const [path, walk] of [
      ['events', brokenEvents],
      ['logs', brokenLogs],
    ] as const) {
      const broken = walk(watched, use);
      // What nobody hears of when it succeeds needs no second sentence about its failure.
      const missed =
        broken ??
        (refused && inspected.file.monitoring.failures
          ? successOnly(walk(watched, { ...refused, words: `${FAILURES}${WHO}` }))
          : undefined);
      if (!missed) continue;
      const succeeded = broken !== undefined;
      const { awsRegion } = use.record;
      const cause = missed.cause.endsWith(` is in ${awsRegion}`)
        ? missed.cause.slice(0, -awsRegion.length)
        : missed.cause;
      const key = [missed.code, cause, path, succeeded && kind === 'ConsoleLogin', succeeded].join('\u0000');
      const gap = seen.get(key) ?? {
        code: missed.code,
        cause,
        path,
        succeeded,
        kinds: new Set(),
        regions: new Set(),
        users: new Set(),
      };
      gap.kinds.add(kind);
      gap.regions.add(awsRegion);
      gap.users.add(user);
      seen.set(key, gap);
    }
  }
  const everybody = breakGlassUsers(inspected).length;
  return [...seen.values()].map(({ kinds, regions, users, cause, ...gap }) => {
    const who = users.size === everybody ? '' : ` by ${[...users].map((user) => `"${user}"`).join(', ')}`;
    const where = cause.endsWith(' is in ') ? [...regions].join(', ') : '';
    const failures = [
      ...(kinds.has('AssumeRole') ? [REFUSED_HOP] : []),
      ...(kinds.has('ConsoleLogin') ? [FAILED_SIGN_IN] : []),
    ].join(' or ');
    return {
      ...gap,
      cause: `${(gap.succeeded ? cause : cause.replace(FAILURES, failures)).replace(WHO, who)}${where}`,
      kinds: [...kinds],
      regions: [...regions],
    };
  });
});

function successOnly(broken: Explanation | undefined): Explanation | undefined {
  return broken && { ...broken, code: broken.code === 'BG_ALARM_PATTERN' ? 'BG_ALARM_SUCCESS_ONLY' : broken.code };
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
