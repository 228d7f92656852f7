import { ListUsersCommand } from '@aws-sdk/client-identitystore';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { signIn, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { refusal, twinFixture } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';
import { setUp } from './identity-store-setting.js';

describe('the directory of Identity Center itself', () => {
  const own = 'identityCenter: { directory: identity-center }';

  it('signs people in at the portal, and needs no identity provider', async () => {
    const { fixture } = await setUp(own);
    fixture.twin.setAvailable('identity-provider', false);
    expect(await signIn(fixture.transport, 'identity-center', 'ivan')).to.have.property('ok', true);
    fixture.twin.setAvailable('identity-provider', true);
    expect(await signInAtIdentityProvider(fixture.transport, 'ivan')).to.deep.include({ ok: false, statusCode: 401 });
    expect(await signIn(fixture.transport, 'identity-center', 'nobody')).to.deep.include({
      ok: false,
      step: 'access-portal',
      statusCode: 401,
    });
    expect(
      await signIn(twinFixture().transport, 'identity-center', 'ivan'),
      'where the directory is external',
    ).to.deep.include({ ok: false, statusCode: 403 });
  });

  it('is as dead as Identity Center: portal, API and store', async () => {
    for (const document of [own, 'identityCenter: { directory: external }']) {
      const { fixture, store, IdentityStoreId } = await setUp(...(document === own ? [own] : []));
      const sso = fixture.clients(await administrator(fixture)).ssoAdmin();
      const token = await portalToken(fixture, 'ivan');
      fixture.twin.setAvailable('identity-center', false);
      expect(await signIn(fixture.transport, fixture.organization.identityCenter.directory, 'ivan')).to.deep.include({
        ok: false,
        step: 'access-portal',
        statusCode: 503,
      });
      for (const call of [
        store.send(new ListUsersCommand({ IdentityStoreId })),
        sso.send(new ListInstancesCommand({})),
        enter(fixture, token, '111122223333', 'Investigator'),
      ]) {
        expect(await refusal(call)).to.have.property('status', 503);
      }
      fixture.twin.setAvailable('identity-center', true);
      expect(await sso.send(new ListInstancesCommand({}))).to.have.property('Instances');
    }
  });
});
