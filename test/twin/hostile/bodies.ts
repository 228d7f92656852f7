/** Contents that stall or break a parser or a matcher which takes them at their word. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../../../base/random.js';
import { pick } from './request.js';

/** How deep; the deepest are made seldom, for they cost the attacker most. */
const depth = (random: Random): number =>
  random.below(40) === 0 ? 100_000 : pick(random, [13, 13, 100, 100, 1000, 5000]);
/** How often. */
const often = (random: Random): number => pick(random, [50, 50, 500, 500, 5000]);

/** JSON that nests beyond reason, with a value in the middle or cut off. */
export function deepJson(random: Random): string {
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['{"Tags":[', ']}'],
    ['{"Statement":', '}'],
  ] as const);
  const levels = depth(random);
  const text = open.repeat(levels) + '1' + close.repeat(levels);
  return random.below(3) === 0 ? text.slice(0, random.below(text.length)) : text;
}

/** CBOR that nests, announces what does not come, or is cut off (RFC 8949). */
export function brokenCbor(random: Random): Uint8Array {
  const levels = depth(random);
  const announce = Buffer.from([pick(random, [0x5b, 0x7b, 0x9b, 0xbb]), ...random.bytes(8)]);
  return new Uint8Array(
    pick(random, [
      () => Buffer.alloc(levels, 0x81),
      () => Buffer.concat(Array.from({ length: Math.min(levels, 20_000) }, () => Buffer.from([0xa1, 0x61, 0x61]))),
      () => Buffer.alloc(levels, pick(random, [0x9f, 0xbf, 0x5f, 0x7f, 0xc0, 0xd9])),
      () => Buffer.concat([Buffer.from([0xa1, 0x69]), Buffer.from('AlarmNames'), announce]),
      () => announce,
      () => Buffer.from(random.bytes(1 + random.below(200))),
      () => Buffer.from([0xbf, 0x69, ...Buffer.from('NextToken'), 0xfb, ...random.bytes(8), 0xff]),
    ])(),
  );
}

/** What calls itself gzip: cut off, no gzip at all, or a bomb. */
export function badGzip(random: Random): Uint8Array {
  const text = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15');
  return new Uint8Array(
    pick(random, [
      () => gzipSync(text).subarray(0, random.below(40)),
      () => text,
      () => BOMB,
      () => gzipSync(gzipSync(text)),
      () => Buffer.concat([gzipSync(text), Buffer.from(random.bytes(20))]),
      () => Buffer.concat([gzipSync(text), gzipSync(Buffer.alloc(2_000_000))]),
    ])(),
  );
}

/** A hundred megabytes in a hundred kilobytes. */
const BOMB = gzipSync(Buffer.alloc(100 * 1024 * 1024), { level: 9 });

/** XML with entities that grow, that read files, or that nest. */
export function evilXml(random: Random, root: string): string {
  const levels = Math.min(depth(random), 20_000);
  return pick(random, [
    () =>
      `<!DOCTYPE a [${Array.from({ length: 12 }, (_, index) => `<!ENTITY e${index} "${index === 0 ? 'ha' : `&e${index - 1};`.repeat(10)}">`).join('')}]><${root}>&e11;</${root}>`,
    () => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><${root}>&x;</${root}>`,
    () => '<a>'.repeat(levels) + '</a>'.repeat(levels),
    () => `<${root} ${'a="b" '.repeat(often(random))}>`,
    () => `<${root}><![CDATA[${']]>'.repeat(often(random))}`,
    () => `<${root} xmlns:x="${'y'.repeat(often(random))}"/>`,
  ])();
}

const WILD = ['*a', '*?', '?*', '**', '*:', 'a*b*c'];

/** A pattern that backtracks, for a matcher that does. */
export function wildcards(random: Random): string {
  return pick(random, WILD).repeat(Math.min(often(random), 2000)) + pick(random, ['b', '*', '']);
}

/** A policy document that is large, deep, odd, or hard to match. */
export function evilPolicy(random: Random): string {
  const base = { Effect: pick(random, ['Allow', 'Deny']), Action: '*', Resource: '*' };
  const many = often(random);
  const statements: readonly (() => unknown)[] = [
    () => ({ ...base, Action: wildcards(random) }),
    () => ({ ...base, Resource: `arn:aws:s3:::${wildcards(random)}` }),
    () => Array.from({ length: many }, (_, index) => ({ ...base, Sid: `s${index}` })),
    () => ({ ...base, Action: Array.from({ length: many }, () => 's3:*a*a*a') }),
    () => ({
      ...base,
      Condition: {
        [pick(random, ['StringLike', 'ArnLike', 'ForAnyValue:StringLike'])]: { 'aws:username': wildcards(random) },
      },
    }),
    () => ({
      ...base,
      Condition: Object.fromEntries(Array.from({ length: many }, (_, index) => [`StringEquals${index}`, { k: 'v' }])),
    }),
    () => ({
      ...base,
      Condition: {
        DateLessThan: { 'aws:CurrentTime': '9'.repeat(many) },
        NumericEquals: { 'aws:EpochTime': '1e999' },
        IpAddress: { 'aws:SourceIp': '::/129' },
      },
    }),
    () => ({ ...base, Resource: '${'.repeat(many) }),
    () => ({ ...base, Condition: { StringEquals: { 'aws:username': '${aws:username,' + "'".repeat(many) } } }),
    () => ({ ...base, Condition: JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`) as unknown }),
    () => ({ ...base, Condition: { BinaryEquals: { k: '='.repeat(many) }, Null: { k: 'maybe' } } }),
    () => ({ ...base, ['__proto__']: { Effect: 'Allow' }, constructor: 'x' }),
    () => 'x',
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: pick(random, statements)() });
}

/** Event patterns and filter patterns that try the same on the matchers of monitoring. */
export function evilEventPattern(random: Random): string {
  return pick(random, [
    () => JSON.stringify({ source: [{ wildcard: wildcards(random) }] }),
    () => JSON.stringify({ source: [{ 'anything-but': { wildcard: wildcards(random) } }] }),
    () => JSON.stringify({ $or: Array.from({ length: often(random) }, () => ({ source: ['a'] })) }),
    () => `{"detail":${deepJson(random)}}`,
    () => JSON.stringify({ source: [{ numeric: ['>', 1e308, '<', -1e308] }] }),
    () => JSON.stringify({ source: [{ cidr: '::/0'.repeat(50) }] }),
  ])();
}

export function evilMetricFilter(random: Random): string {
  return pick(random, [
    '%(a+)+$%',
    '%(a|aa)*b%',
    `{ $.${'a.'.repeat(often(random))}b = "*" }`,
    `{ ${'('.repeat(often(random))}`,
    `[${'a,'.repeat(often(random))}...]`,
    `{ $.a = "${wildcards(random).slice(0, 900)}" }`,
    '"'.repeat(often(random)),
    '?'.repeat(often(random)),
  ]);
}
