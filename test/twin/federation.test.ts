import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListAccountRolesCommand, LogoutCommand, paginateListAccounts } from '@aws-sdk/client-sso';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { openAccessPortal, roleCredentials, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { createAccessPortalClient } from '../../aws/clients.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { portalToken } from './identity-center.js';

const options = (fixture: TwinFixture): Parameters<typeof roleCredentials>[0] => ({
  transport: fixture.transport,
  endpoint: 'http://twin.invalid',
  region: 'eu-west-1',
});

describe('federated people', () => {
  it('get sessions of what they are assigned, and nothing else', async () => {
    const fixture = twinFixture();
    const token = await portalToken(fixture, 'ivan');
    const session = await roleCredentials(options(fixture), token, '222233334444', 'Investigator');
    const { Arn: arn } = await fixture.clients(session).sts().send(new GetCallerIdentityCommand({}));
    expect(arn).to.match(
      /^arn:aws:sts::222233334444:assumed-role\/AWSReservedSSO_Investigator_[0-9a-f]{16}\/ivan@example\.com$/,
    );
    const { Roles: roles } = await fixture.clients(session).iam().send(new ListRolesCommand({}));
    expect(roles?.map((role) => role.Path)).to.include('/aws-reserved/sso.amazonaws.com/eu-west-1/');
    expect(await refusal(roleCredentials(options(fixture), token, '222233334444', 'Administrator'))).to.deep.include({
      code: 'ForbiddenException',
      status: 403,
    });
    expect(
      await refusal(
        roleCredentials(
          options(fixture),
          token,
          fixture.organization.accounts['old-datalake']?.id ?? '',
          'Investigator',
        ),
      ),
    ).to.have.property('code', 'ForbiddenException');
    expect(await refusal(roleCredentials(options(fixture), 'forged', '222233334444', 'Investigator'))).to.have.property(
      'code',
      'UnauthorizedException',
    );
  });

  it('cannot sign in while the identity provider is down; what they hold goes on working', async () => {
    const fixture = twinFixture();
    const token = await portalToken(fixture, 'erin');
    const session = await roleCredentials(options(fixture), token, '111122223333', 'Administrator');
    fixture.twin.setAvailable('identity-provider', false);
    expect(await signInAtIdentityProvider(fixture.transport, 'erin')).to.deep.include({
      ok: false,
      step: 'identity-provider',
      statusCode: 503,
    });
    expect(await fixture.clients(session).sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Account',
      '111122223333',
    );
    expect(await roleCredentials(options(fixture), token, '222233334444', 'Administrator')).to.have.property(
      'sessionToken',
    );
    fixture.twin.setAvailable('identity-provider', true);
    expect(await signInAtIdentityProvider(fixture.transport, 'erin')).to.have.property('ok', true);
  });

  it('use a ticket once, and a portal token until it expires', async () => {
    const fixture = twinFixture();
    const ticket = await signInAtIdentityProvider(fixture.transport, 'erin');
    if (!ticket.ok) throw new Error(ticket.message);
    expect(await openAccessPortal(fixture.transport, ticket.value)).to.have.property('ok', true);
    expect(await openAccessPortal(fixture.transport, ticket.value)).to.deep.include({ ok: false, statusCode: 401 });
    const token = await portalToken(fixture, 'erin');
    fixture.clock.advance(9 * 3_600_000);
    expect(await refusal(roleCredentials(options(fixture), token, '222233334444', 'Administrator'))).to.have.property(
      'code',
      'UnauthorizedException',
    );
    expect(await signInAtIdentityProvider(fixture.transport, 'nobody')).to.deep.include({ ok: false, statusCode: 401 });
  });

  it('see at the portal what they may enter, until they sign out', async () => {
    const fixture = twinFixture();
    const accessToken = await portalToken(fixture, 'ivan');
    const portal = createAccessPortalClient(options(fixture));
    const names: string[] = [];
    for await (const page of paginateListAccounts({ client: portal, pageSize: 10 }, { accessToken }))
      names.push(...(page.accountList ?? []).map(({ accountName = '' }) => accountName));
    const active = Object.entries(fixture.organization.accounts).filter(([, { state }]) => state === 'ACTIVE');
    expect(names).to.have.members(active.map(([name]) => name));
    expect(
      (await portal.send(new ListAccountRolesCommand({ accessToken, accountId: '222233334444' }))).roleList,
    ).to.deep.equal([{ roleName: 'Investigator', accountId: '222233334444' }]);
    const session = await roleCredentials(options(fixture), accessToken, '222233334444', 'Investigator');
    await portal.send(new LogoutCommand({ accessToken }));
    expect(
      await refusal(portal.send(new ListAccountRolesCommand({ accessToken, accountId: '222233334444' }))),
    ).to.have.property('code', 'UnauthorizedException');
    expect(
      await fixture.clients(session).sts().send(new GetCallerIdentityCommand({})),
      'what was taken out lives on',
    ).to.have.property('Account');
  });
});
