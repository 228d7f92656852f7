/** What a check found, and the errors that carry it through mocha. */
import type { Evidence, Outcome } from '../../reports/result.js';
import type { Explanation } from '../causes/explanation.js';
import type { Cell } from './cell.js';

/** What a check can break on: a cell, whose cause is found later, or a cause that is a finding already. */
export type Fault = Cell | Explanation;

/** The judgement of one question. Pure data, made by the function beside the probe that asked. */
export interface Verdict {
  outcome: 'held' | 'broken' | 'inconclusive' | 'not applicable';
  evidence: Evidence;
  /** Figures, such as `34 of 34`. */
  summary: string;
  /** Why it is not held, in one sentence. */
  reason?: string;
  /**
   * Everything that keeps a broken verdict from being held: only if all of it is accepted, the check is. Absent where something
   * else is wrong as well or could not be tested: nobody can accept what is not known.
   */
  faults?: readonly Fault[] | undefined;
}

/**
 * Thrown by an assertion that does not hold. Skipping would leave plain mocha at exit code 0, so inconclusive is thrown
 * too. Recognised by its `outcome` field, never by `instanceof`.
 */
export class CheckError extends Error {
  override readonly name = 'CheckError';
  constructor(
    readonly outcome: Exclude<Outcome, 'held'>,
    message: string,
  ) {
    super(message);
  }
}

/** Outcome that an error of a check stands for: what it carries, or `inconclusive` for an error nobody planned. */
export function outcomeOf(error: unknown): Exclude<Outcome, 'held'> {
  const outcome: unknown =
    typeof error === 'object' && error !== null ? (error as { outcome?: unknown }).outcome : undefined;
  const known = ['broken', 'inconclusive', 'not applicable', 'aborted'] as const;
  return known.find((candidate) => candidate === outcome) ?? 'inconclusive';
}
