/** Signs every break-glass user in to the console through each page, fails to once, and switches to the role in an account of each OU. */
import { consoleSignIn, consoleSwitchRole, REFUSED } from '../../../aws/console.js';
import { withFreshCode } from '../../../aws/fresh-code.js';
import type { ConsoleAnswer } from '../../../aws/console.js';
import { describeError, isCodedError } from '../../../base/errors.js';
import type { Explanation } from '../../causes/explanation.js';
import { tooLongToSwitch } from '../../causes/access.js';
import { mustChangePassword, noPassword } from '../../causes/users.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { firstRead } from '../../drill/planned-calls.js';
import { itemsOf } from '../../drill/work.js';
import type { Work } from '../../drill/work.js';
import type { Asking } from '../question.js';
import { managementAccount, stsRegion } from '../../drill/context.js';
import { leavesRecord } from '../../drill/uses.js';
import type { Verdict } from '../../drill/verdict.js';
import { judgedByPolicies } from '../access/enter.js';
import { everyAccountReached } from '../access/judge.js';
import type { Cell, CellCode, Judged } from '../../drill/cell.js';
import { denialCode, isUnclear } from '../../causes/denial.js';
import { toldBy } from '../catalogue.js';
import { consolePages, oneOfEachOu } from './pages.js';
import type { PageInRegion } from './pages.js';

/** What the console answered. */
export interface ConsoleOutcome {
  cells: Cell[];
  /** Sign-ins that succeeded, and those that failed as they must. */
  signIns: number;
  refusals: number;
  /** Wrong codes that were taken. */
  letIn: string[];
  /** Users who are to use their access keys alone. */
  without: string[];
}

/** Held: each user got in, no wrong code was taken, and the role could be switched to and used. */
export function consoleOpen(outcome: ConsoleOutcome | undefined): Verdict {
  if (!outcome)
    return {
      outcome: 'not applicable',
      evidence: 'observed',
      summary: 'nobody signed in',
      reason: 'only a person can sign in to the console here',
    };
  const { cells, signIns, refusals, letIn, without } = outcome;
  const skipped = without.length > 0 ? `; ${without.join(', ')} without a password by plan` : '';
  const summary = `${signIns} sign-ins, ${refusals} refused with a wrong code, ${cells.filter((cell) => cell.outcome === 'held').length} of ${cells.length} switches able to act${skipped}`;
  if (letIn[0] !== undefined)
    return { outcome: 'broken', evidence: 'observed', summary, reason: `a wrong code let ${letIn.join(', ')} in` };
  if (cells.length === 0)
    return {
      outcome: 'not applicable',
      evidence: 'observed',
      summary,
      reason: 'no break-glass user is to sign in to the console',
    };
  return { ...everyAccountReached(cells), summary };
}

/** Somebody at one page of the console. */
interface Visit {
  scenario: string;
  user: string;
  page: PageInRegion;
  /** Why this user cannot sign in, as it was read. */
  shut: Explanation | undefined;
}

/** The work of signing in through each page as each user, and of switching to the role in an account of each OU. */
export function planConsole(context: DrillContext): Work[] {
  const { file, inventory, organization, target } = context;
  const pages = consolePages(target.partition, organization.homeRegion);
  const accounts = oneOfEachOu(inventory.inScope, file.seed);
  return visitors(context).flatMap(({ user }) =>
    pages.flatMap(({ region }, index): Work[] => [
      {
        id: `console/${user}/${region}/sign-in`,
        question: 'console',
        principal: user,
        certainty: 'certain',
        accounts: [managementAccount(context)],
        // Once with a code that the device does not show, and once with one that it shows.
        calls: [{ call: 'sign-in:/sign-in/console', as: 'anybody', from: [], times: 2 }],
      },
      {
        id: `console/${user}/${region}`,
        question: 'console',
        principal: user,
        certainty: 'conditional',
        when: 'the user can sign in',
        accounts: accounts.filter((_account, position) => position % pages.length === index),
        calls: [{ call: 'sign-in:/sign-in/switch-role', as: 'anybody', from: [] }, firstRead(file)],
      },
    ]),
  );
}

/** Plays the planned work. */
export async function playConsole(asking: Asking): Promise<ConsoleOutcome> {
  const { context, scenario, work } = asking;
  const all = context.file.breakGlass.users;
  const visiting = visitors(context);
  const outcome: ConsoleOutcome = {
    cells: [],
    signIns: 0,
    refusals: 0,
    letIn: [],
    without: all.filter((user) => !visiting.some((visitor) => visitor.user === user)),
  };
  for (const { user, shut } of visiting) {
    for (const page of consolePages(context.target.partition, context.organization.homeRegion)) {
      const [signingIn, switching] = ['/sign-in', ''].map((end) =>
        work.find(({ id }) => id === `console/${user}/${page.region}${end}`),
      );
      if (signingIn && switching)
        outcome.cells.push(
          ...(await playPage(asking, outcome, { scenario, user, page, shut }, { signingIn, switching })),
        );
    }
  }
  return outcome;
}

/** Users who are to sign in to the console: who has no password and is to have none uses an access key. */
function visitors({
  file,
  organization,
  breakGlassUsers,
}: DrillContext): { user: string; shut: Explanation | undefined }[] {
  return file.breakGlass.users.flatMap((user) => {
    const shut = breakGlassUsers.get(user)?.password === false ? noPassword(user) : undefined;
    const declared = organization.accounts[organization.management]?.users[user]?.custody?.password;
    return shut && declared === undefined ? [] : [{ user, shut }];
  });
}

async function playPage(
  asking: Asking,
  outcome: ConsoleOutcome,
  visit: Visit,
  { signingIn, switching }: { signingIn: Work; switching: Work },
): Promise<Cell[]> {
  const { context } = asking;
  // Nobody comes to an account: the user is one of the management account.
  const refused = ({ code, cause }: Explanation): Cell[] => {
    asking.skipped(switching, cause);
    const told = itemsOf(signingIn).map((item) => {
      const one = cell(visit, item.account, { stage: 'sign-in', code, message: cause });
      asking.answer(item, one);
      return one;
    });
    return [...told, ...asking.takenOver(switching)];
  };
  const known = asking.takenOver(signingIn);
  if (known[0]) {
    asking.skipped(switching, known[0].message);
    return [...known, ...asking.takenOver(switching)];
  }
  try {
    const answer = await signIn(context, outcome, visit);
    if (!answer.ok)
      return refused(
        visit.shut ??
          (answer.code === REFUSED
            ? {
                code: 'BG_CREDENTIALS_REJECTED',
                cause: `the sign-in page of the console refused user "${visit.user}"`,
              }
            : { code: 'BG_SERVICE_ERROR', cause: `the sign-in page answered ${answer.code}: ${answer.message}` }),
      );
    if (answer.value.passwordResetRequired) return refused(mustChangePassword(visit.user));
    const { session } = answer.value;
    itemsOf(signingIn).forEach((item) => asking.done(item));
    return await asking.each(switching, ({ account }) => switchTo(context, visit, account, session));
  } catch (error) {
    context.signal.throwIfAborted();
    return refused(toldBy(error) ?? { code: 'BG_NO_ANSWER', cause: describeError(error) });
  }
}

/** First with a wrong code, then with the right one. Throws the custodian's error if there is no device. */
async function signIn(
  context: DrillContext,
  outcome: ConsoleOutcome,
  { user, page: { page, region } }: Visit,
): Promise<ConsoleAnswer<{ session: string; passwordResetRequired: boolean }>> {
  const account = context.organization.management;
  const { transport } = context.connection('path');
  const proof = await secondFactor(context, user);
  const tried = async (who: {
    mfaCode?: string;
    securityKey?: boolean;
  }): Promise<ConsoleAnswer<{ session: string; passwordResetRequired: boolean }>> => {
    const at = context.target.clock.now();
    const answer = await consoleSignIn(transport, { account, user, ...who }, page);
    const told = answer.ok || answer.code === REFUSED;
    if (!told) context.own.unclear('/sign-in/console');
    else if (context.breakGlassUsers.has(user))
      context.uses.note({
        kind: 'ConsoleLogin',
        succeeded: answer.ok,
        account: context.inventory.managementAccountId,
        region,
        at,
        until: context.target.clock.now(),
        user,
      });
    return answer;
  };
  const withCode = (first: string, next: () => Promise<string>): ReturnType<typeof tried> =>
    withFreshCode(transport, { first, next, send: (code) => tried({ mfaCode: code }) }, context.signal);
  const {
    wrong: { mfaCode: wrongCode = '000000' },
    right,
  } = proof;
  // A wrong code is used up by nothing: the same goes out again.
  const wrong = await withCode(wrongCode, () => Promise.resolve(wrongCode));
  if (wrong.ok) outcome.letIn.push(user);
  else if (wrong.code === REFUSED) outcome.refusals++;
  // What is no answer of the page shows neither that a wrong code is refused nor that a right one is taken.
  else return wrong;
  const answer = await (right.mfaCode === undefined
    ? tried(right)
    : withCode(right.mfaCode, async () => (await context.custody.code(account, user, context.signal)).code));
  if (answer.ok) outcome.signIns++;
  return answer;
}

/** A code that the device shows, and one that it does not; for a security key its touch, and a code that it cannot show. */
async function secondFactor(
  context: DrillContext,
  user: string,
): Promise<{ right: { mfaCode?: string; securityKey?: boolean }; wrong: { mfaCode?: string } }> {
  const account = context.organization.management;
  try {
    const { code } = await context.custody.code(account, user, context.signal);
    return { right: { mfaCode: code }, wrong: { mfaCode: context.custody.wrongCode(account, user).code } };
  } catch (error) {
    if (isCodedError(error) && error.code === 'BG_MFA_NO_CODES') return { right: { securityKey: true }, wrong: {} };
    throw error;
  }
}

async function switchTo(context: DrillContext, visit: Visit, account: AccountInScope, session: string): Promise<Cell> {
  const { role } = context.file.breakGlass;
  const long = tooLongToSwitch(role);
  const at = context.target.clock.now();
  const { page, region } = visit.page;
  const answer = await consoleSwitchRole(
    context.connection('path').transport,
    { session, account: account.id, role },
    page,
  );
  const use = { account: account.id, region, at, until: context.target.clock.now(), user: visit.user };
  if (answer.ok || leavesRecord(answer.code)) context.uses.note({ kind: 'SwitchRole', succeeded: answer.ok, ...use });
  else if (!long) context.own.unclear('/sign-in/switch-role');
  // A page of AWS's console does not take it: whatever was answered here, nobody gets in that way.
  if (long) return cell(visit, account, { stage: 'assume', code: long.code, message: long.cause });
  const made = { region, way: 'console' as const };
  if (!answer.ok) {
    const code = denialCode({ ...answer, statusCode: 403, requestId: '' });
    return judgedByPolicies(context, cell(visit, account, { stage: 'assume', code, message: answer.message }), made);
  }
  const read = await context.query('path', stsRegion(context, 0)).getAccountSummary(answer.value, context.signal);
  return read.ok
    ? cell(visit, account, { stage: 'done', code: 'BG_HELD', message: '' })
    : cell(visit, account, { stage: 'act', code: denialCode(read), message: read.message });
}

function cell(
  { scenario, user }: Visit,
  account: AccountInScope,
  { stage, code, message }: Pick<Cell, 'stage' | 'code' | 'message'>,
): Cell {
  return {
    scenario,
    question: 'console',
    kind: 'break-glass',
    user,
    control: '',
    account,
    ...judged(code),
    stage,
    message,
    requestId: '',
    calls: 2,
    ms: 0,
  };
}

function judged(code: CellCode): Judged {
  if (code === 'BG_HELD') return { outcome: 'held', code };
  return isUnclear(code) ? { outcome: 'inconclusive', code } : { outcome: 'broken', code };
}
