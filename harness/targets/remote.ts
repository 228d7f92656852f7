/** An emulated organization somewhere else, as its administrator reaches it: to read it, or to deploy into it. */
import { readAssigned } from '../../aws/permission-set-holders.js';
import type { Assigned } from '../../aws/account-access.js';
import type { ClientOptions } from '../../aws/clients.js';
import { createClients } from '../../aws/clients.js';
import { emulatorEndpoint } from '../../aws/endpoint.js';
import { retryingTransport } from '../../aws/retries.js';
import type { Credentials } from '../../aws/signer.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { ACCOUNT_ROLE, openWaysIn } from '../../aws/account-access.js';
import type { WaysIn } from '../../aws/account-access.js';
import { isWayFault, mayRepeat } from '../../aws/way-faults.js';
import { wallClock } from '../../base/clock.js';
import type { Clock } from '../../base/clock.js';
import { systemRandom } from '../../base/random.js';
import { describeError, usageError } from '../../base/errors.js';
import type { EndpointSecrets } from './secrets-file.js';
import type { Component } from '../drill/target.js';

/** What opening needs. */
export interface RemoteOptions {
  endpoint: string;
  secrets: EndpointSecrets;
  /** Account whose number serves as a key where the endpoint asks for none. */
  accountId: string;
  region: string;
  /** Role by which the administrator enters other accounts; the one that accounts are created with, if absent. */
  role?: string;
  /** Guards what is sent there; everything is, if absent. */
  guard?(transport: Transport): Transport;
}

export interface Remote {
  options: ClientOptions;
  /** That of the administrator. */
  transport: Transport;
  /** Without a guard, for whoever brings one. */
  wire: Transport;
  ways: WaysIn;
  /** The endpoint's clock: where it can be moved, it need not show the time of day. */
  clock: Clock;
  administrator: Credentials;
  close(): Promise<void>;
}

/** Opens it. Throws a usage error for a host of AWS, for an endpoint that does not answer, and for keys that it refuses. */
export async function openRemote({
  endpoint,
  secrets,
  accountId,
  region,
  role = ACCOUNT_ROLE,
  guard = (transport) => transport,
}: RemoteOptions): Promise<Remote> {
  const origin = emulatorEndpoint(endpoint);
  const wire = httpTransport(origin);
  const { clock } = await remoteControl(origin, secrets.control);
  const transport = retryingTransport(guard(wire), { clock, random: systemRandom, mayRepeat, pagesAnswer: true });
  const options: ClientOptions = { transport, endpoint: origin, region };
  const administrator = administratorOf(secrets, accountId);
  let assigned: Promise<ReadonlyMap<string, readonly Assigned[]>> | undefined;
  try {
    const ways = await openWaysIn(options, administrator, role, async (id) => {
      // What a fault of the way hid is looked for again.
      assigned ??= findAssigned(options, administrator).catch((error: unknown) => {
        assigned = undefined;
        throw error;
      });
      return (await assigned).get(id) ?? [];
    });
    return {
      options,
      transport,
      wire,
      ways,
      clock,
      administrator,
      close: () => transport.close(),
    };
  } catch (error) {
    await transport.close();
    throw usageError(
      `${origin} does not let the administrator in: ${describeError(error)}`,
      'Start the emulator, and give what it printed with --secrets.',
    );
  }
}

/** Regions that have had Identity Center longest, for whoever does not say where it is. */
export const USUAL_HOMES = [
  'us-east-1',
  'eu-west-1',
  'eu-central-1',
  'us-west-2',
  'us-east-2',
  'eu-west-2',
  'ap-southeast-2',
] as const;

/** Whom the instance assigns, wherever it is; nobody where there is none. */
async function findAssigned(
  options: ClientOptions,
  administrator: Credentials,
): Promise<ReadonlyMap<string, readonly Assigned[]>> {
  for (const region of new Set([options.region, ...USUAL_HOMES])) {
    try {
      const found = await readAssigned(createClients({ ...options, region }, administrator));
      if (found.size > 0) return found;
    } catch (error) {
      if (isWayFault(error)) throw error;
      break;
    }
  }
  return new Map();
}

/** Keys of the administrator; where none are needed, a number of twelve digits says which account is meant. */
function administratorOf(secrets: EndpointSecrets, accountId: string): Credentials {
  const { accessKeyId = accountId, secretAccessKey = 'none-needed' } = secrets.administrator ?? {};
  return { accessKeyId, secretAccessKey };
}

/** What an emulator lets its owner do besides AWS's calls. */
export interface RemoteControl {
  /** Waits by moving the emulator's clock, if it has one that moves; real time elsewhere. */
  clock: Clock;
  /** Takes a system away or gives it back; false if nothing here can. */
  setAvailable(component: Component, available: boolean): Promise<boolean>;
}

/** Rules of faults that make a system dead. */
const DEAD: Readonly<Record<Component, readonly { service: string; error: { statusCode: number; code: string } }[]>> = {
  'identity-provider': [{ service: 'identity-provider', error: { statusCode: 503, code: 'ServiceUnavailable' } }],
  'identity-center': ['identity-center', 'sso', 'identitystore'].map((service) => ({
    service,
    error: { statusCode: 503, code: 'ServiceUnavailable' },
  })),
};

/** The control endpoint of an emulator, if it answers. Only one of the same origin is asked. */
export async function remoteControl(origin: string, control: string | undefined): Promise<RemoteControl> {
  const base = control?.startsWith(`${origin}/`) === true ? control : undefined;
  const first = base === undefined ? undefined : await moveClock(base, 0);
  let offset = first === undefined ? 0 : first - wallClock.now();
  const now = (): number => wallClock.now() + offset;
  return {
    clock: {
      now,
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        const moved =
          base === undefined || first === undefined
            ? undefined
            : await moveClock(base, Math.max(0, milliseconds) / 1000);
        if (moved === undefined) return wallClock.sleep(milliseconds, signal);
        offset = moved - wallClock.now();
      },
    },
    setAvailable: async (component, available) => {
      const rules = base === undefined ? undefined : await faultRules(base);
      if (base === undefined || !rules) return false;
      const ours = new Set(DEAD[component].map((rule) => JSON.stringify(rule)));
      const others = rules.filter(({ probability: _certain, ...rule }) => !ours.has(JSON.stringify(rule)));
      const answer = await fetch(`${base}/faults`, {
        method: 'PUT',
        body: JSON.stringify(available ? others : [...others, ...DEAD[component]]),
      });
      if (!answer.ok) throw new Error(`the control endpoint answers ${answer.status}`);
      return true;
    },
  };
}

/** Moves the clock of an emulator and tells its instant; `undefined` where there is none that moves. */
async function moveClock(control: string, advanceSeconds: number): Promise<number | undefined> {
  try {
    const answer = await fetch(`${control}/clock`, { method: 'POST', body: JSON.stringify({ advanceSeconds }) });
    const { now } = (await answer.json()) as { now?: unknown };
    const instant = answer.ok && typeof now === 'string' ? Date.parse(now) : Number.NaN;
    return Number.isNaN(instant) ? undefined : instant;
  } catch {
    return undefined;
  }
}

/** The rules in force; `undefined` where there is nothing to make faults with. */
async function faultRules(control: string): Promise<Record<string, unknown>[] | undefined> {
  try {
    const answer = await fetch(`${control}/faults`);
    const rules: unknown = await answer.json();
    return answer.ok && Array.isArray(rules) ? (rules as Record<string, unknown>[]) : undefined;
  } catch {
    return undefined;
  }
}
