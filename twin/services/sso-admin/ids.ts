/** Ids of the service. */
import type { Random } from '../../../base/random.js';

/** `bytes` random bytes in hexadecimal. */
export function hexadecimal(bytes: number, random: Random): string {
  return Buffer.from(random.bytes(bytes)).toString('hex');
}
