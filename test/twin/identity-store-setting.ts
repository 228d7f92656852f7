/** The Identity Store of the landing zone, and a person to add to it. */
import { GetUserIdCommand } from '@aws-sdk/client-identitystore';
import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator, centerOf } from './identity-center.js';

interface Store {
  fixture: TwinFixture;
  store: IdentitystoreClient;
  IdentityStoreId: string;
  userId(name: string): Promise<string>;
}

export async function setUp(...overlays: string[]): Promise<Store> {
  const fixture = twinFixture(landingZone(...overlays));
  const clients = fixture.clients(await administrator(fixture));
  const { IdentityStoreId } = await centerOf(clients.ssoAdmin());
  const store = clients.identityStore();
  const userId = async (name: string): Promise<string> =>
    (
      await store.send(
        new GetUserIdCommand({
          IdentityStoreId,
          AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: name } },
        }),
      )
    ).UserId ?? '';
  return { fixture, store, IdentityStoreId, userId };
}

export const newUser = (
  name: string,
): {
  UserName: string;
  DisplayName: string;
  Name: { GivenName: string; FamilyName: string };
  Emails: { Value: string; Primary: boolean }[];
} => ({
  UserName: name,
  DisplayName: `${name} Example`,
  Name: { GivenName: name, FamilyName: 'Example' },
  Emails: [{ Value: `${name}@example.org`, Primary: true }],
});
