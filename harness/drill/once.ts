/** Asks once, however often the answer is wanted. */

/** A function that calls `make` at its first call and gives the same promise ever after. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
