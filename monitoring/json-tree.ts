/** JSON values as the pattern languages look at them. No function here recurses: a message can be nested however deep. */

import { ExactNumber, Members } from '../base/json-text.js';

/** What a leaf of a JSON document holds. */
export type Scalar = string | number | boolean | null | ExactNumber;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return hasMembers(value) && !(value instanceof Members);
}

/** True for an object, whichever way it was read. */
export function hasMembers(value: unknown): value is JsonObject | Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** The members of an object, those of repeated names too. */
export function membersOf(object: JsonObject | Members): readonly (readonly [name: string, value: unknown])[] {
  return object instanceof Members ? object.entries : Object.entries(object);
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) || value instanceof ExactNumber;
}

/** The value of a JSON text, or `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
