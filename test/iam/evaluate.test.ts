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
