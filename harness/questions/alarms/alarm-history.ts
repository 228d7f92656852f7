/** When the alarms that watch break glass were ringing, and when their metric counted something: by CloudWatch's own account. */
import { GetMetricStatisticsCommand, paginateDescribeAlarmHistory } from '@aws-sdk/client-cloudwatch';
import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import type { WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { AlarmHistory, Episode } from '../../monitoring/judge.js';
import { isEvaluation } from '../../monitoring/receipts.js';
import { alarmsNotOk } from '../../drill/watched.js';

const MINUTE = 60_000;
/** Datapoints of one answer: GetMetricStatistics gives 1,440 at most. */
const MOST_DATAPOINTS = 1440;

/** Reads it from `since` on. */
export async function readAlarmHistory(
  context: DrillContext,
  alarms: readonly WatchingAlarm[],
  since: number,
): Promise<AlarmHistory> {
  const found: AlarmHistory = { episodes: [], counted: [], failedActions: [], ringing: [] };
  const management = context.inventory.managementAccountId;
  for (const { name, arn, region, namespace, metric } of alarms) {
    const reading = clients(context, 'reading', await context.reader(management), region);
    const client = reading.cloudwatch();
    const items: AlarmHistoryItem[] = [];
    for await (const page of paginateDescribeAlarmHistory(
      { client },
      { AlarmName: name, StartDate: new Date(since), ScanBy: 'TimestampAscending' },
    ))
      items.push(...(page.AlarmHistoryItems ?? []));
    found.episodes.push(...episodesOf(arn, items));
    found.failedActions.push(
      ...items
        .filter(
          ({ HistoryItemType: type, HistorySummary: summary = '' }) =>
            type === 'Action' && summary.startsWith('Failed'),
        )
        .map(({ HistorySummary: summary = '' }) => summary),
    );
    const start = Math.floor(since / MINUTE) * MINUTE;
    const end = Math.min(context.target.clock.now(), start + MOST_DATAPOINTS * MINUTE);
    const { Datapoints: points = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: namespace,
        MetricName: metric,
        StartTime: new Date(start),
        EndTime: new Date(end + MINUTE),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    found.counted.push(
      ...points.filter(({ Sum: sum = 0 }) => sum > 0).map(({ Timestamp }) => Timestamp?.getTime() ?? 0),
    );
    found.ringing.push(...(await alarmsNotOk(reading, [name])));
  }
  found.counted.sort((left, right) => left - right);
  return found;
}

/** Times of ringing. A state that somebody set by hand begins none. */
function episodesOf(alarmArn: string, items: readonly AlarmHistoryItem[]): Episode[] {
  const changes = items
    .filter(({ HistoryItemType: type }) => type === 'StateUpdate')
    .map(({ Timestamp, HistorySummary: summary = '', HistoryData: data }) => ({
      at: Timestamp?.getTime() ?? 0,
      ringing: / to ALARM$/.test(summary),
      evaluated: isEvaluation(reasonIn(data)),
    }));
  return changes.flatMap(({ at, ringing, evaluated }, index): Episode[] => {
    if (!ringing || !evaluated) return [];
    const end = changes[index + 1]?.at;
    return [{ alarmArn, start: at, ...(end === undefined ? {} : { end }) }];
  });
}

function reasonIn(data: string | undefined): unknown {
  try {
    return (JSON.parse(data ?? '{}') as { newState?: { stateReason?: unknown } }).newState?.stateReason;
  } catch {
    return undefined;
  }
}
