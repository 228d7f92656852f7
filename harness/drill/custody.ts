/** The custodians: they open the store that holds a break-glass user's credentials, and read codes off the device. */
import { TOTP } from 'otpauth';
import { signIn, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import type { MfaProof } from '../../aws/query-client.js';
import type { Credentials } from '../../aws/signer.js';
import type { Transport } from '../../aws/transport.js';
import type { Clock } from '../../base/clock.js';
import { CodedError } from '../../base/errors.js';
import type { Organization } from '../../organization/model.js';
import type { Explanation } from '../causes/explanation.js';
import { noAccessKey, noCodes, noMfaDevice, storeNeedsSignIn } from '../causes/users.js';
import type { StoreDependency } from '../causes/users.js';
import { lockoutSentence, usersWithKey } from '../causes/losses.js';
import type { Loss } from '../causes/losses.js';
import type { UserSecrets } from './target.js';

/** A code counts for 30 seconds and works once (RFC 6238; IAM user guide, "MFA codes"). */
const STEP = 30_000;

export interface Custody {
  /**
   * Long-term credentials of a user of the account with this name. Throws `BG_PATH_NEEDS_IDENTITY_PROVIDER` if the store
   * that holds them cannot be opened, `BG_CREDENTIALS_REJECTED` if there are none, and `BG_PEOPLE_LOCKOUT`
   * while nobody within reach can fetch both factors.
   */
  open(account: string, user: string): Promise<Credentials>;
  /** The device's next unused code; waits for the next one on the target's clock if this one was used. */
  code(account: string, user: string, signal?: AbortSignal): Promise<MfaProof>;
  /** A code that the device shows neither now nor in the neighbouring steps. */
  wrongCode(account: string, user: string): MfaProof;
  /** Why the credentials of this user need a system that may be gone, or `undefined`. */
  dependency(account: string, user: string): StoreDependency | undefined;
  /** Takes people and sites out of the plan until the next call: whatever only they can open stays shut. */
  withhold(losses: readonly Loss[]): void;
  /** Of these break-glass users those that the people within reach can open. */
  within(users: readonly string[]): readonly string[];
}

/** Custodians as the organization document declares them. `transport` is how they sign in where a store asks for it. */
export function createCustody(
  organization: Organization,
  secretsOf: (account: string, user: string) => UserSecrets | undefined,
  transport: Transport,
  clock: Clock,
): Custody {
  const codes = codeReader(clock);
  let lost: readonly Loss[] = [];
  // An access key is what the drill signs in with, so that a user whose password alone is left cannot be played.
  const left = (users: readonly string[]): readonly string[] => usersWithKey(organization, users, lost);
  const secrets = (account: string, user: string): UserSecrets => {
    const found = secretsOf(account, user);
    if (!found) throw coded(noAccessKey(user), 'Create one and seal it, or drill with console sign-in.');
    return found;
  };
  const device = (account: string, user: string): Device => {
    const { mfa } = secrets(account, user);
    if (mfa) return mfa;
    const declared = organization.accounts[account]?.users[user]?.mfa ?? {};
    throw coded(Object.keys(declared).length > 0 ? noCodes(user) : noMfaDevice(user), 'Enable one for the user.');
  };
  const dependency = (account: string, user: string): StoreDependency | undefined => {
    const held = organization.accounts[account]?.users[user]?.custody ?? {};
    for (const store of [held.accessKey, held.mfa]) {
      const signIn = store === undefined ? undefined : organization.credentialStores[store]?.signIn;
      if (store !== undefined && signIn !== undefined && signIn !== 'none') return { store, signIn };
    }
    return undefined;
  };
  return {
    dependency,
    withhold: (losses) => void (lost = losses),
    within: left,
    open: async (account, user) => {
      if (account === organization.management && left([user]).length === 0) {
        throw new CodedError(
          'BG_PEOPLE_LOCKOUT',
          lockoutSentence(lost),
          'Keep the factors with people who are not lost together.',
        );
      }
      const needs = dependency(account, user);
      if (needs) {
        const { directory } = organization.identityCenter;
        const answer = await (needs.signIn === 'identity-center'
          ? signIn(transport, directory, user)
          : signInAtIdentityProvider(transport, user));
        if (!answer.ok) {
          throw coded(storeNeedsSignIn(user, needs), 'Keep the credentials where nobody has to sign in.');
        }
      }
      const { accessKeyId, secretAccessKey } = secrets(account, user);
      return { accessKeyId, secretAccessKey };
    },
    code: async (account, user, signal) => codes.next(device(account, user), signal),
    wrongCode: (account, user) => codes.wrong(device(account, user)),
  };
}

type Device = NonNullable<UserSecrets['mfa']>;

/** Reads devices that show codes. */
function codeReader(clock: Clock): {
  next(device: Device, signal?: AbortSignal): Promise<MfaProof>;
  wrong(device: Device): MfaProof;
} {
  const lastStep = new Map<string, number>();
  const shown = ({ seed }: Device, at: number): string =>
    new TOTP({ secret: seed, algorithm: 'SHA1', digits: 6, period: STEP / 1000 }).generate({ timestamp: at });
  return {
    next: async (device, signal) => {
      const { serialNumber } = device;
      for (;;) {
        const now = clock.now();
        // Taken before it is waited for: two who ask at once get two codes.
        const step = Math.max(Math.floor(now / STEP), (lastStep.get(serialNumber) ?? -1) + 1);
        lastStep.set(serialNumber, step);
        if (now < step * STEP) await clock.sleep(step * STEP - now, signal);
        // A code that was slept through counts no more.
        if (Math.floor(clock.now() / STEP) <= step) return { serialNumber, code: shown(device, step * STEP) };
      }
    },
    wrong: (device) => {
      const near = new Set([-2, -1, 0, 1, 2].map((step) => shown(device, clock.now() + step * STEP)));
      let candidate = 0;
      while (near.has(String(candidate).padStart(6, '0'))) candidate++;
      return { serialNumber: device.serialNumber, code: String(candidate).padStart(6, '0') };
    },
  };
}

function coded({ code, cause }: Explanation, hint: string): CodedError {
  return new CodedError(code, cause, hint);
}
