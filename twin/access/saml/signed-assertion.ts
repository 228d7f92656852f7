/**
 * Which part of a SAML response is really signed (W3C, "XML Signature Syntax and Processing"; OWASP, "SAML Security"). What
 * is read afterwards is read from the signed bytes alone, never from the document that carried them: whatever else somebody
 * wrapped around or into it is not there any more.
 */
import type { KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { declarationsAt, openAssertion } from './encrypted-assertion.js';
import { ASSERTION, PROTOCOL, SIGNATURE } from './names.js';
import { children, descendants, parseXml } from './strict-xml.js';

const SIGNATURE_METHODS = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
] as const;
const DIGEST_METHODS = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'] as const;

/** A response that holds one assertion, and says how signing in went. */
export interface SamlResponse {
  text: string;
  root: Element;
  /** The assertion in the clear, or what it is encrypted in. */
  assertion: Element;
  isEncrypted: boolean;
}

/** Reads a response; `undefined` unless it is one, with one assertion in its place and none anywhere else. */
export function readResponse(base64: string): SamlResponse | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const root = parseXml(text);
  if (!root || root.namespaceURI !== PROTOCOL || root.localName !== 'Response') return undefined;
  const clear = descendants(root, ASSERTION, 'Assertion');
  const [assertion, ...more] = [...clear, ...descendants(root, ASSERTION, 'EncryptedAssertion')];
  return assertion && more.length === 0 && assertion.parentNode === root
    ? { text, root, assertion, isEncrypted: clear.length === 0 }
    : undefined;
}

/**
 * The assertion of an encrypted one, as `signedAssertion` gives it. Either the response is signed, over what is encrypted, or the
 * assertion inside is; what is opened is read where it stood, for it may use names that the response declares.
 */
export function sealedAssertion(
  response: SamlResponse,
  certificates: readonly string[],
  keys: readonly KeyObject[],
): Element | undefined {
  const isSigned = children(response.root, SIGNATURE, 'Signature').length > 0;
  const encrypted = isSigned ? signedAssertion(response, certificates) : response.assertion;
  const content = encrypted && openAssertion(encrypted, keys);
  if (encrypted === undefined || content === undefined) return undefined;
  const text = `<samlp:Response xmlns:samlp="${PROTOCOL}"${declarationsAt(encrypted).replace(/ xmlns:samlp="[^"]*"/, '')}>${content}</samlp:Response>`;
  const root = parseXml(text);
  const [assertion, ...more] = root ? descendants(root, ASSERTION, 'Assertion') : [];
  if (!root || !assertion || more.length > 0 || assertion.parentNode !== root) return undefined;
  const own = children(assertion, SIGNATURE, 'Signature').length > 0;
  if (own) return signedAssertion({ text, root, assertion, isEncrypted: false }, certificates);
  return isSigned ? assertion : undefined;
}

/**
 * The assertion as it was signed with the key of one of these certificates (DER in base64); `undefined` if it was not. The
 * signature of the assertion counts, or of a response whose assertion has none of its own.
 */
export function signedAssertion(
  { text, root, assertion }: SamlResponse,
  certificates: readonly string[],
): Element | undefined {
  const [ofAssertion, ...others] = children(assertion, SIGNATURE, 'Signature');
  const [ofResponse, ...more] = children(root, SIGNATURE, 'Signature');
  const signature = ofAssertion ?? ofResponse;
  const owner = ofAssertion ? assertion : root;
  const all = descendants(root, SIGNATURE, 'Signature').length;
  if (
    !signature ||
    others.length + more.length > 0 ||
    all !== Number(Boolean(ofAssertion)) + Number(Boolean(ofResponse))
  )
    return undefined;
  for (const certificate of certificates) {
    const content = signedContent(text, signature, owner, certificate);
    const signed = content === undefined ? undefined : parseXml(content);
    if (signed) return signed.localName === 'Response' ? children(signed, ASSERTION, assertion.localName)[0] : signed;
  }
  return undefined;
}

/** The bytes that a signature covers, if it is right and covers the element that it stands in. */
function signedContent(text: string, signature: Element, owner: Element, certificate: string): string | undefined {
  const verifier = new SignedXml({ publicCert: pem(certificate), getCertFromKeyInfo: () => null });
  verifier.idAttributes = ['ID'];
  verifier.SignatureAlgorithms = only(verifier.SignatureAlgorithms, SIGNATURE_METHODS);
  verifier.HashAlgorithms = only(verifier.HashAlgorithms, DIGEST_METHODS);
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(text)) return undefined;
  } catch {
    return undefined;
  }
  const id = owner.getAttribute('ID');
  const [reference, ...others] = verifier.getReferences();
  const [content] = verifier.getSignedReferences();
  return id && reference?.uri === `#${id}` && others.length === 0 ? content : undefined;
}

function only<T>(algorithms: Record<string, T>, allowed: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(algorithms).filter(([name]) => allowed.includes(name)));
}

function pem(certificate: string): string {
  return `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
