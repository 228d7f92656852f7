import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyStatement } from '../../iam/index.js';
import { CALLER_ACCOUNT, documentOf, KEYS, policies, request, statement } from './requests.js';

const RUNS = { seed: 20_261_124, numRuns: 600 };

function decision(asked: AccessRequest, applicable: ApplicablePolicies): string {
  return evaluate(asked, applicable).decision;
}

function allowed(asked: AccessRequest, applicable: ApplicablePolicies): boolean {
  return decision(asked, applicable) === 'allow';
}

function law(title: string, holds: (asked: AccessRequest, applicable: ApplicablePolicies, extra: PolicyStatement) => void): void {
  it(title, () => {
    fc.assert(fc.property(request, policies, statement(false), holds), RUNS);
  });
}

/** The policy with one more statement; resource and trust policies name everybody in it. */
function grown({ name, document }: Policy, extra: PolicyStatement, withPrincipal = false): Policy {
  return {
    name,
    document: documentOf(...[document.Statement].flat(), { ...extra, ...(withPrincipal ? { Principal: '*' } : {}) }),
  };
}

/** The same policies with the statement added to one document, once for every document. */
function everyAddition(applicable: ApplicablePolicies, extra: PolicyStatement): ApplicablePolicies[] {
  const { identity, trust, resource, boundary, session, scpsByLevel } = applicable;
  return [
    { ...applicable, identity: identity.map((policy) => grown(policy, extra)) },
    ...(trust ? [{ ...applicable, trust: grown(trust, extra, true) }] : []),
    ...(resource ? [{ ...applicable, resource: grown(resource, extra, true) }] : []),
    ...(boundary ? [{ ...applicable, boundary: grown(boundary, extra) }] : []),
    ...(session ? [{ ...applicable, session: session.map((policy) => grown(policy, extra)) }] : []),
    ...scpsByLevel.map((_, index) => ({
      ...applicable,
      scpsByLevel: scpsByLevel.map((level, other) => (other === index ? level.map((policy) => grown(policy, extra)) : level)),
    })),
  ];
}

/** The value with `change` applied to every array within, from the inside out. */
function inEveryList<T>(value: T, change: (list: unknown[]) => unknown): T {
  if (Array.isArray(value)) return change(value.map((member: unknown) => inEveryList(member, change))) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inEveryList(member as unknown, change)])) as T;
}

describe('laws of evaluation', () => {
  it('are about requests of every outcome', () => {
    const seen = fc.sample(fc.tuple(request, policies), RUNS).map(([asked, applicable]) => decision(asked, applicable));
    for (const outcome of ['allow', 'explicitDeny', 'implicitDeny']) {
      expect(seen.filter((one) => one === outcome).length, outcome).to.be.greaterThan(RUNS.numRuns / 20);
    }
  });

  law('adding a Deny never turns a denial into an allow', (asked, applicable, extra) => {
    if (allowed(asked, applicable)) return;
    for (const more of everyAddition(applicable, { ...extra, Effect: 'Deny' })) expect(allowed(asked, more)).to.equal(false);
  });

  law('a Deny that matches everything denies, wherever it stands', (asked, applicable) => {
    const deny: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*' };
    const { trust: _trust, resource: _resource, ...callerOnly } = applicable;
    for (const more of everyAddition(callerOnly, deny)) expect(allowed(asked, more)).to.equal(false);
  });

  law('adding an Allow never turns an allow into a denial', (asked, applicable, extra) => {
    if (!allowed(asked, applicable)) return;
    for (const more of everyAddition(applicable, { ...extra, Effect: 'Allow' })) expect(allowed(asked, more)).to.equal(true);
  });

  law('removing an SCP level, or the Denies of one, never turns an allow into a denial', (asked, applicable) => {
    const { scpsByLevel } = applicable;
    const withoutDenies = (level: readonly Policy[]): Policy[] =>
      level.map(({ name, document }) => ({
        name,
        document: documentOf(...[document.Statement].flat().filter(({ Effect }) => Effect === 'Allow')),
      }));
    const before = allowed(asked, applicable);
    for (const index of scpsByLevel.keys()) {
      const fewer = [
        scpsByLevel.filter((_, other) => other !== index),
        scpsByLevel.map((level, other) => (other === index ? withoutDenies(level) : level)),
      ];
      if (before) for (const levels of fewer) expect(allowed(asked, { ...applicable, scpsByLevel: levels })).to.equal(true);
    }
  });

  law('an SCP level without an Allow lets nobody pass', (asked, applicable) => {
    const silent: Policy = { name: 'silent', document: documentOf() };
    for (const index of [...applicable.scpsByLevel.keys(), applicable.scpsByLevel.length]) {
      expect(allowed(asked, { ...applicable, scpsByLevel: applicable.scpsByLevel.toSpliced(index, 0, [silent]) })).to.equal(
        false,
      );
    }
  });

  law('a principal of the management account is blind to SCPs', (asked, applicable) => {
    const inManagement = { ...asked, principalInManagementAccount: true };
    expect(decision(inManagement, applicable)).to.equal(decision(inManagement, { ...applicable, scpsByLevel: [] }));
  });

  law('the order of statements and values does not matter', (asked, applicable) => {
    // Levels of SCPs are turned as well: all of them must allow, in whatever order.
    const turned = inEveryList(applicable, (list) => list.toReversed());
    expect(decision(asked, turned)).to.equal(decision(asked, applicable));
  });

  law('the case of key names and actions does not matter', (asked, applicable) => {
    const context = Object.fromEntries(Object.entries(asked.context).map(([key, value]) => [key.toUpperCase(), value]));
    expect(decision({ ...asked, action: asked.action.toUpperCase(), context }, applicable)).to.equal(decision(asked, applicable));
  });

  law('one value and a list of one are the same', (asked, applicable) => {
    const single = inEveryList(applicable, (list) => (list.length === 1 && typeof list[0] === 'string' ? list[0] : list));
    expect(decision(asked, single)).to.equal(decision(asked, applicable));
  });

  law('a cross-account allow needs both sides', (asked, applicable) => {
    if (asked.resourceAccount === CALLER_ACCOUNT || !allowed(asked, applicable)) return;
    const { trust: _trust, resource: _resource, ...callerOnly } = applicable;
    expect(allowed(asked, callerOnly), 'without the resource side').to.equal(false);
    if (!asked.principal.endsWith(':root'))
      expect(allowed(asked, { ...applicable, identity: [] }), 'without the caller').to.equal(false);
  });

  law('what is allowed across accounts is allowed within one', (asked, applicable) => {
    if (!allowed({ ...asked, resourceAccount: '222222222222' }, applicable)) return;
    expect(allowed({ ...asked, resourceAccount: CALLER_ACCOUNT }, applicable)).to.equal(true);
  });

  law('IfExists equals the plain operator when the key is present', (asked, applicable) => {
    const everyKey = Object.fromEntries(Object.entries(KEYS).map(([key, [value = '']]) => [key, value]));
    const complete = { ...asked, context: { ...everyKey, ...asked.context } };
    const plain = JSON.parse(JSON.stringify(applicable).replaceAll('IfExists', '')) as ApplicablePolicies;
    expect(decision(complete, plain)).to.equal(decision(complete, applicable));
  });
});
