/** SSH public keys in the two forms that IAM takes and shows (IAM API reference, UploadSSHPublicKey and GetSSHPublicKey). */
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const SHORTEST_BITS = 2048;

/** `ssh-rsa …` of a key of 2048 bits or more that is given so or as PEM; `undefined` for anything else. */
export function asSshKey(body: string): string | undefined {
  const trimmed = body.trim();
  const key = trimmed.startsWith('ssh-rsa ') ? fromSsh(trimmed) : fromPem(trimmed);
  if (key?.asymmetricKeyType !== 'rsa') return undefined;
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_BITS) return undefined;
  return trimmed.startsWith('ssh-rsa ') ? trimmed : toSsh(key);
}

/** The same key as PEM. */
export function asPem(sshKey: string): string {
  return String(fromSsh(sshKey)?.export({ type: 'spki', format: 'pem' }) ?? '');
}

/** MD5 of the key, as IAM shows it. */
export function fingerprintOf(sshKey: string): string {
  const digest = createHash('md5')
    .update(Buffer.from(sshKey.split(' ')[1] ?? '', 'base64'))
    .digest('hex');
  return (digest.match(/../g) ?? []).join(':');
}

/** A key that nobody has the other half of: the modulus is any odd number of 2048 bits. */
export function sshKeyOf(bytes: Uint8Array): string {
  const modulus = Buffer.from(bytes);
  modulus[0] = (modulus[0] ?? 0) | 0x80;
  modulus[modulus.length - 1] = (modulus[modulus.length - 1] ?? 0) | 1;
  return sshText(Buffer.from([1, 0, 1]), modulus);
}

/** The parts of an SSH key (RFC 4253, section 6.6): name, exponent, modulus, each with its length before it. */
function fromSsh(text: string): KeyObject | undefined {
  const blob = Buffer.from(text.split(/\s+/)[1] ?? '', 'base64');
  const parts: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length;) {
    const length = blob.readUInt32BE(at);
    parts.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [name, e, n] = parts;
  if (parts.length !== 3 || String(name) !== 'ssh-rsa' || !e || !n) return undefined;
  const jwk = { kty: 'RSA', e: unsigned(e).toString('base64url'), n: unsigned(n).toString('base64url') };
  return attempt(() => createPublicKey({ key: jwk, format: 'jwk' }));
}

function fromPem(text: string): KeyObject | undefined {
  return /^-----BEGIN (RSA )?PUBLIC KEY-----/.test(text) ? attempt(() => createPublicKey(text)) : undefined;
}

function toSsh(key: KeyObject): string {
  const { e = '', n = '' } = key.export({ format: 'jwk' });
  return sshText(Buffer.from(e, 'base64url'), Buffer.from(n, 'base64url'));
}

function sshText(e: Buffer, n: Buffer): string {
  return `ssh-rsa ${Buffer.concat([Buffer.from('ssh-rsa'), signed(e), signed(n)].flatMap(withLength)).toString('base64')}`;
}

function withLength(part: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return [length, part];
}

/** A number whose first bit is set would be a negative one. */
function signed(number: Buffer): Buffer {
  return ((number[0] ?? 0) & 0x80) === 0 ? number : Buffer.concat([Buffer.alloc(1), number]);
}

function unsigned(number: Buffer): Buffer {
  return number[0] === 0 ? number.subarray(1) : number;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
