import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeError } from '../../base/errors.js';
import { loadOrganization, loadSeededFault } from '../../organization/load.js';
import { landingZone, landingZoneText } from '../landing-zone.js';

/** The error of loading a changed landing zone, as a person reads it. */
function problem(change: readonly [string, string] | undefined, overlay?: string): string {
  const text = change ? landingZoneText.replace(change[0], change[1]) : landingZoneText;
  if (change) expect(text, 'the change must change something').to.not.equal(landingZoneText);
  try {
    loadOrganization('lz.yaml', text, overlay === undefined ? [] : [{ file: 'overlay.yaml', text: overlay }]);
    return 'no error';
  } catch (error) {
    return describeError(error).split('\n', 1)[0] ?? '';
  }
}

describe('the landing zone', () => {
  const organization = landingZone();
  const active = Object.values(organization.accounts).filter((account) => account.state === 'ACTIVE');

  it('has 15 accounts or more, one of them suspended', () => {
    expect(Object.keys(organization.accounts)).to.have.length.of.at.least(15);
    expect(Object.values(organization.accounts).filter((account) => account.state === 'SUSPENDED')).to.have.length(1);
  });

  it('has the break-glass role with its path in every active account, the management account included', () => {
    for (const account of active) expect(account.roles['BreakGlass']?.path, account.id).to.equal('/break-glass/');
    expect(organization.accounts['old-datalake']?.roles).to.deep.equal({});
  });

  it('resolves references to account ids', () => {
    const [first] = [organization.accounts['payments-1']?.roles['BreakGlass']?.trust['BreakGlassUsers']?.Principal].flatMap((principal) => (typeof principal === 'object' ? principal.AWS : []) ?? []);
    expect(first).to.equal('arn:aws:iam::111122223333:user/break-glass/break-glass-1');
    expect(JSON.stringify(organization)).to.not.include('<management>');
  });

  it('says of every guardrail what it does to break glass', () => {
    const expectations = Object.values(organization.serviceControlPolicies).map((policy) => policy.expects);
    expect(new Set(expectations)).to.deep.equal(new Set(['yields', 'binds', 'indifferent']));
  });

  it('makes the same ids every time', () => {
    expect(landingZone()).to.deep.equal(organization);
  });
});

describe('every seeded fault', () => {
  for (const name of readdirSync('examples/broken')) {
    it(`${name} loads and changes the landing zone`, () => {
      const text = readFileSync(`examples/broken/${name}`, 'utf8');
      expect(loadSeededFault(name, text).title).to.be.a('string');
      expect(landingZone(text)).to.not.deep.equal(landingZone());
    });
  }
});

describe('a wrong document is refused with file, line and column', () => {
  const cases: readonly (readonly [string, readonly [string, string] | undefined, string | undefined, string])[] = [
    ['an account id that is a number', ['id: "111122223333"', 'id: 111122223333'], undefined, 'lz.yaml:37:5: accounts.management.id: an account id must be quoted, or YAML reads it as a number: "111111111111"'],
    ['a short account id', ['"222233334444"', '"22223333"'], undefined, 'lz.yaml:66:18: accounts.log-archive.id: an account id has 12 digits'],
    ['an unknown key', ['maxSessionSeconds', 'maxSessionSecond'], undefined, 'lz.yaml:22:7: unknown key "maxSessionSecond" in accounts.management.roles.BreakGlass'],
    ['an unknown key at the top', ['identityProvider:', 'identityProvder:'], undefined, 'lz.yaml:91:1: unknown key "identityProvder" in the document'],
    ['an OU in an OU that does not exist', ['in: Workloads', 'in: Wrkloads'], undefined, 'lz.yaml:12:17: OU "Production" is in "Wrkloads", which does not exist'],
    ['an OU in itself', ['Workloads: { in: Root }', 'Workloads: { in: Production }'], undefined, 'lz.yaml:11:16: OU "Workloads" is nested deeper than 5 levels, or in itself'],
    ['an account in an unknown OU', ['ou: Security }', 'ou: Secrity }'], undefined, 'lz.yaml:66:38: account "log-archive" is in OU "Secrity", which does not exist'],
    ['a reference to nobody', ['<management>', '<managment>'], undefined, 'lz.yaml:30:17: <managment> names no account'],
    ['an effect that is none', ['Effect: Allow', 'Effect: Alow'], undefined, 'lz.yaml:26:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Effect: Invalid option: expected one of "Allow"|"Deny"'],
    ['a guardrail on nobody', ['attachedTo: [Root]', 'attachedTo: [Rot]'], undefined, 'lz.yaml:143:18: "protect-identity-federation" is attached to "Rot", which does not exist'],
    ['a permission set that does not exist', ['permissionSet: Investigator', 'permissionSet: Inspector'], undefined, 'lz.yaml:111:36: there is no permission set "Inspector"'],
    ['a store that does not exist', ['password: head-office-safe', 'password: head-ofice-safe'], undefined, 'lz.yaml:51:49: there is no credential store "head-ofice-safe"'],
    ['two accounts with one id', ['"333344445555"', '"222233334444"'], undefined, 'lz.yaml:67:23: "security-tooling" has the same account id as "log-archive"'],
    ['names that differ only in case', ['network:', 'Log-Archive:'], undefined, 'lz.yaml:68:3: "Log-Archive" and "log-archive" differ only in case'],
    ['a management account that does not exist', ['management: management', 'management: master'], undefined, 'lz.yaml:6:3: there is no account "master"'],
    ['broken YAML', ['ous:', 'ous: ['], undefined, 'lz.yaml:10:3: Missing , between flow sequence items'],
    ['a key twice', ['ous:', 'ous:\nous:'], undefined, 'lz.yaml:8:5: Map keys must be unique'],
    ['an overlay on an unknown account', undefined, 'accounts: { shop-9: { roles: null } }', 'overlay.yaml:1:13: there is no account "shop-9"'],
    ['an overlay with count', undefined, 'accounts: { payments-2: { count: 3 } }', 'overlay.yaml:1:27: an overlay cannot use "count"'],
    ['an overlay that changes nothing', undefined, 'accounts: { payments-2: { ou: Production } }', 'overlay.yaml:1:1: the overlay changes nothing'],
    ['a fault that changes nothing', undefined, 'title: t\nexpects: {}\noverlay:\n  accounts: { old-datalake: { roles: { X: null } } }', 'overlay.yaml:3:1: the overlay changes nothing'],
    ['an unknown key in an overlay', undefined, 'everyAccount: { roles: { BreakGlass: { maxSession: 3 } } }', 'overlay.yaml:1:40: unknown key "maxSession" in accounts.log-archive.roles.BreakGlass'],
    ['a list for a document', undefined, '- a', 'overlay.yaml:1:1: the file is not a YAML mapping'],
  ];
  for (const [title, change, overlay, expected] of cases) it(title, () => expect(problem(change, overlay)).to.equal(expected));

  it('aliases that explode', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}`;
    expect(problem(undefined, bomb)).to.match(/^overlay\.yaml:1: .*alias/i);
  });

  it('a seeded fault without what it expects', () => {
    expect(() => loadSeededFault('f.yaml', 'title: x\ndirection: too-tight\nexpects: { code: BG_X, cause: y }\noverlay: {}')).to.throw('direction');
  });
});
