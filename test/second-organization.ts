/**
 * A second organization, made of the landing zone by renaming: other names, ids, Regions, role path and OU depth. What a
 * seeded fault raises must not depend on how things are called in the example.
 */
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { SeededFault } from '../organization/load.js';
import { landingZoneText } from './landing-zone.js';

/** Mappings whose keys are names that an organization chooses. */
const NAMED = new Set([
  'accounts',
  'outsiders',
  'ous',
  'users',
  'roles',
  'groups',
  'policies',
  'people',
  'permissionSets',
  'assignments',
  'credentialStores',
  'doors',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'samlProviders',
  'mfa',
  'trails',
  'logGroups',
  'metricFilters',
  'alarms',
  'eventRules',
  'topics',
  'subscriptions',
  'targets',
  'queues',
]);

/** Words that are renamed wherever they stand, besides the names: paths, Regions, metrics. */
const WORDS: Readonly<Record<string, string>> = {
  BreakGlass: 'FirstResponder',
  'eu-west-1': 'ap-northeast-1',
  'eu-central-1': 'ap-northeast-3',
  'o-exampleorg1': 'o-secondorg99',
};

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };

const words = new Map(Object.entries(WORDS));
collect(parse(landingZoneText, { merge: true }) as Tree);
// The longest first, so that no name is renamed inside a longer one. Keys of tags, and "management account" in a sentence, are no names.
const pattern = new RegExp(
  `(?<![A-Za-z0-9-]|Tag/)(${[...words.keys()]
    .sort((left, right) => right.length - left.length)
    .map(escape)
    .join('|')})(-\\d+)?(?![A-Za-z0-9-]| account)`,
  'g',
);

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

/** Gives every chosen name another one; what `count` makes of a name keeps its number. */
function collect(tree: Tree, named = false): void {
  if (Array.isArray(tree)) tree.forEach((item) => collect(item));
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return;
  for (const [key, value] of Object.entries(tree)) {
    if (named && !words.has(key))
      words.set(
        key,
        `n${words.size}-${[...key]
          .reverse()
          .join('')
          .replaceAll(/[^A-Za-z]/g, '')
          .slice(0, 8)}`,
      );
    collect(value, NAMED.has(key));
  }
}

/** A text with every name replaced. Account ids get other digits. */
function renamed(text: string): string {
  return text
    .replaceAll('/break-glass/', '/emergency/access/')
    .replaceAll(pattern, (_whole, word: string, number = '') => `${words.get(word) ?? word}${number as string}`)
    .replaceAll(/(?<!\d)(\d)(\d{10})(\d)(?!\d)/g, '$3$2$1');
}

function renamedTree(tree: Tree, named = false): Tree {
  if (typeof tree === 'string') return renamed(tree);
  if (Array.isArray(tree)) return tree.map((item) => renamedTree(item));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [named ? renamed(key) : key, renamedTree(value, NAMED.has(key))]),
  );
}

/** Text of the second organization's document, nested two OUs deeper. */
export function secondOrganization(): string {
  const document = renamedTree(parse(landingZoneText, { merge: true }) as Tree) as {
    ous: Record<string, { in: string }>;
  };
  const deeper = Object.fromEntries(
    Object.entries(document.ous).map(([name, ou]) => [name, { ...ou, in: ou.in === 'Root' ? 'Divisions' : ou.in }]),
  );
  return stringify({ ...document, ous: { Holding: { in: 'Root' }, Divisions: { in: 'Holding' }, ...deeper } });
}

/** Text of its drill file. */
export function secondDrill(): string {
  const drill = renamedTree(parse(readFileSync('drill.yaml', 'utf8')) as Tree) as Record<string, Tree>;
  return stringify({ ...drill, organization: 'organization.yaml' });
}

/** The same fault in the second organization. */
export function renamedFault(text: string): { text: string; fault: SeededFault } {
  const fault = renamedTree(parse(text) as Tree) as unknown as SeededFault;
  return { text: stringify(fault), fault };
}
