/**
 * Hardware tokens of a made-up manufacturer. AWS knows the seed of a token by its serial number, from the manufacturer's
 * list (IAM user guide, "Assign a hardware TOTP token"); emulators know it by this function, and so does whoever deploys to them.
 */
import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SERIAL = /^GAHT\d{8}$/;

/** The serial number of the token with this label, in the form of the tokens that AWS sells. */
export function hardwareTokenSerial(label: string): string {
  return `GAHT${String(digest(`serial ${label}`).readUInt32BE(0) % 100_000_000).padStart(8, '0')}`;
}

/** True for serial numbers of this manufacturer. */
export function isHardwareToken(serial: string): boolean {
  return SERIAL.test(serial);
}

/** The seed of a token: 32 characters of base32. Made up: worth nothing outside emulators. */
export function hardwareTokenSeed(serial: string): string {
  return [...digest(`seed ${serial}`)].map((byte) => BASE32.charAt(byte % 32)).join('');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(`made-up hardware token ${text}`).digest();
}
