/** Deploys how people may sign in to an account: its password policy and its SAML providers. */
import {
  CreateSAMLProviderCommand,
  DeleteAccountPasswordPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateSAMLProviderCommand,
} from '@aws-sdk/client-iam';
import type { SamlProvider } from '../../organization/model.js';
import { readPasswordPolicy, readSamlProviders } from '../snapshot/sign-in.js';
import type { Transport } from '../transport.js';
import { plainText } from './plain-text.js';
import { same } from './deployment.js';
import type { Site } from './identities.js';

/** What the organization's own identity provider gives to those who make providers in IAM. */
export interface IdentityProviderMetadata {
  metadata: string | undefined;
  /** Base64 without white space. */
  certificates: string[];
}

/** A certificate of somebody who is nobody here; its key was thrown away. DER in base64. */
const STRANGER =
  'MIIDCTCCAfGgAwIBAgIUAmPhJ0dtvk4dqJmTKIx/kpIZV+EwDQYJKoZIhvcNAQELBQAwEzERMA8GA1UEAwwIc3RyYW5nZXIwIBcNMjYxMTI1MDIwNjU2WhgPMjEyNjExMDEwMjA2NTZaMBMxETAPBgNVBAMMCHN0' +
  'cmFuZ2VyMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv41+ZFijkkgwKDpKDBEmb2wt9ZwqpDJL2bhauWZm9u7jYR0t7XBhswi88ygtNBeRB4tjcHp0dFUQMYQwIwor9UU1MPrNIIEFpV8finhr55jS' +
  'xIm7SooE5VT7niLatWKbimjKwb23GFI7M3IwBq4q2HOSyLTXJR6YTFUn0hNt2jGnaWcTfcDTpd7d66vNLl7c5dcLyFnmEynOSxUYlDhtRVuPrgHHKln275AQSGafkRAHUUNgmjKk9IiON+ov32jzeY+wpOlnmd6J' +
  '6sHo5/8tTKz7ODlOX2XS9M7dbsfk246hGj4qMSh8C6FV85QqD8giI4dKNC//UGIv9HZCYBtLiQIDAQABo1MwUTAdBgNVHQ4EFgQU7adUqlkCeYJ2sAUDvcQ/7nxdDE0wHwYDVR0jBBgwFoAU7adUqlkCeYJ2sAUD' +
  'vcQ/7nxdDE0wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAo9rgtIRj02lLv91qoFDJGFd0ZCtmWwPkPLRyX0M45B58ll13tv8vrUZ+/sJ2aigGUyhvCbPstLFVGjbdIkt/I44hwSCbwAT0Kqu9' +
  'L2DCLrsj7Njexfpnpj59paIQLqvvZocO64G7x6e5chp3stc54XJ1Jjik8NIulxBDNC8Tari1EQPT8Dacr1QzKonTsIcSwpu2vkOoYPYp5R0xx0kEiczatU4tsMJhH5+mVHROpj1F7sIt4xILMGEkahvWdQSAip/A' +
  'txd/SZMPbKhbT39AGsFZAXO4EDCfLfd/eIWwAT4azEfzYJQMghWjweSnhD87TKx/ovR0O+QPkx+0qFK5XA==';

/** Asks the identity provider of an emulated organization; others have none that could be asked. */
export async function readMetadata(transport: Transport): Promise<IdentityProviderMetadata> {
  const text = await plainText(transport, '/identity-provider/metadata');
  const metadata = text === undefined ? undefined : metadataIn(text);
  const found = [...(metadata ?? '').matchAll(/<(?:\w+:)?X509Certificate>([^<]+)</g)].map(([, certificate = '']) =>
    certificate.replaceAll(/\s/g, ''),
  );
  return { metadata, certificates: found };
}

function metadataIn(body: string): string | undefined {
  try {
    const { metadata } = JSON.parse(body) as { metadata?: unknown };
    return typeof metadata === 'string' ? metadata : undefined;
  } catch {
    return undefined;
  }
}

/** Makes password policy and SAML providers those of the document. */
export async function deploySignIn(
  { deployment, iam, where, accountId, partition, content }: Site,
  own: IdentityProviderMetadata,
  now: number,
): Promise<void> {
  const wanted = content.passwordPolicy;
  const before = await readPasswordPolicy(iam);
  if (wanted && !same(wanted, before)) {
    const { maxAgeDays, hardExpiry } = wanted;
    const command = new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 8,
      AllowUsersToChangePassword: true,
      HardExpiry: hardExpiry,
      ...(maxAgeDays === undefined ? {} : { MaxPasswordAge: maxAgeDays }),
    });
    await deployment.change(where, 'set the password policy', () => iam.send(command));
  }
  if (!wanted && before)
    await deployment.change(where, 'delete the password policy', () =>
      iam.send(new DeleteAccountPasswordPolicyCommand({})),
    );
  if (Object.keys(content.samlProviders).length === 0) return;
  const existing = await readSamlProviders(iam, own.certificates, now);
  for (const [Name, provider] of Object.entries(content.samlProviders)) {
    const old = existing[Name];
    if (old && same(old, provider)) continue;
    const metadata = metadataOf(provider, own);
    if (metadata === undefined)
      deployment.leaveOut(
        where,
        `SAML provider ${Name}`,
        'the endpoint has no identity provider whose certificate it could hold',
      );
    else if (old)
      await deployment.change(where, `update the SAML provider ${Name}`, () =>
        iam.send(
          new UpdateSAMLProviderCommand({
            SAMLProviderArn: `arn:${partition}:iam::${accountId}:saml-provider/${Name}`,
            SAMLMetadataDocument: metadata,
          }),
        ),
      );
    else
      await deployment.change(where, `create the SAML provider ${Name}`, () =>
        iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument: metadata })),
      );
  }
}

/** Metadata with the certificate of whoever signs for the provider. */
function metadataOf(
  { signedBy, validUntil }: SamlProvider,
  { metadata, certificates }: IdentityProviderMetadata,
): string | undefined {
  const signed =
    signedBy === 'identity-provider'
      ? metadata
      : (metadata ?? strangersMetadata()).replaceAll(/(<(?:\w+:)?X509Certificate>)[^<]+/g, `$1${STRANGER}`);
  if (signed === undefined || (signedBy === 'identity-provider' && certificates.length === 0)) return undefined;
  return validUntil === undefined
    ? signed
    : signed.replace(/(<(?:\w+:)?EntityDescriptor )/, `$1validUntil="${validUntil}" `);
}

function strangersMetadata(): string {
  return [
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://stranger.example.com/saml">',
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>',
    '<ds:X509Certificate>-</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>',
    '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://stranger.example.com/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('');
}
