/** Where news of a use ends: at a broken link, or at something whose work nobody sees here. Pure. */
import type { Explanation } from '../causes/explanation.js';

/** The news is handed to something that is not run, or not read, here: whether anybody hears of it is not known. */
export interface Unseen {
  /** One sentence without a full stop that names it. */
  unseen: string;
}

export type Loss = Explanation | Unseen;

export function isUnseen(loss: Loss): loss is Unseen {
  return 'unseen' in loss;
}

/** One whole branch is enough; else one that cannot be followed leaves it open; else the first broken one is told. */
export function firstLoss(branches: readonly (Loss | undefined)[]): Loss | undefined {
  if (branches.includes(undefined)) return undefined;
  return branches.find((branch) => branch !== undefined && isUnseen(branch)) ?? branches[0];
}
