/** Doors that the organization document declares, beside those that there are. Pure. */
import type { Door as DeclaredDoor } from '../../../organization/model.js';
import type { Inspected } from '../../configuration/rule.js';
import { doors } from './doors.js';
import type { Door } from './doors.js';
import { groupedBy } from '../../../base/grouped-by.js';

/** A declared door, and where it was found. */
export interface Listed {
  name: string;
  door: DeclaredDoor;
  /** Names of the accounts that it leads into; none: there is no such door. */
  accounts: string[];
  /** After its last day. */
  expired: boolean;
  /** What the document does not say of it. */
  missing: ('owner' | 'alarm')[];
}

/** Every declared door, and what no declaration covers. */
export function comparedWithDeclared(inspected: Inspected): { listed: Listed[]; undeclared: Door[] } {
  const declared = Object.entries(inspected.declared.doors);
  const today = new Date(inspected.now).toISOString().slice(0, 10);
  const covers = (one: DeclaredDoor, door: Door, account: string): boolean =>
    (one.accounts === undefined || one.accounts.includes(account)) &&
    one.into.some((pattern) => isLike(pattern, door.into)) &&
    one.admits.some(
      (pattern) =>
        isLike(pattern, door.from) ||
        (door.home.length > 0 && door.home.every((home) => isLike(pattern, `${home}/${door.from}`))),
    );
  return {
    listed: declared.map(([name, door]) => ({
      name,
      door,
      accounts: [
        ...new Set(
          doors(inspected).flatMap((found) => found.accounts.filter((account) => covers(door, found, account))),
        ),
      ].sort(),
      expired: door.until !== undefined && door.until < today,
      missing: (['owner', 'alarm'] as const).filter((key) => door[key] === undefined),
    })),
    undeclared: withoutConsequences(
      doors(inspected).flatMap((door) => {
        const open = door.accounts.filter((account) => !declared.some(([, one]) => covers(one, door, account)));
        return open.length > 0 ? [{ ...door, accounts: open }] : [];
      }),
    ),
  };
}

/**
 * Without doors that go when another one is shut: those that lead through somebody whose own door is open, and changes of what
 * somebody gets into without any change.
 */
function withoutConsequences(open: readonly Door[]): Door[] {
  const into = groupedBy(open, (door) => door.into);
  return open.filter((door) => {
    if (door.told) return false;
    const others = (into.get(door.into) ?? []).filter((other) => other !== door);
    return !others.some(
      (other) =>
        // The longer way is the consequence: of two who can become each other, one has the right itself.
        (other.steps.length <= door.steps.length &&
          door.steps.some(({ to, by }) => by !== undefined && other.from === to && other.home.includes(by))) ||
        (isChange(door) && !isChange(other) && other.accounts.some((account) => door.accounts.includes(account))),
    );
  });
}

/** Whether its last step changes something, which shows the right that does it. */
function isChange({ steps }: Pick<Door, 'steps'>): boolean {
  return /\((iam|sso):/.test(steps.at(-1)?.words ?? '');
}

/** `*` stands for anything. */
function isLike(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return pattern === text;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > text.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
