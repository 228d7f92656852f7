import { expect } from 'chai';
import fc from 'fast-check';
import { expand } from '../../organization/expand.js';
import { mergePatch } from '../../organization/merge.js';
import type { Members, Value } from '../../organization/merge.js';
import { loadOrganization } from '../../organization/load.js';
import { landingZone, landingZoneText } from '../landing-zone.js';

describe('JSON Merge Patch', () => {
  // The examples of RFC 7396, appendix A.
  const cases: readonly (readonly [Value, Value, Value])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [['a', 'b'], ['c', 'd'], ['c', 'd']],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases) it(`${JSON.stringify(target)} + ${JSON.stringify(patch)}`, () => expect(mergePatch(target, patch)).to.deep.equal(result));

  const value = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.integer(), fc.constantFrom('x', 'y'), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { noNullPrototype: true }), fc.array(tie('value'), { maxLength: 2 })),
  })).value;
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true });

  it('applied twice is applied once', () => {
    fc.assert(fc.property(object, object, (target, patch) => void expect(mergePatch(mergePatch(target, patch), patch)).to.deep.equal(mergePatch(target, patch))), { seed: 7 });
  });

  it('leaves its inputs alone', () => {
    fc.assert(
      fc.property(object, object, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        mergePatch(target, patch);
        expect(JSON.stringify([target, patch])).to.equal(before);
      }),
      { seed: 7 },
    );
  });

  it('does not touch prototypes', () => {
    mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}') as Value);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});

describe('expansion and overlays', () => {
  it('an overlay reaches accounts that count made', () => {
    const organization = landingZone('accounts: { payments-2: { roles: { BreakGlass: null } } }');
    expect(organization.accounts['payments-2']?.roles).to.deep.equal({});
    expect(organization.accounts['payments-1']?.roles).to.have.property('BreakGlass');
  });

  it("an overlay's everyAccount patches every active member account and no other", () => {
    const organization = landingZone('everyAccount: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } }');
    expect(organization.accounts['sandbox-3']?.roles['BreakGlass']?.trust['BreakGlassUsers']).to.not.have.property('Condition');
    expect(organization.accounts['management']?.roles['BreakGlass']?.trust['BreakGlassUsers']).to.have.property('Condition');
    expect(organization.accounts['old-datalake']?.roles).to.deep.equal({});
  });

  it('an overlay may bring an account that nobody prepared', () => {
    const organization = landingZone('accounts: { new-one: { ou: Production } }');
    expect(organization.accounts['new-one']).to.deep.include({ ou: 'Production', roles: {}, state: 'ACTIVE' });
    expect(organization.accounts['new-one']?.id).to.match(/^\d{12}$/);
  });

  it('overlays on different accounts give the same in either order', () => {
    const one = 'accounts: { network: { roles: { BreakGlass: { maxSessionSeconds: 7200 } } } }';
    const two = 'accounts: { sandbox-1: { roles: null } }';
    expect(landingZone(one, two)).to.deep.equal(landingZone(two, one));
  });

  it("an account's own keys win over everyAccount", () => {
    const document = { organization: { id: 'o-aaaaaaaaaa', management: 'm' }, everyAccount: { roles: { R: { path: '/a/', maxSessionSeconds: 3600 } } }, accounts: { m: {}, x: { roles: { R: { path: '/b/' } } } } };
    const expanded = expand(document) as { accounts: Record<string, Members> };
    expect(expanded.accounts['x']?.['roles']).to.deep.equal({ R: { path: '/b/', maxSessionSeconds: 3600 } });
    expect(expanded.accounts['m']).to.not.have.property('roles');
  });

  it('ten thousand accounts have ten thousand ids', () => {
    const organization = loadOrganization('big.yaml', landingZoneText.replace('count: 3 }', 'count: 10000 }'));
    const ids = Object.values(organization.accounts).map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length).and.above(10_000);
  });
});
