/** Checks of input that many IAM operations share, with the texts of AWS (IAM user guide, "IAM and AWS STS quotas", names). */
import { AwsError } from '../../wire/aws-error.js';
import { QUOTAS } from './quotas.js';

/** A key and value as the API gives them. */
export interface Tag {
  Key: string;
  Value: string;
}

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/([!-~]+\/)*$/;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const LONGEST_PATH = 512;

/** An input that breaks a constraint of one of its members. */
function invalid(member: string, value: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Throws `ValidationError` unless the value, if there is one, is one of a list. */
export function checkOneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value))
    throw invalid(member, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

/** Throws `ValidationError` unless the text has 1 to `longest` of the characters that names of IAM have. */
export function checkName(member: string, value: string, longest: number): void {
  if (value.length > longest) throw invalid(member, value, `Member must have length less than or equal to ${longest}`);
  if (value.length < 1) throw invalid(member, value, 'Member must have length greater than or equal to 1');
  if (!NAME.test(value))
    throw new AwsError(
      'ValidationError',
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
}

/** Throws `ValidationError` unless the path begins and ends with a slash and is not reserved for AWS. */
export function checkPath(path: string): void {
  if (path.length > LONGEST_PATH)
    throw invalid('path', path, `Member must have length less than or equal to ${LONGEST_PATH}`);
  if (!PATH.test(path) || path.includes('//') || /^\/aws-(reserved|service-role)\//.test(path)) {
    throw new AwsError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
}

/** Throws `ValidationError` unless the number, if there is one, is a whole one from `least` to `most`. */
export function checkRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < least)
    throw invalid(member, String(value), `Member must have value greater than or equal to ${least}`);
  if (value > most) throw invalid(member, String(value), `Member must have value less than or equal to ${most}`);
}

/** Throws `ValidationError` for a description longer than AWS takes. */
export function checkDescription(description: string | undefined): void {
  if ((description ?? '').length > 1000)
    throw invalid('description', String(description), 'Member must have length less than or equal to 1000');
}

/** Throws `LimitExceeded` if there are `limit` already. `quota` is AWS's name of it. */
export function checkQuota(count: number, quota: string, limit: number): void {
  if (count >= limit) throw new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, 409);
}

/** The tags that a holder of `existing` has after these were added; keys are equal without regard to case. Throws for wrong tags. */
export function withTags(existing: ReadonlyMap<string, string>, tags: readonly Tag[]): Map<string, string> {
  if (tags.length > QUOTAS.tags)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${QUOTAS.tags}`,
    );
  for (const { Key, Value } of tags) checkTag(Key, Value);
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length)
    throw new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  const kept = [...existing].filter(([key]) => !keys.has(key.toLowerCase()));
  const all = new Map([...kept, ...tags.map(({ Key, Value }): [string, string] => [Key, Value])]);
  if (all.size > QUOTAS.tags)
    throw new AwsError('LimitExceeded', 'The number of tags has reached the maximum limit.', 409);
  return all;
}

function checkTag(key: string, value: string): void {
  if (key.length < 1 || key.length > 128)
    throw invalid('tags.1.member.key', key, 'Member must have length between 1 and 128');
  if (value.length > 256)
    throw invalid('tags.1.member.value', value, 'Member must have length less than or equal to 256');
  if (!TAG_KEY.test(key) || !TAG_VALUE.test(value))
    throw invalid(
      'tags.1.member',
      `${key}=${value}`,
      'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*',
    );
  if (/^aws:/i.test(key))
    throw new AwsError('InvalidInput', `Tag keys that start with 'aws:' are reserved for AWS: ${key}`);
}
