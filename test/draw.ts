/**
 * Which of many examples are played: a few in `npm test`, more where DRAW names a seed, as in .ci/run, and every one with
 * EVERY_FAULT=true, as in .ci/full. Another seed draws others, so that over many commits every one is played.
 */
import { seededRandom } from '../base/random.js';

const seed = process.env['DRAW'] ?? '';

export const share = process.env['EVERY_FAULT'] === 'true' ? 'every' : seed === '' ? 'few' : 'more';

/** So many for each share but the last, in the order that they had. `what` keeps two draws of the same things apart. */
export function drawn<T>(what: string, items: readonly T[], sizes: { few: number; more: number }): T[] {
  if (share === 'every') return [...items];
  const random = seededRandom(`${seed} ${what}`);
  const left = [...items.keys()];
  const chosen = new Set(Array.from({ length: sizes[share] }, () => left.splice(random.below(left.length || 1), 1)[0]));
  return items.filter((_item, index) => chosen.has(index));
}

/** How a law that holds for any input is played: the few inputs are the same each time. */
export function runs(
  first: number,
  sizes: { few: number; more: number; every: number },
): { seed: number; numRuns: number } {
  return { seed: share === 'more' ? seededRandom(`${seed} ${first}`).below(2 ** 31) : first, numRuns: sizes[share] };
}
