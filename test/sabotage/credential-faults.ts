/** What happens to the factors of users. */
import {
  CreateLoginProfileCommand,
  DeactivateMFADeviceCommand,
  DeleteLoginProfileCommand,
  EnableMFADeviceCommand,
  ListMFADevicesCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { TOTP } from 'otpauth';
import { hardwareTokenSeed, hardwareTokenSerial } from '../../base/hardware-token.js';
import type { Fault } from './fault.js';
import { EVERYWHERE, nowOf } from './hands.js';
import type { Hands, Undo } from './hands.js';

const readiness = ['readiness'];
const accounts = ['management'];
const UserName = 'break-glass-2';

/** A code and the one after it: of two steps that have passed, so that no drill needs them. */
function enable(iam: IAMClient, SerialNumber: string, seed: string, now: number): Promise<unknown> {
  const totp = new TOTP({ secret: seed, period: 30, digits: 6 });
  const [AuthenticationCode1, AuthenticationCode2] = [-1, 0].map((step) =>
    totp.generate({ timestamp: now + step * 30_000 }),
  );
  return iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }));
}

/** Takes devices off; those of one kind are put on again as another of that kind. */
const withoutDevices =
  (which: (serial: string, known: string) => boolean) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const { mfaSerial: known = '', mfaSeed: seed = '' } = hands.ready.users[UserName] ?? {};
    const { MFADevices: devices = [] } = await iam.send(new ListMFADevicesCommand({ UserName }));
    const taken = devices.flatMap(({ SerialNumber = '' }) => (which(SerialNumber, known) ? [SerialNumber] : []));
    for (const SerialNumber of taken) await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
    return async () => {
      const token = hardwareTokenSerial('kit');
      for (const serial of taken)
        await (serial === known
          ? enable(iam, known, seed, await nowOf(hands))
          : enable(iam, token, hardwareTokenSeed(token), await nowOf(hands)));
    };
  };

export const credentialFaults: readonly Fault[] = [
  {
    name: 'a break-glass user has one MFA device left',
    direction: 'too-strict',
    apply: withoutDevices((serial, known) => serial === known),
    scenarios: readiness,
    expects: { code: 'BG_MFA_SINGLE_DEVICE', causes: ['"break-glass-2"'], accounts },
  },
  {
    name: 'a break-glass user has no MFA device any more',
    direction: 'too-strict',
    apply: withoutDevices(() => true),
    scenarios: ['readiness', 'identity-provider-failure'],
    expects: { code: 'BG_MFA_DEVICE_MISSING', causes: ['"break-glass-2"'], accounts: EVERYWHERE },
  },
  {
    name: 'a break-glass user must choose a new password',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const put = (PasswordResetRequired: boolean): Promise<unknown> =>
        iam.send(new UpdateLoginProfileCommand({ UserName, PasswordResetRequired }));
      await put(true);
      return () => put(false);
    },
    scenarios: readiness,
    expects: { code: 'BG_PASSWORD_RESET_REQUIRED', causes: ['"break-glass-2"'], accounts },
  },
  {
    name: 'a break-glass user has no password any more',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = hands.management().iam();
      await iam.send(new DeleteLoginProfileCommand({ UserName }));
      return () =>
        iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Sealed-Again-7', PasswordResetRequired: false }));
    },
    scenarios: readiness,
    // No sealed copy of the new one is known to whoever drills.
    apart: true,
    expects: { code: 'BG_PASSWORD_NOT_SET', causes: ['"break-glass-2"'], accounts },
  },
  {
    name: 'an ordinary user gets a password',
    direction: 'too-loose',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const which = { UserName: 'deployment' };
      await iam.send(new CreateLoginProfileCommand({ ...which, Password: 'Not-Planned-7' }));
      return () => iam.send(new DeleteLoginProfileCommand(which));
    },
    scenarios: readiness,
    expects: { code: 'BG_NOT_IN_DOCUMENT', causes: ['a password of user "deployment"'], accounts },
  },
];
