/** What a schema cannot say about what watches accounts: that things fit together as AWS demands it when they are made. */
import type { Organization } from './model.js';
import type { Monitoring } from './monitoring-model.js';
import { nameInAws, ruleNameInAws } from './monitoring-names.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';

/** Longest time over which an alarm looks, seconds: a day, or a week for periods of an hour and more (CloudWatch API reference, PutMetricAlarm). */
const DAY = 86_400;
const WEEK = 7 * DAY;

/** A rule has at most five targets (EventBridge user guide, "Amazon EventBridge quotas"). */
const MOST_TARGETS = 5;

/** Names that the services take. */
const NAMES = {
  trails: /^(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  logGroups: /^[.\-_/#A-Za-z0-9]+$/,
  eventBuses: /^[.\-\w]{1,256}$/,
  eventRules: /^[.\-\w]{1,64}$/,
  topics: /^[\w-]{1,256}$/,
  queues: /^[\w-]{1,80}$/,
} as const;

/** Every problem of what watches an organization. */
export function* checkMonitoring(organization: Organization): Generator<Problem> {
  for (const group of ['accounts', 'outsiders'] as const) {
    for (const [name, { monitoring }] of Object.entries(organization[group])) {
      const path = [group, name, 'monitoring'];
      yield* checkNames(monitoring, path);
      yield* checkTrails(monitoring, group === 'accounts' && name === organization.management, path);
      yield* checkAlarms(monitoring, path);
      yield* checkRules(monitoring, path);
    }
  }
}

function* checkNames(monitoring: Monitoring, path: readonly string[]): Generator<Problem> {
  for (const [kind, pattern] of Object.entries(NAMES) as [keyof typeof NAMES, RegExp][]) {
    for (const [name, thing] of Object.entries(monitoring[kind]) as [
      string,
      { region?: string; regions?: string[]; bus?: string },
    ][]) {
      const regions = thing.regions ?? [thing.region ?? ''];
      if (
        !pattern.test(
          thing.bus === undefined ? nameInAws(name, regions) : ruleNameInAws(name, { bus: thing.bus, regions }),
        )
      )
        yield {
          path: [...path, kind, name],
          message: `"${name}" is not a name that AWS takes here`,
          hint: 'Letters, digits, hyphens and underscores always do.',
        };
    }
  }
}

function* checkTrails(
  { trails, logGroups }: Monitoring,
  isManagement: boolean,
  path: readonly string[],
): Generator<Problem> {
  for (const [name, { organization, logGroup, region }] of Object.entries(trails)) {
    if (organization && !isManagement)
      yield {
        path: [...path, 'trails', name, 'organization'],
        message: `trail "${name}" of a member account cannot be the organization's`,
        hint: 'A trail of the organization belongs to the management account.',
      };
    if (logGroup === undefined) continue;
    const at = [...path, 'trails', name, 'logGroup'];
    const found = logGroups[logGroup];
    if (!found)
      yield {
        path: at,
        message: `trail "${name}" writes to log group "${logGroup}", which does not exist`,
        hint: suggestion(logGroup, Object.keys(logGroups)),
      };
    else if (found.region !== region)
      yield {
        path: at,
        message: `trail "${name}" is in ${region} and its log group "${logGroup}" in ${found.region}`,
        hint: 'A trail writes to a log group of its home Region.',
      };
  }
}

function* checkAlarms({ alarms }: Monitoring, path: readonly string[]): Generator<Problem> {
  for (const [name, { periodSeconds, evaluationPeriods, datapointsToAlarm }] of Object.entries(alarms)) {
    const at = (member: string): string[] => [...path, 'alarms', name, member];
    if (datapointsToAlarm > evaluationPeriods) {
      yield {
        path: at('datapointsToAlarm'),
        message: `alarm "${name}" waits for ${datapointsToAlarm} of ${evaluationPeriods} datapoints`,
        hint: 'datapointsToAlarm is at most evaluationPeriods.',
      };
    }
    if (![10, 20, 30].includes(periodSeconds) && periodSeconds % 60 !== 0) {
      yield {
        path: at('periodSeconds'),
        message: `alarm "${name}" has a period of ${periodSeconds} s`,
        hint: 'A period is 10, 20 or 30 seconds, or a multiple of 60.',
      };
    }
    if (evaluationPeriods * periodSeconds > (periodSeconds < 3600 ? DAY : WEEK)) {
      yield {
        path: at('evaluationPeriods'),
        message: `alarm "${name}" looks over more than a ${periodSeconds < 3600 ? 'day' : 'week'}`,
        hint: 'Take fewer or shorter periods.',
      };
    }
  }
}

function* checkRules({ eventRules }: Monitoring, path: readonly string[]): Generator<Problem> {
  for (const [name, { targets }] of Object.entries(eventRules)) {
    const count = Object.keys(targets).length;
    if (count > MOST_TARGETS)
      yield {
        path: [...path, 'eventRules', name, 'targets'],
        message: `event rule "${name}" has ${count} targets`,
        hint: `A rule has at most ${MOST_TARGETS} targets.`,
      };
  }
}
