/** Waits until a drill that was just stopped no longer stands in the way of the one that resumes it. */
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

/** Its last record is not older than the last code that it used. */
export async function untilCodesAreNew(
  { records }: Pick<EarlierDrill, 'records'>,
  clock: Clock,
  { progress, signal }: Pick<DrillOptions, 'progress' | 'signal'>,
): Promise<void> {
  const wait = Date.parse(records.at(-1)?.ts ?? '') + CODES_LAST - clock.now();
  if (!(wait > 0 && wait <= CODES_LAST)) return;
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
