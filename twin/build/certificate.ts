/** A self-signed X.509 certificate in DER (RFC 5280, ITU-T X.690): node:crypto reads certificates and makes none. */
import { createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

interface CertificateInput {
  /** RSA. */
  privateKey: KeyObject;
  /** Printable characters. */
  commonName: string;
  serialNumber: Uint8Array;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const NULL = Buffer.from([0x05, 0x00]);
/** id-at-commonName, 2.5.4.3. */
const COMMON_NAME = Buffer.from('550403', 'hex');
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11. */
const SHA256_WITH_RSA = Buffer.from('2a864886f70d01010b', 'hex');

/** A version 1 certificate, base64 of its DER. */
export function selfSignedCertificate({
  privateKey,
  commonName,
  serialNumber,
  notBefore,
  notAfter,
}: CertificateInput): string {
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, SHA256_WITH_RSA), NULL);
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME), der(UTF8_STRING, Buffer.from(commonName, 'utf8')))),
  );
  const validity = der(SEQUENCE, time(notBefore), time(notAfter));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = der(SEQUENCE, integer(serialNumber), algorithm, name, validity, name, publicKey);
  // A bit string begins with the number of bits that its last byte leaves out.
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', body, privateKey));
  return der(SEQUENCE, body, algorithm, signature).toString('base64');
}

/** Tag, length and content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

/** One byte below 128, else the number of bytes and the bytes. */
function lengthOf(length: number): number[] {
  if (length < 128) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Positive: the first bit is clear, and the first byte is not zero, so that the encoding is the shortest one. */
function integer(bytes: Uint8Array): Buffer {
  const content = Buffer.from(bytes);
  content.writeUInt8(((content[0] ?? 0) & 0x7f) | 0x40, 0);
  return der(INTEGER, content);
}

function time(instant: number): Buffer {
  return der(
    GENERALIZED_TIME,
    Buffer.from(`${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`, 'ascii'),
  );
}
