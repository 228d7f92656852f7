/** The twin over HTTP with something untrue about it: an endpoint that does not do what it says. */
import { describeCall } from '../aws/call.js';
import type { Call } from '../aws/call.js';
import { createClients } from '../aws/clients.js';
import type { Clients } from '../aws/clients.js';
import { directTransport } from '../aws/transport.js';
import { movableClock, wallClock } from '../base/clock.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import { seededRandom } from '../base/random.js';
import type { EndpointSecrets } from '../harness/targets/secrets-file.js';
import { createTwin } from '../twin/index.js';
import { serveTwin } from '../twin/endpoint/server.js';
import { shippedLandingZone } from './landing-zone.js';

/** What answers in place of the twin: `next` asks it, `as` gives clients of the administrator in the Region of the call. */
export type Lie = (asked: {
  call: Call;
  request: WireRequest;
  as: Clients;
  next(): Promise<WireResponse>;
}) => Promise<WireResponse>;

export interface LyingEndpoint {
  endpoint: string;
  secrets: EndpointSecrets;
  close(): Promise<void>;
}

/** Serves the landing zone, with overlays, and with a lie. */
export async function lyingEndpoint(lie: Lie, ...overlays: string[]): Promise<LyingEndpoint> {
  const clock = movableClock();
  const twin = createTwin({
    organization: shippedLandingZone(...overlays),
    clock,
    wireClock: wallClock,
    random: seededRandom('lies'),
  });
  const truth = async (request: WireRequest): Promise<WireResponse> => twin.answer(request);
  const transport = directTransport(truth);
  const secrets = twin.secrets();
  const answer = (request: WireRequest): Promise<WireResponse> => {
    const call = describeCall(request);
    const as = createClients(
      { transport, endpoint: 'http://twin.invalid', region: call.region === '' ? 'eu-west-1' : call.region },
      secrets.administrator,
    );
    return lie({ call, request, as, next: () => truth(request) });
  };
  const { endpoint, control, close } = await serveTwin({ ...twin, answer }, clock);
  return { endpoint, secrets: { ...secrets, endpoint, control }, close };
}
