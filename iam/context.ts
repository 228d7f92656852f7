/** The context of a request, ready to be asked: key names compare case-insensitively, absent is absent. */

import { inLowerCase } from './lower-case.js';

export interface ContextValue {
  values: readonly string[];
  /** The key was given as a list, even if of one value. */
  multivalued: boolean;
}

export type RequestContext = ReadonlyMap<string, ContextValue>;

/** Reads a context as callers give it. A key with an empty list is absent. */
export function readContext(
  context: Readonly<Record<string, string | number | boolean | readonly string[]>>,
): RequestContext {
  const keys = new Map<string, ContextValue>();
  for (const [name, value] of Object.entries(context)) {
    const multivalued = Array.isArray(value);
    const values = multivalued ? (value as readonly unknown[]).map(String) : [String(value)];
    if (values.length > 0) keys.set(inLowerCase(name), { values, multivalued });
  }
  return keys;
}
