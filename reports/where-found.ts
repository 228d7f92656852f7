/** Says where a finding is: whole OUs by their name, single accounts by theirs. */
import type { DrillResult, Finding, MatrixAccount } from './result.js';
import { groupDigits, listWords, plural } from './sentences.js';

/** Of so many accounts at least, one that is left out is told rather than the many that are not. */
const MANY = 5;

/** Such as `all 16 accounts`, `all accounts but management`, `9 accounts in Workloads and network`, or up to `most` names; empty for no account. */
export function placeWords(
  { accounts }: Pick<Finding, 'accounts'>,
  { matrix }: Pick<DrillResult, 'matrix'>,
  most = 3,
): string {
  if (accounts.length === 0) return '';
  const ids = new Set(accounts.map(({ id }) => id));
  const others = matrix.accounts.filter(({ id }) => !ids.has(id));
  if (accounts.length > 1 && accounts.length + others.length === matrix.accounts.length) {
    if (others.length === 0) return `all ${groupDigits(accounts.length)} accounts`;
    if (others.length === 1 && accounts.length >= MANY) return `all accounts but ${others[0]?.name ?? ''}`;
  }
  const units = wholeUnits(matrix.accounts, ids);
  const told = new Set(units.flatMap(({ members }) => members));
  const names = accounts.filter(({ id }) => !told.has(id)).map(({ name }) => name);
  const whole = units.map(
    ({ ou, members }, index) =>
      `${index === 0 ? plural(members.length, 'account') : groupDigits(members.length)} in ${ou}`,
  );
  return listWords([...whole, ...names], Math.max(most, units.length));
}

/** OUs, the outermost first, of which every account is among the ids; a single account is named by its own name. */
function wholeUnits(accounts: readonly MatrixAccount[], ids: ReadonlySet<string>): { ou: string; members: string[] }[] {
  const members = new Map<string, string[]>();
  for (const { id, ou } of accounts) {
    if (ou === 'Root') continue;
    const parts = ou.split('/');
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = parts.slice(0, depth).join('/');
      members.set(path, [...(members.get(path) ?? []), id]);
    }
  }
  const whole = [...members]
    .filter(([, inside]) => inside.length > 1 && inside.every((id) => ids.has(id)))
    .map(([ou]) => ou);
  return whole
    .filter((ou) => !whole.some((outer) => ou.startsWith(`${outer}/`)))
    .sort()
    .map((ou) => ({ ou, members: members.get(ou) ?? [] }));
}
