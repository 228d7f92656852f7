/** Tags of the instance and of permission sets. */
import { administersOnly } from '../../access/identity-center-administration.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { notFound, pageOf, requestTags } from './operations-in-common.js';

export interface Tag {
  Key: string;
  Value: string;
}

interface TagInput {
  InstanceArn?: string;
  ResourceArn: string;
}

const MOST_TAGS = 75;
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Tags as a map, over those that are there. Throws `ValidationException` for a wrong tag, `ServiceQuotaExceededException` for too many. */
export function tagsOf(tags: readonly Tag[], before: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const wrong = tags.find(({ Key, Value }) => !KEY.test(Key) || !VALUE.test(Value) || /^aws:/i.test(Key));
  if (wrong) throw new AwsError('ValidationError', `The tag ${wrong.Key} is not valid.`);
  const after = new Map([...before, ...tags.map(({ Key, Value }): [string, string] => [Key, Value])]);
  if (after.size > MOST_TAGS)
    throw new AwsError('ServiceQuotaExceededException', `A resource has at most ${MOST_TAGS} tags.`, 402);
  return after;
}

function onTagged<Input extends TagInput>(
  name: string,
  run: (tags: Map<string, string>, input: Input) => unknown,
  requested: (input: Input) => Record<string, string | readonly string[]> = () => ({}),
): AnyOperation {
  return operation<Input, unknown>({
    name,
    permissions: (input, { state }) => {
      const tags = [...(taggedBy(state.identityCenter, input) ?? [])].map(([key, value]): [string, string] => [
        `aws:ResourceTag/${key}`,
        value,
      ]);
      return [
        {
          action: `sso:${name}`,
          resource: input.ResourceArn,
          context: { ...requested(input), ...Object.fromEntries(tags) },
        },
      ];
    },
    run: (input, context) => {
      const center = context.state.identityCenter;
      administersOnly(context, input.InstanceArn === undefined || input.InstanceArn === center.instanceArn);
      const tags = taggedBy(center, input);
      if (!tags) throw notFound(`The resource ${input.ResourceArn} could not be found.`);
      return run(tags, input);
    },
  });
}

function taggedBy(
  { instanceArn, tags, permissionSets }: OperationContext['state']['identityCenter'],
  { ResourceArn }: TagInput,
): Map<string, string> | undefined {
  return instanceArn !== '' && ResourceArn === instanceArn ? tags : permissionSets.get(ResourceArn)?.tags;
}

export const tagOperations = [
  onTagged<TagInput & PageInput>('ListTagsForResource', (tags, input) => {
    const { items, ...rest } = pageOf(
      [...tags].map(([Key, Value]) => ({ Key, Value })),
      input,
    );
    return { Tags: items, ...rest };
  }),
  onTagged<TagInput & { Tags: readonly Tag[] }>(
    'TagResource',
    (tags, input) => {
      for (const [key, value] of tagsOf(input.Tags, tags)) tags.set(key, value);
      return {};
    },
    ({ Tags }) => requestTags(Tags),
  ),
  onTagged<TagInput & { TagKeys: readonly string[] }>(
    'UntagResource',
    (tags, { TagKeys }) => {
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ({ TagKeys }) => ({ 'aws:TagKeys': TagKeys }),
  ),
];
