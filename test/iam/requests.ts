/** Random requests and policies for the laws: few words, so that statements often match. */
import fc from 'fast-check';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';

export const CALLER_ACCOUNT = '111111111111';
const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sts:AssumeRole', 'iam:GetRole', 'kms:Decrypt'];
const ACTION_PATTERNS = [...ACTIONS, '*', 's3:*', 'sts:*', '*:Get*', 'iam:Get?ole'];
const RESOURCES = ['arn:aws:s3:::logs/a', 'arn:aws:iam::222222222222:role/path/R', 'arn:aws:iam::111111111111:role/R'];
const RESOURCE_PATTERNS = [...RESOURCES, '*', 'arn:aws:s3:::logs/*', 'arn:aws:iam::*:role/*', 'arn:aws:s3:::${aws:username}/*'];
const PRINCIPALS = [
  'arn:aws:iam::111111111111:user/alice',
  'arn:aws:sts::111111111111:assumed-role/R/s',
  'arn:aws:iam::111111111111:root',
  'arn:aws:sts::111111111111:federated-user/f',
];
const PRINCIPAL_NAMES = [
  ...PRINCIPALS,
  CALLER_ACCOUNT,
  '*',
  'arn:aws:iam::111111111111:role/R',
  'arn:aws:iam::999999999999:user/x',
];

/** Keys that a request may carry, with their values. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalArn': ['arn:aws:iam::111111111111:role/R', 'arn:aws:iam::111111111111:user/alice'],
  'aws:MultiFactorAuthPresent': ['true', 'false'],
  'aws:RequestedRegion': ['eu-west-1', 'us-east-1'],
  'aws:username': ['alice', 'logs'],
  'aws:EpochTime': ['1700000000', '1800000000'],
  'aws:SourceIp': ['192.0.2.7', '2001:db8::1'],
};

const TEXT_OPERATORS = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotEqualsIgnoreCase', 'Bool'];
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  'aws:EpochTime': ['NumericEquals', 'NumericLessThan', 'DateGreaterThan', 'NumericNotEquals'],
  'aws:PrincipalArn': ['ArnLike', 'ArnNotLike', 'StringEquals', 'StringNotLike'],
  'aws:SourceIp': ['IpAddress', 'NotIpAddress'],
};

const condition = fc
  .constantFrom(...Object.keys(KEYS))
  .chain((key) =>
    fc.record({
      key: fc.constant(key),
      quantifier: fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
      operator: fc.constantFrom(...(OPERATORS[key] ?? TEXT_OPERATORS)),
      suffix: fc.constantFrom('', 'IfExists'),
      values: fc.subarray([...(KEYS[key] ?? []), '*'], { minLength: 1 }),
    }),
  )
  .map(({ key, quantifier, operator, suffix, values }) => ({ [`${quantifier}${operator}${suffix}`]: { [key]: values } }));

/** A statement; with a Principal element for resource and trust policies. */
export function statement(withPrincipal: boolean): fc.Arbitrary<PolicyStatement> {
  return fc
    .record({
      Effect: fc.oneof(
        { weight: 7, arbitrary: fc.constant('Allow' as const) },
        { weight: 1, arbitrary: fc.constant('Deny' as const) },
      ),
      not: fc.record({ action: fc.boolean(), resource: fc.boolean(), principal: fc.boolean() }),
      actions: fc.subarray(ACTION_PATTERNS, { minLength: 1, maxLength: 3 }),
      resources: fc.subarray(RESOURCE_PATTERNS, { minLength: 1, maxLength: 3 }),
      Condition: fc.option(condition, { nil: undefined }),
      AWS: fc.subarray(PRINCIPAL_NAMES, { minLength: 1, maxLength: 3 }),
    })
    .map(({ Effect, not, actions, resources, Condition, AWS }) => ({
      Effect,
      [not.action && actions.length > 1 ? 'NotAction' : 'Action']: actions,
      [not.resource && resources.length > 1 ? 'NotResource' : 'Resource']: resources,
      ...(Condition ? { Condition } : {}),
      ...(withPrincipal ? { [not.principal && AWS.length > 2 ? 'NotPrincipal' : 'Principal']: { AWS } } : {}),
    }));
}

/** A document of these statements. */
export function documentOf(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

function policy(withPrincipal = false): fc.Arbitrary<Policy> {
  return fc
    .array(statement(withPrincipal), { minLength: 1, maxLength: 3 })
    .map((statements) => ({ name: 'random', document: documentOf(...statements) }));
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
const full: Policy = { name: 'full', document: documentOf(everything) };
const open: Policy = { name: 'open', document: documentOf({ ...everything, Principal: { AWS: [CALLER_ACCOUNT] } }) };
/** Random alone, almost nothing would be allowed, and the laws about what is allowed would say little. */
const orOpen = fc.option(fc.oneof(policy(true), fc.constant(open)), { nil: undefined, freq: 8 });
const level = fc.array(policy(), { maxLength: 2 }).map((list) => [full, ...list]);

/** Entries without a value left out, as AWS leaves absent keys out. */
function present<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined));
}

const context = fc
  .record(
    Object.fromEntries(
      Object.entries(KEYS).map(([key, values]) => [key, fc.option(fc.constantFrom(...values), { nil: undefined })]),
    ),
  )
  .map(present);

/** A request of somebody in `CALLER_ACCOUNT` to a resource there or in another account. */
export const request: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  resourceAccount: fc.constantFrom(CALLER_ACCOUNT, '222222222222'),
  context,
});

/** One request in two is without. */
const sometimes = { nil: undefined, freq: 2 };

/** Policies of every type, any of which may be missing. */
export const policies: fc.Arbitrary<ApplicablePolicies> = fc
  .record({
    identity: fc.array(fc.oneof(policy(), fc.constant(full)), { minLength: 1, maxLength: 2 }),
    trust: orOpen,
    resource: orOpen,
    boundary: fc.option(fc.oneof(policy(), fc.constant(full)), sometimes),
    session: fc.option(fc.array(fc.oneof(policy(), fc.constant(full)), { minLength: 1, maxLength: 2 }), sometimes),
    scpsByLevel: fc.array(level, { maxLength: 3 }),
    rcpsByLevel: fc.option(fc.array(fc.array(policy(true), { maxLength: 1 }), { maxLength: 2 }), sometimes),
  })
  .map(({ identity, scpsByLevel, ...rest }) => ({ identity, scpsByLevel, ...present(rest as Record<string, unknown>) }));
