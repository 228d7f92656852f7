/** Tags of accounts, OUs, the root and policies. */
import type { RequiredPermission } from '../../access/request.js';
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { LIMITS } from './limits.js';
import {
  arnOf,
  checkTarget,
  invalidInput,
  managementOnly,
  pageOf,
  permissionsOn,
  readersOnly,
  violates,
} from './operations-in-common.js';

export interface Tag {
  Key: string;
  Value: string;
}

interface TagInput {
  ResourceId: string;
}

const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Context keys of the tags that a request brings. */
export function newTagKeys(tags: readonly Tag[] = []): ReturnType<typeof requestTagKeys> {
  return requestTagKeys(tags.map(({ Key, Value }) => [Key, Value]));
}

/**
 * Permission to give a new account, OU or policy its tags, if it has any (Organizations user guide, "Tagging AWS Organizations
 * resources"). It has no id yet.
 */
export function onNewTags(
  kind: 'account' | 'ou' | 'policy',
  tags: readonly Tag[] = [],
  { state }: OperationContext,
): RequiredPermission[] {
  return tags.length === 0
    ? []
    : [
        {
          action: 'organizations:TagResource',
          resource: arnOf(state, `${kind}/${state.organization.id}/*`),
          context: newTagKeys(tags),
        },
      ];
}

/** Tags as a map, over those that are there. Throws `InvalidInputException` or `ConstraintViolationException`. */
export function tagsOf(tags: readonly Tag[], before: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  if (tags.some(({ Key }) => /^aws:/i.test(Key)))
    throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', 'Tags of AWS cannot be set.');
  if (tags.some(({ Key, Value }) => !KEY.test(Key) || !VALUE.test(Value)))
    throw invalidInput('INVALID_PATTERN', 'A tag is not valid.');
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw invalidInput('DUPLICATE_TAG_KEY', 'Tag keys must be unique.');
  const after = new Map([...before, ...tags.map(({ Key, Value }): [string, string] => [Key, Value])]);
  if (after.size > LIMITS.tags) throw violates('MAX_TAG_LIMIT_EXCEEDED', `A resource has at most ${LIMITS.tags} tags.`);
  return after;
}

function onTagged<Input extends TagInput>(
  name: string,
  guard: (context: OperationContext) => void,
  run: (tags: ReadonlyMap<string, string>, input: Input, context: OperationContext) => unknown,
  keys: (input: Input) => RequiredPermission['context'] = () => ({}),
): AnyOperation {
  return operation<Input, unknown>({
    name,
    permissions: (input, context) => permissionsOn(name, [input.ResourceId], context, keys(input)),
    run: (input, context) => {
      guard(context);
      const { organization, guardrails } = context.state;
      if (!guardrails.has(input.ResourceId)) checkTarget(context.state, input.ResourceId);
      return run(organization.tags.get(input.ResourceId) ?? new Map<string, string>(), input, context);
    },
  });
}

export const tagOperations = [
  onTagged<TagInput & PageInput>('ListTagsForResource', readersOnly, (tags, input) => {
    const { items, ...rest } = pageOf(
      [...tags].map(([Key, Value]) => ({ Key, Value })),
      input,
    );
    return { Tags: items, ...rest };
  }),
  onTagged<TagInput & { Tags: readonly Tag[] }>(
    'TagResource',
    managementOnly,
    (tags, { ResourceId, Tags }, { state }) => {
      state.organization.tags.set(ResourceId, tagsOf(Tags, tags));
      return {};
    },
    ({ Tags }) => newTagKeys(Tags),
  ),
  onTagged<TagInput & { TagKeys: readonly string[] }>(
    'UntagResource',
    managementOnly,
    (tags, { ResourceId, TagKeys }, { state }) => {
      state.organization.tags.set(ResourceId, new Map([...tags].filter(([key]) => !TagKeys.includes(key))));
      return {};
    },
    ({ TagKeys }) => untagKeys(TagKeys),
  ),
];
