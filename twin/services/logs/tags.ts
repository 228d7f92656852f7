/** Tags of log groups (CloudWatch Logs API reference, TagResource): a map, where other services have a list. */
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import { arnParts } from '../../state/arn.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { foundTags, onTagged } from '../shared/tagging.js';
import type { Tagging } from '../shared/tagging.js';

const tagging: Tagging = {
  prefix: 'logs',
  find: (arn, context) => {
    const { accountId, region, resource } = arnParts(arn);
    return accountId === context.caller.account.id && region === context.region
      ? ownRegion(context).logGroups.get(/^log-group:(.+?)(:\*)?$/.exec(resource)?.[1] ?? '')?.tags
      : undefined;
  },
  missing: () => new AwsError('ResourceNotFoundException', 'The specified resource does not exist.'),
};

export const tagOperations = [
  operation<{ resourceArn: string }, unknown>({
    name: 'ListTagsForResource',
    permissions: ({ resourceArn: arn }, context) => [onTagged(tagging, 'ListTagsForResource', arn, context, {})],
    run: ({ resourceArn: arn }, context) => ({ tags: Object.fromEntries(foundTags(tagging, arn, context)) }),
  }),
  operation<{ resourceArn: string; tags: Readonly<Record<string, string>> }, unknown>({
    name: 'TagResource',
    permissions: ({ resourceArn: arn, tags }, context) => [
      onTagged(tagging, 'TagResource', arn, context, requestTagKeys(Object.entries(tags))),
    ],
    run: ({ resourceArn: arn, tags }, context) => {
      const found = foundTags(tagging, arn, context);
      for (const [key, value] of Object.entries(tags)) found.set(key, value);
      return {};
    },
  }),
  operation<{ resourceArn: string; tagKeys: readonly string[] }, unknown>({
    name: 'UntagResource',
    permissions: ({ resourceArn: arn, tagKeys }, context) => [
      onTagged(tagging, 'UntagResource', arn, context, untagKeys(tagKeys)),
    ],
    run: ({ resourceArn: arn, tagKeys }, context) => {
      const found = foundTags(tagging, arn, context);
      for (const key of tagKeys) found.delete(key);
      return {};
    },
  }),
];
