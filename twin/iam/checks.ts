/** Checks of input that all IAM operations share, with the texts of AWS. */
import { AwsError } from '../aws-error.js';

/** A value that breaks a constraint of its member. */
export function invalid(member: string, value: string, constraint: string): AwsError {
  return new AwsError('ValidationError', `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`);
}

/** Throws `ValidationError` unless the value, if there is one, is one of a list. */
export function checkOneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw invalid(member, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}
