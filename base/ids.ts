/** Identifiers in the shapes AWS uses (IAM user guide, "IAM identifiers", unique identifiers). */
import type { Random } from './random.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Prefixes of IAM unique ids: user, role, group, managed policy, instance profile, temporary key, public key, credential of one service. */
export type UniqueIdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA' | 'ASIA' | 'APKA' | 'ACCA';

/** An IAM unique id such as `AIDA` and 17 more characters. */
export function uniqueId(prefix: UniqueIdPrefix, random: Random): string {
  return prefix + letters(BASE32, prefix === 'ASIA' ? 16 : 17, random);
}

/** What is added to half of an account's number in a key. */
const ACCOUNT_OFFSET = 2 ** 39;

/**
 * The id of a long-term access key of an account. Ids of keys made since 2019 hold the number of their account: eight letters
 * for half of it, and the thirteenth character for whether it is odd. AWS documents only the way back (STS API reference,
 * GetAccessKeyInfo); some emulators tell the account of a key by it.
 */
export function accessKeyIdOf(accountId: string, random: Random): string {
  const account = Number(accountId);
  let half = ACCOUNT_OFFSET + Math.floor(account / 2);
  let told = '';
  for (let place = 0; place < 8; place += 1) {
    told = `${BASE32[half % 32] ?? ''}${told}`;
    half = Math.floor(half / 32);
  }
  const odd = BASE32[random.below(16) + (account % 2) * 16] ?? '';
  return `AKIA${told}${odd}${letters(BASE32, 7, random)}`;
}

/** The id of a signing certificate: 24 characters or more (IAM API reference, SigningCertificate). */
export function certificateId(random: Random): string {
  return letters(BASE32, 32, random);
}

/** A secret access key: 40 characters. */
export function secretAccessKey(random: Random): string {
  return letters(BASE62, 40, random);
}

/** A random UUID (RFC 9562, version 4); drawn in one piece, for there is one in every answer. */
export function uuid(random: Random): string {
  return uuidOf(random.bytes(16));
}

/** The first sixteen bytes as a UUID of version 4. */
export function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** A base32 secret of `bytes` random bytes, as in an MFA device's seed. 20 bytes are 32 characters. */
export function base32Secret(bytes: number, random: Random): string {
  return letters(BASE32, Math.ceil((bytes * 8) / 5), random);
}

function letters(alphabet: string, count: number, random: Random): string {
  const codes = Buffer.alloc(count);
  for (let index = 0; index < count; index++) codes[index] = alphabet.charCodeAt(random.below(alphabet.length));
  return codes.toString('latin1');
}
