/** SAML identity providers. */
import { sha256 } from '../../../base/canonical-json.js';
import { readMetadata } from '../../access/saml/metadata.js';
import type { ProviderMetadata } from '../../access/saml/metadata.js';
import type { TwinSamlProvider } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { WITHOUT_END } from '../identity-provider/metadata.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTags, showTime } from './api-shapes.js';
import { noSuchEntity } from './entities.js';
import { checkQuota, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { encryptionOf, showEncryption } from './saml-encryption.js';
import type { EncryptionInput } from './saml-encryption.js';
import { iamArn, onNew, resourceTagKeys } from './permissions.js';
import { QUOTAS } from './quotas.js';

interface ProviderInput {
  SAMLProviderArn: string;
}

interface CreateInput extends Omit<EncryptionInput, 'RemovePrivateKey'> {
  Name: string;
  SAMLMetadataDocument: string;
  Tags?: readonly Tag[];
}

/** Characters of a metadata document at least (IAM API reference, CreateSAMLProvider). */
const SHORTEST_METADATA = 1000;

function providerOf({ caller }: OperationContext, arn: string): TwinSamlProvider {
  const provider = caller.account.samlProviders.get(arn);
  if (!provider) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}

const onProvider =
  (name: string) =>
  ({ SAMLProviderArn }: ProviderInput, { caller }: OperationContext) => [
    {
      action: `iam:${name}`,
      resource: SAMLProviderArn,
      context: resourceTagKeys(caller.account.samlProviders.get(SAMLProviderArn)?.tags ?? new Map()),
    },
  ];

const arnOf = (name: string, context: OperationContext): string => iamArn(context, `saml-provider/${name}`);

export const samlProviderOperations = [
  operation<unknown, unknown>({
    name: 'ListSAMLProviders',
    run: (_input, { caller }) => ({
      SAMLProviderList: [...caller.account.samlProviders.values()].map(({ arn, createdAt, validUntil }) => ({
        Arn: arn,
        ValidUntil: showTime(validUntil),
        CreateDate: showTime(createdAt),
      })),
    }),
  }),
  operation<ProviderInput, unknown>({
    name: 'GetSAMLProvider',
    permissions: onProvider('GetSAMLProvider'),
    run: ({ SAMLProviderArn }, context) => {
      const provider = providerOf(context, SAMLProviderArn);
      return {
        SAMLProviderUUID: sha256(`${provider.arn} ${provider.createdAt}`).slice(0, 32).toUpperCase(),
        SAMLMetadataDocument: provider.metadata(),
        CreateDate: showTime(provider.createdAt),
        ValidUntil: showTime(provider.validUntil),
        Tags: showTags(provider.tags),
        ...showEncryption(provider.encryption),
      };
    },
  }),
  operation<CreateInput, unknown>({
    name: 'CreateSAMLProvider',
    permissions: onNew('SAMLProvider', ({ Name }, context) => arnOf(Name, context)),
    run: (input, context) => {
      const { Name, SAMLMetadataDocument: text, Tags = [] } = input;
      if (!/^[\w.-]{1,128}$/.test(Name))
        throw new AwsError(
          'ValidationError',
          'The specified value for name is invalid. It must contain only alphanumeric characters and/or the following: ._-',
        );
      const tags = withTags(new Map(), Tags);
      const { validUntil } = checkMetadata(text);
      const { samlProviders } = context.caller.account;
      const arn = arnOf(Name, context);
      if (samlProviders.has(arn))
        throw new AwsError('EntityAlreadyExists', `SAMLProvider with name ${Name} already exists.`, 409);
      checkQuota(samlProviders.size, 'SAMLProvidersPerAccount', QUOTAS.samlProviders);
      const createdAt = context.clock.now();
      const encryption = encryptionOf(input, undefined, createdAt);
      samlProviders.set(arn, {
        arn,
        name: Name,
        createdAt,
        metadata: () => text,
        validUntil: validUntil ?? createdAt + WITHOUT_END,
        tags,
        ...(encryption ? { encryption } : {}),
      });
      return { SAMLProviderArn: arn, Tags: showTags(tags) };
    },
  }),
  operation<ProviderInput & EncryptionInput & { SAMLMetadataDocument?: string }, unknown>({
    name: 'UpdateSAMLProvider',
    permissions: onProvider('UpdateSAMLProvider'),
    run: (input, context) => {
      const { SAMLProviderArn, SAMLMetadataDocument: text } = input;
      const provider = providerOf(context, SAMLProviderArn);
      const encryption = encryptionOf(input, provider.encryption, context.clock.now());
      if (text !== undefined) {
        const { validUntil } = checkMetadata(text);
        Object.assign(provider, { metadata: () => text, validUntil: validUntil ?? context.clock.now() + WITHOUT_END });
      }
      if (encryption) provider.encryption = encryption;
      else delete provider.encryption;
      return { SAMLProviderArn: provider.arn };
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

function checkMetadata(text: string): ProviderMetadata {
  if (text.length < SHORTEST_METADATA)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'sAMLMetadataDocument' failed to satisfy constraint: Member must have length greater than or equal to ${SHORTEST_METADATA}`,
    );
  const metadata = readMetadata(text);
  if (!metadata) throw new AwsError('InvalidInput', 'Could not parse metadata');
  return metadata;
}
