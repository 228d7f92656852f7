import { expect, scenario } from '../harness/index.js';

/** The steady state before any disaster: what can be seen in the configuration, before anybody needs it. */
export default scenario(
  'readiness',
  {
    title: 'Be ready: users, factors, roles, guardrails and custodians as they should be on a quiet day',
    source:
      'AWS Well-Architected Framework, SEC03-BP03 "Establish emergency access process"; AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access',
    proves: ['readiness'],
  },
  (drill) => {
    it('has at least two working break-glass users, and no other user of that kind', async () => {
      await expect(drill.inspection('users')).to.find.nothing;
    });
    it('gives every break-glass user two MFA devices, and demands MFA everywhere', async () => {
      await expect(drill.inspection('mfa')).to.find.nothing;
    });
    it('opens the role in every account to the break-glass users alone', async () => {
      await expect(drill.inspection('roles')).to.find.nothing;
    });
    it('lets the break-glass users assume the role in future accounts, and the role repair', async () => {
      await expect(drill.inspection('permissions')).to.find.nothing;
    });
    it('spares the role alone from the guardrails', async () => {
      await expect(drill.inspection('guardrails')).to.find.nothing;
    });
    it('puts every account under its guardrails', async () => {
      await expect(drill.inspection('organization')).to.find.nothing;
    });
    it('watches every Region for uses of the role and sign-ins of the users', async () => {
      await expect(drill.inspection('monitoring')).to.find.nothing;
    });
    it('gives nobody else every right in an account by a way that no document declares', async () => {
      await expect(drill.doors()).to.be.declared;
    });
    it('does not depend on Identity Center', async () => {
      await expect(drill.inspection('identity-center')).to.find.nothing;
    });
    it('keeps the factors of a user with different people, teams and sites', async () => {
      await expect(drill.inspection('people')).to.find.nothing;
    });
    it('stands as the document says, with nothing beside it', async () => {
      await expect(drill.inspection('drift')).to.find.nothing;
    });
  },
);
