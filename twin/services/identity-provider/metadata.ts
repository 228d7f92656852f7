/** SAML 2.0 metadata of identity providers, as it is uploaded to IAM (OASIS, "Metadata for SAML 2.0"). */

/** How long a provider lasts whose metadata does not say: IAM sets a hundred years. Milliseconds. */
export const WITHOUT_END = 100 * 365 * 86_400_000;

/** What the metadata of a provider says. */
export interface MetadataContent {
  /** The issuer of its assertions. */
  entityId: string;
  /** DER in base64. */
  certificate: string;
  /** Milliseconds since 1970; absent: for ever. */
  validUntil?: number;
}

/** The metadata document of a provider with one signing certificate. */
export function samlMetadata({ entityId, certificate, validUntil }: MetadataContent): string {
  const until = validUntil === undefined ? '' : ` validUntil="${new Date(validUntil).toISOString()}"`;
  const service = (binding: string): string =>
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${entityId}/sso"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}"${until}>`,
    '<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
    '<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>',
    service('HTTP-Redirect'),
    service('HTTP-POST'),
    '</md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
}
