/** The work of waiting for messages, records and alarms: polls and pages, bounded by the hard limits of the drill file. Pure. */
import { managementAccount } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import type { PlannedCall, Work } from '../../drill/work.js';

/** Seconds between two looks at the receipt queue, and at anything that costs more. */
export const POLL_SECONDS = 5;
export const SLOW_POLL_SECONDS = 60;

/** Pages and messages beyond what is expected of one look. */
const PAGES = 1000;

/** One work, of which a scenario that waits first does everything. */
export function planWaiting(context: DrillContext): Work[] {
  const { monitoring } = context.file;
  if (!monitoring) return [];
  const { hardLimit, receipts } = monitoring;
  const seconds = Math.max(hardLimit.events, hardLimit.logs);
  const [looks, slowLooks] = [POLL_SECONDS, SLOW_POLL_SECONDS].map((each) => Math.ceil(seconds / each) + 2);
  const home = managementAccount(context);
  const queueAccount =
    [...context.inventory.inScope, ...context.inventory.leftOut].find(({ name }) => name === receipts.account) ?? home;
  const reader = `permission-set/${context.file.reader.permissionSet}`;
  const asReader = (call: string, times: number, from = home.id): PlannedCall => ({
    call,
    as: reader,
    from: [from],
    times,
  });
  const alarms = Object.keys(context.watched?.monitoring.alarms ?? {}).length + 1;
  return [
    {
      id: 'alarms/wait',
      question: 'alarms',
      principal: reader,
      certainty: 'repeated',
      when: 'until every message and record came, and every alarm is quiet, or the hard limits passed',
      accounts: [home],
      calls: [
        asReader('sqs:GetQueueUrl', 1, queueAccount.id),
        asReader('sqs:ReceiveMessage', (looks ?? 0) + PAGES, queueAccount.id),
        asReader('sqs:DeleteMessageBatch', (looks ?? 0) + PAGES, queueAccount.id),
        asReader('logs:FilterLogEvents', (slowLooks ?? 0) * PAGES),
        asReader('cloudtrail:LookupEvents', (slowLooks ?? 0) * PAGES),
        ...['monitoring:DescribeAlarmHistory', 'monitoring:GetMetricStatistics', 'monitoring:DescribeAlarms'].map(
          (call) => asReader(call, 2 * (slowLooks ?? 0) * alarms),
        ),
      ],
    },
  ];
}
