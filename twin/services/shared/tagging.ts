/** Tags of resources that are named by their ARN, as EventBridge and CloudWatch spell the operations. */
import type { RequiredPermission } from '../../access/request.js';
import { requestTagKeys, resourceTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import { arnParts } from '../../state/arn.js';
import type { AwsError } from '../../wire/aws-error.js';
import { operation } from './operation.js';
import type { AnyOperation, OperationContext } from './operation.js';

export interface Tag {
  Key: string;
  Value: string;
}

interface TaggingInput {
  ResourceARN: string;
  Tags?: readonly Tag[];
  TagKeys?: readonly string[];
}

/** What a service knows of its resources. */
export interface Tagging {
  /** Prefix of the actions in policies. */
  prefix: string;
  /** The tags of a resource, to read and to change; `undefined` if it is not there. */
  find: (arn: string, context: OperationContext) => Map<string, string> | undefined;
  missing: (arn: string) => AwsError;
}

export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

export function tagOperations(service: Tagging): AnyOperation[] {
  const onResource =
    (name: string) =>
    (input: TaggingInput, context: OperationContext): RequiredPermission[] => [
      onTagged(service, name, input.ResourceARN, context, {
        ...requestTagKeys(tagMap(input.Tags)),
        ...(input.TagKeys ? untagKeys(input.TagKeys) : {}),
      }),
    ];
  const tagsOf = ({ ResourceARN: arn }: TaggingInput, context: OperationContext): Map<string, string> =>
    foundTags(service, arn, context);
  return [
    operation<TaggingInput, unknown>({
      name: 'ListTagsForResource',
      permissions: onResource('ListTagsForResource'),
      run: (input, context) => ({ Tags: [...tagsOf(input, context)].map(([Key, Value]) => ({ Key, Value })) }),
    }),
    operation<TaggingInput, unknown>({
      name: 'TagResource',
      permissions: onResource('TagResource'),
      run: (input, context) => {
        const tags = tagsOf(input, context);
        for (const [key, value] of tagMap(input.Tags)) tags.set(key, value);
        return {};
      },
    }),
    operation<TaggingInput, unknown>({
      name: 'UntagResource',
      permissions: onResource('UntagResource'),
      run: (input, context) => {
        const tags = tagsOf(input, context);
        for (const key of input.TagKeys ?? []) tags.delete(key);
        return {};
      },
    }),
  ];
}

/** The tags of a resource. Throws what the service says of one that is not there. */
export function foundTags({ find, missing }: Tagging, arn: string, context: OperationContext): Map<string, string> {
  const tags = find(arn, context);
  if (!tags) throw missing(arn);
  return tags;
}

/** What an operation on the tags of a resource needs. */
export function onTagged(
  { prefix, find }: Tagging,
  name: string,
  arn: string,
  context: OperationContext,
  keys: RequiredPermission['context'],
): RequiredPermission {
  return {
    action: `${prefix}:${name}`,
    resource: arn,
    resourceAccount: arnParts(arn).accountId,
    context: { ...resourceTagKeys(find(arn, context)), ...keys },
  };
}
