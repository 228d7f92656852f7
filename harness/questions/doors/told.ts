/** Doors as findings tell them: one line for all that are alike, whoever begins and however many roles there are. Pure. */
import type { Explanation } from '../../causes/explanation.js';
import type { Door } from './doors.js';
import { groupedBy } from '../../../base/grouped-by.js';

/** One line, and the accounts that it is about. */
export interface Told extends Explanation {
  accounts: string[];
}

/** Doors in as few lines as there are kinds of them. */
export function toldTogether(doors: readonly Door[]): Told[] {
  const byOrigin = groupedBy(doors, (door) => JSON.stringify([door.words, door.home, wayOf(door)]));
  const merged = [...byOrigin.values()].map((alike) => ({
    way: wayOf(alike[0]),
    origins: [alike[0]?.words ?? ''],
    home: alike[0]?.home ?? [],
    into: unique(alike.map(({ steps }) => steps.at(-1)?.to ?? '')),
    accounts: unique(alike.flatMap(({ accounts }) => accounts)),
  }));
  const byWay = groupedBy(merged, ({ way, into, accounts, home, origins }) =>
    // Outsiders are told one by one: each is another party. Users and roles that differ by name alone are not.
    JSON.stringify([way, into, accounts, home.length > 0 ? kindOf(origins[0] ?? '') : origins, isSame(home, accounts)]),
  );
  return [...byWay.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const home = unique(alike.flatMap((one) => one.home));
    const whose = home.length === 0 || isSame(home, first.accounts) ? '' : ` of ${listed(home)}`;
    const steps = first.way.map(({ words, to }) => words.replaceAll('%', () => to ?? listed(first.into)));
    const changes = steps.some((step) => /\((iam|sso):/.test(step));
    return [
      {
        code: changes ? ('BG_DOOR_MAKEABLE' as const) : ('BG_DOOR_UNDECLARED' as const),
        cause: `${listed(unique(alike.flatMap(({ origins }) => origins)))}${whose} may ${steps.join(', then ')}, and then has every right there`,
        accounts: first.accounts,
      },
    ];
  });
}

/** The steps, without the name of what the last one leads to. */
function wayOf(door: Door | undefined): { words: string; to?: string }[] {
  const steps = door?.steps ?? [];
  return steps.map(({ words, to }, index) => (index === steps.length - 1 ? { words } : { words, to }));
}

const kindOf = (label: string): string => label.split('/')[0] ?? '';
const isSame = (some: readonly string[], others: readonly string[]): boolean => some.join() === others.join();
const unique = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** Up to three names, then how many more. */
function listed(items: readonly string[]): string {
  return items.length <= 3 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
}
