/** Names in SAML responses that AWS reads (IAM user guide, "Configure SAML assertions for the authentication response"). */
import type { TwinState } from '../../state/twin-state.js';

export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
/** Prefix of name formats that AWS leaves out. */
export const NAME_ID_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';

/** Prefix of the names of attributes that are AWS's own: `Role`, `RoleSessionName` and so on. */
export const AWS_ATTRIBUTE = 'https://aws.amazon.com/SAML/Attributes/';

/** Where responses are posted to, by partition: `Recipient` and one of the audiences. Regional endpoints have the Region before it. */
export const signInEndpoints: Readonly<Record<TwinState['partition'], string>> = {
  aws: 'https://signin.aws.amazon.com/saml',
  'aws-us-gov': 'https://signin.amazonaws-us-gov.com/saml',
  'aws-cn': 'https://signin.amazonaws.cn/saml',
};

/** The other audience that AWS takes, by partition. */
export const audiences: Readonly<Record<TwinState['partition'], string>> = {
  aws: 'urn:amazon:webservices',
  'aws-us-gov': 'urn:amazon:webservices:govcloud',
  'aws-cn': 'urn:amazon:webservices:cn-north-1',
};

/** Attributes by name, and the context key that each fills (same page, the tables of mappings). */
export const attributeKeys: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'Affiliation',
      'Nickname',
      'OrgDN',
      'OrgUnitDN',
      'PrimaryAffiliation',
      'PrincipalName',
      'Entitlement',
      'PrimaryOrgUnitDN',
      'ScopedAffiliation',
      'TargetedID',
      'Assurance',
    ].map((name, index) => [`urn:oid:1.3.6.1.4.1.5923.1.1.1.${index + 1}`, `saml:eduPerson${name}`]),
  ),
  ...Object.fromEntries(
    ['HomePageURI', 'IdentityAuthNPolicyURI', 'LegalName', 'SuperiorURI', 'WhitePagesURI'].map((name, index) => [
      `urn:oid:1.3.6.1.4.1.5923.1.2.1.${index + 2}`,
      `saml:eduOrg${name}`,
    ]),
  ),
  'urn:oid:2.5.4.3': 'saml:cn',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': 'saml:name',
  'http://schemas.xmlsoap.org/claims/CommonName': 'saml:commonName',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname': 'saml:givenName',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname': 'saml:surname',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'saml:mail',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid': 'saml:uid',
  '2.5.4.3': 'saml:commonName',
  '2.5.4.4': 'saml:surname',
  '2.4.5.42': 'saml:givenName',
  '2.5.4.45': 'saml:x500UniqueIdentifier',
  '0.9.2342.19200300100.1.1': 'saml:uid',
  '0.9.2342.19200300100.1.3': 'saml:mail',
  '0.9.2342.19200300.100.1.45': 'saml:organizationStatus',
};
