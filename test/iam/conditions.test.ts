import { expect } from 'chai';
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, PolicyStatement } from '../../iam/index.js';

type Value = AccessRequest['context'][string] | undefined;
type Row = readonly [operator: string, value: Value, wanted: string | number | boolean | string[], holds: boolean];

/** Does an Allow with this one condition match a request whose key has this value (`undefined`: no such key)? */
function matches(
  operator: string,
  value: Value,
  wanted: string | number | boolean | string[],
  version = '2012-10-17',
): boolean {
  const statement: PolicyStatement = {
    Effect: 'Allow',
    Action: '*',
    Resource: '*',
    Condition: { [operator]: { 'x:key': wanted } },
  };
  const context = { 'aws:username': 'alice', ...(value === undefined ? {} : { 'X:Key': value }) };
  const asked = {
    principal: 'arn:aws:iam::111111111111:user/alice',
    action: 's3:GetObject',
    resource: '*',
    resourceAccount: '111111111111',
    context,
  };
  const identity = [{ name: 'p', document: { Version: version, Statement: statement } }];
  return evaluate(asked, { identity, scpsByLevel: [] }).decision === 'allow';
}

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [operator, value, wanted, holds] of rows) {
      const verb = holds ? 'matches' : 'does not match';
      it(`${operator}: ${JSON.stringify(value) ?? 'absent'} ${verb} ${JSON.stringify(wanted)}`, () => {
        expect(matches(operator, value, wanted)).to.equal(holds);
      });
    }
  });
}

table('string conditions', [
  ['StringEquals', 'a', ['b', 'a'], true],
  ['StringEquals', 'A', 'a', false],
  ['stringequals', 'a', 'a', true],
  ['StringEqualsIgnoreCase', 'A', 'a', true],
  ['StringNotEqualsIgnoreCase', 'A', ['a', 'b'], false],
  ['StringNotEquals', 'c', ['a', 'b'], true],
  ['StringEquals', 'alice', '${aws:username}', true],
  ['StringEquals', 'bob', "${aws:userid, 'bob'}", true],
  ['StringEquals', '*', '${*}', true],
  ['StringLike', 'abc', '${*}', false],
  ['StringLike', 'abc', 'a?c', true],
  ['StringNotLike', 'abc', 'a*', false],
  ['StringNotLike', 'abc', '${x:absent}*', true],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
  ['BinaryEquals', 'QmluYXJ5', 'qmluyxj5', false],
]);

table('numbers and booleans', [
  ['NumericEquals', '10.0', '10', true],
  ['NumericEquals', 10, 10, true],
  ['NumericLessThan', '9', '10', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '10.5', '10', true],
  ['NumericGreaterThanEquals', '-1', '0', false],
  ['NumericNotEquals', 'ten', '10', true],
  ['NumericEquals', 'ten', 'ten', false],
  ['NumericEquals', '', '0', false],
  ['NumericEquals', '16', '0x10', false],
  ['NumericEquals', 'alice', '${aws:username}', false],
  ['Bool', true, 'true', true],
  ['Bool', 'True', true, true],
  ['Bool', 'false', 'true', false],
]);

table('dates', [
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01', true],
  ['DateEquals', '2026-01-01T01:30:00+01:30', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2025-12-31T23:00:00-0100', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2026-01-01T00:00:00.250Z', '1767225600.25', true],
  ['DateEquals', '2026-01-01T02:03', '2026-01-01T02:03:00Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '1893456000', true],
  ['DateGreaterThan', '2030-01-01T00:00:01Z', 1893456000, true],
  ['DateGreaterThanEquals', '2026', '2026-01-01', true],
  ['DateLessThanEquals', '2026-02-30', '2027-01-01', false],
  ['DateLessThanEquals', 'yesterday', '2027-01-01', false],
  ['DateNotEquals', 'yesterday', '2027-01-01', true],
]);

table('addresses', [
  ['IpAddress', '203.0.113.7', '203.0.113.0/24', true],
  ['IpAddress', '203.0.114.7', '203.0.113.0/24', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '255.255.255.255', '0.0.0.0/0', true],
  ['IpAddress', '2001:db8::1', '2001:db8::/32', true],
  ['IpAddress', '2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
  ['IpAddress', '::ffff:192.0.2.1', '::ffff:c000:201', true],
  ['IpAddress', '2001:db8::1', '0.0.0.0/0', false],
  ['IpAddress', '203.0.113.0', '203.0.113.0/33', false],
  ['IpAddress', '::1', '0.0.0.0/0', false],
  ['IpAddress', '203.0.113.256', '0.0.0.0/0', false],
  ['IpAddress', '1:2:3:4::5:6:7:8::9', '::/0', false],
  ['NotIpAddress', '203.0.113.7', ['192.0.2.0/24', '203.0.113.0/24'], false],
  ['NotIpAddress', '2001:db8::1', '203.0.113.7', true],
]);

table('ARNs', [
  ['ArnLike', 'arn:aws:iam::1:role/a/b', 'arn:aws:iam::*:role/*', true],
  ['ArnEquals', 'arn:aws:iam::1:role/a', 'arn:*:iam::?:role/a', true],
  ['ArnLike', 'arn:aws:sns:eu-west-1:1:a:b', 'arn:aws:sns:*:b', false],
  ['ArnLike', 'arn:aws:sns:eu-west-1:1:a:b', 'arn:aws:sns:*:*:*', true],
  ['ArnLike', 'arn:aws:iam::1:user/alice', 'arn:aws:iam::1:user/${aws:username}', true],
  ['ArnLike', 'not an arn', '*', true],
  ['ArnLike', 'not an arn', 'arn:*:*:*:*:*', false],
  ['ArnNotLike', 'not an arn', 'arn:*:*:*:*:*', true],
  ['ArnNotEquals', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/a', false],
]);

table('absent keys', [
  ['StringEquals', undefined, 'a', false],
  ['StringNotEquals', undefined, 'a', true],
  ['StringEqualsIfExists', undefined, 'a', true],
  ['StringEqualsIfExists', 'b', 'a', false],
  ['NotIpAddress', undefined, '0.0.0.0/0', true],
  ['ArnNotLike', undefined, '*', true],
  ['DateLessThan', undefined, '2030-01-01', false],
  ['BoolIfExists', undefined, 'false', true],
  ['Null', undefined, 'true', true],
  ['Null', undefined, false, false],
  ['Null', 'a', 'false', true],
  ['Null', [], 'true', true],
  ['ForAllValues:StringEquals', undefined, 'a', true],
  ['ForAnyValue:StringEquals', undefined, 'a', false],
  ['ForAnyValue:StringNotEquals', undefined, 'a', false],
  ['ForAnyValue:StringEqualsIfExists', undefined, 'a', true],
]);

table('several values', [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'c'], true],
  ['ForAllValues:StringEquals', ['a', 'd'], ['a', 'b', 'c'], false],
  ['ForAllValues:StringNotEquals', ['d', 'e'], ['a', 'b'], true],
  ['ForAllValues:StringNotEquals', ['a', 'e'], ['a', 'b'], false],
  ['ForAllValues:StringEquals', [], 'a', true],
  ['ForAnyValue:StringLike', ['x', 'ab'], 'a*', true],
  ['ForAnyValue:StringEquals', ['x', 'y'], 'a', false],
  ['ForAnyValue:StringNotEquals', ['a', 'y'], 'a', true],
  ['forallvalues:stringlike', 'ab', 'a*', true],
  ['StringEquals', ['a', 'b'], 'a', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
]);

describe('documents of Version 2008-10-17', () => {
  it('have no variables', () => {
    expect(matches('StringEquals', 'alice', '${aws:username}', '2008-10-17')).to.equal(false);
    expect(matches('StringEquals', '${aws:username}', '${aws:username}', '2008-10-17')).to.equal(true);
  });
});
