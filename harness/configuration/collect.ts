/** Collects what a rule finds account by account into one problem a cause. Pure. */
import type { Explanation } from '../causes/explanation.js';
import type { Problem } from './rule.js';

/** Problems of a rule, each cause once with all its accounts, in the order in which they were seen. */
export function collect(seen: Iterable<{ account?: string; explanation: Explanation | undefined }>): Problem[] {
  const found = new Map<string, Explanation & { accounts: Set<string> }>();
  for (const { account, explanation } of seen) {
    if (!explanation) continue;
    const key = `${explanation.code} ${explanation.cause}`;
    const problem = found.get(key) ?? { ...explanation, accounts: new Set() };
    if (account !== undefined) problem.accounts.add(account);
    found.set(key, problem);
  }
  return [...found.values()].map((problem) => ({ ...problem, accounts: [...problem.accounts] }));
}
