/** Bounded concurrency with results in the order of the items. */

/**
 * Calls `work` for every item, at most `concurrency` at once, and `each` with the results in the order of the items as
 * soon as all earlier ones are there. Stops starting new work when `signal` aborts or `work` rejects; then waits for
 * what is in flight and rejects.
 */
export async function mapInOrder<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
  each: (result: Result, item: Item) => void,
  signal?: AbortSignal,
): Promise<void> {
  const finished = new Map<number, Result>();
  let next = 0;
  let reported = 0;
  let failure: { error: unknown } | undefined;
  const report = (): void => {
    for (; finished.has(reported); reported++) {
      each(finished.get(reported) as Result, items[reported] as Item);
      finished.delete(reported);
    }
  };
  const worker = async (): Promise<void> => {
    while (next < items.length && !failure && !signal?.aborted) {
      const index = next++;
      try {
        finished.set(index, await work(items[index] as Item));
        report();
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (failure) throw failure.error;
  signal?.throwIfAborted();
}
