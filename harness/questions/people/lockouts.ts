/** The smallest sets of people whose loss locks everybody out. Pure. */
import { FIRST_FACTORS, holders } from '../../causes/losses.js';
import type { CustodyPlan } from '../../causes/losses.js';

/** Sets of more people than this are not searched: at most 64 sets have to be looked at, however many people there are. */
const LARGEST_SET = 6;

export interface Lockouts {
  /** Every smallest set; `[[]]` if nobody gets in even now; empty if no set of at most `searchedUpTo` people locks everybody out. */
  sets: string[][];
  /** People at once up to which every set was searched. */
  searchedUpTo: number;
}

/**
 * A way in is a pair of different people, one for a first factor and one for the MFA device of the same user. A set locks
 * everybody out if it takes one person of every pair: the smallest such sets are the minimum vertex covers of the graph of
 * pairs. Of a pair that is still whole one of the two must be taken, so each step of the search has two branches only.
 */
export function smallestLockouts(plan: CustodyPlan): Lockouts {
  const pairs = waysIn(plan);
  for (let size = 0; size <= LARGEST_SET; size++) {
    const found = new Map<string, string[]>();
    search(pairs, size, new Set(), (set) => void found.set(JSON.stringify(set), set));
    if (found.size > 0)
      return {
        sets: [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, set]) => set),
        searchedUpTo: size,
      };
  }
  return { sets: [], searchedUpTo: LARGEST_SET };
}

type Pair = readonly [string, string];

function waysIn(plan: CustodyPlan): Pair[] {
  return Object.keys(plan.users).flatMap((user) => {
    const firsts = new Set(FIRST_FACTORS.flatMap((first) => holders(plan, user, first)));
    return holders(plan, user, 'mfa').flatMap((second) =>
      [...firsts].filter((first) => first !== second).map((first): Pair => [first, second]),
    );
  });
}

function search(pairs: readonly Pair[], room: number, taken: ReadonlySet<string>, each: (set: string[]) => void): void {
  const whole = pairs.filter(([first, second]) => !taken.has(first) && !taken.has(second));
  const [pair] = whole;
  if (!pair) return each([...taken].sort());
  if (room === 0) return;
  for (const person of pair) search(whole, room - 1, new Set([...taken, person]), each);
}
