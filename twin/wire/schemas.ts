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

/**
 * Paths of required members that an input lacks, spelled as AWS spells them: `roleArn`, `tags.1.member.value`. The SDK's
 * schemas list required members first and count them.
 */
export function missingMembers(input: NormalizedSchema, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (input.isStructSchema()) {
    const members = value as Readonly<Record<string, unknown>>;
    const at = (name: string): string => `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const missing = requiredMembers(input).filter((name) => members[name] === undefined || members[name] === null).map(at);
    for (const [name, member] of Object.entries(members)) {
      if (typeof member === 'object' && member !== null) missing.push(...missingMembers(input.getMemberSchema(name), member, at(name)));
    }
    return missing;
  }
  if (!input.isListSchema()) return [];
  return (value as readonly unknown[]).flatMap((item, index) => missingMembers(input.getValueSchema(), item, `${path}.${index + 1}.member`));
}

function requiredMembers(input: NormalizedSchema): string[] {
  const schema: unknown = input.getSchema();
  return Array.isArray(schema) ? (schema[4] as string[]).slice(0, (schema[6] as number | undefined) ?? 0) : [];
}

function resolve(reference: unknown): NormalizedSchema | undefined {
  const target: unknown = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  return target === undefined ? undefined : NormalizedSchema.of(target as SchemaRef);
}
