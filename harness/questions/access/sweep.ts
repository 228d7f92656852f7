/** The sweep: every break-glass user into every account. One sign-in with MFA a user, then one hop and one read a cell. */
import type { Answer } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import { seededRandom } from '../../../base/random.js';
import { denialCode, isUnclear } from '../../causes/denial.js';
import type { Cell, CellCode, Judged, Stage } from '../../drill/cell.js';
import { managementAccount, roleArn, sessionName, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { firstRead, hop, signIn as signInCall } from '../../drill/planned-calls.js';
import { itemsOf } from '../../drill/work.js';
import type { Work, WorkItem } from '../../drill/work.js';
import { toldBy } from '../catalogue.js';
import type { Asking } from '../question.js';

/** The work of sweeping as these users for a question: of each a sign-in, and an item an account. */
export function planSweep(context: DrillContext, question: string, users: readonly string[]): Work[] {
  const { file, inventory, known } = context;
  const management = inventory.managementAccountId;
  const home = [managementAccount(context)];
  return users.flatMap((user): Work[] => {
    // Nobody can sign in as a user that IAM does not know: its items are answered without a call.
    const present = known.present.includes(user);
    const work = { question, principal: user, certainty: 'certain' as const };
    return [
      {
        ...work,
        id: `${question}/${user}/sign-in`,
        accounts: home,
        prepares: { work: [`${question}/${user}`], in: 'all accounts' },
        calls: present ? [signInCall(user, management)] : [],
      },
      {
        ...work,
        id: `${question}/${user}`,
        accounts: inventory.inScope,
        calls: present ? [hop(`user/${user}`, [management]), firstRead(file)] : [],
      },
    ];
  });
}

/** Whom a sweep is played as: if nobody within reach can open any user, all of them are tried, so that it shows in every account. */
export function usersToSweep(users: readonly string[], within: readonly string[]): readonly string[] {
  return within.length === 0 ? users : within;
}

/** Enters every account of the planned work as these users. Cells come in the order of the plan: by user, then by account. */
export async function sweep(asking: Asking, question: string, users: readonly string[]): Promise<Cell[]> {
  const { context, scenario, work } = asking;
  const cells: Cell[] = [];
  for (const user of users) {
    const [signInWork, entering] = [`${question}/${user}/sign-in`, `${question}/${user}`].map((id) =>
      work.find((one) => one.id === id),
    );
    // Nobody signs in to ask nothing.
    const isNeeded = [signInWork, entering].some((one) => one && asking.left(one).length > 0);
    const session = isNeeded ? await signIn(context, user) : undefined;
    if (signInWork) itemsOf(signInWork).forEach((item) => asking.done(item));
    // One cell a user goes through the SDK client, so that the lean signer is never the only witness.
    const { inScope } = context.inventory;
    const sample = inScope[seededRandom(`${context.file.seed} sample ${user}`).below(inScope.length)];
    const enter = async (item: WorkItem): Promise<Cell> => {
      const entry: Entry = { scenario, question, user, account: item.account, sampled: item.account === sample };
      if (!session) throw new RangeError(`${item.id} has an answer`);
      return 'credentials' in session ? enterAccount(context, entry, session.credentials) : cell(entry, session);
    };
    if (entering) cells.push(...(await asking.each(entering, enter)));
  }
  return cells;
}

/** One user on the way into one account. */
interface Entry {
  scenario: string;
  question: string;
  user: string;
  account: AccountInScope;
  /** Through the SDK client. */
  sampled: boolean;
}

/** How far somebody came, and what was answered. */
interface Reached {
  stage: Stage;
  code: CellCode;
  message: string;
}

async function signIn(context: DrillContext, user: string): Promise<{ credentials: Credentials } | Reached> {
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
    const told = toldBy(error);
    if (told) return { stage: 'credentials', code: told.code, message: told.cause };
    return { stage: 'sign-in', code: 'BG_NO_ANSWER', message: describeError(error) };
  }
}

async function enterAccount(context: DrillContext, entry: Entry, credentials: Credentials): Promise<Cell> {
  const { account, sampled } = entry;
  const query = context.query('path', stsRegion(context, context.inventory.inScope.indexOf(account)));
  const started = context.target.clock.now();
  const finish = (stage: Stage, answer: Answer<unknown>, calls: number): Cell => ({
    ...cell(entry, {
      stage,
      code: answer.ok ? 'BG_HELD' : denialCode(answer),
      message: answer.ok ? '' : answer.message,
    }),
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
    return cell(entry, { stage: 'assume', code: 'BG_NO_ANSWER', message: describeError(error) });
  }
}

function cell({ scenario, question, user, account }: Entry, { stage, code, message }: Reached): Cell {
  return {
    scenario,
    question,
    kind: 'break-glass',
    user,
    control: '',
    account,
    ...judged(code),
    stage,
    message,
    requestId: '',
    calls: 0,
    ms: 0,
  };
}

function judged(code: CellCode): Judged {
  if (code === 'BG_HELD') return { outcome: 'held', code };
  return isUnclear(code) ? { outcome: 'inconclusive', code } : { outcome: 'broken', code };
}
