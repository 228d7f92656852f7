/** Folds what several Regions hold under one name into one entry, as organization documents write it. Pure. */
import { canonicalJson } from '../../../base/canonical-json.js';
import type { Json } from '../../../base/canonical-json.js';
import { WORDS } from '../../../organization/monitoring-names.js';

/** Stands for each of the Regions in the texts of an entry that has several. */
const ANY = '<region>';

/**
 * Entries by name: what is the same in several Regions, but for the name of the Region in its texts, is one entry with
 * all of them. What differs under the same name is kept apart as `name@region`: no name of AWS's has such an ending.
 */
export function foldRegions<T extends { regions: string[] }>(
  found: readonly Readonly<Record<string, T>>[],
): Record<string, T> {
  const byName = new Map<string, T[]>();
  for (const region of found)
    for (const [name, entry] of Object.entries(region)) byName.set(name, [...(byName.get(name) ?? []), entry]);
  const folded: Record<string, T> = {};
  for (const [name, entries] of byName) {
    for (const [index, group] of groupsOf(entries).entries())
      folded[index === 0 ? name : `${name}@${group.regions[0] ?? ''}`] = group;
  }
  return folded;
}

/** What has one Region and the same name as something elsewhere is kept apart likewise. */
export function keepApart<T extends { region: string }>(
  found: readonly Readonly<Record<string, T>>[],
): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const region of found)
    for (const [name, entry] of Object.entries(region))
      kept[kept[name] === undefined ? name : `${name}@${entry.region}`] = entry;
  return kept;
}

function groupsOf<T extends { regions: string[] }>(entries: readonly T[]): T[] {
  const groups: T[][] = [];
  for (const entry of entries) {
    const group = groups.find((alike) => common([...alike, entry]) !== undefined);
    if (group) group.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap((alike) => common(alike) ?? []);
}

/** One form for several entries, each of one Region; `undefined` if they differ in more than the Region. */
function common<T extends { regions: string[] }>(entries: readonly T[]): T | undefined {
  const regions = entries.flatMap((entry) => entry.regions);
  const merged = merge(
    entries.map((entry) => ({ ...entry, regions: [] })),
    regions,
  );
  return merged === DIFFERENT ? undefined : { ...(merged as T), regions: [...regions].sort() };
}

const DIFFERENT = Symbol('different');

/** The same value in every Region, or the same once each Region is written as `<region>`. */
function merge(values: readonly unknown[], regions: readonly string[]): unknown {
  const [first] = values;
  const texts = values.map((value) => canonicalJson((value ?? null) as Json));
  if (texts.every((text) => text === texts[0])) return first;
  if (values.every((value) => typeof value === 'string')) {
    const written = values.map((value, index) => value.replaceAll(regions[index] ?? '', ANY));
    return written.every((text) => text === written[0]) ? written[0] : DIFFERENT;
  }
  if (Array.isArray(first)) {
    if (!values.every((value) => Array.isArray(value) && value.length === first.length)) return DIFFERENT;
    const items = first.map((_item, index) =>
      merge(
        values.map((value) => (value as unknown[])[index]),
        regions,
      ),
    );
    return items.includes(DIFFERENT) ? DIFFERENT : items;
  }
  if (!values.every(isMembers)) return DIFFERENT;
  const keys = new Set(values.flatMap((value) => Object.keys(value)));
  if (!values.every((value) => Object.keys(value).length === keys.size)) return DIFFERENT;
  const members = [...keys].map((key) => {
    const own = values.map((value) => value[key]);
    // What a target says is its own: with the names of Regions in it, it is not the same.
    return [key, WORDS.has(key) ? alike(own) : merge(own, regions)] as const;
  });
  return members.some(([, member]) => member === DIFFERENT) ? DIFFERENT : Object.fromEntries(members);
}

function alike(values: readonly unknown[]): unknown {
  const [first, ...others] = values.map((value) => canonicalJson((value ?? null) as Json));
  return others.every((text) => text === first) ? values[0] : DIFFERENT;
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
