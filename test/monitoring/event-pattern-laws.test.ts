import { expect } from 'chai';
import fc from 'fast-check';
import { compileEventPattern } from '../../monitoring/index.js';

const RUNS = { seed: 20_261_124, numRuns: 400 };

const text = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'AB', 'b*a', '10.0.0.1', '__proto__'),
  fc.stringMatching(/^[abAB*]{0,5}$/),
);
const number = fc.constantFrom(0, 1, -1, 2.5, 100);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('a', 'b') }, fc.constantFrom('c.d', '__proto__'));
/** Built by JSON, so that every name is a member of its own. */
const objectOf = <T>(value: fc.Arbitrary<T>, minimum = 0, maximum = 3): fc.Arbitrary<Record<string, T>> =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, minLength: minimum, maxLength: maximum })
    .map((members) => Object.fromEntries(members));

const { event } = fc.letrec<{ event: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('event')),
  event: objectOf(tie('value'), 1),
}));
/** An event without arrays: every field has at most one value. */
const { flat } = fc.letrec<{ flat: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie('flat')),
  flat: objectOf(tie('value')),
}));

const operators = fc.oneof(
  fc.record({ prefix: text }),
  fc.record({ suffix: fc.record({ 'equals-ignore-case': text }) }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ wildcard: fc.constantFrom('*', 'a*', '*b', 'a*b', '\\*') }),
  fc.record({ 'anything-but': fc.oneof(text, number, fc.array(text, { minLength: 1, maxLength: 2 })) }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ cidr: fc.constant('10.0.0.0/8') }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('<', '>=', '='), number) }),
);
const entry = fc.oneof(scalar, operators);
const entries = fc.array(entry, { minLength: 1, maxLength: 5 });
const { pattern } = fc.letrec<{ pattern: Record<string, unknown>; field: unknown }>((tie) => ({
  field: fc.oneof({ maxDepth: 2 }, { weight: 3, arbitrary: entries }, { weight: 1, arbitrary: tie('pattern') }),
  pattern: objectOf(tie('field'), 1, 2),
}));

const matches = (wanted: unknown, given: unknown): boolean => compileEventPattern(wanted)(given);

describe('laws of event patterns', () => {
  it('are about events that match and events that do not', () => {
    const seen = fc.sample(fc.tuple(pattern, event), RUNS).filter(([wanted, given]) => matches(wanted, given)).length;
    expect(seen).to.be.within(RUNS.numRuns / 20, RUNS.numRuns * 0.8);
  });

  it('a matcher never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (wanted, given) => {
          expect(matches(wanted, given)).to.be.a('boolean');
        },
      ),
      RUNS,
    );
  });

  it('$or matches if one of its alternatives does', () => {
    fc.assert(
      fc.property(pattern, pattern, event, (left, right, given) => {
        expect(matches({ $or: [left, right] }, given)).to.equal(matches(left, given) || matches(right, given));
        expect(matches({ e: { $or: [left, right] } }, { e: given })).to.equal(
          matches({ e: left }, { e: given }) || matches({ e: right }, { e: given }),
        );
      }),
      RUNS,
    );
  });

  it('a list of values matches if one of them does', () => {
    fc.assert(
      fc.property(entries, event, (list, given) => {
        expect(matches({ a: list }, given)).to.equal(list.some((one) => matches({ a: [one] }, given)));
      }),
      RUNS,
    );
  });

  it('fields match if each of them does, where no field has several values', () => {
    fc.assert(
      fc.property(pattern, flat, (wanted, given) => {
        const each = Object.entries(wanted).map(([key, content]) =>
          matches(Object.fromEntries([[key, content]]), given),
        );
        expect(matches(wanted, given)).to.equal(each.every(Boolean));
      }),
      RUNS,
    );
  });

  it('in arrays of objects it is enough, and needed, that one of them matches', () => {
    const present = fc.oneof(
      scalar,
      operators.filter((one) => !('exists' in one)),
    );
    fc.assert(
      fc.property(
        objectOf(fc.array(present, { minLength: 1, maxLength: 2 }), 1),
        fc.array(flat, { maxLength: 4 }),
        (wanted, list) => {
          expect(matches({ list: wanted }, { list })).to.equal(
            list.some((element) => matches({ list: wanted }, { list: element })),
          );
        },
      ),
      RUNS,
    );
  });

  it('the order of fields and values does not matter', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.toReversed();
      return typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, content]) => [key, turned(content)]),
          )
        : value;
    };
    fc.assert(
      fc.property(pattern, event, (wanted, given) => {
        expect(matches(turned(wanted), given)).to.equal(matches(wanted, given));
      }),
      RUNS,
    );
  });

  it('anything-but is the complement on a value that is there', () => {
    const lists = fc.oneof(
      fc.array(text, { minLength: 1, maxLength: 3 }),
      fc.array(number, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(lists, scalar, (list, value) => {
        expect(matches({ a: [{ 'anything-but': list }] }, { a: value })).to.equal(
          !matches({ a: list.filter((one) => one === value).concat('no such value' as never) }, { a: value }),
        );
      }),
      RUNS,
    );
    const inner = fc.oneof(
      fc.record({ prefix: fc.constantFrom('a', 'A') }),
      fc.record({ suffix: fc.constantFrom('a', 'b') }),
      fc.record({ 'equals-ignore-case': text }),
      fc.record({ wildcard: fc.constantFrom('a*', '*b', 'a*b') }),
    );
    fc.assert(
      fc.property(inner, scalar, (operator, value) => {
        expect(matches({ a: [{ 'anything-but': operator }] }, { a: value })).to.equal(
          !matches({ a: [operator] }, { a: value }),
        );
      }),
      RUNS,
    );
  });

  it('a field exists, or it does not', () => {
    fc.assert(
      fc.property(event, (given) => {
        expect(matches({ a: [{ exists: true }] }, given)).to.equal(!matches({ a: [{ exists: false }] }, given));
      }),
      RUNS,
    );
  });

  it('what matches still matches when the event says more, unless something must be absent', () => {
    const present = objectOf(
      fc.array(
        fc.oneof(
          scalar,
          operators.filter((one) => !('exists' in one)),
        ),
        { minLength: 1 },
      ),
      1,
    );
    fc.assert(
      fc.property(present, event, event, (wanted, given, more) => {
        if (matches(wanted, given)) expect(matches(wanted, { ...more, ...given })).to.equal(true);
      }),
      RUNS,
    );
  });

  it('wildcards agree with regular expressions, and with prefix and suffix', () => {
    const wild = fc.stringMatching(/^[ab*]{0,8}$/).filter((one) => !one.includes('**'));
    fc.assert(
      fc.property(wild, fc.stringMatching(/^[ab]{0,10}$/), (wildcard, value) => {
        const expression = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`);
        expect(matches({ a: [{ wildcard }] }, { a: value })).to.equal(expression.test(value));
        const literal = wildcard.replaceAll('*', '');
        expect(matches({ a: [{ wildcard: `${literal}*` }] }, { a: value })).to.equal(
          matches({ a: [{ prefix: literal }] }, { a: value }),
        );
        expect(matches({ a: [{ wildcard: `*${literal}` }] }, { a: value })).to.equal(
          matches({ a: [{ suffix: literal }] }, { a: value }),
        );
      }),
      { ...RUNS, numRuns: 1500 },
    );
  });
});
