/** Shapes of the operations of KMS that the twin has (KMS API reference). */
import { FLAG, INSTANT, list, NUMBER, schemasOf, structure, TEXT } from '../../wire/shapes.js';

const tag = structure({ 'TagKey!': TEXT, 'TagValue!': TEXT });
const metadata = structure({
  'KeyId!': TEXT,
  AWSAccountId: TEXT,
  Arn: TEXT,
  CreationDate: INSTANT,
  Enabled: FLAG,
  Description: TEXT,
  KeyUsage: TEXT,
  KeyState: TEXT,
  DeletionDate: INSTANT,
  Origin: TEXT,
  KeyManager: TEXT,
  CustomerMasterKeySpec: TEXT,
  KeySpec: TEXT,
  EncryptionAlgorithms: list(TEXT),
  MultiRegion: FLAG,
});
const key = structure({ KeyId: TEXT, KeyArn: TEXT });
const alias = structure({
  AliasName: TEXT,
  AliasArn: TEXT,
  TargetKeyId: TEXT,
  CreationDate: INSTANT,
  LastUpdatedDate: INSTANT,
});

export const schemas = schemasOf({
  CreateKey: {
    input: structure({
      Policy: TEXT,
      Description: TEXT,
      KeyUsage: TEXT,
      CustomerMasterKeySpec: TEXT,
      KeySpec: TEXT,
      Origin: TEXT,
      BypassPolicyLockoutSafetyCheck: FLAG,
      Tags: list(tag),
      MultiRegion: FLAG,
      CustomKeyStoreId: TEXT,
      XksKeyId: TEXT,
    }),
    output: structure({ KeyMetadata: metadata }),
  },
  DescribeKey: {
    input: structure({ 'KeyId!': TEXT, GrantTokens: list(TEXT) }),
    output: structure({ KeyMetadata: metadata }),
  },
  ListKeys: {
    input: structure({ Limit: NUMBER, Marker: TEXT }),
    output: structure({ Keys: list(key), NextMarker: TEXT, Truncated: FLAG }),
  },
  GetKeyPolicy: {
    input: structure({ 'KeyId!': TEXT, PolicyName: TEXT }),
    output: structure({ Policy: TEXT, PolicyName: TEXT }),
  },
  PutKeyPolicy: {
    input: structure({ 'KeyId!': TEXT, 'Policy!': TEXT, PolicyName: TEXT, BypassPolicyLockoutSafetyCheck: FLAG }),
  },
  ScheduleKeyDeletion: {
    input: structure({ 'KeyId!': TEXT, PendingWindowInDays: NUMBER }),
    output: structure({ KeyId: TEXT, DeletionDate: INSTANT, KeyState: TEXT, PendingWindowInDays: NUMBER }),
  },
  ListResourceTags: {
    input: structure({ 'KeyId!': TEXT, Limit: NUMBER, Marker: TEXT }),
    output: structure({ Tags: list(tag), NextMarker: TEXT, Truncated: FLAG }),
  },
  TagResource: { input: structure({ 'KeyId!': TEXT, 'Tags!': list(tag) }) },
  UntagResource: { input: structure({ 'KeyId!': TEXT, 'TagKeys!': list(TEXT) }) },
  CreateAlias: { input: structure({ 'AliasName!': TEXT, 'TargetKeyId!': TEXT }) },
  ListAliases: {
    input: structure({ KeyId: TEXT, Limit: NUMBER, Marker: TEXT }),
    output: structure({ Aliases: list(alias), NextMarker: TEXT, Truncated: FLAG }),
  },
});
