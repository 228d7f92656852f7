/** JSON values as the pattern languages look at them. No function here recurses: a message can be nested however deep. */

/** What a leaf of a JSON document holds. */
export type Scalar = string | number | boolean | null;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a value, arrays within arrays taken apart: scalars and objects apart from each other. */
export function elementsOf(value: unknown): { scalars: Scalar[]; objects: JsonObject[] } {
  const scalars: Scalar[] = [];
  const objects: JsonObject[] = [];
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    if (Array.isArray(item)) {
      for (let index = item.length - 1; index >= 0; index--) pending.push(item[index]);
    } else if (isJsonObject(item)) objects.push(item);
    else if (isScalar(item)) scalars.push(item);
  }
  return { scalars, objects };
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The value of a JSON text, or `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
