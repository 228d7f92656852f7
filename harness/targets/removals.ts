/** What a drill makes at a target for a while and takes away again. */
import { notImplemented } from '../../aws/missing-operations.js';
import { describeError } from '../../base/errors.js';
import type { Progress } from '../drill/progress.js';

/** How something is made that is taken away again whatever happens. */
export interface Maker {
  /** Makes something whose name is known beforehand: it is taken away even if the answer to `create` is lost. Rejects as `create` does. */
  make<T>(what: string, create: () => Promise<T>, remove: () => Promise<unknown>): Promise<T>;
  /** Remembers how to take away what was made. */
  toRemove(what: string, remove: () => Promise<unknown>): void;
}

/** Things to be taken away in the opposite order. */
export interface Removals extends Maker {
  /** Takes everything away. Never rejects: says what could not be. */
  removeAll(): Promise<void>;
}

interface Removal {
  what: string;
  remove(): Promise<unknown>;
  /** The target said that it made it. */
  made: boolean;
}

/** Nothing to remove yet. */
export function createRemovals(progress: Pick<Progress, 'step'>): Removals {
  const removals: Removal[] = [];
  const remember = (removal: Removal): Removal => (removals.unshift(removal), removal);
  return {
    make: async (what, create, remove) => {
      const removal = remember({ what, remove, made: false });
      const made = await create();
      removal.made = true;
      return made;
    },
    toRemove: (what, remove) => void remember({ what, remove, made: true }),
    removeAll: async () => {
      for (const removal of removals.splice(0))
        await removal.remove().catch((error: unknown) => sayIfLeft(progress, removal, error));
    },
  };
}

/** What is not there need not be taken away, and what cannot be taken away for want of such a call was never made, unless the target said so. */
function sayIfLeft(progress: Pick<Progress, 'step'>, { what, made }: Removal, error: unknown): void {
  const { name = '' } = error as { name?: string };
  const gone =
    /NoSuchEntity|NotFound|NotAttached|NonExistent|DoesNotExist/i.test(name) ||
    (!made && notImplemented(error) !== undefined);
  if (!gone) progress.step(`could not take ${what} away again (${describeError(error)}): delete it`);
}
