/** A twin for tests over HTTP: every request and answer goes through a socket. */
import { createClients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import { wallClock } from '../../base/clock.js';
import type { Clock } from '../../base/clock.js';
import type { Organization } from '../../organization/model.js';
import { serveTwin } from '../../twin/endpoint/server.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

export interface ServedFixture extends TwinFixture {
  endpoint: string;
  close(): Promise<void>;
}

/** The twin of an organization, served; signatures are held against `wireClock`. */
export async function servedFixture(organization: Organization, wireClock: Clock = wallClock): Promise<ServedFixture> {
  const fixture = twinFixture(organization, wireClock);
  const { endpoint, close } = await serveTwin(fixture.twin, fixture.clock);
  const transport = httpTransport(endpoint);
  return {
    ...fixture,
    endpoint,
    transport,
    clients: (credentials, region = 'eu-west-1') => createClients({ transport, endpoint, region }, credentials),
    close: async () => {
      await transport.close();
      await close();
    },
  };
}
