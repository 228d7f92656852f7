import { expect } from 'chai';
import { compileFilterPolicy, PatternError } from '../../monitoring/index.js';
import type { FilteredMessage } from '../../monitoring/index.js';

/** Message of the pages under "Amazon SNS message filtering", SNS developer guide, in both forms. */
const values = {
  customer_interests: ['rugby', 'baseball'],
  store: 'example_corp',
  event: 'order_placed',
  price_usd: 210.75,
  gift: true,
  source_ip: '10.0.0.7',
};
const message: FilteredMessage = {
  body: JSON.stringify(values),
  attributes: {
    customer_interests: { DataType: 'String.Array', StringValue: '["rugby", "baseball"]' },
    store: { DataType: 'String', StringValue: 'example_corp' },
    event: { DataType: 'String.Custom', StringValue: 'order_placed' },
    price_usd: { DataType: 'Number', StringValue: '210.75' },
    gift: { DataType: 'String.Array', StringValue: '[true]' },
    source_ip: { DataType: 'String', StringValue: '10.0.0.7' },
  },
};

/** Policies that decide alike in both scopes. */
const cases: [policy: Record<string, unknown>, matches: boolean][] = [
  [{ store: ['example_corp'] }, true],
  [{ store: ['Example_Corp'] }, false],
  [{ store: ['example_corp'], event: ['order_cancelled'] }, false],
  [{ store: ['other', 'example_corp'] }, true],
  [{ customer_interests: ['rugby', 'football'] }, true],
  [{ customer_interests: ['football'] }, false],
  [{ customer_interests: [{ prefix: 'base' }] }, true],
  [{ customer_interests: [{ suffix: 'gby' }] }, true],
  [{ customer_interests: [{ 'anything-but': ['rugby', 'tennis'] }] }, true],
  [{ customer_interests: [{ 'anything-but': ['rugby', 'baseball'] }] }, false],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, true],
  [{ event: [{ 'anything-but': { prefix: 'order_' } }] }, false],
  [{ event: [{ 'equals-ignore-case': 'ORDER_PLACED' }] }, true],
  [{ price_usd: [{ numeric: ['<=', 1e9] }] }, true],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, true],
  [{ source_ip: [{ cidr: '10.1.1.0/24' }] }, false],
  [{ price_usd: [{ numeric: ['>=', 100] }] }, true],
  [{ price_usd: [{ numeric: ['>', 0, '<=', 150] }] }, false],
  [{ price_usd: [{ numeric: ['=', 210.75] }] }, true],
  [{ price_usd: [{ 'anything-but': [100, 500] }] }, true],
  [{ price_usd: ['210.75'] }, false],
  [{ gift: [true] }, true],
  [{ gift: ['true'] }, false],
  [{ encrypted: [{ exists: false }] }, true],
  [{ store: [{ exists: false }] }, false],
  [{ store: [{ exists: true }] }, true],
  [{ $or: [{ store: ['other'] }, { event: ['order_placed'] }] }, true],
  [{ $or: [{ store: ['other'] }, { event: ['order_cancelled'] }] }, false],
];

describe('filter policies', () => {
  for (const [policy, matches] of cases) {
    it(`${JSON.stringify(policy)} ${matches ? 'lets the message through' : 'holds the message back'}`, () => {
      expect(compileFilterPolicy(policy)(message), 'attributes').to.equal(matches);
      expect(compileFilterPolicy(JSON.stringify(policy), 'MessageBody')(message), 'body').to.equal(matches);
    });
  }

  it('look into nested bodies, and at no body that is no JSON object', () => {
    const nested = compileFilterPolicy({ detail: { userIdentity: { userName: [{ prefix: 'bg-' }] } } }, 'MessageBody');
    expect(nested({ body: '{"detail":{"userIdentity":{"userName":"bg-1"}}}' })).to.equal(true);
    expect(nested({ body: '{"detail":{"userIdentity":{"userName":"alice"}}}' })).to.equal(false);
    const absent = compileFilterPolicy({ a: [{ exists: false }] }, 'MessageBody');
    expect(['{}', '[]', '"text"', 'no JSON', ''].map((body) => absent({ body }))).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('ignore binary attributes, and values that are not what their type says', () => {
    const has = compileFilterPolicy({ a: [{ exists: true }] });
    const attribute = (DataType: string, StringValue?: string): FilteredMessage => ({
      body: '',
      attributes: { a: { DataType, StringValue } },
    });
    expect(has(attribute('Binary', 'AA=='))).to.equal(false);
    expect(has(attribute('Number', 'many'))).to.equal(false);
    expect(has(attribute('String.Array', 'rugby'))).to.equal(false);
    expect(has(attribute('String', 'x'))).to.equal(true);
    expect(has({ body: '' })).to.equal(false);
    expect(
      compileFilterPolicy({ 'a.b': ['x'] })({
        body: '',
        attributes: { 'a.b': { DataType: 'String', StringValue: 'x' } },
      }),
    ).to.equal(true);
  });

  const keys = (count: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ['x']]));
  const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
  const wrong: [policy: unknown, scope: 'MessageAttributes' | 'MessageBody', reason: string][] = [
    ['no JSON', 'MessageBody', 'Filter is not an object'],
    [
      { a: { b: ['c'] } },
      'MessageAttributes',
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [
      { $or: [{ a: { b: ['c'] } }, { d: ['e'] }] },
      'MessageAttributes',
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [{ a: [{ like: 'b' }] }, 'MessageAttributes', 'Unrecognized match type like'],
    // What the guide does not list; the refusals of suffix and of other operators inside anything-but were seen on AWS.
    [{ a: [{ wildcard: 'b*' }] }, 'MessageBody', 'Unrecognized match type wildcard'],
    [{ a: [{ exactly: 'b' }] }, 'MessageBody', 'Unrecognized match type exactly'],
    [{ a: [{ prefix: { 'equals-ignore-case': 'b' } }] }, 'MessageBody', 'prefix match pattern must be a string'],
    [{ a: [{ 'anything-but': { suffix: 'b' } }] }, 'MessageBody', 'Unsupported anything-but pattern: suffix'],
    [{ a: [{ 'anything-but': { wildcard: 'b*' } }] }, 'MessageBody', 'Unsupported anything-but pattern: wildcard'],
    [{ a: [{ 'anything-but': { prefix: ['b', 'c'] } }] }, 'MessageBody', 'prefix match pattern must be a string'],
    [{ a: [{ numeric: ['>', 2e9] }] }, 'MessageBody', 'Value must be between -1.0E9 and 1.0E9, inclusive'],
    [keys(6), 'MessageAttributes', 'Filter policy can not have more than 5 keys'],
    [keys(6), 'MessageBody', 'Filter policy can not have more than 5 keys'],
    [{ a: many(151) }, 'MessageAttributes', 'Filter policy is too complex'],
    [{ a: many(4), b: many(4), c: many(10) }, 'MessageAttributes', 'Filter policy is too complex'],
    // The page's example: four values three levels deep, three values two levels deep, three at the top: 4 x 3 x 3 x 2 x 3.
    [{ a: { b: { c: many(4) } }, d: { e: many(3) }, f: many(3) }, 'MessageBody', 'Filter policy is too complex'],
  ];
  for (const [policy, scope, reason] of wrong) {
    it(`refuse ${JSON.stringify(policy).slice(0, 60)}: ${reason}`, () => {
      expect(() => compileFilterPolicy(policy, scope)).to.throw(
        PatternError,
        `Invalid parameter: FilterPolicy: ${reason}`,
      );
    });
  }

  it('may have five keys, and 150 combinations; in a body only the outermost keys count', () => {
    expect(compileFilterPolicy(keys(5))({ body: '' })).to.equal(false);
    expect(compileFilterPolicy({ a: many(15), b: many(10) })({ body: '' })).to.equal(false);
    expect(compileFilterPolicy({ a: keys(6) }, 'MessageBody')({ body: `{"a":${JSON.stringify(keys(6))}}` })).to.equal(
      true,
    );
  });
});
