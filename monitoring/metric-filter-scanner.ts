/** Reads the small parts that all metric-filter patterns are made of. */
import { PatternError } from './pattern-error.js';

/** A place in a pattern. */
export interface Scanner {
  readonly source: string;
  position: number;
}

/** Skips white space, then the token if it stands there; tells whether it did. */
export function take(scanner: Scanner, token: string): boolean {
  skipSpace(scanner);
  if (!scanner.source.startsWith(token, scanner.position)) return false;
  scanner.position += token.length;
  return true;
}

/** Like `take`, and refuses the pattern if the token is not there. */
export function expectToken(scanner: Scanner, token: string): void {
  if (!take(scanner, token)) throw invalid(scanner);
}

/** Takes what the sticky expression matches here; `undefined` if nothing. */
export function takeMatch(scanner: Scanner, expression: RegExp): string | undefined {
  expression.lastIndex = scanner.position;
  const [found] = expression.exec(scanner.source) ?? [];
  if (found !== undefined) scanner.position += found.length;
  return found;
}

export function skipSpace(scanner: Scanner): void {
  takeMatch(scanner, /\s*/y);
}

export function atEnd(scanner: Scanner): boolean {
  skipSpace(scanner);
  return scanner.position >= scanner.source.length;
}

/** A text in double quotes, without them; `\"` and `\\` are a quote and a backslash. `undefined` if no quote stands here. */
export function takeQuoted(scanner: Scanner): string | undefined {
  if (scanner.source[scanner.position] !== '"') return undefined;
  const quoted = takeMatch(scanner, /"(?:[^"\\]|\\[^])*"/y);
  if (quoted === undefined) throw invalid(scanner);
  return quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

/** The text between two `%`, without them. `undefined` if no `%` stands here. */
export function takeRegex(scanner: Scanner): string | undefined {
  if (scanner.source[scanner.position] !== '%') return undefined;
  const regex = takeMatch(scanner, /%[^%]*%/y);
  if (regex === undefined) throw invalid(scanner);
  return regex.slice(1, -1);
}

/** The refusal of a pattern that has something else here than it may have. */
export function invalid({ source, position }: Scanner): PatternError {
  const rest = source.slice(position, position + 20);
  return new PatternError(
    `Invalid metric filter pattern: unexpected ${rest === '' ? 'end' : `'${rest}'`} at position ${position}`,
  );
}
