import { expect } from 'chai';
import fc from 'fast-check';
import { compileMetricFilter, compileRecordFilter } from '../../monitoring/index.js';

const RUNS = { seed: 20_261_124, numRuns: 500 };

/** A condition as text, and what it means. */
interface Condition {
  text: string;
  holds: (record: Record<string, unknown>) => boolean;
}

const names = ['a', 'b', 'c'] as const;
const value = fc.oneof(
  fc.constantFrom<unknown[]>('', 'x', 'xy', 'yx', '5', null, true, false),
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom<unknown[]>([1], { x: 1 }),
);
const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
const scalar = fc.oneof(fc.constantFrom('', 'x', 'xy', 'yx'), fc.integer({ min: -9, max: 9 }));
const isNode = (node: unknown): node is string | number => typeof node === 'string' || typeof node === 'number';

const name = fc.constantFrom(...names);
const comparison = fc.oneof(
  fc.tuple(name, fc.boolean(), fc.constantFrom('', 'x', 'xy', '5')).map(([field, negated, word]): Condition => ({
    text: `$.${field} ${negated ? '!=' : '='} "${word}"`,
    holds: (given) => isNode(given[field]) && (String(given[field]) === word) !== negated,
  })),
  fc.tuple(name, fc.constantFrom('x*', '*x', '*x*')).map(([field, word]): Condition => ({
    text: `$.${field} = ${word}`,
    holds: (given) => isNode(given[field]) && new RegExp(`^${word.replaceAll('*', '.*')}$`).test(String(given[field])),
  })),
  fc
    .tuple(name, fc.constantFrom('<', '<=', '>', '>='), fc.integer({ min: -9, max: 9 }))
    .map(([field, operator, bound]): Condition => ({
      text: `$.${field} ${operator} ${bound}`,
      holds: ({ [field]: node }) =>
        typeof node === 'number' &&
        ((operator.startsWith('<') ? node < bound : node > bound) || (operator.endsWith('=') && node === bound)),
    })),
  fc.tuple(name, fc.constantFrom(null, true, false)).map(([field, expected]): Condition => ({
    text: `$.${field} IS ${String(expected).toUpperCase()}`,
    holds: (given) => field in given && given[field] === expected,
  })),
  name.map((field): Condition => ({ text: `$.${field} NOT EXISTS`, holds: (given) => !(field in given) })),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const parts = fc.array(tie('condition'), { minLength: 2, maxLength: 3 });
  return {
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      comparison,
      parts.map((all): Condition => ({
        text: `(${all.map(({ text }) => text).join(' && ')})`,
        holds: (given) => all.every(({ holds }) => holds(given)),
      })),
      parts.map((all): Condition => ({
        text: `(${all.map(({ text }) => text).join('||')})`,
        holds: (given) => all.some(({ holds }) => holds(given)),
      })),
    ),
  };
});

describe('laws of metric filters', () => {
  it('conditions mean what they say', () => {
    let held = 0;
    fc.assert(
      fc.property(condition, record, ({ text, holds }, given) => {
        fc.pre(text.length < 1000);
        expect(compileMetricFilter(`{ ${text} }`)(JSON.stringify(given)), text).to.equal(holds(given));
        if (holds(given)) held++;
      }),
      RUNS,
    );
    expect(held).to.be.within(RUNS.numRuns / 10, RUNS.numRuns * 0.9);
  });

  it('&& binds closer than ||, and parentheses change nothing where they say the same', () => {
    fc.assert(
      fc.property(comparison, comparison, comparison, record, (one, two, three, given) => {
        const matches = (text: string): boolean => compileRecordFilter(`{ ${text} }`)(given);
        expect(matches(`${one.text} || ${two.text} && ${three.text}`)).to.equal(
          matches(`${one.text} || (${two.text} && ${three.text})`),
        );
        expect(matches(`((${one.text}))`)).to.equal(matches(one.text));
      }),
      RUNS,
    );
  });

  it('De Morgan holds for fields that are there', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, scalar, (a, b, x, y) => {
        const matches = (text: string): boolean => compileRecordFilter(`{ ${text} }`)({ a, b });
        expect(matches(`$.a != "${x}" && $.b != "${y}"`)).to.equal(!matches(`$.a = "${x}" || $.b = "${y}"`));
        expect(matches(`$.a != "${x}" || $.b != "${y}"`)).to.equal(!matches(`$.a = "${x}" && $.b = "${y}"`));
      }),
      RUNS,
    );
  });

  it('a missing field matches no comparison', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('= "x"', '!= "x"', '= *', '!= *', '< 3', '>= 3', '= %x%', '!= %x%', 'IS NULL', 'IS FALSE'),
        record,
        (comparisonText, given) => {
          expect(compileRecordFilter(`{ $.missing ${comparisonText} }`)(given)).to.equal(false);
        },
      ),
      RUNS,
    );
  });

  it('a filter never throws, and sees the same in a record and in its text', () => {
    fc.assert(
      fc.property(condition, fc.jsonValue(), fc.string(), ({ text }, given, message) => {
        fc.pre(text.length < 1000);
        const filter = `{ ${text} }`;
        expect(compileMetricFilter(filter)(JSON.stringify(given))).to.equal(compileRecordFilter(filter)(given));
        expect(compileMetricFilter(filter)(message)).to.be.a('boolean');
        expect(compileMetricFilter('[a, b != x, ..., c]')(message)).to.be.a('boolean');
        expect(compileMetricFilter('-a "b c" %d|e%')(message)).to.be.a('boolean');
      }),
      RUNS,
    );
  });

  it('terms are all needed, optional terms are enough one by one, excluded terms are enough to refuse', () => {
    const word = fc.stringMatching(/^[ab]{1,2}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.stringMatching(/^[abc ]{0,8}$/),
        (words, message) => {
          expect(compileMetricFilter(words.join(' '))(message)).to.equal(words.every((one) => message.includes(one)));
          expect(compileMetricFilter(words.map((one) => `?${one}`).join(' '))(message)).to.equal(
            words.some((one) => message.includes(one)),
          );
          expect(compileMetricFilter(words.map((one) => `-${one}`).join(' '))(message)).to.equal(
            !words.some((one) => message.includes(one)),
          );
          expect(compileMetricFilter(`?zzz ${words.join(' ')}`)(message)).to.equal(
            words.every((one) => message.includes(one)),
          );
        },
      ),
      RUNS,
    );
  });

  it('regular expressions agree with those of JavaScript', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\W', '\\x61', '\\.', '[a-c0]');
    const term = fc
      .tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{2,}'))
      .map(([one, quantifier]) => one + quantifier);
    const sequence = fc
      .tuple(fc.constantFrom('', '', '^'), fc.array(term, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '', '$'))
      .map((parts) => parts.flat().join(''));
    const expression = fc.array(sequence, { minLength: 1, maxLength: 3 }).map((alternatives) => alternatives.join('|'));
    fc.assert(
      fc.property(expression, fc.stringMatching(/^[abc0. ]{0,8}$/), (source, message) => {
        expect(compileMetricFilter(`%${source}%`)(message), source).to.equal(new RegExp(source, 's').test(message));
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });
});
