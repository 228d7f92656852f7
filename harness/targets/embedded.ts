/** The embedded target: the twin in this process, on virtual time. It enforces, so what it refuses was really refused. */
import { guardedTransport } from '../../aws/guard.js';
import { directTransport } from '../../aws/transport.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import type { VirtualClock } from '../../base/clock.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { createTwin } from '../../twin/index.js';
import { DECIDES_ITSELF } from '../drill/capability.js';
import type { Target, UserSecrets } from '../drill/target.js';

/** First possible start of an embedded drill; the seed adds up to a year. */
const EARLIEST_START = Date.UTC(2026, 0, 5, 3, 0, 0);
const MINUTES_IN_A_YEAR = 365 * 24 * 60;

/** Builds a twin of the organization. The same seed gives the same ids, secrets and start time. */
export function embeddedTarget(
  organization: Organization,
  random: Random,
  clock: VirtualClock = virtualClock(EARLIEST_START + random.derive('start').below(MINUTES_IN_A_YEAR) * 60_000),
  sourceIp?: string,
): Target {
  const twin = createTwin({ organization, clock, wireClock: wallClock, random: random.derive('twin') });
  const transport = directTransport((request) => twin.answer(request, sourceIp));
  return {
    name: 'embedded',
    mode: 'EMULATED',
    endsWithProcess: true,
    capabilities: {
      [DECIDES_ITSELF]: true,
      'verifies signatures': true,
      'enforces trust policies': true,
      'verifies MFA codes': true,
      'enforces service control policies': true,
      'counts records in metrics': true,
      'heeds patterns of metric filters': true,
      'heeds that a rule is disabled': true,
      'enforces policies of topics': true,
      'shows pending subscriptions': true,
      'has Organizations': true,
      'has Identity Center': true,
      'has CloudTrail': true,
      'has a console for programs': true,
      'has accounts outside the organization': true,
    },
    clock,
    wireClock: wallClock,
    partition: organization.partition,
    connect: (purpose, guard) => ({
      transport: guardedTransport(transport, purpose, guard),
      endpoint: 'http://embedded.invalid',
      region: organization.homeRegion,
    }),
    secretsOf: (account, user): UserSecrets | undefined => {
      const held = twin.userSecrets(account, user);
      return held && { accessKeyId: held.accessKeyId, secretAccessKey: held.secretAccessKey, mfa: held.mfa };
    },
    console: 'for programs',
    take: (component) => Promise.resolve(twin.setAvailable(component, false)),
    giveBack: (component) => Promise.resolve(twin.setAvailable(component, true)),
    secrets: () => twin.issuedSecrets(),
    close: () => Promise.resolve(),
  };
}
