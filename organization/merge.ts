/** JSON values of documents, and JSON Merge Patch over them (RFC 7396). */

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Members = Record<string, Value>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The target with the patch applied: `null` deletes, objects merge, everything else replaces. Neither input is changed. */
export function mergePatch(target: Value | undefined, patch: Value): Value {
  if (!isMembers(patch)) return structuredClone(patch);
  const result: Members = isMembers(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else
      Object.defineProperty(result, key, {
        value: mergePatch(result[key], value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return result;
}

/** Every string of a value replaced by `change(string, its path)`; keys are left alone. */
export function mapStrings(
  value: Value,
  path: readonly PropertyKey[],
  change: (text: string, path: readonly PropertyKey[]) => string,
): Value {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapStrings(item, [...path, index], change));
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapStrings(member, [...path, key], change)]),
  );
}

/** The value if it is an object, else an empty one: what is wrong with it is said by the schema. */
export function members(value: Value | undefined): Members {
  return isMembers(value) ? value : {};
}

/** Every object of an object changed; what is no object stays as it is. */
export function mapMembers(value: Members, change: (name: string, member: Members) => Members): Members {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isMembers(member) ? change(name, member) : member]),
  );
}
