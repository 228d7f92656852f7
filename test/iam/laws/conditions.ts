/** Laws about single conditions: an Allow of everything under one condition says whether it holds. */
import type { AccessRequest, PolicyStatement } from '../../../iam/index.js';
import { OPPOSITES } from '../random/keys.js';
import { same } from './law.js';
import type { Asked, Law, Verdict } from './law.js';

/** A condition of the request, taken apart. */
interface Probe {
  quantifier: string;
  operator: string;
  ifExists: boolean;
  key: string;
  values: readonly string[];
  /** What the request says; `undefined`: nothing. */
  found: readonly string[] | undefined;
  /** Does it hold, with something changed? */
  holds: (changed?: {
    operator?: string;
    values?: readonly string[];
    found?: string | readonly string[];
    effect?: 'Deny';
  }) => boolean;
}

const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

/** True if a user who may do everything under these conditions, or is denied everything under them, gets through. */
function passes(
  { evaluate }: Asked,
  Condition: PolicyStatement['Condition'],
  context: AccessRequest['context'],
  deny = false,
): boolean {
  const statement: PolicyStatement = { ...EVERYTHING, ...(Condition ? { Condition } : {}) };
  const identity = [deny ? [EVERYTHING, { ...statement, Effect: 'Deny' as const }] : statement].map((Statement) => ({
    name: 'probe',
    document: { Version: '2012-10-17', Statement },
  }));
  const request = {
    principal: 'arn:aws:iam::1:user/u',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::a',
    resourceAccount: '1',
    context,
  };
  return evaluate(request, { identity, scpsByLevel: [] }).decision === 'allow';
}

function probe(asked: Asked): Probe {
  const { operator: name, key, values } = asked.conditions[0];
  const [, quantifier = '', operator = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const value = asked.request.context[key];
  const found = value === undefined ? undefined : [value as string | string[]].flat();
  return {
    quantifier,
    operator,
    ifExists: ifExists !== undefined,
    key,
    values: [values].flat(),
    found: found?.length === 0 ? undefined : found,
    holds: (changed = {}) =>
      passes(
        asked,
        { [changed.operator ?? name]: { [key]: [...(changed.values ?? [values].flat())] } },
        { ...asked.request.context, ...(changed.found === undefined ? {} : { [key]: changed.found }) },
        changed.effect === 'Deny',
      ),
  };
}

function law(title: string, check: (probe: Probe, asked: Asked) => Verdict): Law {
  return { title, check: (asked) => check(probe(asked), asked) };
}

const equal = (got: boolean, expected: boolean): Verdict => same(String(got), String(expected));
/** Sets of nothing but empty texts count as empty (see iam/undocumented.ts). */
const isEmpty = (found: readonly string[]): boolean => found.every((value) => value === '');
const isNegated = (operator: string): boolean => OPPOSITES.some(([, negated]) => negated === operator);

export const conditions: readonly Law[] = [
  law('IfExists equals the plain operator when the key is present, and holds when it is absent', (probe) => {
    const { operator, quantifier, found, holds } = probe;
    if (operator === 'Null') return 'silent';
    const plain = `${quantifier}${operator}`;
    // A set of nothing but empty texts is as good as absent to the set operators.
    if (found && quantifier !== '' && isEmpty(found)) return 'silent';
    return equal(holds({ operator: `${plain}IfExists` }), found === undefined || holds({ operator: plain }));
  }),
  law(
    'a negated operator says the opposite of its positive, also about an absent key',
    ({ operator, quantifier, holds }) => {
      const pair = OPPOSITES.find((both) => both.includes(operator));
      if (!pair || quantifier !== '') return 'silent';
      return equal(holds({ operator: pair[0] }), !holds({ operator: pair[1] }));
    },
  ),
  law('Null asks for presence, and false asks the opposite of true', ({ found, holds }) => {
    const absent = holds({ operator: 'Null', values: ['true'] });
    return absent === holds({ operator: 'Null', values: ['false'] })
      ? { broken: 'both or neither' }
      : equal(absent, found === undefined);
  }),
  law(
    'several values are joined by OR, those of a negated operator by NOR',
    ({ operator, quantifier, values, found, holds }) => {
      if (operator === 'Null' || quantifier !== '' || !found || found.length !== 1) return 'silent';
      const each = values.map((value) => holds({ operator, values: [value] }));
      return equal(holds({ operator }), isNegated(operator) ? each.every(Boolean) : each.some(Boolean));
    },
  ),
  law(
    'ForAllValues holds if the operator holds for every value of the request, ForAnyValue if for one',
    ({ operator, found, holds }) => {
      if (operator === 'Null' || !found || isEmpty(found)) return 'silent';
      const each = found.map((one) => holds({ operator, found: one }));
      const all = equal(holds({ operator: `ForAllValues:${operator}` }), each.every(Boolean));
      return all === 'held' ? equal(holds({ operator: `ForAnyValue:${operator}` }), each.some(Boolean)) : all;
    },
  ),
  law('over no values ForAllValues holds and ForAnyValue does not', ({ operator, found, holds }) => {
    if (operator === 'Null' || (found && !isEmpty(found))) return 'silent';
    const all = equal(holds({ operator: `ForAllValues:${operator}` }), true);
    return all === 'held' ? equal(holds({ operator: `ForAnyValue:${operator}` }), false) : all;
  }),
  law('of less, equal and greater exactly one holds for numbers and dates', ({ operator, values, found, holds }) => {
    const [, kind = ''] = /^(Numeric|Date)/.exec(operator) ?? [];
    const wanted = values.slice(0, 1);
    // One key is compared as a number and as a date, and only one of its values is no number.
    if (kind === '' || found === undefined || (kind === 'Numeric' && Number.isNaN(Number(wanted[0])))) return 'silent';
    const says = (name: string): boolean => holds({ operator: `${kind}${name}`, values: wanted });
    const [less, equals, greater] = [says('LessThan'), says('Equals'), says('GreaterThan')];
    if ([less, equals, greater].filter(Boolean).length !== 1)
      return { broken: `${wanted[0] ?? ''}: ${[less, equals, greater].join(' ')}` };
    const bounds = equal(says('LessThanEquals'), less || equals);
    return bounds === 'held' ? equal(says('GreaterThanEquals'), greater || equals) : bounds;
  }),
  law(
    'without wildcards StringLike is StringEquals, and in one case StringEqualsIgnoreCase is',
    ({ operator, values, found, holds }) => {
      const [wanted = ''] = values;
      if (!operator.startsWith('String') || found?.length !== 1 || /[*?$]/.test(wanted)) return 'silent';
      const plain = holds({ operator: 'StringEquals', values: [wanted] });
      const like = equal(holds({ operator: 'StringLike', values: [wanted] }), plain);
      if (like !== 'held') return like;
      const lower = holds({
        operator: 'StringEquals',
        values: [wanted.toLowerCase()],
        found: (found[0] ?? '').toLowerCase(),
      });
      return equal(holds({ operator: 'StringEqualsIgnoreCase', values: [wanted] }), lower);
    },
  ),
  law(
    'a value that holds for StringLike holds with wildcards in place of what they stand for',
    ({ operator, found, holds }, { pick }) => {
      const value = found?.[0] ?? '';
      if (!operator.startsWith('String') || found?.length !== 1 || value === '' || /[*?$]/.test(value)) return 'silent';
      const cut = pick % value.length;
      const patterns = [
        `${value.slice(0, cut)}*`,
        `*${value.slice(cut)}`,
        `${value.slice(0, cut)}?${value.slice(cut + 1)}`,
        `${value}*`,
      ];
      const missed = patterns.find((pattern) => !holds({ operator: 'StringLike', values: [pattern] }));
      return missed === undefined
        ? equal(holds({ operator: 'StringLike', values: [`${value}?`] }), false)
        : { broken: missed };
    },
  ),
  law('a Deny fires exactly when the condition holds', ({ holds }) => equal(holds({ effect: 'Deny' }), !holds())),
  law('several keys and several operators are joined by AND', ({ holds, key }, asked) => {
    const [first, second] = asked.conditions;
    if (second.key === key) return 'silent';
    const both =
      first.operator === second.operator
        ? { [first.operator]: { [first.key]: first.values, [second.key]: second.values } }
        : { [first.operator]: { [first.key]: first.values }, [second.operator]: { [second.key]: second.values } };
    const other = passes(asked, { [second.operator]: { [second.key]: second.values } }, asked.request.context);
    return equal(passes(asked, both, asked.request.context), holds() && other);
  }),
];
