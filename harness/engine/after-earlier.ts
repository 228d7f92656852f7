/** Waits until a drill that was just stopped no longer stands in the way of the one that resumes it. */
import { usageError } from '../../base/errors.js';
import type { Clock } from '../../base/clock.js';
import { clients } from '../drill/context.js';
import type { DrillContext } from '../drill/context.js';
import { ringing } from '../drill/watched.js';
import type { EarlierDrill } from './earlier-drill.js';
import type { DrillOptions } from './run.js';

/** A code of an MFA device works once, and some that are not shown any more, or not yet, are taken as well. Milliseconds. */
const CODES_LAST = 60_000;

/** Between two looks at the alarms; milliseconds on the clock of the target. */
const POLL = 60_000;

/** Its latest record is not older than the last code that it used. What recovering wrote has the time of day, which may be another. */
export async function untilCodesAreNew(
  { records }: Pick<EarlierDrill, 'records'>,
  clock: Clock,
  { progress, signal }: Pick<DrillOptions, 'progress' | 'signal'>,
): Promise<void> {
  const latest = records.reduce((last, { ts }) => Math.max(last, Date.parse(ts)), 0);
  const wait = latest + CODES_LAST - clock.now();
  if (wait <= 0) return;
  if (wait > 2 * CODES_LAST)
    throw usageError(
      'it cannot be resumed: the clock of the endpoint is behind the journal of that drill, so it was played on another one',
      'Begin a new drill, without --resume.',
    );
  progress.step('Waiting for MFA codes that the earlier drill did not use');
  await clock.sleep(wait, signal);
}

/** An alarm that rings already tells nothing of the next use. One that is not quiet within the hard limit is a finding, as for any drill. */
export async function untilAlarmsAreQuiet(context: DrillContext): Promise<void> {
  const { watched, file, target, signal, progress, inventory } = context;
  if (!watched || !file.monitoring || watched.notQuiet.length === 0) return;
  progress.step(`Waiting until alarm "${watched.notQuiet.join('", "')}" is OK again after the earlier drill`);
  const deadline = target.clock.now() + file.monitoring.hardLimit.logs * 1000;
  while (watched.notQuiet.length > 0 && target.clock.now() < deadline) {
    await target.clock.sleep(POLL, signal);
    const reader = await context.reader(inventory.managementAccountId);
    watched.notQuiet = await ringing(watched.monitoring, (region) =>
      Promise.resolve(clients(context, 'preparation', reader, region)),
    );
  }
}
