/** Names in AWS of what watches an account: a document that holds two of the same name tells them apart by their Regions. Pure. */

/** The name without the `@region` that tells it from another of the same name elsewhere: `name@eu-west-1` is `name` in eu-west-1. */
export function nameInAws(name: string, regions: readonly string[]): string {
  const [first = ''] = regions;
  return first !== '' && name.endsWith(`@${first}`) ? name.slice(0, -first.length - 1) : name;
}

/** Name in AWS of an event rule, which a document calls `bus/name` where its bus is not the default one. */
export function ruleNameInAws(name: string, { bus, regions }: { bus: string; regions: readonly string[] }): string {
  const own = nameInAws(name, regions);
  return bus !== 'default' && own.startsWith(`${bus}/`) ? own.slice(bus.length + 1) : own;
}

/** Members of a target that are words of its own: `<region>` in them is a variable of EventBridge's. */
export const WORDS: ReadonlySet<string> = new Set(['input', 'inputPath', 'inputTransformer']);

/** The same thing with `<region>` spelt out in its texts. */
export function inRegion<T>(thing: T, region: string): T {
  return spelt(thing, region) as T;
}

function spelt(value: unknown, region: string): unknown {
  if (typeof value === 'string') return value.replaceAll('<region>', region);
  if (Array.isArray(value)) return value.map((item) => spelt(item, region));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name.replaceAll('<region>', region),
    WORDS.has(name) ? member : spelt(member, region),
  ]);
  return Object.fromEntries(members) as unknown;
}
