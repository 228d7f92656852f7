/** Attribute operations: `name.givenName` and a value, or no value, which takes the attribute away. */
import { AwsError } from '../../wire/aws-error.js';

export interface AttributeOperation {
  AttributePath: string;
  AttributeValue?: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * The members with the operations applied. Paths and values come in lower camel case, members are written with a capital.
 * Throws `ValidationException` for a path that is not one of `known`.
 */
export function applyOperations(
  members: Members,
  operations: readonly AttributeOperation[],
  known: readonly string[],
): Members {
  return operations.reduce((result, { AttributePath: path, AttributeValue: value }) => {
    const [first = '', second, ...deeper] = path.split('.').map(capital);
    if (!known.includes(first) || deeper.length > 0)
      throw new AwsError('ValidationError', `The attribute path ${path} cannot be changed.`);
    if (second === undefined) return { ...result, [first]: withCapitals(value) };
    const nested = result[first];
    return { ...result, [first]: { ...(typeof nested === 'object' ? nested : {}), [second]: withCapitals(value) } };
  }, members);
}

function withCapitals(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withCapitals);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [capital(name), withCapitals(member)]));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
