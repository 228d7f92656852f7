/** SAML identity providers. */
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import { noSuchEntity } from './entities.js';
import type { TwinSamlProvider } from './model.js';
import { showTags } from './show.js';

interface ProviderInput {
  SAMLProviderArn: string;
}

function providerOf({ caller }: OperationContext, arn: string): TwinSamlProvider {
  const provider = caller.account.samlProviders.get(arn);
  if (!provider) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}

const onProvider = (name: string) => ({ SAMLProviderArn }: ProviderInput) => [{ action: `iam:${name}`, resource: SAMLProviderArn }];

export const samlProviderOperations = [
  operation<unknown, unknown>({
    name: 'ListSAMLProviders',
    run: (_input, { caller }) => ({
      SAMLProviderList: [...caller.account.samlProviders.values()].map(({ arn, createdAt, validUntil }) => ({ Arn: arn, ValidUntil: new Date(validUntil), CreateDate: new Date(createdAt) })),
    }),
  }),
  operation<ProviderInput, unknown>({
    name: 'GetSAMLProvider',
    permissions: onProvider('GetSAMLProvider'),
    run: ({ SAMLProviderArn }, context) => {
      const provider = providerOf(context, SAMLProviderArn);
      return { SAMLMetadataDocument: provider.metadata(), CreateDate: new Date(provider.createdAt), ValidUntil: new Date(provider.validUntil), Tags: showTags(provider.tags) };
    },
  }),
  operation<ProviderInput, unknown>({
    name: 'DeleteSAMLProvider',
    permissions: onProvider('DeleteSAMLProvider'),
    run: ({ SAMLProviderArn }, context) => {
      context.caller.account.samlProviders.delete(providerOf(context, SAMLProviderArn).arn);
      return {};
    },
  }),
];
