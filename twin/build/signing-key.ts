/**
 * Signing keys of the made-up identity provider. They are drawn from the seed, so that the same seed gives the same
 * metadata, and made when first asked for. Never use this for keys of a real system.
 */
import { checkPrimeSync, createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Random } from '../../base/random.js';
import type { SigningKey } from '../state/signing-key.js';
import { selfSignedCertificate } from './certificate.js';

const PRIME_BYTES = 128;
const PUBLIC_EXPONENT = 65_537n;
/** Certificates begin a day before the clock and end ten years after it. */
const DAY = 86_400_000;
const LIFETIME_DAYS = 3650;

/** A 2,048-bit key whose certificate is valid at `now` (milliseconds); made at the first call. */
export function lazySigningKey(random: Random, commonName: string, now: number): () => SigningKey {
  let made: SigningKey | undefined;
  return () => {
    if (made) return made;
    const privateKey = rsaKey(random);
    const certificate = selfSignedCertificate({
      privateKey,
      commonName,
      serialNumber: random.derive('serial').bytes(8),
      notBefore: now - DAY,
      notAfter: now + LIFETIME_DAYS * DAY,
    });
    return (made = { privateKey, certificate });
  };
}

/** PKCS #1, by the book: two primes, the private exponent, and the values of the Chinese remainder theorem. */
function rsaKey(random: Random): KeyObject {
  const [p, q] = [prime(random.derive('p')), prime(random.derive('q'))];
  const d = inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: PUBLIC_EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const encoded = Object.entries(numbers).map(([name, value]) => [
    name,
    Buffer.from(evenHex(value), 'hex').toString('base64url'),
  ]);
  return createPrivateKey({
    key: { kty: 'RSA', ...(Object.fromEntries(encoded) as Record<string, string>) },
    format: 'jwk',
  });
}

/** Primes by their start, as searching for one takes long and organizations of one seed ask for the same; a few are kept. */
const knownPrimes = new Map<string, bigint>();
const KEPT = 64;

/** The first prime from a random start; its two highest bits are set, so that the product of two has full length. */
function prime(random: Random): bigint {
  const start = Buffer.from(random.bytes(PRIME_BYTES));
  start.writeUInt8((start[0] ?? 0) | 0xc0, 0);
  start.writeUInt8((start[PRIME_BYTES - 1] ?? 0) | 1, PRIME_BYTES - 1);
  const text = start.toString('hex');
  const known = knownPrimes.get(text);
  if (known !== undefined) return known;
  let candidate = BigInt(`0x${text}`);
  while ((candidate - 1n) % PUBLIC_EXPONENT === 0n || !checkPrimeSync(candidate)) candidate += 2n;
  if (knownPrimes.size >= KEPT) knownPrimes.clear();
  knownPrimes.set(text, candidate);
  return candidate;
}

/** The inverse of `value` modulo `modulus`, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}

function evenHex(value: bigint): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
