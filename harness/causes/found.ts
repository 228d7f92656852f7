/** A finding as a question makes it; what its code means, and what to do, is added from the catalogue. */
import type { Finding } from '../../reports/result.js';
import type { Explanation } from './explanation.js';

export type Found = Explanation & Pick<Finding, 'accounts' | 'scenarios' | 'evidence'>;

/** One finding a cause, with every account that has it. */
export function mergeFound(seen: readonly Found[]): Found[] {
  const merged = new Map<string, Found>();
  for (const one of seen) {
    const key = `${one.code} ${one.cause}`;
    const known = merged.get(key)?.accounts ?? [];
    const accounts = [...known, ...one.accounts.filter(({ id }) => !known.some((account) => account.id === id))];
    merged.set(key, { ...one, accounts });
  }
  return [...merged.values()];
}
