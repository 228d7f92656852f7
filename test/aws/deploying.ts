/** An account without an organization in this process, and documents deployed into it through SDK clients. */
import { describeCall } from '../../aws/call.js';
import type { ClientOptions } from '../../aws/clients.js';
import { deployOrganization } from '../../aws/deploy/index.js';
import type { Deployed } from '../../aws/deploy/index.js';
import { regionsOf } from '../../aws/deploy/monitoring.js';
import { readMetadata } from '../../aws/deploy/sign-in.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import { retryingTransport } from '../../aws/retries.js';
import { directTransport } from '../../aws/transport.js';
import { mayRepeat } from '../../aws/way-faults.js';
import { ACCOUNT_ROLE, openWaysIn } from '../../aws/account-access.js';
import type { WaysIn } from '../../aws/account-access.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import type { VirtualClock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { createTwin, emptyOrganization } from '../../twin/index.js';
import type { Twin } from '../../twin/index.js';
import type { Tampering } from '../tampered-target.js';

/** A made-up AWS that begins with one account. */
export interface EmptyWorld {
  twin: Twin;
  clock: VirtualClock;
  options: ClientOptions;
  ways(): Promise<WaysIn>;
  deploy(document: Organization): Promise<Deployed>;
  /** What clients read of it, everywhere that the document has something. */
  read(document: Organization): Promise<Snapshot>;
}

/** One account and its administrator; clients work in `region`. `answer` may answer in place of the twin. */
export function emptyWorld(
  region = 'eu-west-1',
  answer: NonNullable<Tampering['answer']> = (_call, _request, next) => next(),
): EmptyWorld {
  const clock = virtualClock(Date.UTC(2026, 5, 1, 3));
  const twin = createTwin({
    organization: emptyOrganization(seededRandom('empty')),
    clock,
    wireClock: wallClock,
    random: seededRandom('world'),
  });
  const wire = directTransport((request) =>
    answer(describeCall(request), request, () => Promise.resolve(twin.answer(request)), clock),
  );
  const transport = retryingTransport(wire, { clock, random: seededRandom('waits'), mayRepeat, pagesAnswer: true });
  const options: ClientOptions = { transport, endpoint: 'http://twin.invalid', region };
  const ways = (): Promise<WaysIn> =>
    openWaysIn(options, twin.secrets().administrator, ACCOUNT_ROLE, () => Promise.resolve([]));
  return {
    twin,
    clock,
    options,
    ways,
    deploy: async (document) =>
      deployOrganization(
        { ways: await ways(), transport, clock, random: seededRandom('passwords'), progress: () => undefined },
        document,
      ),
    read: async (document) => {
      const { clients, accountId } = await ways();
      const { certificates } = await readMetadata(transport);
      const ids = twin.secrets().accounts;
      const accounts = Object.entries(document.accounts).flatMap(([name, { monitoring }]) =>
        regionsOf(monitoring).length > 0 ? (ids[name] ?? accountId) : [],
      );
      const regions = [...new Set(Object.values(document.accounts).flatMap(({ monitoring }) => regionsOf(monitoring)))];
      return readOrganization(
        { clients, concurrency: 4 },
        {
          managementAccountId: accountId,
          homeRegion: region,
          monitoring: { accounts, regions },
          certificates,
          now: clock.now(),
        },
      );
    },
  };
}

/** An organization without what came with the world: its administrator and the role of each account, its own e-mail address and instance. */
export function withoutWorld(organization: Organization): Organization {
  const copy = structuredClone(organization);
  for (const account of Object.values(copy.accounts)) {
    const { [ACCOUNT_ROLE]: _role, ...roles } = account.roles;
    const { administrator: _administrator, ...users } = account.users;
    Object.assign(account, { roles, users });
  }
  const management = copy.accounts[copy.management];
  if (management) management.email = '';
  Object.assign(copy.identityCenter, { instanceArn: '', identityStoreId: '' });
  return copy;
}
