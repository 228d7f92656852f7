/** What a drill plans to do, in work items: the same list is planned, played, resumed, and counted by progress. Pure. */
import type { AccountInScope } from './context.js';

/**
 * `certain`: the journal holds each item exactly once. `conditional`: the journal says whether it was reached, and why not.
 * `repeated`: retries, pages and polls, which are bounded and counted apart.
 */
export type Certainty = 'certain' | 'conditional' | 'repeated';

/** A call that each item of a work makes. */
export interface PlannedCall {
  /** `service:Operation`, the service by its signing name. */
  call: string;
  /** Who signs: `user/NAME`, `role/PATH/NAME`, `permission-set/NAME`, or `anybody` for a request that is not signed. */
  as: string;
  /** Ids of the accounts that the caller is in; `item` for the account of the item, `caller` for that of its caller. */
  from: 'item' | 'caller' | readonly string[];
  /** Of a hop: ids of the accounts whose break-glass role is entered; `item` for the account of the item. */
  into?: 'item' | readonly string[];
  /** How often, at most; once if absent. */
  times?: number;
}

/** Work of one kind: an item for each of its accounts, or for each pair of a caller's account and an account. */
export interface Work {
  /** Unique in its scenario, such as `access/break-glass-1`. */
  id: string;
  /** Id of the question that asks. */
  question: string;
  /** Who acts, in reports. */
  principal: string;
  certainty: Certainty;
  /** When an item of conditional or repeated work is reached, in words. */
  when?: string;
  accounts: readonly AccountInScope[];
  /** Accounts that the principal comes from, where it matters. */
  callers?: readonly AccountInScope[];
  calls: readonly PlannedCall[];
  /** Its items are answered by the same calls as those of other work of this name: all of them have an answer, or none. */
  together?: { name: string } & Reach;
  /** It only prepares the items of these works: it is needed as long as one of them has no answer. */
  prepares?: { work: readonly string[] } & Reach;
}

/** Whether items of different accounts have to do with each other. */
interface Reach {
  in: 'the same account' | 'all accounts';
}

/** One principal, from wherever it comes, in one account. */
export interface WorkItem {
  /** Unique in its scenario, such as `access/break-glass-1/111122223333`. */
  id: string;
  question: string;
  principal: string;
  account: AccountInScope;
  caller?: AccountInScope;
}

/** The item of a work in one of its accounts. */
export function itemIn({ id, question, principal }: Work, account: AccountInScope, caller?: AccountInScope): WorkItem {
  if (!caller) return { id: `${id}/${account.id}`, question, principal, account };
  return { id: `${id}/${caller.id}/${account.id}`, question, principal, account, caller };
}

/** Every item of a work, in the order of its accounts. */
export function itemsOf(work: Work): WorkItem[] {
  const { accounts, callers } = work;
  if (!callers) return accounts.map((account) => itemIn(work, account));
  return callers.flatMap((caller) => accounts.map((account) => itemIn(work, account, caller)));
}

/** How many items a work has. */
export function countOf({ accounts, callers }: Work): number {
  return accounts.length * (callers?.length ?? 1);
}

/** Console paths whose requests are uses. */
const CONSOLE = ['sign-in:/sign-in/console', 'sign-in:/sign-in/switch-role'];

/** Uses of break glass that a work makes at most and that the management account records: hops into the role from there, and steps at the console. */
export function usesOf({ accounts, callers, calls }: Work, managementAccountId: string): number {
  const items = (call: PlannedCall): number => {
    if (CONSOLE.includes(call.call)) return accounts.length;
    if (call.call !== 'sts:AssumeRole' || call.into === undefined || call.from === 'item') return 0;
    if (call.from === 'caller') return callers?.some(({ id }) => id === managementAccountId) ? accounts.length : 0;
    return call.from.includes(managementAccountId) ? accounts.length * (callers?.length ?? 1) : 0;
  };
  return calls.reduce((sum, call) => sum + items(call) * (call.times ?? 1), 0);
}
