/** Identity Center of the landing zone: one set, one person, one account to assign them in. */
import { GetUserIdCommand } from '@aws-sdk/client-identitystore';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Clients } from '../../aws/clients.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator, centerOf } from './identity-center.js';

export const MANAGEMENT = '111122223333';

export const ARCHIVE = '222233334444';

interface Set_ {
  fixture: TwinFixture;
  clients: Clients;
  sso: SSOAdminClient;
  /** Instance and set of the investigators, whose one person is ivan. */
  investigators: { InstanceArn: string; PermissionSetArn: string };
  center: Awaited<ReturnType<typeof centerOf>>;
  ivan: { PrincipalType: 'USER'; PrincipalId: string };
}

export async function setUp(...overlays: string[]): Promise<Set_> {
  const fixture = twinFixture(landingZone(...overlays));
  const clients = fixture.clients(await administrator(fixture));
  const sso = clients.ssoAdmin();
  const center = await centerOf(sso);
  const { UserId = '' } = await clients.identityStore().send(
    new GetUserIdCommand({
      IdentityStoreId: center.IdentityStoreId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'ivan' } },
    }),
  );
  const investigators = { InstanceArn: center.InstanceArn, PermissionSetArn: center.sets['Investigator'] ?? '' };
  return { fixture, clients, sso, center, investigators, ivan: { PrincipalType: 'USER', PrincipalId: UserId } };
}

export const inArchive = { TargetId: ARCHIVE, TargetType: 'AWS_ACCOUNT' } as const;

export const deny = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});
