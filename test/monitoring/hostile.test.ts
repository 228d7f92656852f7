import { expect } from 'chai';
import {
  compileEventPattern,
  compileFilterPolicy,
  compileMetricFilter,
  metricValue,
  PatternError,
} from '../../monitoring/index.js';

/** What takes longer than this would take minutes or years if it were not linear. */
const TIME_LIMIT = 5000;

const nested = (depth: number, open: string, close: string, inside = '1'): string =>
  open.repeat(depth) + inside + close.repeat(depth);

describe('hostile patterns are refused', () => {
  const deepObject = (depth: number): unknown => {
    let value: unknown = ['x'];
    for (let level = 0; level < depth; level++) value = { a: value };
    return value;
  };
  const alternatives = (count: number): unknown[] =>
    Array.from({ length: count }, (_, index) => ({ [`k${index}`]: [1] }));
  const refused: [title: string, pattern: unknown][] = [
    ['100 kB of values', { a: ['x'.repeat(100_000)] }],
    ['100 kB of JSON text', `{"a":["${'x'.repeat(100_000)}"]}`],
    ['deeper than an event can be', deepObject(200)],
    ['deeper than a stack can be', deepObject(100_000)],
    ['nested JSON text', nested(100_000, '{"a":', '}', '[1]')],
    ['nested lists', { a: [JSON.parse(nested(1000, '[', ']')) as unknown] }],
    ['a name of a thousand steps', { [Array.from({ length: 1000 }, () => 'a').join('.')]: [1] }],
    ['an explosion of alternatives', { a: { $or: alternatives(40) }, b: { $or: alternatives(40) } }],
  ];
  for (const [title, pattern] of refused) {
    it(title, () => {
      expect(() => compileEventPattern(pattern)).to.throw(PatternError, 'Event pattern is not valid. Reason: ');
    }).timeout(TIME_LIMIT);
  }

  it('but not one of exactly 4096 characters', () => {
    const pattern = { a: ['x'.repeat(4096 - '{"a":[""]}'.length)] };
    expect(compileEventPattern(pattern)({ a: pattern.a })).to.equal(true);
    expect(() => compileEventPattern({ a: [`${pattern.a.join('')}x`] })).to.throw(
      PatternError,
      'at most 4096 characters',
    );
  });

  it('filter policies of many fields times many alternatives', () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, ['x']]));
    const policies = [
      { ...fields, $or: alternatives(1000) },
      { a: ['x'.repeat(300_000)] },
      nested(100_000, '{"a":', '}', '[1]'),
    ];
    for (const policy of policies)
      expect(() => compileFilterPolicy(policy, 'MessageBody')).to.throw(
        PatternError,
        'Invalid parameter: FilterPolicy: ',
      );
  }).timeout(TIME_LIMIT);

  it('metric filters of 100 kB, of parentheses without end, of a huge regular expression', () => {
    const patterns = [
      'x'.repeat(100_000),
      `{ ${'('.repeat(1000)}`,
      `{ ${'('.repeat(500)}$.a = 1`,
      `%${'a{255}'.repeat(100)}%`,
      `{ $.a = %${'.{1,255}'.repeat(100)}% }`,
    ];
    for (const pattern of patterns)
      expect(() => compileMetricFilter(pattern), pattern.slice(0, 20)).to.throw(PatternError);
  }).timeout(TIME_LIMIT);
});

describe('hostile messages take linear time', () => {
  const long = 'a'.repeat(1_000_000);
  const wildcards: [title: string, pattern: string][] = [
    ['many stars', `${'a*'.repeat(1500)}b*`],
    ['a long literal that nearly fits everywhere', `*b${'a'.repeat(2000)}*c`],
    ['a long literal that nearly fits, from its end', `*${'a'.repeat(2000)}b*`],
  ];
  for (const [title, wildcard] of wildcards) {
    it(`wildcards: ${title}`, () => {
      expect(compileEventPattern({ a: [{ wildcard }] })({ a: long })).to.equal(false);
      expect(compileEventPattern({ a: [{ 'anything-but': { wildcard } }] })({ a: long })).to.equal(true);
    }).timeout(TIME_LIMIT);
  }

  for (const expression of ['a*a*a*a*a*a*a*a*a*a*b', 'a+a+a+a+a+a+a+a+b|a?a?a?a?aaaab', '.{1,200}b']) {
    it(`regular expressions: %${expression}%`, () => {
      expect(compileMetricFilter(`%${expression}%`)('a'.repeat(20_000))).to.equal(false);
    }).timeout(TIME_LIMIT);
  }

  it('terms and texts of JSON patterns', () => {
    expect(compileMetricFilter(`"${'a'.repeat(900)}b"`)(long)).to.equal(false);
    expect(compileMetricFilter(`{ $.a = "*${'a'.repeat(900)}b*" }`)(JSON.stringify({ a: long }))).to.equal(false);
  }).timeout(TIME_LIMIT);

  it('brackets and quotes that nobody closes', () => {
    for (const part of ['[ ', '" ', '[x" '])
      expect(compileMetricFilter('[..., a = nothing]')(part.repeat(300_000))).to.equal(false);
  }).timeout(TIME_LIMIT);

  it('nesting as deep as the message is long', () => {
    const filter = compileMetricFilter('{ $.a[*] = 1 }');
    const pattern = compileEventPattern({ a: { b: [1], c: [{ exists: false }] } });
    const policy = compileFilterPolicy({ a: [1] }, 'MessageBody');
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const message = `{"a":${nested(100_000, open, close)}}`;
      expect(filter(message)).to.be.a('boolean');
      expect(pattern(JSON.parse(message))).to.equal(false);
      expect(policy({ body: message })).to.equal(open === '[');
      expect(metricValue('$.a', message)).to.equal(undefined);
    }
  }).timeout(TIME_LIMIT);

  it('long arrays, and absence asked of every element', () => {
    const list = Array.from({ length: 100_000 }, (_, index) => ({ b: index }));
    expect(compileEventPattern({ a: { b: ['never'], c: [{ exists: false }] } })({ a: list })).to.equal(false);
    expect(compileEventPattern({ a: { b: [99_999], c: [{ exists: false }] } })({ a: list })).to.equal(true);
    expect(compileMetricFilter('{ $.a[*].b = 99999 }')(JSON.stringify({ a: list }))).to.equal(true);
  }).timeout(TIME_LIMIT);

  it('names with many dots', () => {
    const name = Array.from({ length: 50_000 }, () => 'a').join('.');
    expect(compileEventPattern({ a: { a: { a: [1] } } })({ [name]: 1 })).to.equal(false);
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`a.${index}`, index]));
    expect(compileEventPattern({ a: { 49999: [49_999] } })(many)).to.equal(true);
  }).timeout(TIME_LIMIT);
});
