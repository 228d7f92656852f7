import { expect } from 'chai';
import { denialMessage, evaluate } from '../../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { matchesTokens, tokenize } from '../../iam/wildcard.js';

const allowAll: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const full: Policy = { name: 'full', document: allowAll };

function document(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

const request: AccessRequest = {
  principal: 'arn:aws:iam::111111111111:user/alice',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::logs/a',
  resourceAccount: '111111111111',
  context: {},
};

describe('evaluate says what decided', () => {
  const base: ApplicablePolicies = { identity: [full], scpsByLevel: [[full], [full]] };

  it('names the SCP and its statement, by Sid or by number', () => {
    const scp: Policy = { name: 'arn:aws:organizations::1:policy/p-1', document: document({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 's3:*', Resource: '*' }) };
    const evaluation = evaluate(request, { ...base, scpsByLevel: [[full], [full, scp]] });
    expect(evaluation).to.include({ decision: 'explicitDeny', decidedBy: 'service control policy', policy: scp.name, statement: 'statement-2' });
  });

  it('names the identity side before the trust policy when both are silent', () => {
    const asked = { ...request, action: 'sts:AssumeRole', resource: 'arn:aws:iam::222222222222:role/R', resourceAccount: '222222222222' };
    const trust: Policy = { name: 'trust', document: document() };
    expect(evaluate(asked, { identity: [], trust, scpsByLevel: [] }).decidedBy).to.equal('identity-based policy');
    expect(evaluate(asked, { identity: [full], trust, scpsByLevel: [] }).decidedBy).to.equal('role trust policy');
  });

  it('names the boundary and the session policy that leave something out', () => {
    const narrow: Policy = { name: 'narrow', document: document({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }) };
    expect(evaluate(request, { ...base, boundary: narrow }).decidedBy).to.equal('permissions boundary');
    expect(evaluate(request, { ...base, session: [narrow] }).decidedBy).to.equal('session policy');
  });

  it('spares by NotPrincipal only whom it lists on every layer', () => {
    const session = { ...request, principal: 'arn:aws:sts::111111111111:assumed-role/R/s', context: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/R' } };
    const bucket = (...AWS: string[]): Policy => ({ name: 'bucket', document: document({ Effect: 'Deny', NotPrincipal: { AWS }, Action: '*', Resource: '*' }) });
    const layers = ['arn:aws:iam::111111111111:role/R', session.principal, '111111111111'];
    expect(evaluate(session, { ...base, resource: bucket(...layers) }).decision).to.equal('allow');
    for (const left of layers) expect(evaluate(session, { ...base, resource: bucket(...layers.filter((layer) => layer !== left)) }).decision, left).to.equal('explicitDeny');
  });

  it('lets an unknown operator open nothing and weaken nothing', () => {
    const odd = { StringAlmostEquals: { 'aws:username': 'x' } };
    const allow: Policy = { name: 'a', document: document({ Effect: 'Allow', Action: '*', Resource: '*', Condition: odd }) };
    const deny: Policy = { name: 'd', document: document({ Effect: 'Deny', Action: '*', Resource: '*', Condition: odd }) };
    expect(evaluate(request, { identity: [allow], scpsByLevel: [] }).decision).to.equal('implicitDeny');
    expect(evaluate(request, { identity: [full, deny], scpsByLevel: [] }).decision).to.equal('explicitDeny');
  });

  it('lets a Deny in the trust policy win over everything that allows', () => {
    const asked = { ...request, action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/R' };
    const allow: PolicyStatement = { Effect: 'Allow', Principal: { AWS: request.principal }, Action: 'sts:AssumeRole' };
    const trust = (...more: PolicyStatement[]): Policy => ({ name: 'trust', document: document(allow, ...more) });
    expect(evaluate(asked, { identity: [full], trust: trust(), scpsByLevel: [] }).decision).to.equal('allow');
    const denied = evaluate(asked, { identity: [full], trust: trust({ ...allow, Sid: 'No', Effect: 'Deny' }), scpsByLevel: [] });
    expect(denied).to.include({ decision: 'explicitDeny', decidedBy: 'role trust policy', statement: 'No' });
  });

  it("asks a key's policy even inside the account", () => {
    const asked = { ...request, action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111111111111:key/1' };
    const key = (AWS: string): Policy => ({ name: 'key', document: document({ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }) });
    expect(evaluate(asked, { identity: [full], resource: key('111111111111'), scpsByLevel: [] }).decision).to.equal('allow');
    expect(evaluate(asked, { identity: [full], resource: key('arn:aws:iam::111111111111:user/bob'), scpsByLevel: [] }).decision).to.equal('implicitDeny');
  });

  it('tells roles of one name and another path apart where the context knows the path', () => {
    const asked = { ...request, principal: 'arn:aws:sts::222222222222:assumed-role/R/s', context: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/a/R' } };
    const bucket = (path: string): Policy => ({ name: 'bucket', document: document({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::222222222222:role${path}R` }, Action: '*', Resource: '*' }) });
    expect(evaluate(asked, { identity: [full], resource: bucket('/a/'), scpsByLevel: [] }).decision).to.equal('allow');
    expect(evaluate(asked, { identity: [full], resource: bucket('/b/'), scpsByLevel: [] }).decision).to.equal('implicitDeny');
  });

  it('wants every value under ForAllValues and one under ForAnyValue', () => {
    const asked = (...values: string[]): AccessRequest => ({ ...request, context: { 'aws:TagKeys': values } });
    const policy = (set: string): Policy => ({ name: 'p', document: document({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [`${set}:StringEquals`]: { 'aws:TagKeys': ['a', 'b'] } } }) });
    const decide = (set: string, ...values: string[]): boolean => evaluate(asked(...values), { identity: [policy(set)], scpsByLevel: [] }).decision === 'allow';
    expect([decide('ForAllValues', 'a', 'b'), decide('ForAllValues', 'a', 'c'), decide('ForAllValues')]).to.deep.equal([true, false, true]);
    expect([decide('ForAnyValue', 'c', 'b'), decide('ForAnyValue', 'c'), decide('ForAnyValue')]).to.deep.equal([true, false, false]);
  });

  it('knows where a range of addresses begins and ends', () => {
    const inside = (address: string, range: string): boolean =>
      evaluate({ ...request, context: { 'aws:SourceIp': address } }, { identity: [{ name: 'p', document: document({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': range } } }) }], scpsByLevel: [] }).decision === 'allow';
    for (const [range, first, last, before, after] of [
      ['203.0.113.64/26', '203.0.113.64', '203.0.113.127', '203.0.113.63', '203.0.113.128'],
      ['10.0.0.0/8', '10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
      ['2001:db8:0:40::/58', '2001:db8:0:40::', '2001:DB8:0:7f:ffff:ffff:ffff:ffff', '2001:db8:0:3f:ffff::', '2001:db8:0:80::'],
      ['203.0.113.7', '203.0.113.7', '203.0.113.7', '203.0.113.6', '203.0.113.8'],
    ] as const) {
      expect([first, last, before, after].map((address) => inside(address, range)), range).to.deep.equal([true, true, false, false]);
    }
    for (const nonsense of ['203.0.113.0/33', '203.0.113', '1:2', 'x', '203.0.113.0/-1', '::1::/64']) expect(inside('203.0.113.0', nonsense), nonsense).to.equal(false);
    expect(inside('::ffff:1.2.3.4', '::ffff:102:300/120')).to.equal(true);
  });

  it('is not fooled by names of object prototypes', () => {
    const policy: Policy = { name: 'p', document: document({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { constructor: { __proto__x: 'y' } } }) };
    expect(evaluate(request, { identity: [policy], scpsByLevel: [] }).decision).to.equal('implicitDeny');
  });
});

describe('wildcards', () => {
  const match = (pattern: string, text: string): boolean => matchesTokens(tokenize(pattern), text);

  it('match what they should', () => {
    for (const [pattern, text] of [['*', ''], ['a*', 'a'], ['*a', 'bca'], ['a?c', 'abc'], ['a*b*c', 'a1b2b3c'], ['**', 'x'], ['?*', 'x'], ['*?', 'xy'], ['*ab', 'aab'], ['a*ab', 'aaab']] as const) {
      expect(match(pattern, text), `${pattern} ${text}`).to.equal(true);
    }
    for (const [pattern, text] of [['', 'a'], ['a', ''], ['?', ''], ['a?c', 'ac'], ['a*b', 'abc'], ['*?a', 'a'], ['a*b*c', 'acb']] as const) {
      expect(match(pattern, text), `${pattern} ${text}`).to.equal(false);
    }
  });

  it('agree with regular expressions on every short pattern and text', () => {
    const words = (letters: string, length: number): string[] => (length === 0 ? [''] : words(letters, length - 1).flatMap((word) => [word, ...[...letters].map((letter) => word + letter)]));
    const texts = [...new Set(words('ab', 4))];
    for (const pattern of new Set(words('ab*?', 3))) {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      for (const text of texts) expect(match(pattern, text), `${pattern} ${text}`).to.equal(expression.test(text));
    }
  });

  it('stay fast on patterns that blow regular expressions up', function () {
    this.timeout(2000);
    expect(match(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).to.equal(false);
    expect(match(`${'*?a'.repeat(200)}b`, 'a'.repeat(5000))).to.equal(false);
  });
});

describe('denial messages', () => {
  const say = (decidedBy: Policy['name'], decision: 'implicitDeny' | 'explicitDeny', policy?: string, sameOrganization = true): string =>
    denialMessage({
      principalArn: 'arn:aws:iam::1:user/a',
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::2:role/r',
      sameOrganization,
      evaluation: { decision, decidedBy: decidedBy as never, trace: [], ...(policy === undefined ? {} : { policy }) },
    }).replace('User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/r', '');

  it('name the type of policy', () => {
    expect(say('identity-based policy', 'implicitDeny')).to.equal(' because no identity-based policy allows the sts:AssumeRole action');
    expect(say('role trust policy', 'explicitDeny')).to.equal(' with an explicit deny in the role trust policy');
    expect(say('identity-based policy', 'explicitDeny', 'inline')).to.equal(' with an explicit deny in an identity-based policy');
    expect(say('service control policy', 'explicitDeny', 'arn:aws:organizations::1:policy/p-1')).to.equal(' with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-1');
  });

  it('tell outsiders nothing', () => {
    expect(say('role trust policy', 'implicitDeny', undefined, false)).to.equal('');
  });
});
