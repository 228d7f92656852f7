/** JSON Schemas of what people write, for editors: the document and the overlay. The checks of `load.ts` go further. */
import { z } from 'zod';
import { account, accountContent, count, documentFrame, organizationalUnit, overlayFrame, shared } from './schema.js';

/** A JSON Schema, as far as it is looked into here. */
interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** JSON Schema (2020-12) of an organization document: accounts may leave to `everyAccount` what they do not say. */
export function documentJsonSchema(): JsonSchema {
  const frame = toJson(documentFrame);
  const parts = {
    ...sharedParts(),
    ous: optional(mapOf(organizationalUnit)),
    everyAccount: optional(toJson(accountContent)),
    accounts: optional(mapOf(account.extend({ count }))),
  };
  return { $schema: DRAFT, title: 'organization document', ...frame, properties: { ...frame.properties, ...parts } };
}

/** JSON Schema (2020-12) of an overlay: a part of a document, in which `null` deletes. */
export function overlayJsonSchema(): JsonSchema {
  const frame = toJson(overlayFrame);
  const parts = {
    ...sharedParts(),
    ous: mapOf(organizationalUnit),
    everyAccount: toJson(accountContent),
    accounts: mapOf(account),
  };
  const patches = mapValues(parts, (part) => patch(optional(part)));
  return {
    $schema: DRAFT,
    title: 'overlay on an organization document',
    ...frame,
    properties: { ...frame.properties, ...patches },
  };
}

function sharedParts(): Record<keyof typeof shared, JsonSchema> {
  return mapValues(shared, (part) => toJson(part));
}

function mapOf(member: z.ZodType): JsonSchema {
  return toJson(z.record(z.string(), member));
}

function toJson(schema: z.ZodType): JsonSchema {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return rest;
}

/** The same with nothing required. */
function optional(schema: JsonSchema): JsonSchema {
  const { required: _required, ...rest } = schema;
  return inside(rest, optional, optional);
}

/** The same with `null` for any member. A list is replaced as a whole: what is in it is no member. */
function patch(schema: JsonSchema): JsonSchema {
  return inside(schema, (member) => ({ anyOf: [patch(member), { type: 'null' }] }), patch);
}

function inside(
  schema: JsonSchema,
  member: (part: JsonSchema) => JsonSchema,
  branch: (part: JsonSchema) => JsonSchema,
): JsonSchema {
  const { properties, additionalProperties, anyOf } = schema;
  return {
    ...schema,
    ...(properties ? { properties: mapValues(properties, member) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: member(additionalProperties) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(branch) } : {}),
  };
}

function mapValues<K extends string, V, W>(record: Record<K, V>, change: (value: V) => W): Record<K, W> {
  return Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, change(value)])) as Record<K, W>;
}
