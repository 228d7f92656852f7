/** The only file that makes random values. Seeded randomness makes a drill on the embedded organization repeatable. */
import { hash, randomBytes, randomUUID } from 'node:crypto';

/** A source of random values. */
export interface Random {
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
  /** A whole number from 0 up to and not including `limit`. Throws a RangeError unless 1 <= limit <= 2^32. */
  below(limit: number): number;
  /** A new source that depends only on this one's seed and `label`, not on how much was drawn so far. */
  derive(label: string): Random;
}

/** The same `seed` always gives the same values: SHA-256 in counter mode. Never use it for secrets of a real system. */
export function seededRandom(seed: string): Random {
  let counter = 0;
  let pool: Uint8Array = NOTHING;
  let position = 0;
  const next = (): number => {
    if (position >= pool.length) {
      pool = hash('sha256', `${seed}\u0000${counter++}`, 'buffer');
      position = 0;
    }
    return pool[position++] ?? 0;
  };
  const bytes = (count: number): Uint8Array => {
    const result = new Uint8Array(count);
    for (let index = 0; index < count; index++) result[index] = next();
    return result;
  };
  const draw = (): number => next() * 2 ** 24 + next() * 2 ** 16 + next() * 2 ** 8 + next();
  return { bytes, below: (limit) => below(limit, draw), derive: (label) => seededRandom(`${seed}\u0001${label}`) };
}

/** Values that nobody can foresee, from the system. */
export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  below: (limit) => below(limit, () => randomBytes(4).readUInt32BE()),
  derive: () => seededRandom(randomUUID()),
};

const NOTHING = new Uint8Array(0);

/** `draw` gives a whole number below 2^32. */
function below(limit: number, draw: () => number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32)
    throw new RangeError(`limit ${limit} is not between 1 and 2^32`);
  const unbiased = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const drawn = draw();
    if (drawn < unbiased) return drawn % limit;
  }
}
