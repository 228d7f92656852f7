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
    it('has two users at least who can sign in, and nobody else of their kind', async () => {
      await expect(drill.inspection('users')).to.find.nothing;
    });
    it('gives each of them two MFA devices, and asks for MFA everywhere', async () => {
      await expect(drill.inspection('mfa')).to.find.nothing;
    });
    it('has the role in every account, open to these users and to nobody else', async () => {
      await expect(drill.inspection('roles')).to.find.nothing;
    });
    it('lets the users assume it in every account to come, and lets it repair', async () => {
      await expect(drill.inspection('permissions')).to.find.nothing;
    });
    it('has guardrails that spare the role and nobody else', async () => {
      await expect(drill.inspection('guardrails')).to.find.nothing;
    });
    it('has guardrails that reach every account they must reach', async () => {
      await expect(drill.inspection('organization')).to.find.nothing;
    });
    it('would notice a use of the role and a sign-in of the users, wherever they are recorded', async () => {
      await expect(drill.inspection('monitoring')).to.find.nothing;
    });
    it('gives nobody else every right in an account by a way that no document declares', async () => {
      await expect(drill.doors()).to.be.declared;
    });
    it('does not depend on Identity Center', async () => {
      await expect(drill.inspection('identity-center')).to.find.nothing;
    });
    it('keeps the factors apart, with people who are not lost together', async () => {
      await expect(drill.inspection('people')).to.find.nothing;
    });
  },
);
