/** A twin for tests, reached through unmodified SDK clients, in process or over HTTP. */
import { TOTP } from 'otpauth';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import type { Credentials } from '../../aws/signer.js';
import { directTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import type { Clock, VirtualClock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { createTwin } from '../../twin/index.js';
import type { Twin } from '../../twin/index.js';
import { landingZone } from '../landing-zone.js';

export interface TwinFixture {
  twin: Twin;
  clock: VirtualClock;
  organization: Organization;
  transport: Transport;
  /** SDK clients for credentials, in process. */
  clients(credentials: Credentials, region?: string): Clients;
  keys(account: string, user: string): Credentials;
  /** The code that a user's device shows `offset` steps from now. */
  mfa(account: string, user: string, offset?: number): { serialNumber: string; code: string };
  roleArn(account: string): string;
}

export function twinFixture(organization: Organization = landingZone(), wireClock: Clock = wallClock): TwinFixture {
  const clock = virtualClock(Date.UTC(2026, 5, 1, 3));
  const twin = createTwin({ organization, clock, wireClock, random: seededRandom('test') });
  const transport = directTransport((request) => twin.answer(request));
  const secrets = (account: string, user: string): NonNullable<ReturnType<Twin['userSecrets']>> => {
    const found = twin.userSecrets(account, user);
    if (!found) throw new Error(`no key for ${account}/${user}`);
    return found;
  };
  return {
    twin,
    clock,
    organization,
    transport,
    clients: (credentials, region = 'eu-west-1') =>
      createClients({ transport, endpoint: 'http://twin.invalid', region }, credentials),
    keys: (account, user) => {
      const { accessKeyId, secretAccessKey } = secrets(account, user);
      return { accessKeyId, secretAccessKey };
    },
    mfa: (account, user, offset = 0) => {
      const { serialNumber = '', seed = '' } = secrets(account, user).mfa ?? {};
      return {
        serialNumber,
        code: new TOTP({ secret: seed, period: 30, digits: 6 }).generate({ timestamp: clock.now() + offset * 30_000 }),
      };
    },
    roleArn: (account) =>
      `arn:aws:iam::${(organization.accounts[account] ?? organization.outsiders[account])?.id ?? ''}:role/break-glass/BreakGlass`,
  };
}

/** Code and message of the error that a call ends with; fails if it succeeds. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as {
      name: string;
      message: string;
      $metadata?: { httpStatusCode?: number };
    };
    return { code: name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call was not refused');
}
