/** What is due at an instant, done in the order of time: first due, first done; of two at once, the one that was added first. */
export interface DueQueue {
  /** Adds something to do at `at`, which may be any instant. It is told that instant, whenever the queue is worked off. */
  add(at: number, run: (now: number) => void): void;
  /** Does everything that is due up to and at `until`, and what that adds. */
  settle(until: number): void;
}

interface Due {
  at: number;
  order: number;
  run(now: number): void;
}

/** A queue as a binary heap: adding and taking cost the logarithm of what waits. */
export function createDueQueue(): DueQueue {
  const heap: Due[] = [];
  let added = 0;
  return {
    add: (at, run) => {
      heap.push({ at, order: added++, run });
      rise(heap, heap.length - 1);
    },
    settle: (until) => {
      for (let next = heap[0]; next && next.at <= until; next = heap[0]) {
        const last = heap.pop();
        if (last && heap.length > 0) {
          heap[0] = last;
          sink(heap, 0);
        }
        next.run(next.at);
      }
    },
  };
}

function isBefore(left: Due | undefined, right: Due | undefined): boolean {
  if (!left || !right) return left !== undefined;
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function rise(heap: Due[], start: number): void {
  for (let index = start; index > 0;) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function sink(heap: Due[], start: number): void {
  for (let index = start; ;) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const least = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[least], heap[index])) return;
    swap(heap, index, least);
    index = least;
  }
}

function swap(heap: Due[], left: number, right: number): void {
  const [first, second] = [heap[left], heap[right]];
  if (first && second) [heap[left], heap[right]] = [second, first];
}
