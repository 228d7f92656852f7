/** Reads how people may sign in to an account: its password policy and its SAML providers. */
import { GetAccountPasswordPolicyCommand, GetSAMLProviderCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { PasswordPolicy, SamlProvider } from '../../organization/model.js';
import { unlessAbsent } from './port.js';

/** The password policy of the account, or `undefined` if it has none of its own. */
export async function readPasswordPolicy(iam: IAMClient): Promise<PasswordPolicy | undefined> {
  const policy = (await unlessAbsent(() => iam.send(new GetAccountPasswordPolicyCommand({}))))?.PasswordPolicy;
  return (
    policy && {
      ...(policy.ExpirePasswords === true && policy.MaxPasswordAge !== undefined
        ? { maxAgeDays: policy.MaxPasswordAge }
        : {}),
      hardExpiry: policy.HardExpiry === true,
    }
  );
}

/** IAM gives a provider without an end a hundred years. */
const WITHOUT_END = 50 * 365 * 86_400_000;

/**
 * The SAML providers of the account, without those that Identity Center makes for itself. `certificates` are those of the
 * organization's own identity provider, base64 without white space.
 */
export async function readSamlProviders(
  iam: IAMClient,
  certificates: readonly string[],
  now: number,
): Promise<Record<string, SamlProvider>> {
  const { SAMLProviderList: list = [] } = await iam.send(new ListSAMLProvidersCommand({}));
  const found: Record<string, SamlProvider> = {};
  for (const { Arn: arn = '' } of list) {
    const name = arn.split('/').at(-1) ?? '';
    if (name.startsWith('AWSSSO_')) continue;
    const { SAMLMetadataDocument: metadata = '', ValidUntil: until } = await iam.send(
      new GetSAMLProviderCommand({ SAMLProviderArn: arn }),
    );
    const own = [...metadata.matchAll(/<(?:\w+:)?X509Certificate>([^<]+)</g)].some(([, certificate = '']) =>
      certificates.includes(certificate.replaceAll(/\s/g, '')),
    );
    found[name] = {
      signedBy: own ? 'identity-provider' : 'stranger',
      ...(until && until.getTime() < now + WITHOUT_END
        ? { validUntil: until.toISOString().replace(/\.\d{3}Z$/, 'Z') }
        : {}),
    };
  }
  return found;
}
