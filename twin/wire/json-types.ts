/** Checks input against a schema: the SDK's deserializers let any type through, and an operation would stumble over it. */
import { AwsError } from './aws-error.js';
import { MAX_DEPTH } from './limits.js';
import type { NormalizedSchema } from './schemas.js';

/** JSON as it was parsed, or input that a binary protocol has already turned into times and bytes. */
type Form = 'json' | 'decoded';

/**
 * Throws `SerializationException` where a value has not the type of its member. Unknown members and `null` members are
 * left to the deserializer, which drops them as AWS does.
 */
export function checkTypes(schema: NormalizedSchema, value: unknown, form: Form = 'json', depth = 0): void {
  if (depth > MAX_DEPTH) throw new AwsError('SerializationException', 'The request is nested too deeply.');
  // An operation without input has a unit for it; clients send an empty object.
  if (schema.isDocumentSchema() || schema.isUnitSchema()) return;
  if (schema.isStructSchema()) {
    const members = objectOf(value);
    for (const [name, member] of schema.structIterator()) {
      const given = Object.hasOwn(members, name) ? members[name] : undefined;
      if (given !== undefined && given !== null) checkTypes(member, given, form, depth + 1);
    }
  } else if (schema.isMapSchema()) {
    for (const item of Object.values(objectOf(value))) checkTypes(schema.getValueSchema(), item, form, depth + 1);
  } else if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new AwsError('SerializationException', 'Expected list or null');
    for (const item of value as unknown[]) checkTypes(schema.getValueSchema(), item, form, depth + 1);
  } else checkSimple(schema, value, form);
}

function objectOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) throw new AwsError('SerializationException', 'Start of list found where not expected');
  if (typeof value !== 'object' || value === null)
    throw new AwsError('SerializationException', 'Expected a structure or map');
  return value as Record<string, unknown>;
}

function checkSimple(schema: NormalizedSchema, value: unknown, form: Form): void {
  if (form === 'decoded' && isDecoded(schema, value)) return;
  const [expected, name] = expectation(schema);
  if (typeof value === expected && !(form === 'decoded' && (schema.isTimestampSchema() || schema.isBlobSchema())))
    return;
  if (Array.isArray(value)) throw new AwsError('SerializationException', 'Start of list found where not expected');
  if (typeof value === 'object' && value !== null)
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  const found =
    value === null
      ? 'NULL_VALUE'
      : typeof value === 'boolean'
        ? `${String(value).toUpperCase()}_VALUE`
        : `${(typeof value).toUpperCase()}_VALUE`;
  throw new AwsError('SerializationException', `${found} can not be converted to ${name}`);
}

function isDecoded(schema: NormalizedSchema, value: unknown): boolean {
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  return schema.isBlobSchema() && value instanceof Uint8Array;
}

/** The JSON type of a simple shape, and its name in messages; times travel as epoch seconds, bytes as base64. */
function expectation(schema: NormalizedSchema): readonly ['number' | 'boolean' | 'string', string] {
  if (schema.isNumericSchema()) return ['number', 'an Integer'];
  if (schema.isTimestampSchema()) return ['number', 'a Timestamp'];
  return schema.isBooleanSchema() ? ['boolean', 'a Boolean'] : ['string', 'a String'];
}
