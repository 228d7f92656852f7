/** The sweep: every break-glass user into every account. One sign-in with MFA a user, then one hop and one read a cell. */
import type { Answer } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { describeError, isCodedError } from '../../../base/errors.js';
import { seededRandom } from '../../../base/random.js';
import { roleArn, sessionName, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import type { Cell, Stage } from '../../drill/cell.js';
import { denialCode, isUnclear } from '../../causes/denial.js';
import { mapInOrder } from '../../../base/limiter.js';

/** Enters every account in scope as every break-glass user within reach. Cells come in plan order: by user, then by account. */
export async function sweepBreakGlass(
  context: DrillContext,
  scenario: string,
  users = usersWithin(context),
): Promise<Cell[]> {
  const cells: Cell[] = [];
  const total = users.length * context.inventory.inScope.length;
  for (const user of users) {
    const session = await signIn(context, user);
    // One cell a user goes through the SDK client, so that the lean signer is never the only witness.
    const sample =
      context.inventory.inScope[
        seededRandom(`${context.file.seed} sample ${user}`).below(context.inventory.inScope.length)
      ];
    const enter = (account: AccountInScope): Promise<Cell> =>
      'credentials' in session
        ? enterAccount(context, scenario, user, account, session.credentials, account === sample)
        : Promise.resolve(cell(scenario, user, account, session.stage, session.code, session.message));
    await mapInOrder(
      context.inventory.inScope,
      context.file.limits.concurrency,
      enter,
      (result) => {
        cells.push(result);
        context.record(result);
        context.progress.cells(cells.length, total);
      },
      context.signal,
    );
  }
  return cells;
}

/** If nobody within reach can open any user, all of them are tried, so that it shows in every account. */
function usersWithin({ custody, file }: DrillContext): readonly string[] {
  const within = custody.within(file.breakGlass.users);
  return within.length === 0 ? file.breakGlass.users : within;
}

type SignedIn = { credentials: Credentials } | { stage: Stage; code: string; message: string };

async function signIn(context: DrillContext, user: string): Promise<SignedIn> {
  const account = context.organization.management;
  try {
    const longTerm = await context.custody.open(account, user);
    const proof = await context.custody.code(account, user, context.signal);
    const answer = await context.query('path').getSessionToken(longTerm, proof, context.signal);
    return answer.ok
      ? { credentials: answer.value }
      : { stage: 'sign-in', code: denialCode(answer), message: answer.message };
  } catch (error) {
    context.signal.throwIfAborted();
    if (isCodedError(error)) return { stage: 'credentials', code: error.code, message: error.message };
    return { stage: 'sign-in', code: 'BG_NO_ANSWER', message: describeError(error) };
  }
}

async function enterAccount(
  context: DrillContext,
  scenario: string,
  user: string,
  account: AccountInScope,
  credentials: Credentials,
  sampled: boolean,
): Promise<Cell> {
  const query = context.query('path', stsRegion(context, context.inventory.inScope.indexOf(account)));
  const started = context.target.clock.now();
  const finish = (stage: Stage, answer: Answer<unknown>, calls: number): Cell => ({
    ...cell(
      scenario,
      user,
      account,
      stage,
      answer.ok ? 'BG_HELD' : denialCode(answer),
      answer.ok ? '' : answer.message,
    ),
    requestId: answer.requestId,
    calls,
    ms: context.target.clock.now() - started,
  });
  try {
    const role = {
      roleArn: roleArn(context, account.id),
      sessionName: sessionName(context),
      durationSeconds: context.file.breakGlass.sessionSeconds,
    };
    const assumed = sampled
      ? await query.assumeRoleThroughSdk(credentials, role, context.signal)
      : await query.assumeRole(credentials, role, context.signal);
    if (!assumed.ok) return finish('assume', assumed, 1);
    // Assumed is not yet able: a role without permissions can be assumed too.
    const read = await query.getAccountSummary(assumed.value, context.signal);
    return finish(read.ok ? 'done' : 'act', read, 2);
  } catch (error) {
    context.signal.throwIfAborted();
    return cell(scenario, user, account, 'assume', 'BG_NO_ANSWER', describeError(error));
  }
}

function cell(
  scenario: string,
  user: string,
  account: AccountInScope,
  stage: Stage,
  code: string,
  message: string,
): Cell {
  const outcome = code === 'BG_HELD' ? 'held' : isUnclear(code) ? 'inconclusive' : 'broken';
  return {
    scenario,
    question: 'access',
    kind: 'break-glass',
    user,
    control: '',
    account,
    outcome,
    stage,
    code,
    message,
    requestId: '',
    calls: 0,
    ms: 0,
  };
}
