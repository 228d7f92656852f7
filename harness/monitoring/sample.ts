/** Chooses the uses that alarms are judged by: access is checked in every account, alarms on a sample of each kind. Pure. */
import { seededRandom } from '../../base/random.js';
import type { Use } from './use.js';

/** At most `most` uses of each scenario, OU, Region and kind, hops with a long-term key and refused ones apart; the same for the same seed, in the order of `uses`. */
export function sampleUses(
  uses: readonly Use[],
  ouOf: (accountId: string) => string,
  most: number,
  seed: string,
): Use[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = [use.scenario, ouOf(use.account), use.region, use.kind, use.byCode, use.succeeded].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  const chosen = new Set([...groups].flatMap(([key, group]) => choose(group, most, `${seed} alarms ${key}`)));
  return uses.filter((use) => chosen.has(use));
}

/** The first of a shuffle that stops when it has enough. */
function choose(group: readonly Use[], most: number, seed: string): Use[] {
  if (group.length <= most) return [...group];
  const random = seededRandom(seed);
  const left = [...group];
  return Array.from({ length: most }, () => left.splice(random.below(left.length), 1)).flat();
}
