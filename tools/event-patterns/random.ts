/** Random event patterns and events as JSON texts, so that names are repeated and numbers are spelled in every way. */
import fc from 'fast-check';
import { ExactNumber, parseJsonText } from '../../base/json-text.js';
import { hasMembers, membersOf } from '../../monitoring/json-tree.js';

/** A pattern and an event to ask about. */
export interface Pair {
  pattern: string;
  event: string;
}

const name = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 6, arbitrary: fc.constantFrom('a.b', 'b.c', 'a.c', 'a.b.c') },
  { weight: 1, arbitrary: fc.constantFrom('$or', '1', 'prefix', '', '__proto__', 'd', 'e') },
);

const texts = [
  '',
  'a',
  'ab',
  'AB',
  'b',
  'aab',
  'é',
  'É',
  'a*b',
  '10.0.0.1',
  '10.0.0.255',
  '10.1.0.1',
  '::1',
  '0:0::0:1',
];
const numbers = [
  ...['0', '-0', '1', '1.0', '10e-1', '-1', '0.1', '0.10', '0.10000000000000000001', '3.018e2', '301.8', '1e400'],
  ...['5000000000', '5000000001', '1764547200000', '123456789012', '9007199254740992', '9007199254740993', '1e22'],
];
/** Few that no double holds, since `numeric` refuses them. */
const number = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom('0', '1', '1.0', '301.8', '-1', '1764547200000') },
);
const text = fc.constantFrom(...texts).map((value) => JSON.stringify(value));
const scalar = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom('true', 'false', 'null') },
);

const listOf = (entry: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(entry, { minLength, maxLength }).map((entries) => `[${entries.join(',')}]`);
const objectOf = (value: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(name, value), { minLength, maxLength })
    .map((members) => `{${members.map(([key, content]) => `${JSON.stringify(key)}:${content}`).join(',')}}`);
const operator = (word: string, operand: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  operand.map((value) => `{${JSON.stringify(word)}:${value}}`);

const wildcard = fc.constantFrom('*', 'a*', '*b', 'a*b', '*a*b', 'a\\*b').map((value) => JSON.stringify(value));
const ranges = fc.oneof(
  fc.tuple(fc.constantFrom('<', '<=', '=', '>', '>='), number).map(([word, bound]) => `["${word}",${bound}]`),
  fc
    .tuple(
      fc.constantFrom('>', '>='),
      fc.constantFrom('-1', '0', '1.0', '10e-1'),
      fc.constantFrom('<', '<='),
      fc.constantFrom('1', '301.8', '1e22'),
    )
    .map(([from, low, to, high]) => `["${from}",${low},"${to}",${high}]`),
);
const anythingBut = fc.oneof(
  text,
  number,
  listOf(text, 1, 2),
  listOf(number, 1, 2),
  operator('prefix', text),
  operator('suffix', listOf(text, 1, 2)),
  operator('equals-ignore-case', text),
  operator('wildcard', wildcard),
);
const operators = fc.oneof(
  operator('prefix', fc.oneof(text, operator('equals-ignore-case', text))),
  operator('suffix', fc.oneof(text, operator('equals-ignore-case', text))),
  operator('equals-ignore-case', text),
  operator('wildcard', wildcard),
  operator('exactly', text),
  operator('anything-but', anythingBut),
  operator('exists', fc.constantFrom('true', 'false')),
  operator(
    'cidr',
    fc.constantFrom('10.0.0.0/8', '10.0.0.0/24', '::/64').map((value) => JSON.stringify(value)),
  ),
  operator('numeric', ranges),
);

const { pattern } = fc.letrec<{ pattern: string; field: string }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: listOf(fc.oneof(scalar, operators), 1, 3) },
    { weight: 2, arbitrary: tie('pattern') },
  ),
  pattern: fc.oneof(
    { weight: 4, arbitrary: objectOf(tie('field'), 1, 3) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(objectOf(tie('field'), 0, 2), listOf(tie('pattern'), 2, 3), objectOf(tie('field'), 0, 2))
        .map(([before, alternatives, after]) =>
          [before, `{"$or":${alternatives}}`, after]
            .map((part) => part.slice(1, -1))
            .filter((part) => part !== '')
            .join(','),
        )
        .map((members) => `{${members}}`),
    },
  ),
}));

const { event } = fc.letrec<{ event: string; value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: listOf(tie('value'), 0, 3) },
    { weight: 3, arbitrary: tie('event') },
  ),
  event: objectOf(tie('value'), 0, 4),
}));

const ORDINARY = /^(-?\d|"|true|false|null)/;

/** An event with the fields that a pattern names, each with what its list holds, or something else. */
function near(wanted: string): fc.Arbitrary<string> {
  return fc.infiniteStream(fc.tuple(fc.nat(9), scalar)).map((stream) => {
    const write = (value: unknown): string => {
      const [kind, other] = stream.next().value;
      if (!hasMembers(value)) return other;
      const members = membersOf(value).flatMap(([key, content]): string[] => {
        const [place] = stream.next().value;
        if (key === '$or' && Array.isArray(content))
          return inside(write((content as unknown[])[place % content.length]));
        const field = Array.isArray(content) ? leaf(content as unknown[], stream.next().value) : write(content);
        return [`${JSON.stringify(key)}:${field}`];
      });
      const object = `{${members.join(',')}}`;
      return kind === 0 ? `[${other},${object}]` : kind === 1 ? `[{},[${object}]]` : object;
    };
    return write(parseJsonText(wanted));
  });
}

/** The members of an object, as one text; none if it is no object. */
function inside(object: string): string[] {
  const members = /^\{(.+)\}$/.exec(object)?.[1];
  return members === undefined ? [] : [members];
}

/** A value of the list, the operand of one of its operators, or something else; sometimes in an array. */
function leaf(list: readonly unknown[], [kind, other]: readonly [number, string]): string {
  const entry = list[kind % list.length];
  const operand = hasMembers(entry) ? membersOf(entry)[0]?.[1] : entry;
  const value = operand instanceof ExactNumber ? operand.text : (JSON.stringify(operand) ?? other);
  const chosen = ORDINARY.test(value) && kind < 7 ? value : other;
  return kind === 3 ? `[${other},${chosen}]` : chosen;
}

export const pair: fc.Arbitrary<Pair> = pattern.chain((wanted) =>
  fc
    .oneof({ weight: 1, arbitrary: event }, { weight: 3, arbitrary: near(wanted) })
    .map((given) => ({ pattern: wanted, event: given.startsWith('{') ? given : `{"a":${given}}` })),
);
