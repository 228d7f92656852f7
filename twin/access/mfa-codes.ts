/** MFA codes as IAM checks them: six digits, 30 seconds, one step of tolerance either way, each code once (RFC 6238). */
import { TOTP } from 'otpauth';
import type { MfaDevice } from '../state/twin-state.js';

const PERIOD = 30;
const TOLERANCE = 1;
/** How far the clock of a device may be off when it is enabled or synchronized anew: ten minutes. IAM does not say. */
const SEARCH = 20;

/** Accepts a code of a device that shows codes, at an instant (milliseconds) and remembers it; false for a wrong, expired or used one. */
export function acceptCode(device: MfaDevice, code: string, now: number): boolean {
  if (device.seed === undefined || !/^\d{6}$/.test(code)) return false;
  const current = stepAt(now) + (device.drift ?? 0);
  const delta = totpOf(device.seed).validate({ token: code, timestamp: current * PERIOD * 1000, window: TOLERANCE });
  if (delta === null) return false;
  return use(device, current + delta);
}

/** Accepts two codes that follow each other and takes the device's clock from them; false if there are none near `now`. */
export function acceptPair(device: MfaDevice, [first, second]: readonly [string, string], now: number): boolean {
  if (device.seed === undefined || !/^\d{6}$/.test(first) || !/^\d{6}$/.test(second)) return false;
  const totp = totpOf(device.seed);
  const codeAt = (step: number): string => totp.generate({ timestamp: step * PERIOD * 1000 });
  const current = stepAt(now);
  for (let distance = 0; distance <= SEARCH; distance++) {
    for (const step of [current - distance, current + distance]) {
      if (
        codeAt(step - 1) !== first ||
        codeAt(step) !== second ||
        device.usedSteps.has(step) ||
        device.usedSteps.has(step - 1)
      )
        continue;
      use(device, step - 1);
      device.drift = step - current;
      return use(device, step);
    }
  }
  return false;
}

/** Marks a step as used; false if it was. Old steps are forgotten: their codes are refused as expired. */
function use(device: MfaDevice, step: number): boolean {
  if (device.usedSteps.has(step)) return false;
  device.usedSteps.add(step);
  for (const used of device.usedSteps) if (used < step - 2 * SEARCH) device.usedSteps.delete(used);
  return true;
}

function totpOf(seed: string): TOTP {
  return new TOTP({ secret: seed, algorithm: 'SHA1', digits: 6, period: PERIOD });
}

function stepAt(now: number): number {
  return Math.floor(now / 1000 / PERIOD);
}
