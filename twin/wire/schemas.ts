/** The schemas of the SDK clients, read on the server side. They are internal to the SDK, hence the exact pins. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';

export { NormalizedSchema };

/** Input and output of an operation, or `undefined` if the client does not know it. */
export function operationSchemas(module: Readonly<Record<string, unknown>>, operation: string): { input: NormalizedSchema; output: NormalizedSchema } | undefined {
  const schema = module[`${operation}$`];
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  const [input, output] = (schema as unknown[]).slice(-2).map(resolve);
  return input && output ? { input, output } : undefined;
}

/** Names of required members that an input lacks: the SDK's schemas list required members first and count them. */
export function missingMembers(input: NormalizedSchema, value: Readonly<Record<string, unknown>>): string[] {
  const schema: unknown = input.getSchema();
  const [members, required] = Array.isArray(schema) ? [schema[4] as string[], schema[6] as number | undefined] : [[], 0];
  return members.slice(0, required ?? 0).filter((member) => value[member] === undefined || value[member] === null);
}

function resolve(reference: unknown): NormalizedSchema | undefined {
  const target: unknown = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  return target === undefined ? undefined : NormalizedSchema.of(target as SchemaRef);
}
