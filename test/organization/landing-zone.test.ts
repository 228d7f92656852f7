import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadSeededFault } from '../../organization/load.js';
import { shippedLandingZone } from '../landing-zone.js';

describe('the landing zone', () => {
  const organization = shippedLandingZone();
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
    const [first] = [
      organization.accounts['payments-1']?.roles['BreakGlass']?.trust['BreakGlassUsers']?.Principal,
    ].flatMap((principal) => (typeof principal === 'object' ? principal.AWS : []) ?? []);
    expect(first).to.equal('arn:aws:iam::111122223333:user/break-glass/break-glass-1');
    expect(JSON.stringify(organization)).to.not.include('<management>');
  });

  it('says of every guardrail what it does to break glass', () => {
    const expectations = Object.values(organization.serviceControlPolicies).map((policy) => policy.expects);
    expect(new Set(expectations)).to.deep.equal(new Set(['yields', 'binds', 'indifferent']));
  });

  it('keeps the quotas of AWS: 5,120 characters a guardrail, five guardrails a target with FullAWSAccess', () => {
    const attached = Object.values(organization.serviceControlPolicies).flatMap(({ attachedTo }) => attachedTo);
    for (const target of new Set(attached))
      expect(
        attached.filter((each) => each === target),
        target,
      ).to.have.length.of.at.most(4);
    for (const [name, { statements }] of Object.entries(organization.serviceControlPolicies)) {
      const list = Object.entries(statements).map(([Sid, statement]) => ({ Sid, ...statement }));
      expect(JSON.stringify({ Version: '2012-10-17', Statement: list }), name).to.have.length.of.at.most(5120);
    }
  });

  it('spares the break-glass role in the guardrails that yield and in no other', () => {
    for (const [name, { expects, statements }] of Object.entries(organization.serviceControlPolicies)) {
      const spared = Object.values(statements).every(
        ({ Condition }) =>
          Condition?.['ArnNotLike']?.['aws:PrincipalArn'] === 'arn:aws:iam::*:role/break-glass/BreakGlass',
      );
      expect(spared, name).to.equal(expects === 'yields');
    }
  });

  it('keeps password and MFA device of a break-glass user in different places that need no sign-in', () => {
    const users = Object.entries(organization.accounts['management']?.users ?? {}).filter(
      ([, { path }]) => path === '/break-glass/',
    );
    expect(users.map(([name]) => name)).to.deep.equal(['break-glass-1', 'break-glass-2']);
    for (const [name, { custody = {}, mfa }] of users) {
      expect(custody.password, name).to.not.equal(custody.mfa);
      expect(Object.keys(mfa), name).to.have.length(2);
      for (const store of Object.values(custody))
        expect(organization.credentialStores[store]?.signIn, store).to.equal('none');
    }
  });

  it('makes the same ids every time', () => {
    expect(shippedLandingZone()).to.deep.equal(organization);
  });
});

describe('every seeded fault', () => {
  for (const name of readdirSync('examples/broken')) {
    it(`${name} loads and changes the landing zone`, () => {
      const text = readFileSync(`examples/broken/${name}`, 'utf8');
      expect(loadSeededFault(name, text).title).to.be.a('string');
      expect(shippedLandingZone(text)).to.not.deep.equal(shippedLandingZone());
    });
  }
});
