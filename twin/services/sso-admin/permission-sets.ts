/** Permission sets themselves: name, description, session length. Their policies are in `policies.ts`. */
import { administersOnly } from '../../access/identity-center-administration.js';
import type { TwinPermissionSet } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { durationOf, secondsOf } from './durations.js';
import { hexadecimal } from './ids.js';
import { changingPermissionSet, onInstance, onPermissionSet, pageOf, requestTags } from './operations-in-common.js';
import type { OnInstance, OnPermissionSet } from './operations-in-common.js';
import { tagsOf } from './tags.js';
import type { Tag } from './tags.js';
import { checkText } from './text-constraints.js';

interface Description {
  Description?: string;
  SessionDuration?: string;
  RelayState?: string;
}

interface CreateInput extends OnInstance, Description {
  Name: string;
  Tags?: readonly Tag[];
}

const DEFAULT_SECONDS = 3600;

const NAME = { pattern: /[\w+=,.@-]+/, least: 1, most: 32 };
const DESCRIPTION = { pattern: /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/, least: 1, most: 700 };
const RELAY_STATE = { pattern: /[a-zA-Z0-9&$@#/%?=~\-'"|!:,.;*+[\]() {}]+/, least: 1, most: 240 };

function checkDescription({ Description, RelayState }: Description): void {
  checkText(Description, 'description', DESCRIPTION);
  checkText(RelayState, 'relayState', RELAY_STATE);
}

function show({
  name,
  arn,
  description,
  relayState,
  sessionSeconds,
  createdAt,
}: TwinPermissionSet): Record<string, unknown> {
  return {
    Name: name,
    PermissionSetArn: arn,
    Description: description,
    CreatedDate: new Date(createdAt),
    SessionDuration: durationOf(sessionSeconds),
    RelayState: relayState,
  };
}

export const permissionSetOperations = [
  onInstance<OnInstance & PageInput>('ListPermissionSets', ['Instance'], (input, { state }) => {
    const { items, ...rest } = pageOf([...state.identityCenter.permissionSets.keys()], input);
    return { PermissionSets: items, ...rest };
  }),
  onPermissionSet<OnPermissionSet>('DescribePermissionSet', (set) => ({ PermissionSet: show(set) })),
  operation<CreateInput, unknown>({
    name: 'CreatePermissionSet',
    permissions: ({ InstanceArn, Tags }) => [
      { action: 'sso:CreatePermissionSet', resource: InstanceArn, context: requestTags(Tags) },
    ],
    run: (input, context) => {
      const { instanceArn, permissionSets } = context.state.identityCenter;
      administersOnly(context, input.InstanceArn === instanceArn);
      checkText(input.Name, 'name', NAME);
      checkDescription(input);
      const sessionSeconds = input.SessionDuration === undefined ? DEFAULT_SECONDS : secondsOf(input.SessionDuration);
      if ([...permissionSets.values()].some(({ name }) => name === input.Name))
        throw new AwsError('ConflictException', `PermissionSet with name ${input.Name} already exists.`, 409);
      const tags = tagsOf(input.Tags ?? []);
      const set: TwinPermissionSet = {
        arn: `arn:${context.state.partition}:sso:::permissionSet/${instanceArn.split('/').at(-1) ?? ''}/ps-${hexadecimal(8, context.random)}`,
        name: input.Name,
        description: input.Description,
        relayState: input.RelayState,
        sessionSeconds,
        managedPolicies: new Set(),
        customerPolicies: new Map(),
        tags,
        createdAt: context.clock.now(),
        revision: 1,
        provisioned: new Map(),
      };
      permissionSets.set(set.arn, set);
      return { PermissionSet: show(set) };
    },
  }),
  changingPermissionSet<OnPermissionSet & Description>('UpdatePermissionSet', (set, input) => {
    checkDescription(input);
    set.sessionSeconds = input.SessionDuration === undefined ? set.sessionSeconds : secondsOf(input.SessionDuration);
    set.description = input.Description ?? set.description;
    set.relayState = input.RelayState ?? set.relayState;
  }),
  changingPermissionSet<OnPermissionSet>('DeletePermissionSet', (set, _input, { state }) => {
    if (set.provisioned.size > 0)
      throw new AwsError(
        'ConflictException',
        'The permission set is still provisioned in an account: delete its account assignments first.',
        409,
      );
    state.identityCenter.permissionSets.delete(set.arn);
  }),
];
