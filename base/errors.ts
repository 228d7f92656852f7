/** Errors that people read: a stable code, what happened, and what to do about it. */

/** Where in a file the user can mend something; line and column count from 1. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

/**
 * An error with a stable code (`BG_…`), one sentence of what happened and a hint that says what to do. Never put a
 * secret into any of them. Recognise it by its `code` field, never by `instanceof`: two copies of a module may be loaded.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string = '',
    readonly place?: Place,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Wrong input, found before anything started: exit code 2. */
export function usageError(message: string, hint = '', place?: Place): CodedError {
  return new CodedError('BG_USAGE', message, hint, place);
}

/** True for every error of ours, whichever copy of this module made it. */
export function isCodedError(error: unknown): error is CodedError {
  return (
    error instanceof Error &&
    typeof (error as Partial<CodedError>).code === 'string' &&
    (error as CodedError).code.startsWith('BG_')
  );
}

/** The sentence for a terminal: place, message, hint; no stack trace. */
export function describeError(error: unknown): string {
  if (!isCodedError(error)) return error instanceof Error ? error.message : String(error);
  const place = error.place ? `${describePlace(error.place)}: ` : '';
  return `${place}${error.message}${error.hint === '' ? '' : `\n  ${error.hint}`}`;
}

/** `file:line:column` as editors open it. */
function describePlace(place: Place): string {
  return [place.file, place.line, place.line === undefined ? undefined : place.column]
    .filter((part) => part !== undefined)
    .join(':');
}
