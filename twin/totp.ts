/** MFA codes as IAM checks them: six digits, 30 seconds, one step of tolerance either way, each code once (RFC 6238). */
import { TOTP } from 'otpauth';
import type { MfaDevice } from './state.js';

const PERIOD = 30;
const TOLERANCE = 1;

/** Accepts a code of a device that shows codes, at an instant (milliseconds) and remembers it; false for a wrong, expired or used one. */
export function acceptCode(device: MfaDevice, code: string, now: number): boolean {
  if (device.seed === undefined || !/^\d{6}$/.test(code)) return false;
  const totp = new TOTP({ secret: device.seed, algorithm: 'SHA1', digits: 6, period: PERIOD });
  const delta = totp.validate({ token: code, timestamp: now, window: TOLERANCE });
  if (delta === null) return false;
  const step = Math.floor(now / 1000 / PERIOD) + delta;
  if (device.usedSteps.has(step)) return false;
  device.usedSteps.add(step);
  for (const used of device.usedSteps) if (used < step - 10) device.usedSteps.delete(used);
  return true;
}
