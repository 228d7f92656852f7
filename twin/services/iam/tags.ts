/** Tags: the same operations on everything that has tags (`TagUser`, `UntagPolicy`, `ListRoleTags` and so on). */
import type { TwinAccount } from '../../state/twin-state.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import { showTags } from './api-shapes.js';
import { changeable, noSuchEntity } from './entities.js';
import { withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, requestTagKeys, resourceTagKeys } from './permissions.js';

interface Holder {
  arn?: string;
  tags: Map<string, string>;
}

/** A kind of thing with tags: where an account keeps it, and how an input names it. */
interface Taggable {
  noun: string;
  member: string;
  holders(account: TwinAccount): ReadonlyMap<string, Holder>;
  missing(name: string): string;
  /** Type in the ARN of one that is named and does not exist; absent: it is named by its ARN. */
  type?: string;
}

const taggables: readonly Taggable[] = [
  {
    noun: 'User',
    member: 'UserName',
    type: 'user',
    holders: ({ users }) => users,
    missing: (name) => `The user with name ${name} cannot be found.`,
  },
  {
    noun: 'Role',
    member: 'RoleName',
    type: 'role',
    holders: ({ roles }) => roles,
    missing: (name) => `The role with name ${name} cannot be found.`,
  },
  {
    noun: 'Policy',
    member: 'PolicyArn',
    holders: ({ policies }) => policies,
    missing: (arn) => `Policy ${arn} does not exist or is not attachable.`,
  },
  {
    noun: 'InstanceProfile',
    member: 'InstanceProfileName',
    type: 'instance-profile',
    holders: ({ instanceProfiles }) => instanceProfiles,
    missing: (name) => `Instance Profile ${name} cannot be found.`,
  },
  {
    noun: 'SAMLProvider',
    member: 'SAMLProviderArn',
    holders: ({ samlProviders }) => samlProviders,
    missing: (arn) => `Manifest not found for arn ${arn}`,
  },
  {
    noun: 'MFADevice',
    member: 'SerialNumber',
    holders: ({ virtualMfaDevices }) => virtualMfaDevices,
    missing: (serial) => `VirtualMFADevice with serial number ${serial} doesn't exist.`,
  },
];

type Input = Readonly<Record<string, unknown>>;

function operationsFor({ noun, member, holders, missing, type }: Taggable): AnyOperation[] {
  const nameIn = (input: Input): string => String(input[member]);
  const holderOf = (input: Input, { caller }: OperationContext): Holder => {
    const holder = holders(caller.account).get(nameIn(input));
    if (!holder) throw noSuchEntity(missing(nameIn(input)));
    return holder;
  };
  const on =
    (name: string, keys: (input: Input) => Readonly<Record<string, string | readonly string[]>>) =>
    (input: Input, context: OperationContext) => {
      const holder = holders(context.caller.account).get(nameIn(input));
      const resource =
        holder?.arn ?? (type === undefined ? nameIn(input) : iamArn(context, `${type}/${nameIn(input)}`));
      return [
        { action: `iam:${name}`, resource, context: { ...resourceTagKeys(holder?.tags ?? new Map()), ...keys(input) } },
      ];
    };
  const checkChangeable = (input: Input, context: OperationContext): void => {
    if (type === 'role') changeable(context, 'role', nameIn(input));
  };
  return [
    operation<Input & PageInput, unknown>({
      name: `List${noun}Tags`,
      permissions: on(`List${noun}Tags`, () => ({})),
      run: (input, context) => {
        const { items, ...rest } = page(showTags(holderOf(input, context).tags), input);
        return { Tags: items, ...rest };
      },
    }),
    operation<Input & { Tags: readonly Tag[] }, unknown>({
      name: `Tag${noun}`,
      permissions: on(`Tag${noun}`, (input) => requestTagKeys(input['Tags'] as readonly Tag[])),
      run: (input, context) => {
        checkChangeable(input, context);
        const holder = holderOf(input, context);
        holder.tags = withTags(holder.tags, input.Tags);
        return {};
      },
    }),
    operation<Input & { TagKeys: readonly string[] }, unknown>({
      name: `Untag${noun}`,
      permissions: on(`Untag${noun}`, (input) => ({ 'aws:TagKeys': input['TagKeys'] as readonly string[] })),
      run: (input, context) => {
        checkChangeable(input, context);
        const { tags } = holderOf(input, context);
        const wanted = new Set(input.TagKeys.map((key) => key.toLowerCase()));
        for (const key of tags.keys()) if (wanted.has(key.toLowerCase())) tags.delete(key);
        return {};
      },
    }),
  ];
}

export const tagOperations = taggables.flatMap(operationsFor);
