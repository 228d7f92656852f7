import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyStatement } from '../../iam/index.js';

const RUNS = { seed: 20_261_124, numRuns: 1500 };

const accounts = ['111111111111', '222222222222'] as const;
const actions = ['s3:GetObject', 's3:PutObject', 'sts:AssumeRole', 'iam:GetRole', 'kms:Decrypt'];
const patterns = [...actions, '*', 's3:*', 'sts:*', '*:Get*', 'iam:Get?ole'];
const resources = ['arn:aws:s3:::logs/a', 'arn:aws:iam::222222222222:role/path/R', 'arn:aws:iam::111111111111:role/R'];
const resourcePatterns = [...resources, '*', 'arn:aws:s3:::logs/*', 'arn:aws:iam::*:role/*', 'arn:aws:s3:::${aws:username}/*'];
const principals = ['arn:aws:iam::111111111111:user/alice', 'arn:aws:sts::111111111111:assumed-role/R/s', 'arn:aws:iam::111111111111:root', 'arn:aws:sts::111111111111:federated-user/f'];
const principalElements = [...principals, '111111111111', '*', 'arn:aws:iam::111111111111:role/R', 'arn:aws:iam::999999999999:user/x'];
const keys: Record<string, readonly string[]> = {
  'aws:PrincipalArn': ['arn:aws:iam::111111111111:role/R', 'arn:aws:iam::111111111111:user/alice'],
  'aws:MultiFactorAuthPresent': ['true', 'false'],
  'aws:RequestedRegion': ['eu-west-1', 'us-east-1'],
  'aws:username': ['alice', 'logs'],
  'aws:EpochTime': ['1700000000', '1800000000'],
};
const operatorsFor = (key: string): string[] =>
  key === 'aws:EpochTime' ? ['NumericEquals', 'NumericLessThan', 'DateGreaterThan', 'NumericNotEquals'] : key === 'aws:PrincipalArn' ? ['ArnLike', 'ArnNotLike', 'StringEquals', 'StringNotLike'] : ['StringEquals', 'StringNotEquals', 'StringLike', 'Bool'];

const condition = fc
  .constantFrom(...Object.keys(keys))
  .chain((key) =>
    fc.record({ key: fc.constant(key), operator: fc.constantFrom(...operatorsFor(key)), suffix: fc.constantFrom('', 'IfExists'), values: fc.subarray([...(keys[key] ?? []), '*'], { minLength: 1 }) }),
  )
  .map(({ key, operator, suffix, values }) => ({ [`${operator}${suffix}`]: { [key]: values } }));

const statement = (withPrincipal: boolean): fc.Arbitrary<PolicyStatement> =>
  fc
    .record({
      Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
      negateAction: fc.boolean(),
      actions: fc.subarray(patterns, { minLength: 1, maxLength: 3 }),
      negateResource: fc.boolean(),
      resources: fc.subarray(resourcePatterns, { minLength: 1, maxLength: 3 }),
      Condition: fc.option(condition, { nil: undefined }),
      principals: fc.subarray(principalElements, { minLength: 1, maxLength: 2 }),
    })
    .map((made) => ({
      Effect: made.Effect,
      [made.negateAction && made.actions.length > 1 ? 'NotAction' : 'Action']: made.actions,
      [made.negateResource && made.resources.length > 1 ? 'NotResource' : 'Resource']: made.resources,
      ...(made.Condition ? { Condition: made.Condition } : {}),
      ...(withPrincipal ? { Principal: { AWS: made.principals } } : {}),
    }));

const policy = (withPrincipal = false): fc.Arbitrary<Policy> =>
  fc.record({ name: fc.constant('p'), document: fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.array(statement(withPrincipal), { minLength: 1, maxLength: 3 }) }) });

const full: Policy = { name: 'full', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } };
const level = fc.array(policy(), { maxLength: 2 }).map((list) => [full, ...list]);

const request: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(...principals),
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  resourceAccount: fc.constantFrom(...accounts),
  context: fc
    .record(Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, fc.option(fc.constantFrom(...values), { nil: undefined })])))
    .map((context) => Object.fromEntries(Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined))),
});

const policies: fc.Arbitrary<ApplicablePolicies> = fc
  .record({
    identity: fc.array(policy(), { minLength: 1, maxLength: 2 }),
    trust: fc.option(policy(true), { nil: undefined }),
    resource: fc.option(policy(true), { nil: undefined }),
    boundary: fc.option(policy(), { nil: undefined, freq: 3 }),
    session: fc.option(fc.array(policy(), { minLength: 1, maxLength: 1 }), { nil: undefined, freq: 3 }),
    scpsByLevel: fc.array(level, { maxLength: 3 }),
  })
  .map(({ identity, scpsByLevel, ...rest }) => ({ identity, scpsByLevel, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) }));

const allowed = (asked: AccessRequest, applicable: ApplicablePolicies): boolean => evaluate(asked, applicable).decision === 'allow';

function law(title: string, holds: (asked: AccessRequest, applicable: ApplicablePolicies, extra: PolicyStatement) => void): void {
  it(title, () => {
    fc.assert(fc.property(request, policies, statement(false), holds), RUNS);
  });
}

describe('laws of evaluation', () => {
  it('are about requests of every outcome', () => {
    const seen = new Set(fc.sample(fc.tuple(request, policies), RUNS).map(([asked, applicable]) => evaluate(asked, applicable).decision));
    expect([...seen].sort()).to.deep.equal(['allow', 'explicitDeny', 'implicitDeny']);
  });

  law('adding a Deny never turns a denial into an allow', (asked, applicable, extra) => {
    const added = { name: 'added', document: { Version: '2012-10-17', Statement: [{ ...extra, Effect: 'Deny' as const }] } };
    if (!allowed(asked, applicable)) expect(allowed(asked, { ...applicable, identity: [...applicable.identity, added] })).to.equal(false);
  });

  law('adding an Allow never turns an allow into a denial', (asked, applicable, extra) => {
    const added = { name: 'added', document: { Version: '2012-10-17', Statement: [{ ...extra, Effect: 'Allow' as const }] } };
    if (allowed(asked, applicable)) expect(allowed(asked, { ...applicable, identity: [...applicable.identity, added] })).to.equal(true);
  });

  law('removing an SCP level never turns an allow into a denial', (asked, applicable) => {
    if (!allowed(asked, applicable)) return;
    for (const index of applicable.scpsByLevel.keys()) expect(allowed(asked, { ...applicable, scpsByLevel: applicable.scpsByLevel.filter((_, other) => other !== index) })).to.equal(true);
  });

  law('a principal of the management account is blind to SCPs', (asked, applicable) => {
    const inManagement = { ...asked, principalInManagementAccount: true };
    expect(evaluate(inManagement, applicable).decision).to.equal(evaluate(inManagement, { ...applicable, scpsByLevel: [] }).decision);
  });

  law('the order of statements and values does not matter', (asked, applicable) => {
    const turned = <T>(value: T): T => (Array.isArray(value) ? ([...(value as unknown[])].reverse().map(turned) as T) : typeof value === 'object' && value !== null ? (Object.fromEntries(Object.entries(value).map(([key, member]) => [key, turned(member)])) as T) : value);
    // Levels of SCPs keep their order: it is the order of the organization.
    const reversed = { ...turned({ ...applicable, scpsByLevel: [] }), scpsByLevel: applicable.scpsByLevel.map(turned) };
    expect(evaluate(asked, reversed).decision).to.equal(evaluate(asked, applicable).decision);
  });

  law('the case of key names and actions does not matter', (asked, applicable) => {
    const loud = { ...asked, action: asked.action.toUpperCase(), context: Object.fromEntries(Object.entries(asked.context).map(([key, value]) => [key.toUpperCase(), value])) };
    expect(evaluate(loud, applicable).decision).to.equal(evaluate(asked, applicable).decision);
  });

  law('one value and a list of one are the same', (asked, applicable) => {
    const single = <T>(value: T): T => (Array.isArray(value) ? ((value.length === 1 && typeof value[0] === 'string' ? value[0] : value.map(single)) as T) : typeof value === 'object' && value !== null ? (Object.fromEntries(Object.entries(value).map(([key, member]) => [key, single(member)])) as T) : value);
    expect(evaluate(asked, single(applicable)).decision).to.equal(evaluate(asked, applicable).decision);
  });

  law('a cross-account allow needs both sides', (asked, applicable) => {
    if (asked.resourceAccount === '111111111111' || !allowed(asked, applicable)) return;
    const { trust: _trust, resource: _resource, ...callerOnly } = applicable;
    expect(allowed(asked, callerOnly), 'without the resource side').to.equal(false);
    if (!asked.principal.endsWith(':root')) expect(allowed(asked, { ...applicable, identity: [] }), "without the caller's side").to.equal(false);
  });

  law('IfExists equals the plain operator when the key is present', (asked, applicable) => {
    const everyKey = { ...asked, context: { ...Object.fromEntries(Object.entries(keys).map(([key, [value = '']]) => [key, value])), ...asked.context } };
    const plain = JSON.parse(JSON.stringify(applicable).replaceAll('IfExists', '')) as ApplicablePolicies;
    expect(evaluate(everyKey, plain).decision).to.equal(evaluate(everyKey, applicable).decision);
  });
});
