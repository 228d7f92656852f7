/**
 * The twin: an enforcing, made-up copy of an organization on AWS. It serves unmodified clients, verifies signatures and
 * MFA codes, and decides every call by the policies of the document it was built from.
 */
import type { Clock } from '../base/clock.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Random } from '../base/random.js';
import type { Organization } from '../organization/model.js';
import { createAuthenticator } from './access/authentication.js';
import { buildState } from './build/state.js';
import { createDelivery } from './delivery/index.js';
import { addressableServices } from './endpoint/addressed-call.js';
import { dispatch, faultOf } from './endpoint/dispatch.js';
import { createFaults } from './endpoint/faults.js';
import type { Faults } from './endpoint/faults.js';
import type { TwinComponent, TwinState } from './state/twin-state.js';

export { emptyOrganization } from './build/empty-organization.js';

export interface TwinOptions {
  organization: Organization;
  /** Expiry, issue times and MFA codes live on this clock. */
  clock: Clock;
  /** Freshness of signatures lives on this one: real time, so that unmodified clients just work. */
  wireClock: Clock;
  /** Ids and secrets come from here. */
  random: Random;
}

/** Long-term credentials of a user and its first MFA device that shows codes. */
export interface TwinUserSecrets {
  accessKeyId: string;
  secretAccessKey: string;
  mfa: { serialNumber: string; seed: string } | undefined;
}

/** What `emulate` prints: made-up secrets of a made-up organization. */
export interface TwinSecrets {
  /** Key of the management account's root user, or of the one user of an account without an organization. */
  administrator: { accessKeyId: string; secretAccessKey: string };
  accounts: Record<string, string>;
  users: Record<string, { accessKeyId: string; secretAccessKey: string; mfaSerial?: string; mfaSeed?: string }>;
}

export interface Twin {
  /** Answers one request; never throws. `sourceIp` is what policies see. */
  dispatch(request: WireRequest, sourceIp?: string): WireResponse;
  /** The same, as late as the rules of faults say; a promise only then. Rejects if they say that the answer is lost. */
  answer(request: WireRequest, sourceIp?: string): WireResponse | Promise<WireResponse>;
  /** Calls that fail, come late or are throttled. */
  faults: Pick<Faults, 'rules' | 'set'>;
  /** Takes a part of the world away or gives it back. */
  setAvailable(component: TwinComponent, available: boolean): void;
  /** Secrets of a user in the account of that name; `undefined` without an access key. */
  userSecrets(account: string, user: string): TwinUserSecrets | undefined;
  secrets(): TwinSecrets;
  /** Every secret that exists at the moment, for redaction. */
  issuedSecrets(): Iterable<string>;
}

/** Builds a twin. Throws for a document that AWS could not hold, such as a trust policy that names nobody. */
export function createTwin({ organization, clock, wireClock, random }: TwinOptions): Twin {
  const state = buildState({ organization, clock, random: random.derive('state') });
  const delivery = createDelivery(state, random.derive('delivery'));
  const faults = createFaults(addressableServices(), clock, random.derive('faults'));
  const context = {
    state,
    clock,
    random: random.derive('run'),
    authenticator: createAuthenticator(state, clock, wireClock),
    delivery,
    faults,
  };
  return {
    dispatch: (request, sourceIp) => dispatch(context, request, sourceIp),
    answer: (request, sourceIp) => {
      const fault = faultOf(context, request);
      const answer = (): WireResponse => {
        const made = fault.reset === 'before' ? undefined : dispatch(context, request, sourceIp, fault);
        if (!made || fault.reset) throw new Error('the connection was reset');
        return made;
      };
      if (fault.latency > 0) return clock.sleep(fault.latency).then(answer);
      return fault.reset ? Promise.resolve().then(answer) : answer();
    },
    faults,
    setAvailable: (component, available) => {
      if (available) state.unavailable.delete(component);
      else state.unavailable.add(component);
    },
    userSecrets: (account, user) => userSecrets(state, account, user),
    secrets: () => allSecrets(state),
    issuedSecrets: () => issuedSecrets(state),
  };
}

function userSecrets(state: TwinState, accountName: string, userName: string): TwinUserSecrets | undefined {
  const account = [...state.accounts.values()].find(({ name }) => name === accountName);
  const key = [...state.accessKeys.values()].find(
    (candidate) => candidate.accountId === account?.id && candidate.userName === userName,
  );
  if (!account || !key) return undefined;
  // A FIDO key shows no codes: whoever calls the API cannot use it.
  const device = [...(account.users.get(userName)?.mfaDevices.values() ?? [])].find(({ seed }) => seed !== undefined);
  return {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
    mfa: device?.seed === undefined ? undefined : { serialNumber: device.serialNumber, seed: device.seed },
  };
}

function allSecrets(state: TwinState): TwinSecrets {
  const administrator = state.accessKeys.get(state.administratorKeyId);
  const users: TwinSecrets['users'] = {};
  for (const account of state.accounts.values()) {
    for (const user of account.users.keys()) {
      const held = userSecrets(state, account.name, user);
      if (!held || held.accessKeyId === state.administratorKeyId) continue;
      // A name that two accounts use is told apart by its account.
      const name = users[user] === undefined ? user : `${account.name}/${user}`;
      const { accessKeyId, secretAccessKey, mfa } = held;
      users[name] = {
        accessKeyId,
        secretAccessKey,
        ...(mfa ? { mfaSerial: mfa.serialNumber, mfaSeed: mfa.seed } : {}),
      };
    }
  }
  return {
    administrator: { accessKeyId: state.administratorKeyId, secretAccessKey: administrator?.secretAccessKey ?? '' },
    accounts: Object.fromEntries([...state.accounts.values()].map(({ name, id }) => [name, id])),
    users,
  };
}

function* issuedSecrets(state: TwinState): Generator<string> {
  for (const key of state.accessKeys.values()) yield key.secretAccessKey;
  for (const account of state.accounts.values()) {
    for (const user of account.users.values())
      for (const { seed } of user.mfaDevices.values()) if (seed !== undefined) yield seed;
    for (const device of account.virtualMfaDevices.values()) yield device.seed;
  }
  for (const session of state.sessions.values()) {
    yield session.secretAccessKey;
    yield session.sessionToken;
  }
  yield* state.identityCenter.portalTokens.keys();
}
