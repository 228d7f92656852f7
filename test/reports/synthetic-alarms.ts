/** The alarms of a synthetic result, and the uses that they tell of. */
import { seededRandom } from '../../base/random.js';
import type { AlarmResult } from '../../reports/monitoring-result.js';
import type { DrillResult } from '../../reports/result.js';
import { time } from './synthetic-size.js';

export function syntheticAlarms(points: number, broken: boolean): AlarmResult[] {
  const random = seededRandom('alarms');
  const regions = ['eu-west-1', 'us-east-1'];
  return (['events', 'logs'] as const).flatMap((path) =>
    regions.map((region, index): AlarmResult => {
      const [base, slaSeconds] = path === 'events' ? [4, 300] : [240, 900];
      const uses = Math.ceil(points / 4);
      const missing = broken && path === 'events' && index === 1 ? 3 : 0;
      const delivered = Array.from(
        { length: uses - missing },
        () => base + (random.below(1000) / 1000) ** 3 * base * (broken && path === 'logs' ? 3.4 : 2.2),
      ).sort((left, right) => left - right);
      const late = delivered.filter((seconds) => seconds > slaSeconds).length;
      const rank = (share: number): number =>
        delivered[Math.min(delivered.length - 1, Math.floor(delivered.length * share))] ?? 0;
      return {
        path,
        region,
        outcome: missing + late > 0 ? 'broken' : 'held',
        detection: missing > 0 ? 'inconclusive' : 'held',
        notification: missing + late > 0 ? 'broken' : 'held',
        acknowledgement: 'held',
        uses,
        made: uses * 2,
        delivered: delivered.length,
        late,
        missing,
        slaSeconds,
        ...(delivered.length > 0 ? { seconds: { p50: rank(0.5), p95: rank(0.95), max: rank(1) } } : {}),
        legs:
          delivered.length > 0
            ? [
                {
                  from: 'called',
                  to: path === 'events' ? 'published' : 'logged',
                  p50: rank(0.5),
                  p95: rank(0.95),
                  max: rank(1),
                },
              ]
            : [],
        points: delivered,
        ...(missing > 0 ? { lostAt: 'the subscription of topic "break-glass-used" is not confirmed' } : {}),
      };
    }),
  );
}

export function syntheticUses(broken: boolean): Pick<DrillResult, 'uses' | 'coverage'> {
  const use = {
    scenario: 'identity-provider-failure',
    kind: 'AssumeRole' as const,
    succeeded: true,
    account: '100000000000',
    region: 'us-east-1',
    requestId: 'request',
    times: { called: time(1000), recorded: time(1000), logged: time(1200) },
  };
  return {
    uses: Array.from({ length: 60 }, (_, index) => ({
      ...use,
      events: broken && index < 55 ? 'missing' : 'in time',
      logs: 'in time',
    })),
    coverage: [
      { path: 'events', region: 'us-east-1', kind: 'AssumeRole', succeeded: true, uses: 60 },
      { path: 'events', region: 'eu-west-1', kind: 'AssumeRole', succeeded: false, uses: 0 },
      { path: 'logs', region: 'us-east-1', kind: 'ConsoleLogin', succeeded: false, uses: 0 },
    ],
  };
}
