/** Plays a control in every account and judges each refusal by its reason. */
import type { Answer } from '../../../aws/query-client.js';
import { describeError } from '../../../base/errors.js';
import { controls } from './controls.js';
import type { Attempt, Control, ControlId } from './controls.js';
import { roleArn, sessionName, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { leavesRecord } from '../../drill/uses.js';
import type { Verdict } from '../../drill/verdict.js';
import { mapInOrder } from '../../../base/limiter.js';
import { notHeld } from '../../drill/cell.js';
import type { Cell } from '../../drill/cell.js';
import { denialCode } from '../../causes/denial.js';

/** Tries to get in as the control, in every account in scope. `breakGlass` are the cells of the sweep to compare with. */
export async function playControl(
  context: DrillContext,
  scenario: string,
  id: ControlId,
  breakGlass: readonly Cell[],
): Promise<Cell[]> {
  const control = controls[id];
  const reached = new Set(
    breakGlass.filter((cell) => cell.outcome === 'held').map((cell) => `${cell.user} ${cell.account.id}`),
  );
  const cells: Cell[] = [];
  let attempts: Attempt[];
  try {
    attempts = await control.attempts(context);
  } catch (error) {
    context.signal.throwIfAborted();
    attempts = [];
    for (const account of context.inventory.inScope)
      cells.push(unplayed(scenario, control, account, describeError(error)));
    cells.forEach((cell) => context.record(cell));
  }
  for (const attempt of attempts) {
    await mapInOrder(
      context.inventory.inScope,
      context.file.limits.concurrency,
      (account) => playAttempt(context, scenario, control, attempt, account, reached),
      (cell) => {
        cells.push(cell);
        context.record(cell);
      },
      context.signal,
    );
  }
  return cells;
}

/** Held: every attempt was refused, for the right reason. */
export function refusedEverywhere(cells: readonly Cell[]): Verdict {
  const held = cells.filter((cell) => cell.outcome === 'held').length;
  const broken = cells.filter((cell) => cell.outcome === 'broken');
  const open = cells.filter((cell) => cell.outcome === 'inconclusive');
  const summary = `${held} of ${cells.length} attempts refused for the right reason`;
  if (broken[0]) {
    return {
      outcome: 'broken',
      evidence: 'observed',
      summary,
      reason: `${broken[0].user} got into ${names(broken)}`,
      faults: notHeld(cells),
    };
  }
  if (cells.length === 0)
    return { outcome: 'inconclusive', evidence: 'observed', summary, reason: 'no attempt was made' };
  if (open[0])
    return { outcome: 'inconclusive', evidence: 'observed', summary, reason: `${names(open)}: ${open[0].message}` };
  return { outcome: 'held', evidence: 'observed', summary };
}

async function playAttempt(
  context: DrillContext,
  scenario: string,
  control: Control,
  attempt: Attempt,
  account: AccountInScope,
  reached: ReadonlySet<string>,
): Promise<Cell> {
  const arn = roleArn(context, account.id);
  const started = context.target.clock.now();
  const region = stsRegion(context, context.inventory.inScope.indexOf(account)) ?? context.connection('control').region;
  try {
    const answer = await context.query('control', region).assumeRole(
      attempt.credentials,
      {
        roleArn: arn,
        sessionName: sessionName(context),
        durationSeconds: 900,
        ...(attempt.mfa ? { mfa: attempt.mfa } : {}),
      },
      context.signal,
    );
    // Attempts of the break-glass users themselves must be noticed: the others leave their records elsewhere.
    if (!answer.ok && attempt.pairedWith !== undefined && leavesRecord(answer.code))
      context.uses.note({
        kind: 'AssumeRole',
        succeeded: false,
        account: account.id,
        region,
        at: started,
        requestId: answer.requestId,
        user: attempt.pairedWith,
      });
    return {
      ...unplayed(scenario, control, account, ''),
      ...judge(
        control,
        attempt,
        arn,
        answer,
        (user) => reached.has(`${user} ${account.id}`),
        context.file.breakGlass.users,
      ),
      user: attempt.label,
      caller: attempt.caller,
      requestId: answer.requestId,
      calls: 1,
      ms: context.target.clock.now() - started,
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return { ...unplayed(scenario, control, account, describeError(error)), user: attempt.label, code: 'BG_NO_ANSWER' };
  }
}

function judge(
  control: Control,
  attempt: Attempt,
  arn: string,
  answer: Answer<unknown>,
  gotIn: (user: string) => boolean,
  users: readonly string[],
): Pick<Cell, 'outcome' | 'code' | 'message' | 'stage'> {
  if (answer.ok) return { outcome: 'broken', code: control.letIn, message: '', stage: 'done' };
  const code = denialCode(answer);
  const inconclusive = (message: string, why = code): Pick<Cell, 'outcome' | 'code' | 'message' | 'stage'> => ({
    outcome: 'inconclusive',
    code: why,
    message,
    stage: 'assume',
  });
  const pairs = attempt.pairedWith === undefined ? users : [attempt.pairedWith];
  if (!pairs.some(gotIn))
    return inconclusive(`${pairs.join(' and ')} did not get in here, so a refusal proves nothing`);
  if (attempt.entitled && !attempt.entitled.has(arn))
    return inconclusive(
      'its own policies do not allow the hop, so its refusal proves nothing',
      'BG_CONTROL_NOT_ENTITLED',
    );
  if (!control.rightReasons.includes(code)) return inconclusive(`refused for a reason of its own: ${answer.message}`);
  return { outcome: 'held', code, message: answer.message, stage: 'assume' };
}

function unplayed(scenario: string, control: Control, account: AccountInScope, message: string): Cell {
  return {
    scenario,
    question: 'refusal',
    kind: 'control',
    user: control.title,
    control: control.id,
    account,
    outcome: 'inconclusive',
    stage: 'credentials',
    code: 'BG_CONTROL_NOT_ENTITLED',
    message,
    requestId: '',
    calls: 0,
    ms: 0,
  };
}

/** Up to three account names, then how many more. */
export function names(cells: readonly Cell[]): string {
  const accounts = [...new Set(cells.map((cell) => cell.account.name))];
  return accounts.length <= 3
    ? accounts.join(', ')
    : `${accounts.slice(0, 3).join(', ')} and ${accounts.length - 3} more`;
}
