/** The twin on its own, over HTTP and in real time, for clients that nobody here wrote. */
import { movableClock, wallClock } from '../../base/clock.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { createTwin, emptyOrganization } from '../../twin/index.js';
import type { TwinSecrets } from '../../twin/index.js';
import { serveTwin } from '../../twin/endpoint/server.js';

/** A running emulator; `ready` is the line that tells clients how to reach it. */
export interface Emulator {
  ready: { endpoint: string; control: string } & TwinSecrets;
  close(): Promise<void>;
}

/** Serves a twin of the organization, or of one account without any. Throws a usage error if the port is taken. */
export async function serveEmulator(given: Organization | 'empty', random: Random, port = 0): Promise<Emulator> {
  const organization = given === 'empty' ? emptyOrganization(random.derive('account')) : given;
  const clock = movableClock();
  const twin = createTwin({ organization, clock, wireClock: wallClock, random });
  const { endpoint, control, close } = await serveTwin(twin, clock, port);
  return { ready: { endpoint, control, ...twin.secrets() }, close };
}
