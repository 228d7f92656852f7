/** How far the news of a use is known to have come, where the configuration shows nothing broken. Pure. */
import type { AlarmPath } from '../../reports/monitoring-result.js';
import type { AlarmHistory } from './judge.js';
import type { Instants } from './judge.js';

/** The last link that saw it and the first that did not, in words. */
export function seenUpTo(
  path: AlarmPath,
  times: Instants,
  { history, trail }: { history: AlarmHistory; trail: { from: string; unread?: string } },
): string {
  if (trail.unread !== undefined)
    return 'the trail could not be read, and the configuration that could be read does not say why';
  if (times.recorded === undefined) return `there is no record of it in ${trail.from}`;
  if (path === 'events')
    return `its record is in ${trail.from}, and the configuration that could be read does not say why the rule told nobody`;
  if (times.logged === undefined) return 'its record never came to the log group';
  if (times.counted === undefined) return 'its record is in the log group, and the metric counted nothing';
  if (times.rang === undefined) return 'the metric counted it, and the alarm did not ring';
  const [failed] = history.failedActions;
  return failed === undefined
    ? 'the alarm rang, and its message never arrived'
    : `the alarm rang, and said "${failed}"`;
}
