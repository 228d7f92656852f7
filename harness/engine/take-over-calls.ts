/** What a drill that is resumed called for its answers: verdicts about the path, and about alarms, must know of it. */
import { belongsToIdentitySystem } from '../../aws/call.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import type { Cell } from '../drill/cell.js';
import { stsRegion } from '../drill/context.js';
import type { DrillContext } from '../drill/context.js';
import { earlierUse } from '../drill/earlier-uses.js';
import type { PathCalls } from '../drill/path-calls.js';
import type { EarlierDrill } from './earlier-drill.js';
import type { PlannedScenario } from './plan.js';

/** Tells the logs of a drill what the earlier one did. */
export function takeOverCalls(
  context: DrillContext,
  scenarios: readonly PlannedScenario[],
  { records }: Pick<EarlierDrill, 'records'>,
): void {
  const positions = new Map(context.inventory.inScope.map(({ id }, position) => [id, position]));
  const regionOf = (id: string): string | undefined => stsRegion(context, positions.get(id) ?? 0);
  context.earlierUses = scenarios.flatMap(({ taken }) =>
    taken.cells.flatMap((cell) => earlierUse(cell, regionOf) ?? []),
  );
  for (const planned of scenarios) {
    const calls = earlierPathCalls(planned, records);
    context.calls.takeOver(planned.id, calls);
    // Whoever resumes this drill must find them too.
    for (const { service, operation, scenario } of calls.identitySystem)
      context.journal.append({ kind: 'call', scenario, call: `${service}:${operation}`, purpose: 'path' });
  }
}

/** Calls of the earlier drill on the path to what was taken over of a scenario: verdicts about the path are about these too. */
export function earlierPathCalls(
  { id, premises, taken }: Pick<PlannedScenario, 'id' | 'premises' | 'taken'>,
  records: readonly JournalRecord[],
): PathCalls {
  const path = recordsOf(records, 'call').filter(({ scenario, purpose }) => scenario === id && purpose === 'path');
  const begun = recordsOf(records, 'premise').filter(({ scenario, event }) => scenario === id && event === 'begins');
  const held = premises.length === 0 ? 0 : (begun[premises.length - 1]?.seq ?? Infinity);
  const signedIn = path.filter(
    ({ call, status, seq }) => call === 'sts:GetSessionToken' && status === 200 && seq > held,
  );
  const steps = taken.done.filter(({ question }) => question === 'access');
  // What was taken over before was counted then.
  const again = steps.filter(({ resumed }) => resumed && isSecondHand(records, resumed.seq));
  const signIns = again.length + Math.min(signedIn.length, steps.length - again.length);
  return {
    total: signIns + taken.cells.reduce((sum, { kind, calls }) => sum + (kind === 'break-glass' ? calls : 0), 0),
    identitySystem: path.flatMap(({ call }) => {
      const [service = '', operation = ''] = call.split(':');
      return belongsToIdentitySystem({ service }) ? [{ service, operation, scenario: id }] : [];
    }),
    signIns,
    // Asked for where every hop brings a code of its own.
    hopsByCode: taken.cells.filter((cell) => cell.question === 'access' && isHop(cell)).length,
  };
}

/** The role was entered, whatever became of the session. */
function isHop({ calls, stage }: Cell): boolean {
  return calls > 0 && stage !== 'credentials' && stage !== 'sign-in' && stage !== 'assume';
}

function isSecondHand(records: readonly JournalRecord[], seq: number): boolean {
  const record = records[seq - 1];
  return record?.kind === 'item' && record.resumed !== undefined;
}
