/** What a service's public model demands of texts, answered in the words that AWS's services share. */
import { AwsError } from '../../wire/aws-error.js';

/** Length and pattern of a text member. */
export interface TextConstraint {
  /** Whole text; as AWS writes it in its API references. */
  pattern: RegExp;
  least: number;
  most: number;
}

/** Throws `ValidationError` unless the text, if there is one, keeps to the constraint. `member` is named as AWS names it: lower camel case. */
export function checkText(text: string | undefined, member: string, { pattern, least, most }: TextConstraint): void {
  if (text === undefined) return;
  if (text.length < least) throw violation(text, member, `Member must have length greater than or equal to ${least}`);
  if (text.length > most) throw violation(text, member, `Member must have length less than or equal to ${most}`);
  if (!new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(text))
    throw violation(text, member, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

/** Throws `ValidationError` unless the value, if there is one, is one of those. */
export function checkOneOf(value: string | undefined, member: string, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value))
    throw violation(value, member, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

function violation(value: string, member: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
