/**
 * Encrypted assertions (W3C, "XML Encryption Syntax and Processing"; IAM user guide, "Manage SAML encryption keys"). The guide
 * names AES alone; Triple DES is taken too, since pysaml2 writes it unless it is told otherwise.
 */
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SIGNATURE } from './names.js';
import { attribute, children, descendants, textOf } from './strict-xml.js';

const ENCRYPTION = 'http://www.w3.org/2001/04/xmlenc#';
const ENCRYPTION_11 = 'http://www.w3.org/2009/xmlenc11#';

interface Cipher {
  name: 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' | 'des-ede3-cbc';
  keyBytes: number;
  /** Bytes of the vector in front, and of the tag at the end. */
  vector: number;
  tag: number;
}

const cbc = (name: Cipher['name'], keyBytes: number, vector = 16): Cipher => ({ name, keyBytes, vector, tag: 0 });
const gcm = (name: Cipher['name'], keyBytes: number): Cipher => ({ name, keyBytes, vector: 12, tag: 16 });

const CIPHERS: ReadonlyMap<string, Cipher> = new Map([
  [`${ENCRYPTION}aes128-cbc`, cbc('aes-128-cbc', 16)],
  [`${ENCRYPTION}aes192-cbc`, cbc('aes-192-cbc', 24)],
  [`${ENCRYPTION}aes256-cbc`, cbc('aes-256-cbc', 32)],
  [`${ENCRYPTION}tripledes-cbc`, cbc('des-ede3-cbc', 24, 8)],
  [`${ENCRYPTION_11}aes128-gcm`, gcm('aes-128-gcm', 16)],
  [`${ENCRYPTION_11}aes192-gcm`, gcm('aes-192-gcm', 24)],
  [`${ENCRYPTION_11}aes256-gcm`, gcm('aes-256-gcm', 32)],
]);

const DIGESTS: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, 'sha1'],
  [`${SIGNATURE}sha1`, 'sha1'],
  [`${ENCRYPTION}sha256`, 'sha256'],
  [`${ENCRYPTION}sha512`, 'sha512'],
]);

/** The text of the assertion inside, which one of the keys opens; `undefined` if none does. */
export function openAssertion(encrypted: Element, keys: readonly KeyObject[]): string | undefined {
  const [data, ...more] = children(encrypted, ENCRYPTION, 'EncryptedData');
  // Beside the data or inside of it: both are usual.
  const [key, ...others] = descendants(encrypted, ENCRYPTION, 'EncryptedKey');
  if (!data || !key || more.length + others.length > 0) return undefined;
  const cipher = CIPHERS.get(methodOf(data));
  const sealed = bytesOf(data);
  if (!cipher || !sealed) return undefined;
  for (const own of keys) {
    const content = contentKey(key, own);
    const text = content?.length === cipher.keyBytes ? decrypt(cipher, content, sealed) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

function methodOf(element: Element): string {
  const [method] = children(element, ENCRYPTION, 'EncryptionMethod');
  return (method && attribute(method, 'Algorithm')) ?? '';
}

function bytesOf(element: Element): Buffer | undefined {
  const [value] = children(element, ENCRYPTION, 'CipherData').flatMap((data) =>
    children(data, ENCRYPTION, 'CipherValue'),
  );
  return value && Buffer.from(textOf(value), 'base64');
}

/** RSA-OAEP alone: the older padding gives its key away to whoever may ask often. */
function contentKey(encrypted: Element, key: KeyObject): Buffer | undefined {
  const [method] = children(encrypted, ENCRYPTION, 'EncryptionMethod');
  const bytes = bytesOf(encrypted);
  const algorithm = methodOf(encrypted);
  if (!method || !bytes || ![`${ENCRYPTION}rsa-oaep-mgf1p`, `${ENCRYPTION_11}rsa-oaep`].includes(algorithm))
    return undefined;
  const [digest] = children(method, SIGNATURE, 'DigestMethod');
  const oaepHash = DIGESTS.get(digest && attribute(digest, 'Algorithm'));
  if (oaepHash === undefined) return undefined;
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);
  } catch {
    return undefined;
  }
}

function decrypt({ name, vector, tag }: Cipher, key: Buffer, sealed: Buffer): string | undefined {
  if (sealed.length <= vector + tag) return undefined;
  const iv = sealed.subarray(0, vector);
  const body = sealed.subarray(vector, sealed.length - tag);
  try {
    // The two kinds have types of their own.
    if (name === 'aes-128-gcm' || name === 'aes-192-gcm' || name === 'aes-256-gcm') {
      const decipher = createDecipheriv(name, key, iv).setAuthTag(sealed.subarray(sealed.length - tag));
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    }
    const decipher = createDecipheriv(name, key, iv).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(body), decipher.final()]);
    // Only the last byte of the padding says something.
    const padding = padded.at(-1) ?? 0;
    return padding >= 1 && padding <= vector ? padded.subarray(0, padded.length - padding).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Declarations of names that hold where an element stands: what is put in its place needs them. */
export function declarationsAt(element: Element): string {
  const found = new Map<string, string>();
  for (let node: Node | null = element; node?.nodeType === 1; node = node.parentNode)
    for (const { name, value } of Array.from((node as Element).attributes))
      if ((name === 'xmlns' || name.startsWith('xmlns:')) && !found.has(name)) found.set(name, value);
  return [...found]
    .map(
      ([name, value]) =>
        ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`,
    )
    .join('');
}
