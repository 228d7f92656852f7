/** Filter policies of SNS subscriptions (SNS developer guide, "Amazon SNS message filtering"). */
import type { Combination } from './event-pattern.js';
import { combinations, lengthOf, treeOf } from './event-pattern.js';
import { matchesTree } from './field-tree.js';
import { parseJsonText } from '../base/json-text.js';
import { hasMembers, membersOf } from './json-tree.js';
import { PatternError } from './pattern-error.js';
import type { Dialect } from './value-matcher.js';

/** What a filter policy looks at; the default of a subscription is its message attributes. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A published message as far as filters see it. Attributes have the shape of the Publish call. */
export interface FilteredMessage {
  body: string;
  attributes?: Readonly<Record<string, { DataType?: string | undefined; StringValue?: string | undefined }>>;
}

/**
 * The operators that the developer guide lists ("Amazon SNS subscription filter policies", and the pages under it); what a
 * live account answered to others is in LocalStack's recorded tests. Bound of numbers: "Filter policy constraints".
 */
const FILTER_POLICIES: Dialect = {
  operators: ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'exists', 'cidr', 'numeric'],
  insideAnythingBut: ['prefix'],
  severalAffixes: false,
  affixesIgnoreCase: false,
  numberLimit: 1e9,
};

/** Longest filter policy, in characters of JSON (same page as the next). */
const LONGEST_POLICY = 256 * 1024;

/** Most keys, and most combinations of values (developer guide, "Filter policy constraints in Amazon SNS"). */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/**
 * Compiles a filter policy, given as JSON value or as JSON text. A message that the result does not match is not delivered
 * to the subscription; a body that is no JSON object never matches. Throws a `PatternError` fit for InvalidParameterException.
 */
export function compileFilterPolicy(
  policy: unknown,
  scope: FilterPolicyScope = 'MessageAttributes',
): (message: FilteredMessage) => boolean {
  try {
    const value = typeof policy === 'string' ? parseJsonText(policy) : policy;
    if (lengthOf(policy) > LONGEST_POLICY) throw new PatternError('Filter policy is too long');
    if (scope === 'MessageAttributes') refuseNesting(value);
    const all = combinations(value, FILTER_POLICIES);
    limit(all, scope);
    const trees = all.map(treeOf);
    return (message) => {
      const event = scope === 'MessageBody' ? parseJsonText(message.body) : attributeValues(message);
      return trees.some((tree) => matchesTree(tree, event));
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new PatternError(`Invalid parameter: FilterPolicy: ${error.message}`);
  }
}

function refuseNesting(policy: unknown): void {
  if (!hasMembers(policy)) return;
  for (const [name, content] of membersOf(policy)) {
    if (hasMembers(content))
      throw new PatternError('Filter policy scope MessageAttributes does not support nested filter policy');
    if (name === '$or' && Array.isArray(content)) content.forEach(refuseNesting);
  }
}

/** Only outermost keys count as keys; in a body every value counts as often as it is deep. */
function limit(all: readonly Combination[], scope: FilterPolicyScope): void {
  const keys = new Set(
    all
      .flatMap((combination) => [...combination.keys()])
      .map((path) => (scope === 'MessageBody' ? path.split('.')[0] : path)),
  );
  if (keys.size > MOST_KEYS) throw new PatternError(`Filter policy can not have more than ${MOST_KEYS} keys`);
  const depth = (path: string): number => (scope === 'MessageBody' ? path.split('.').length : 1);
  const product = (combination: Combination): number =>
    [...combination].reduce((total, [path, values]) => total * values.length * depth(path), 1);
  if (all.reduce((total, combination) => total + product(combination), 0) > MOST_COMBINATIONS) {
    throw new PatternError('Filter policy is too complex');
  }
}

/** Attributes as an event. Binary attributes are ignored, as is one whose value is not what its type says. */
function attributeValues({ attributes = {} }: FilteredMessage): Record<string, unknown> {
  const entries = Object.entries(attributes).map(
    ([name, { DataType = 'String', StringValue = '' }]): [string, unknown] => {
      if (DataType === 'String.Array') {
        const list = parseJsonText(StringValue);
        return [name, Array.isArray(list) ? list : undefined];
      }
      const [type] = DataType.split('.');
      if (type === 'Number')
        return [
          name,
          StringValue.trim() !== '' && Number.isFinite(Number(StringValue)) ? Number(StringValue) : undefined,
        ];
      return [name, type === 'String' ? StringValue : undefined];
    },
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
