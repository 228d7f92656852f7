/** The refusal of a pattern, a filter policy or an alarm rule. */

/** What a service answers when it is given a pattern that it cannot store. The message is fit for its error answer. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** True for every `PatternError`, whichever copy of this module made it. */
export function isPatternError(error: unknown): error is PatternError {
  return error instanceof Error && error.name === 'PatternError';
}
