import { expect } from 'chai';
import fc from 'fast-check';
import { expand } from '../../organization/expand.js';
import { isMembers, mergePatch } from '../../organization/merge.js';
import type { Members, Value } from '../../organization/merge.js';
import { loadOrganization } from '../../organization/load.js';
import { runs } from '../draw.js';
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
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases)
    it(`${JSON.stringify(target)} + ${JSON.stringify(patch)}`, () =>
      expect(mergePatch(target, patch)).to.deep.equal(result));

  const value = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.integer(),
      fc.constantFrom('x', 'y'),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { noNullPrototype: true }),
      fc.array(tie('value'), { maxLength: 2 }),
    ),
  })).value;
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true });

  it('applied twice is applied once', () => {
    fc.assert(
      fc.property(
        object,
        object,
        (target, patch) =>
          void expect(mergePatch(mergePatch(target, patch), patch)).to.deep.equal(mergePatch(target, patch)),
      ),
      { seed: 7 },
    );
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

  it('leads from any object to any other that holds no null', () => {
    const plain = object.map((value) => withoutNull(value) as Members);
    fc.assert(
      fc.property(
        plain,
        plain,
        (before, after) => void expect(mergePatch(before, difference(before, after))).to.deep.equal(after),
      ),
      { seed: 7 },
    );
  });

  it('gives the same in either order where two patches have no key in common', () => {
    const [left, right] = [
      fc.dictionary(fc.constantFrom('a', 'b'), value, { noNullPrototype: true }),
      fc.dictionary(fc.constantFrom('c', 'd'), value, { noNullPrototype: true }),
    ];
    fc.assert(
      fc.property(
        object,
        left,
        right,
        (target, one, other) =>
          void expect(mergePatch(mergePatch(target, one), other)).to.deep.equal(
            mergePatch(mergePatch(target, other), one),
          ),
      ),
      { seed: 7 },
    );
  });

  it('does not touch prototypes', () => {
    mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}') as Value);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});

/** The patch that makes `after` of `before`. */
function difference(before: Members, after: Members): Members {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const kept = Object.entries(after).map(([key, value]): [string, Value] => {
    const old = before[key];
    return [key, isMembers(value) && isMembers(old) ? difference(old, value) : value];
  });
  return Object.fromEntries([...gone.map((key): [string, Value] => [key, null]), ...kept]);
}

function withoutNull(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isMembers(value)) return value ?? 0;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNull(member)]),
  );
}

describe('overlays on the landing zone', () => {
  const sound = landingZone();
  const active = Object.keys(sound.accounts).filter((name) => sound.accounts[name]?.state === 'ACTIVE');
  /** Patches of one account, each of which changes it. */
  const patches: readonly Members[] = [
    { roles: { BreakGlass: null } },
    { roles: { BreakGlass: { managedPolicies: [] } } },
    { roles: { BreakGlass: { maxSessionSeconds: 7200, tags: { note: '<no reference>' } } } },
    { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } },
    { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: 'AIDAQ3EGRDWNVLIA5EXAM' } } } } } },
    {
      roles: {
        Second: {
          trust: {
            Owner: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::<self>:root' } },
          },
        },
      },
    },
    {
      email: 'somebody@example.com',
      policies: { own: { statements: { All: { Effect: 'Deny', Action: '*', Resource: '*' } } } },
    },
  ];
  const patch = fc.tuple(fc.constantFrom(...active), fc.constantFrom(...patches));
  const apply = (...overlays: (readonly [string, Members])[]): typeof sound =>
    landingZone(...overlays.map(([account, content]) => JSON.stringify({ accounts: { [account]: content } })));
  it('reach one account and leave every other as it was', () => {
    fc.assert(
      fc.property(patch, ([account, content]) => {
        const changed = apply([account, content]);
        expect(changed.accounts[account]).to.not.deep.equal(sound.accounts[account]);
        expect({ ...changed, accounts: { ...changed.accounts, [account]: sound.accounts[account] } }).to.deep.equal(
          sound,
        );
      }),
      runs(7, { few: 15, more: 60, every: 200 }),
    );
  });

  it('give the same in either order if they reach different accounts', () => {
    const two = fc.tuple(patch, patch).filter(([[one], [other]]) => one !== other);
    fc.assert(
      fc.property(two, ([one, other]) => void expect(apply(one, other)).to.deep.equal(apply(other, one))),
      runs(7, { few: 15, more: 60, every: 200 }),
    );
  });

  it('say so when they are applied a second time: nothing is left to change', () => {
    fc.assert(
      fc.property(
        patch,
        (each) => void expect(() => apply(each, each)).to.throw(/^the overlay changes nothing$|to delete$/),
      ),
      runs(7, { few: 15, more: 60, every: 200 }),
    );
  });

  it('are told from a change by meaning, not by spelling', () => {
    const same = [
      'roles: { BreakGlass: { tags: {} } }',
      'state: ACTIVE',
      'roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: ["arn:aws:iam::111122223333:user/break-glass/break-glass-1", "arn:aws:iam::<management>:user/break-glass/break-glass-2"] } } } } }',
    ];
    for (const content of same)
      expect(() => landingZone(`accounts: { network: { ${content} } }`), content).to.throw(
        'the overlay changes nothing',
      );
  });

  it('delete everywhere what only some accounts have', () => {
    const organization = landingZone(
      'accounts: { network: { roles: { BreakGlass: { tags: { team: core } } } } }',
      'everyAccount: { roles: { BreakGlass: { tags: null } } }',
    );
    expect(organization.accounts['network']?.roles['BreakGlass']?.tags).to.deep.equal({});
  });

  it('may say of a new account that it has no roles', () => {
    expect(
      landingZone('accounts: { new-one: { ou: Production, roles: null } }').accounts['new-one']?.roles,
    ).to.deep.equal({});
  });

  it('change the head of the document as the document writes it', () => {
    expect(landingZone('organization: { homeRegion: eu-central-1 }')).to.deep.equal({
      ...sound,
      homeRegion: 'eu-central-1',
    });
  });

  it('resolve references: accounts, outsiders, the account itself, the organization', () => {
    const principals = '["arn:aws:iam::<stranger>:root", "arn:aws:iam::<self>:root", "arn:aws:iam::<payments-2>:root"]';
    const organization = landingZone(
      `everyAccount: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: ${principals} }, Condition: { StringEquals: { aws:PrincipalOrgID: <organization> } } } } } } }`,
    );
    const statement = organization.accounts['network']?.roles['BreakGlass']?.trust['BreakGlassUsers'];
    const id = organization.accounts['payments-2']?.id ?? '';
    expect(statement?.Principal).to.deep.equal({
      AWS: ['arn:aws:iam::999900001111:root', 'arn:aws:iam::444455556666:root', `arn:aws:iam::${id}:root`],
    });
    expect(statement?.Condition?.['StringEquals']).to.deep.equal({ 'aws:PrincipalOrgID': 'o-exampleorg1' });
  });
});

describe('expansion and overlays', () => {
  it('an overlay reaches accounts that count made', () => {
    const organization = landingZone('accounts: { payments-2: { roles: { BreakGlass: null } } }');
    expect(organization.accounts['payments-2']?.roles).to.deep.equal({});
    expect(organization.accounts['payments-1']?.roles).to.have.property('BreakGlass');
  });

  it("an overlay's everyAccount patches every active member account and no other", () => {
    const organization = landingZone(
      'everyAccount: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } }',
    );
    expect(organization.accounts['sandbox-3']?.roles['BreakGlass']?.trust['BreakGlassUsers']).to.not.have.property(
      'Condition',
    );
    expect(organization.accounts['management']?.roles['BreakGlass']?.trust['BreakGlassUsers']).to.have.property(
      'Condition',
    );
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
    const document = {
      organization: { id: 'o-aaaaaaaaaa', management: 'm' },
      everyAccount: { roles: { R: { path: '/a/', maxSessionSeconds: 3600 } } },
      accounts: { m: {}, x: { roles: { R: { path: '/b/' } } } },
    };
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
