/** Assertions that the made-up identity provider issues (OASIS, "Assertions and Protocols for SAML 2.0"). */
import { SignedXml } from 'xml-crypto';
import { ASSERTION, AWS_ATTRIBUTE, NAME_ID_FORMAT, PROTOCOL, SUCCESS } from '../../access/saml/names.js';
import type { SigningKey } from '../../state/signing-key.js';

/** What an assertion is to say. */
export interface AssertionContent {
  /** Unique, without a leading digit. */
  id: string;
  entityId: string;
  subject: string;
  /** Where it is posted to; its audience too. */
  recipient: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
  expiresAt: number;
  /** Values by name of the attribute. */
  attributes: Readonly<Record<string, readonly string[]>>;
}

/** The attributes that AWS asks for: which role through which provider, and a name for the session. */
export function awsAttributes(roleArn: string, providerArn: string, sessionName: string): Record<string, string[]> {
  return {
    [`${AWS_ATTRIBUTE}Role`]: [`${roleArn},${providerArn}`],
    [`${AWS_ATTRIBUTE}RoleSessionName`]: [sessionName],
  };
}

/** A response with one assertion, which is signed; in base64, as browsers post it. */
export function samlResponse(content: AssertionContent, key: SigningKey): string {
  const { id, recipient, issuedAt } = content;
  const response = [
    `<samlp:Response xmlns:samlp="${PROTOCOL}" ID="${id}-response" Version="2.0" IssueInstant="${time(issuedAt)}" Destination="${recipient}">`,
    `<saml:Issuer xmlns:saml="${ASSERTION}">${escape(content.entityId)}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status>`,
    assertionXml(content),
    '</samlp:Response>',
  ].join('');
  return Buffer.from(signed(response, key), 'utf8').toString('base64');
}

function assertionXml({ id, entityId, subject, recipient, issuedAt, expiresAt, attributes }: AssertionContent): string {
  const values = Object.entries(attributes).map(
    ([name, items]) =>
      `<saml:Attribute Name="${escape(name)}">${items.map((item) => `<saml:AttributeValue>${escape(item)}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  );
  return [
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${id}" Version="2.0" IssueInstant="${time(issuedAt)}">`,
    `<saml:Issuer>${escape(entityId)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${NAME_ID_FORMAT}persistent">${escape(subject)}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${time(expiresAt)}" Recipient="${recipient}"/></saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="${time(issuedAt)}" NotOnOrAfter="${time(expiresAt)}"><saml:AudienceRestriction><saml:Audience>${recipient}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${time(issuedAt)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    `<saml:AttributeStatement>${values.join('')}</saml:AttributeStatement>`,
    '</saml:Assertion>',
  ].join('');
}

/** The response with a signature of its assertion after the assertion's issuer, where the schema wants it. */
function signed(response: string, { privateKey }: SigningKey): string {
  const signer = new SignedXml({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  const assertion = "//*[local-name(.)='Assertion']";
  signer.addReference({
    xpath: assertion,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  signer.computeSignature(response, {
    prefix: 'ds',
    location: { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signer.getSignedXml();
}

function time(instant: number): string {
  return new Date(instant).toISOString();
}

/** Text and attribute values alike. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
