/**
 * The sweep: every break-glass user into every account, in the way that the drill file names; one sign-in with MFA a user, or
 * a code a hop. Hops with the long-term key, which the sweep does not make by itself, are played in a sample of accounts.
 */
import { seededRandom } from '../../../base/random.js';
import type { Cell } from '../../drill/cell.js';
import { managementAccount } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { accountsByCode } from '../../drill/hop-way.js';
import type { HopWay } from '../../drill/hop-way.js';
import { firstRead, hop, signIn as signInCall } from '../../drill/planned-calls.js';
import { itemsOf } from '../../drill/work.js';
import type { Work, WorkItem } from '../../drill/work.js';
import type { Asking } from '../question.js';
import { cellOf, enterAccount, longTermKey, signInWithCode } from './enter.js';
import type { Entry, HopKey, Reached } from './enter.js';

/** The work of sweeping as these users for a question: of each a sign-in where the way has one, and an item an account. */
export function planSweep(context: DrillContext, question: string, users: readonly string[]): Work[] {
  const { file, inventory } = context;
  return users.flatMap((user): Work[] => {
    const entering = entries(context, { question, user, id: `${question}/${user}` }, inventory.inScope);
    if (file.breakGlass.hop === 'long-term-key') return [entering];
    const signingIn = {
      ...entering,
      id: `${question}/${user}/sign-in`,
      accounts: [managementAccount(context)],
      prepares: { work: [entering.id], in: 'all accounts' as const },
      calls: isPresent(context, user) ? [signInCall(user, inventory.managementAccountId)] : [],
    };
    return [signingIn, entering];
  });
}

/** The work of hopping with the long-term key in a sample of accounts; none where the whole sweep does. */
export function planByCode(context: DrillContext, question: string, users: readonly string[]): Work[] {
  if (context.file.breakGlass.hop === 'long-term-key') return [];
  return users.map((user) =>
    entries(context, { question, user, id: byCodeId(question, user) }, accountsByCode(context, user)),
  );
}

function byCodeId(question: string, user: string): string {
  return `${question}/${user}/by-code`;
}

/** Whether a cell is one of the sample that hops with the long-term key beside the sweep. */
export function isByCode({ question, user, item = '' }: Cell): boolean {
  return item.startsWith(`${byCodeId(question, user)}/`);
}

function entries(
  context: DrillContext,
  { question, user, id }: { question: string; user: string; id: string },
  accounts: Work['accounts'],
): Work {
  const home = [context.inventory.managementAccountId];
  return {
    question,
    principal: user,
    certainty: 'certain',
    id,
    accounts,
    calls: isPresent(context, user) ? [hop(`user/${user}`, home), firstRead(context.file)] : [],
  };
}

/** Nobody can sign in as a user that IAM does not know: its items are answered without a call. */
function isPresent({ known }: DrillContext, user: string): boolean {
  return known.present.includes(user);
}

/** Whom a sweep is played as: if nobody within reach can open any user, all of them are tried, so that it shows in every account. */
export function usersToSweep(users: readonly string[], within: readonly string[]): readonly string[] {
  return within.length === 0 ? users : within;
}

/** Enters every account of the planned work as these users. Cells come in the order of the plan: by user, then by account. */
export async function sweep(asking: Asking, question: string, users: readonly string[]): Promise<Cell[]> {
  const { context, work } = asking;
  const { hop: way } = context.file.breakGlass;
  const cells: Cell[] = [];
  for (const user of users) {
    const [signInWork, entering] = [`${question}/${user}/sign-in`, `${question}/${user}`].map((id) =>
      work.find((one) => one.id === id),
    );
    // Nobody signs in to ask nothing.
    const isNeeded = [signInWork, entering].some((one) => one && asking.left(one).length > 0);
    const session = isNeeded && way === 'mfa-session' ? await signInWithCode(context, user) : undefined;
    if (signInWork) itemsOf(signInWork).forEach((item) => asking.done(item));
    // One cell a user goes through the SDK client, so that the lean signer is never the only witness.
    const { inScope } = context.inventory;
    const sample = inScope[seededRandom(`${context.file.seed} sample ${user}`).below(inScope.length)];
    const key = session ? (): Promise<HopKey | Reached> => Promise.resolve(session) : codeEach(context, user);
    cells.push(...(await enterEach(asking, `${question}/${user}`, { question, user, way, sample, key })));
  }
  return cells;
}

/** Hops with the long-term key, in the accounts of the planned sample. */
export async function hopByCode(asking: Asking, question: string, users: readonly string[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const user of users) {
    const key = codeEach(asking.context, user);
    const hops = { question, user, way: 'long-term-key' as const, sample: undefined, key };
    cells.push(...(await enterEach(asking, byCodeId(question, user), hops)));
  }
  return cells;
}

/** The hops of one user. */
interface Hops extends Pick<Entry, 'question' | 'user'> {
  way: HopWay;
  /** The account that is entered through the SDK client. */
  sample: Entry['account'] | undefined;
  key(): Promise<HopKey | Reached>;
}

async function enterEach(asking: Asking, workId: string, { question, user, way, sample, key }: Hops): Promise<Cell[]> {
  const { context, scenario, work } = asking;
  const entering = work.find(({ id }) => id === workId);
  if (!entering) return [];
  const enter = async ({ account }: WorkItem): Promise<Cell> => {
    const entry: Entry = { scenario, question, user, account, way, sampled: account === sample };
    const opened = await key();
    return 'credentials' in opened ? enterAccount(context, entry, opened) : cellOf(entry, opened);
  };
  if (way === 'mfa-session') return asking.each(entering, enter);
  // A device shows one code at a time: whoever hops next waits until this hop was answered.
  let before: Promise<unknown> = Promise.resolve();
  return asking.each(entering, (item) => {
    const entered = before.then(() => enter(item));
    before = entered.catch(() => undefined);
    return entered;
  });
}

function codeEach(context: DrillContext, user: string): Hops['key'] {
  return () => longTermKey(context, user);
}
