/** Uses of break glass, and what arrives about them. */
import type { Evidence } from '../../harness/monitoring/judge.js';
import type { ResultOptions } from '../../harness/monitoring/results.js';
import type { SeenRecord } from '../../harness/monitoring/seen-record.js';
import type { Use } from '../../harness/monitoring/use.js';

export const LIMITS = { events: 300, logs: 900 };
export const HARD = { events: 900, logs: 1800 };
export const ALARM = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:break-glass-used';

export const NEVER_LOST: ResultOptions = {
  sla: LIMITS,
  lostAt: () => undefined,
  made: () => 0,
  acknowledgement: 'not applicable',
};

export function use(requestId: string, second = 0): Use {
  return {
    scenario: 's',
    kind: 'AssumeRole',
    succeeded: true,
    account: '222233334444',
    region: 'eu-west-1',
    at: second * 1000,
    requestId,
  };
}

/** A record of a hop with nothing else of interest. */
export function record(requestId: string, second = 0): SeenRecord {
  return {
    eventId: `event ${requestId}`,
    eventName: 'AssumeRole',
    service: 'sts',
    at: second * 1000,
    region: 'eu-west-1',
    failed: false,
    requestId,
    account: '111122223333',
    sourceIp: '192.0.2.1',
    roleArn: 'arn:aws:iam::222233334444:role/BreakGlass',
    who: { type: 'IAMUser', account: '111122223333', userName: 'break-glass-1', principalId: 'AIDA1' },
  };
}

export function event(requestId: string, second: number): Evidence['receipts'][number] {
  return { kind: 'event', at: second * 1000, publishedAt: second * 1000 - 200, record: record(requestId) };
}

export function alarm(second: number, changed = second): Evidence['receipts'][number] {
  return {
    kind: 'alarm',
    at: second * 1000,
    alarmArn: ALARM,
    state: 'ALARM',
    changedAt: changed * 1000,
    evaluated: true,
  };
}
