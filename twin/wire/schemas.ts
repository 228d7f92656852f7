/** The schemas of the SDK clients, read on the server side. They are internal to the SDK, hence the exact pins. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';

export { NormalizedSchema };

/** Input and output of an operation, or `undefined` if the client does not know it. */
export function operationSchemas(
  module: Readonly<Record<string, unknown>>,
  operation: string,
): { input: NormalizedSchema; output: NormalizedSchema } | undefined {
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
    const at = (name: string): string =>
      `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { names, required } = memberNames(input);
    const missing = names
      .slice(0, required)
      .filter((name) => members[name] === undefined || members[name] === null)
      .map(at);
    for (const [name, member] of Object.entries(members)) {
      // CBOR that is tagged leaves members that no schema has.
      if (typeof member === 'object' && member !== null && names.includes(name))
        missing.push(...missingMembers(input.getMemberSchema(name), member, at(name)));
    }
    return missing;
  }
  if (!input.isListSchema()) return [];
  return (value as readonly unknown[]).flatMap((item, index) =>
    missingMembers(input.getValueSchema(), item, `${path}.${index + 1}.member`),
  );
}

/** Names of the members of a structure, required ones first, and how many of them are. */
function memberNames(input: NormalizedSchema): { names: readonly string[]; required: number } {
  const schema: unknown = input.getSchema();
  return Array.isArray(schema)
    ? { names: schema[4] as string[], required: (schema[6] as number | undefined) ?? 0 }
    : { names: [], required: 0 };
}

function resolve(reference: unknown): NormalizedSchema | undefined {
  const target: unknown = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  return target === undefined ? undefined : NormalizedSchema.of(target as SchemaRef);
}
