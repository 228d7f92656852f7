/** Plays a control in every account and judges each refusal by its reason. */
import type { Answer } from '../../../aws/query-client.js';
import { describeError } from '../../../base/errors.js';
import { controls } from './controls.js';
import type { Control, ControlId, Try } from './controls.js';
import type { Attempt } from '../../drill/principals.js';
import { hop } from '../../drill/planned-calls.js';
import { itemsOf } from '../../drill/work.js';
import type { Work } from '../../drill/work.js';
import type { Asking, Planning } from '../question.js';
import { managementAccount, roleArn, hopInto, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { leavesRecord } from '../../drill/uses.js';
import type { Verdict } from '../../drill/verdict.js';
import { names, notHeld, reasons } from '../../drill/cell.js';
import type { Cell, Judged } from '../../drill/cell.js';
import { denialCode } from '../../causes/denial.js';

/** The work of a control: of each way in which it tries, an item an account. */
export function planControl({ context, within }: Planning, id: ControlId): Work[] {
  const { inScope } = context.inventory;
  return triesOf(context, id, within(context.known.present)).flatMap(
    ({ id: work, one: { as, from, signIn } }): Work[] => {
      const common = { question: 'refusal', principal: as, certainty: 'certain' as const };
      return [
        ...(signIn
          ? [
              {
                ...common,
                id: `${work}/sign-in`,
                accounts: [managementAccount(context)],
                calls: [signIn],
                prepares: { work: [work], in: 'all accounts' as const },
              },
            ]
          : []),
        { ...common, id: work, accounts: inScope, calls: [hop(as, [from])] },
      ];
    },
  );
}

/** Tries to get in as the control, in every account of the planned work. What the sweep reached is what it is compared with. */
export async function playControl(asking: Asking, id: ControlId): Promise<Cell[]> {
  const { context, scenario, work, before } = asking;
  const reached = new Set(
    before.filter((cell) => cell.outcome === 'held').map((cell) => `${cell.user} ${cell.account.id}`),
  );
  const cells: Cell[] = [];
  for (const { id: name, one } of triesOf(context, id, asking.within(context.known.present))) {
    const tried = work.find((candidate) => candidate.id === name);
    const first = work.find((candidate) => candidate.id === `${name}/sign-in`);
    if (!tried) continue;
    if ([first, tried].every((planned) => !planned || asking.left(planned).length === 0)) {
      cells.push(...asking.takenOver(tried));
      continue;
    }
    const opened = await open(context, one);
    if (first) for (const item of itemsOf(first)) asking.done(item);
    cells.push(
      ...(await asking.each(tried, (item) =>
        'attempt' in opened
          ? playAttempt(
              context,
              { scenario, control: controls[id], attempt: opened.attempt, account: item.account },
              (user) => reached.has(`${user} ${item.account.id}`),
            )
          : Promise.resolve(unplayed(scenario, controls[id], item.account, opened.why)),
      )),
    );
  }
  return cells;
}

function triesOf(context: DrillContext, id: ControlId, users: readonly string[]): { id: string; one: Try }[] {
  return controls[id]
    .tries(context, users)
    .map((one) => ({ id: `refusal/${id}${one.key === '' ? '' : `/${one.key}`}`, one }));
}

async function open(context: DrillContext, one: Try): Promise<{ attempt: Attempt } | { why: string }> {
  try {
    return { attempt: await one.open(context) };
  } catch (error) {
    context.signal.throwIfAborted();
    return { why: describeError(error) };
  }
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
  if (open.length > 0) return { outcome: 'inconclusive', evidence: 'observed', summary, reason: reasons(open) };
  return { outcome: 'held', evidence: 'observed', summary };
}

/** One attempt in one account. */
interface Played {
  scenario: string;
  control: Control;
  attempt: Attempt;
  account: AccountInScope;
}

async function playAttempt(
  context: DrillContext,
  { scenario, control, attempt, account }: Played,
  gotIn: (user: string) => boolean,
): Promise<Cell> {
  const arn = roleArn(context, account.id);
  const started = context.target.clock.now();
  const region = stsRegion(context, context.inventory.inScope.indexOf(account)) ?? context.connection('control').region;
  try {
    const answer = await context.query('control', region).assumeRole(
      attempt.credentials,
      {
        ...hopInto(context, account.id, attempt.pairedWith),
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
      ...judge({ control, attempt, arn }, answer, gotIn, context.file.breakGlass.users),
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
  { control, attempt, arn }: { control: Control; attempt: Attempt; arn: string },
  answer: Answer<unknown>,
  gotIn: (user: string) => boolean,
  users: readonly string[],
): Judged & Pick<Cell, 'message' | 'stage'> {
  if (answer.ok) return { outcome: 'broken', code: control.letIn, message: '', stage: 'done' };
  const code = denialCode(answer);
  const inconclusive = (message: string, why = code): ReturnType<typeof judge> => ({
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
