/** Conditions that the oracle reads otherwise than AWS's pages. */
import { variablesIn } from '../seen.js';
import { PAGES } from './difference.js';
import type { DifferenceClass } from './difference.js';

export const conditions: readonly DifferenceClass[] = [
  {
    id: 'epoch',
    title: 'dates may be seconds since 1970; the oracle takes them for milliseconds',
    source: PAGES.operators,
    cases: ['CON-21'],
    condition: ({ operator, values, found }) =>
      operator.startsWith('Date') && [...values, ...(found ?? [])].some((value) => /^\d+$/.test(value)),
  },
  {
    id: 'address-of-the-other-version',
    title: 'an address of IPv6 is not an address of IPv4; the oracle lets NotIpAddress fail open',
    source: PAGES.operators,
    cases: ['CON-30'],
    condition: ({ operator, values, found }) =>
      operator.endsWith('IpAddress') &&
      (found ?? []).some((address) => values.some((value) => value.includes(':') !== address.includes(':'))),
  },
  {
    id: 'range-of-everything',
    title: 'the range 0.0.0.0/0 holds every address; the oracle shifts by 32 bits, which in JavaScript is by none',
    source: PAGES.operators,
    cases: ['CON-56'],
    condition: ({ operator, values }) => operator.endsWith('IpAddress') && values.some((value) => value.endsWith('/0')),
  },
  {
    id: 'spelling-of-an-address',
    title: 'two spellings of one IPv6 address are one address; the oracle compares texts',
    source: PAGES.operators,
    cases: ['CON-32'],
    condition: ({ operator, values }) =>
      operator.endsWith('IpAddress') && values.some((value) => value.includes(':') && !value.includes('/')),
  },
  {
    id: 'variable-in-an-arn',
    title: 'values of ARN operators take variables; the oracle splits the ARN before it looks them up',
    source: PAGES.operators,
    cases: ['CON-38'],
    condition: ({ operator, values, variables }) =>
      operator.startsWith('Arn') && variables && values.some((value) => value.includes('${')),
  },
  {
    id: 'asterisk-as-an-arn',
    title:
      'an asterisk alone as the value of an ARN operator is undocumented; here it matches, the oracle wants six parts (U11)',
    source: PAGES.operators,
    cases: ['CON-144'],
    condition: ({ operator, values }) => operator.startsWith('Arn') && values.includes('*'),
  },
  {
    id: 'empty-set',
    title: 'a set that resolves to an empty string is empty; the oracle compares the empty string',
    source: PAGES.sets,
    cases: ['CON-45'],
    condition: ({ quantifier, found, isList }) =>
      found === undefined ? isList : quantifier !== '' && found.every((value) => value === ''),
  },
  {
    id: 'negation-of-nothing',
    title: 'inverted operators match where a variable has no value; the oracle says they do not',
    source: PAGES.variables,
    cases: ['CON-55'],
    condition: (seen) =>
      seen.operator.includes('Not') && seen.variables && seen.values.some((value) => variablesIn(value).length > 0),
  },
  {
    id: 'empty-value',
    title: 'a variable may have an empty value; the oracle takes it for none',
    source: PAGES.variables,
    cases: ['VAR-118'],
    condition: ({ values, variables, context }) =>
      variables && values.flatMap(variablesIn).some((name) => context.get(name) === ''),
  },
  {
    id: 'escape-in-an-equality',
    title:
      'the escapes ${*}, ${?} and ${$} stand for their character in every text; the oracle knows them in StringLike alone',
    source: PAGES.variables,
    cases: ['VAR-115'],
    condition: ({ operator, values, variables }) =>
      /^String(Not)?Equals/.test(operator) && variables && values.some((value) => /\$\{[*?$]\}/.test(value)),
  },
  {
    id: 'impossible-date',
    title: 'the thirtieth of February is no date; the oracle takes it for the second of March',
    source: PAGES.operators,
    cases: ['CON-111'],
    condition: ({ operator, values }) => operator.startsWith('Date') && values.some((value) => /-02-30/.test(value)),
  },
  {
    id: 'not-an-arn',
    title: 'a negated ARN operator is true of what is no ARN; the oracle says it is false',
    source: PAGES.operators,
    cases: ['CON-143'],
    condition: ({ operator, found }) =>
      operator.startsWith('Arn') && (found ?? []).some((value) => value.split(':').length < 6),
  },
  {
    id: 'unknown-operator',
    title: 'AWS refuses to store an operator that it does not have; here it weakens no Deny, in the oracle it does',
    source: PAGES.operators,
    cases: ['CON-166'],
    condition: ({ operator }) => operator === 'StringAlmostEquals',
  },
  {
    id: 'any-value-if-exists',
    title:
      'IfExists holds when the key is absent; under ForAnyValue the oracle says it does not (undocumented together)',
    source: PAGES.operators,
    cases: ['CON-159'],
    condition: ({ quantifier, ifExists, found }) => quantifier === 'ForAnyValue' && ifExists && found === undefined,
  },
  {
    id: 'beginning-of-a-number',
    title: 'what is no number matches nothing; the oracle reads the digits that a text begins with',
    source: PAGES.operators,
    cases: ['CON-200'],
    condition: ({ operator, values, found }) =>
      operator.startsWith('Numeric') &&
      [...values, ...(found ?? [])].some(
        (value) => !Number.isFinite(Number(value)) || value === '' || value.startsWith('0x'),
      ),
  },
  {
    id: 'one-value-expected',
    title: 'a plain operator on a key that AWS sends as a list is undocumented; the oracle never matches (U10)',
    source: PAGES.sets,
    cases: ['CON-161'],
    condition: (seen) => seen.quantifier === '' && seen.operator !== 'Null' && seen.isList,
  },
  {
    id: 'old-version-in-a-condition',
    title: 'documents of other versions than 2012-10-17 have no variables; the oracle looks them up',
    source: PAGES.variables,
    cases: ['VAR-117'],
    condition: ({ values, variables }) => !variables && values.some((value) => value.includes('${')),
  },
];
