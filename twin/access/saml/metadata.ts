/** Reads SAML metadata as IAM does when a provider is made: issuer, signing certificates, end of validity. */
import { X509Certificate } from 'node:crypto';
import { attribute, children, descendants, parseXml, textOf } from './strict-xml.js';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
/** Bits that a key has at least (IAM user guide, "Troubleshoot SAML federation", Could not parse metadata). */
const SMALLEST_KEY = 1024;

/** What a provider's metadata tells. */
export interface ProviderMetadata {
  /** The only issuer whose assertions are good. */
  entityId: string;
  /** Certificates whose keys may sign, DER in base64. */
  certificates: string[];
  /** Milliseconds since 1970; absent: for ever. */
  validUntil?: number;
}

/** Reads a document; `undefined` if it is no metadata of an identity provider with a good signing certificate. */
export function readMetadata(text: string): ProviderMetadata | undefined {
  // IAM refuses a byte order mark.
  const root = text.startsWith('\uFEFF') ? undefined : parseXml(text);
  if (!root || root.namespaceURI !== METADATA || root.localName !== 'EntityDescriptor') return undefined;
  const entityId = attribute(root, 'entityID');
  const certificates = children(root, METADATA, 'IDPSSODescriptor')
    .flatMap((descriptor) => children(descriptor, METADATA, 'KeyDescriptor'))
    .filter((key) => attribute(key, 'use') !== 'encryption')
    .flatMap((key) => descendants(key, SIGNATURE, 'X509Certificate'))
    .map((element) => textOf(element).replaceAll(/\s/g, ''));
  if (!entityId || certificates.length === 0 || !certificates.every(isGood)) return undefined;
  const until = attribute(root, 'validUntil');
  const validUntil = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(validUntil)) return undefined;
  return { entityId, certificates, ...(validUntil === undefined ? {} : { validUntil }) };
}

function isGood(certificate: string): boolean {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    return (
      publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_KEY
    );
  } catch {
    return false;
  }
}
