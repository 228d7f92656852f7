/** AWS Key Management Service, as far as keys are made, protected and deleted. Nothing is encrypted. */
import { uuid } from '../../../base/ids.js';
import { readResourcePolicy } from '../../access/resource-policy.js';
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import type { TwinKey } from '../../state/resources.js';
import { AwsError } from '../../wire/aws-error.js';
import { awsJson } from '../../wire/json.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn } from '../shared/own-region.js';
import type { Service } from '../shared/service.js';
import { keyOf, onKey, pageOf } from './keys.js';
import type { MarkerInput } from './keys.js';
import { schemas } from './shapes.js';

const DAY = 86_400_000;
const POLICY_CHARACTERS = 32_768;
/** The one name that a key policy has. */
const POLICY_NAME = 'default';

function policyOf(text: string): TwinKey['policy'] {
  const refusal = new AwsError('MalformedPolicyDocumentException', 'The new key policy is not valid.');
  if (text.length > POLICY_CHARACTERS)
    throw new AwsError('LimitExceededException', 'The key policy is larger than 32 kilobytes.');
  return { text, document: readResourcePolicy(text, refusal) };
}

/** What a key has that was made without a policy: its account decides (KMS developer guide, "Default key policy"). */
function defaultPolicy({ state, caller }: OperationContext): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:${state.partition}:iam::${caller.account.id}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] }, undefined, 2);
}

function show({ id, arn, accountId, description, createdAt, deletionAt }: TwinKey): Record<string, unknown> {
  return {
    KeyId: id,
    AWSAccountId: accountId,
    Arn: arn,
    CreationDate: new Date(createdAt),
    Enabled: deletionAt === undefined,
    Description: description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: deletionAt === undefined ? 'Enabled' : 'PendingDeletion',
    ...(deletionAt === undefined ? {} : { DeletionDate: new Date(deletionAt) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

interface Tag {
  TagKey: string;
  TagValue: string;
}

const pair = ({ TagKey, TagValue }: Tag): [string, string] => [TagKey, TagValue];

interface CreateInput {
  Policy?: string;
  Description?: string;
  KeySpec?: string;
  Tags?: readonly Tag[];
}

function createKey(
  { Policy, Description = '', KeySpec = 'SYMMETRIC_DEFAULT', Tags = [] }: CreateInput,
  context: OperationContext,
): unknown {
  const { state, caller, region, clock, random } = context;
  if (KeySpec !== 'SYMMETRIC_DEFAULT')
    throw new AwsError(
      'UnsupportedOperationException',
      'The embedded organization makes symmetric encryption keys alone.',
    );
  const policy = policyOf(Policy ?? defaultPolicy(context));
  const id = uuid(random);
  const tags = new Map(Tags.map(pair));
  const key: TwinKey = {
    id,
    arn: ownArn(context, 'kms', `key/${id}`),
    accountId: caller.account.id,
    region,
    description: Description,
    createdAt: clock.now(),
    policy,
    tags,
  };
  state.resources.keys.set(key.arn, key);
  return { KeyMetadata: show(key) };
}

function own({ state, caller, region, clock }: OperationContext): TwinKey[] {
  return [...state.resources.keys.values()].filter(
    (key) => key.accountId === caller.account.id && key.region === region && clock.now() < (key.deletionAt ?? Infinity),
  );
}

interface OnKey {
  KeyId: string;
}

const keys = [
  operation<CreateInput, unknown>({
    name: 'CreateKey',
    permissions: ({ Tags = [] }) => [
      {
        action: 'kms:CreateKey',
        resource: '*',
        context: requestTagKeys(Tags.map(pair)),
      },
    ],
    run: createKey,
  }),
  operation<OnKey, unknown>({
    name: 'DescribeKey',
    permissions: ({ KeyId }, context) => [onKey('DescribeKey', KeyId, context)],
    run: ({ KeyId }, context) => ({ KeyMetadata: show(keyOf(context, KeyId)) }),
  }),
  operation<MarkerInput, unknown>({
    name: 'ListKeys',
    run: (input, context) => {
      const { items, ...rest } = pageOf(own(context), input, 100);
      return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...rest };
    },
  }),
  operation<OnKey & { PendingWindowInDays?: number }, unknown>({
    name: 'ScheduleKeyDeletion',
    permissions: ({ KeyId, PendingWindowInDays: days = 30 }, context) => [
      onKey('ScheduleKeyDeletion', KeyId, context, { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(days) }),
    ],
    run: ({ KeyId, PendingWindowInDays: days = 30 }, context) => {
      if (!Number.isInteger(days) || days < 7 || days > 30)
        throw new AwsError('ValidationError', 'PendingWindowInDays is from 7 to 30.');
      const key = keyOf(context, KeyId);
      if (key.deletionAt !== undefined)
        throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
      key.deletionAt = context.clock.now() + days * DAY;
      return {
        KeyId: key.arn,
        DeletionDate: new Date(key.deletionAt),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },
  }),
];

function checkName(name: string): void {
  if (name !== POLICY_NAME) throw new AwsError('NotFoundException', `No such policy exists: ${name}`);
}

const policies = [
  operation<OnKey & { PolicyName?: string }, unknown>({
    name: 'GetKeyPolicy',
    permissions: ({ KeyId }, context) => [onKey('GetKeyPolicy', KeyId, context)],
    run: ({ KeyId, PolicyName = POLICY_NAME }, context) => {
      const { text } = keyOf(context, KeyId).policy;
      checkName(PolicyName);
      return { Policy: text, PolicyName };
    },
  }),
  operation<OnKey & { Policy: string; PolicyName?: string }, unknown>({
    name: 'PutKeyPolicy',
    permissions: ({ KeyId }, context) => [onKey('PutKeyPolicy', KeyId, context)],
    run: ({ KeyId, Policy, PolicyName = POLICY_NAME }, context) => {
      const key = keyOf(context, KeyId);
      checkName(PolicyName);
      key.policy = policyOf(Policy);
      return {};
    },
  }),
];

const tags = [
  operation<MarkerInput & OnKey, unknown>({
    name: 'ListResourceTags',
    permissions: ({ KeyId }, context) => [onKey('ListResourceTags', KeyId, context)],
    run: (input, context) => {
      const { items, ...rest } = pageOf([...keyOf(context, input.KeyId).tags], input, 50);
      return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...rest };
    },
  }),
  operation<OnKey & { Tags: readonly Tag[] }, unknown>({
    name: 'TagResource',
    permissions: ({ KeyId, Tags }, context) => [onKey('TagResource', KeyId, context, requestTagKeys(Tags.map(pair)))],
    run: ({ KeyId, Tags }, context) => {
      const key = keyOf(context, KeyId);
      for (const [name, value] of Tags.map(pair)) key.tags.set(name, value);
      return {};
    },
  }),
  operation<OnKey & { TagKeys: readonly string[] }, unknown>({
    name: 'UntagResource',
    permissions: ({ KeyId, TagKeys }, context) => [onKey('UntagResource', KeyId, context, untagKeys(TagKeys))],
    run: ({ KeyId, TagKeys }, context) => {
      const key = keyOf(context, KeyId);
      for (const name of TagKeys) key.tags.delete(name);
      return {};
    },
  }),
];

const aliases = [
  operation<{ AliasName: string; TargetKeyId: string }, unknown>({
    name: 'CreateAlias',
    permissions: ({ AliasName, TargetKeyId }, context) => [
      { action: 'kms:CreateAlias', resource: ownArn(context, 'kms', AliasName) },
      onKey('CreateAlias', TargetKeyId, context),
    ],
    run: ({ AliasName, TargetKeyId }, context) => {
      const { keyAliases } = context.state.resources;
      const arn = ownArn(context, 'kms', AliasName);
      if (!/^alias\/[\w/-]{1,250}$/.test(AliasName) || AliasName.startsWith('alias/aws/'))
        throw new AwsError('InvalidAliasNameException', `${AliasName} is not the name of an alias.`);
      if (keyAliases.has(arn))
        throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
      keyAliases.set(arn, {
        arn,
        name: AliasName,
        keyArn: keyOf(context, TargetKeyId).arn,
        createdAt: context.clock.now(),
      });
      return {};
    },
  }),
  operation<MarkerInput & { KeyId?: string }, unknown>({
    name: 'ListAliases',
    run: (input, context) => {
      const wanted = input.KeyId === undefined ? own(context).map(({ arn }) => arn) : [keyOf(context, input.KeyId).arn];
      const { items, ...rest } = pageOf(
        [...context.state.resources.keyAliases.values()].filter((alias) => wanted.includes(alias.keyArn)),
        input,
        50,
      );
      const shown = items.map(({ arn, name, keyArn, createdAt }) => ({
        AliasName: name,
        AliasArn: arn,
        TargetKeyId: keyArn.split('/').at(-1),
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(createdAt),
      }));
      return { Aliases: shown, ...rest };
    },
  }),
];

export const kms: Service = {
  id: 'kms',
  protocols: [awsJson('1.1', 'TrentService')],
  permissionPrefix: 'kms',
  schemas,
  operations: [...keys, ...policies, ...tags, ...aliases],
};
