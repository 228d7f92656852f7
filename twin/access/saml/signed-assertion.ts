/**
 * Which part of a SAML response is really signed (W3C, "XML Signature Syntax and Processing"; OWASP, "SAML Security"). What
 * is read afterwards is read from the signed bytes alone, never from the document that carried them: whatever else somebody
 * wrapped around or into it is not there any more.
 */
import { SignedXml } from 'xml-crypto';
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
  assertion: Element;
}

/** Reads a response; `undefined` unless it is one, with one assertion in its place, in the clear, and none anywhere else. */
export function readResponse(base64: string): SamlResponse | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64)) return undefined;
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const root = parseXml(text);
  if (!root || root.namespaceURI !== PROTOCOL || root.localName !== 'Response') return undefined;
  const [assertion, ...more] = descendants(root, ASSERTION, 'Assertion');
  return assertion && more.length === 0 && assertion.parentNode === root ? { text, root, assertion } : undefined;
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
    if (signed) return signed.localName === 'Response' ? children(signed, ASSERTION, 'Assertion')[0] : signed;
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
