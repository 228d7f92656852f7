import { expect } from 'chai';
import {
  compileMetricFilter,
  compileRecordFilter,
  extractedValues,
  metricValue,
  PatternError,
} from '../../monitoring/index.js';
import { jsonFilterCases } from './metric-filter-json-cases.js';
import { textFilterCases } from './metric-filter-text-cases.js';

const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));

describe('metric filters', () => {
  for (const { page, message, cases } of [...jsonFilterCases, ...textFilterCases]) {
    describe(page, () => {
      for (const [pattern, matches, own = message] of cases) {
        it(`${pattern} ${matches ? 'matches' : 'does not match'} ${own === message ? 'the message' : textOf(own)}`, () => {
          expect(compileMetricFilter(pattern)(textOf(own))).to.equal(matches);
          if (typeof own !== 'string') expect(compileRecordFilter(pattern)(own), 'as a record').to.equal(matches);
        });
      }
    });
  }
});

describe('wrong metric filters', () => {
  const wrong: [pattern: string, reason: string][] = [
    ['a'.repeat(1025), 'it must be at most 1024 characters long'],
    ['{ $.a = "b" ', 'unexpected end at position 12'],
    ['{ $.a = "b" } x', "unexpected 'x' at position 14"],
    ['{ }', "unexpected '}' at position 2"],
    ['{ a = "b" }', 'unexpected \'a = "b" }\' at position 2'],
    ['{ $ = "b" }', 'unexpected \' = "b" }\' at position 3'],
    ['{ $.a }', "unexpected '}' at position 6"],
    ['{ $.a = }', "unexpected '}' at position 8"],
    ['{ $.a == b }', "unexpected '= b }' at position 7"],
    ['{ $.a = "b }', "unexpected '\"b }' at position 8"],
    ['{ $.a = %b }', "unexpected '%b }' at position 8"],
    ['{ $.a > b }', "unexpected ' }' at position 9"],
    ['{ $.a > "1" }', "unexpected ' }' at position 11"],
    ['{ $.a = b@c }', "unexpected '@c }' at position 9"],
    ['{ $.a IS NOT NULL }', "unexpected 'IS NOT NULL }' at position 6"],
    ['{ $.a EXISTS }', "unexpected 'EXISTS }' at position 6"],
    ['{ ($.a = b }', "unexpected '}' at position 11"],
    ['{ $.a = b && }', "unexpected '}' at position 13"],
    ['{ $.a[*].*  = b }', 'more than one wildcard in a property selector'],
    ['{ $.a[*] = b && $.c[*] = b && $.d[*] = b && $.e[*] = b }', 'more than 3 wildcard selectors'],
    ['{ $.a = %1% && $.b = %2% && $.c = %3% }', 'more than 2 regular expressions'],
    ['[a, b', 'unexpected end at position 5'],
    ['[a, b] c', "unexpected 'c' at position 7"],
    ['[..., a, ...]', 'more than one ellipsis'],
    ['[a = 1 && b = 2]', 'the conditions of a field must be about that field'],
    ['[a IS NULL]', 'the conditions of a field must be about that field'],
    ['[a=%1%, b=%2%, c=%3%]', 'more than 2 regular expressions'],
    ['[a b]', "unexpected 'b]' at position 3"],
    ['[= 3]', "unexpected '= 3]' at position 1"],
    ['"open', "unexpected '\"open' at position 0"],
    ['ERROR -', 'unexpected end at position 7'],
  ];
  for (const [pattern, reason] of wrong) {
    it(`${pattern.slice(0, 60)}: ${reason}`, () => {
      expect(() => compileMetricFilter(pattern)).to.throw(PatternError, `Invalid metric filter pattern: ${reason}`);
    });
  }

  it('are unquoted terms with other characters, which AWS names', () => {
    expect(() => compileMetricFilter('?Status: timeout')).to.throw(PatternError, "Invalid character(s) in term ':'");
    expect(() => compileMetricFilter('a (b)')).to.throw(PatternError, "Invalid character(s) in term '('");
  });

  const expressions = [
    '',
    'something!',
    '(ab)+',
    'café',
    '[a',
    'a]b[',
    'a**',
    '*a',
    '^*',
    'a{',
    'a{}',
    'a{,}',
    'a{3,2}',
    'a{256}',
    'a{1,256}',
    '\\p',
    '\\',
    '\\(',
    '\\é',
    '\\x2',
    '[b-a]',
    '[]',
    '[a[b]',
    '{2}',
    'a|*',
    '.{255}.{255}.{255}',
  ];
  for (const expression of expressions) {
    it(`%${expression}%`, () => {
      expect(() => compileMetricFilter(`{ $.a = %${expression}% }`)).to.throw(PatternError, `%${expression}%`);
      expect(() => compileMetricFilter(`%${expression}%`)).to.throw(PatternError, `%${expression}%`);
    });
  }
});

describe('values of metric filters', () => {
  const apache = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const pattern = '[..., request=*.html*, status_code=4*,]';

  it('are fixed numbers, numbers of the message, or missing', () => {
    const message = JSON.stringify({
      latency: 50,
      text: '7',
      word: 'x',
      list: [[1, 2]],
      'a.b': 3,
      empty: '',
      flag: true,
    });
    const expected: [filterValue: string, value: number | undefined][] = [
      ...([
        ['1', 1],
        ['0', 0],
        ['-2.5', -2.5],
        ['1e3', 1000],
        ['one', undefined],
        ['', undefined],
      ] satisfies [string, number | undefined][]),
      ...([
        ['$.latency', 50],
        ['$.text', 7],
        ['$.word', undefined],
        ['$.missing', undefined],
        ['$.flag', undefined],
      ] satisfies [string, number | undefined][]),
      ...([
        ['$.list[0][1]', 2],
        ['$.list', undefined],
        ["$.['a.b']", 3],
        ['$.empty', undefined],
        ['$', undefined],
      ] satisfies [string, number | undefined][]),
    ];
    for (const [filterValue, value] of expected) expect(metricValue(filterValue, message), filterValue).to.equal(value);
    expect(metricValue('$.latency', 'no JSON')).to.equal(undefined);
  });

  it('are fields of a space-delimited message, by name or by number', () => {
    expect(extractedValues(pattern, apache)).to.deep.equal({
      ...{ $1: '127.0.0.1', $2: 'Prod', $3: 'frank', $4: '10/Oct/2000:13:25:15 -0700' },
      ...{ $request: 'GET /index.html HTTP/1.0', $status_code: '404', $7: '1534' },
    });
    expect(metricValue('$status_code', apache, pattern)).to.equal(404);
    expect(metricValue('$bytes', apache, '[..., bytes]')).to.equal(1534);
    expect(metricValue('$bytes', apache, '[bytes, ...]')).to.equal(undefined);
    expect(metricValue('$bytes', apache)).to.equal(undefined);
    expect(extractedValues('[a, b, c]', 'one two')).to.deep.equal({});
    expect(extractedValues('[a, b]', 'one two  three')).to.deep.equal({ $a: 'one', $b: 'two  three' });
    expect(extractedValues('ERROR', apache)).to.deep.equal({});
    expect(extractedValues('[a, b, c]', '[open "quote x')).to.deep.equal({ $a: '[open', $b: '"quote', $c: 'x' });
  });
});
