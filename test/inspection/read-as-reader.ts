import { openAccessPortal, roleCredentials, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import type { SnapshotScope } from '../../aws/snapshot/index.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import type { TwinFixture } from '../twin/fixture.js';

const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];

/** Reads the twin of a document as the reader of the landing zone, who signs in through the portal. */
export async function readAsReader(fixture: TwinFixture, scope: Partial<SnapshotScope> = {}): Promise<Snapshot> {
  const { transport, organization } = fixture;
  const ticket = await signInAtIdentityProvider(transport, 'ivan');
  const token = ticket.ok ? await openAccessPortal(transport, ticket.value) : ticket;
  if (!token.ok) throw new Error(token.message);
  const clients = async (accountId: string, region?: string): Promise<ReturnType<TwinFixture['clients']>> =>
    fixture.clients(
      await roleCredentials(
        { transport, endpoint: 'http://twin.invalid', region: 'eu-west-1' },
        token.value,
        accountId,
        'Investigator',
      ),
      region,
    );
  const accounts = Object.values(organization.accounts).filter(({ monitoring }) =>
    Object.values(monitoring).some((things) => Object.keys(things).length > 0),
  );
  return readOrganization(
    { clients, concurrency: 4 },
    {
      managementAccountId: '111122223333',
      homeRegion: 'eu-west-1',
      monitoring: { accounts: accounts.map(({ id }) => id), regions: REGIONS },
      certificates: [],
      now: fixture.clock.now(),
      ...scope,
    },
  );
}
