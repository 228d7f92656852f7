/** Organizational units, and the tree that they and the accounts make. */
import type { TwinUnit } from '../../state/organization.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { letters } from './founding-and-joining.js';
import { addTarget } from './guardrail-targets.js';
import { LIMITS } from './limits.js';
import {
  checkParent,
  invalidInput,
  managementOnly,
  members,
  pageOf,
  permissionsOn,
  readersOnly,
  resourceArn,
  unitOf,
  violates,
} from './operations-in-common.js';
import { newTagKeys, onNewTags, tagsOf } from './tags.js';
import type { Tag } from './tags.js';

function show(state: TwinState, { id, name }: TwinUnit): Record<string, unknown> {
  return { Id: id, Arn: resourceArn(state, id), Name: name };
}

function checkName(state: TwinState, name: string, parentId: string, self = ''): void {
  if (name.length < 1 || name.length > 128)
    throw invalidInput('MAX_LENGTH_EXCEEDED', 'The name of an OU has 1 to 128 characters.');
  const taken = [...state.ous.values()].some(
    (other) => other.parentId === parentId && other.name === name && other.id !== self,
  );
  if (taken) throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
}

function depthOf(state: TwinState, id: string): number {
  const unit = state.ous.get(id);
  return unit ? 1 + depthOf(state, unit.parentId) : 0;
}

interface CreateInput {
  ParentId: string;
  Name: string;
  Tags?: readonly Tag[];
}

interface ParentInput extends PageInput {
  ParentId: string;
}

const changes = [
  operation<CreateInput, unknown>({
    name: 'CreateOrganizationalUnit',
    permissions: ({ ParentId, Tags }, context) => [
      ...permissionsOn('CreateOrganizationalUnit', [ParentId], context, newTagKeys(Tags)),
      ...onNewTags('ou', Tags, context),
    ],
    run: ({ ParentId, Name, Tags = [] }, context) => {
      managementOnly(context);
      const { state, random } = context;
      checkParent(state, ParentId);
      checkName(state, Name, ParentId);
      if (depthOf(state, ParentId) >= LIMITS.unitDepth)
        throw violates('OU_DEPTH_LIMIT_EXCEEDED', 'You have exceeded the number of levels of OUs.');
      if (state.ous.size >= LIMITS.units)
        throw violates('OU_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the number of OUs.');
      const tags = tagsOf(Tags);
      const unit = {
        id: `ou-${state.organization.rootId.slice(2)}-${letters(8, random)}`,
        name: Name,
        parentId: ParentId,
      };
      state.ous.set(unit.id, unit);
      state.organization.tags.set(unit.id, tags);
      addTarget(state, unit.id);
      return { OrganizationalUnit: show(state, unit) };
    },
  }),
  operation<{ OrganizationalUnitId: string; Name?: string }, unknown>({
    name: 'UpdateOrganizationalUnit',
    permissions: ({ OrganizationalUnitId }, context) =>
      permissionsOn('UpdateOrganizationalUnit', [OrganizationalUnitId], context),
    run: ({ OrganizationalUnitId, Name }, context) => {
      managementOnly(context);
      const unit = unitOf(context.state, OrganizationalUnitId);
      if (Name !== undefined) checkName(context.state, Name, unit.parentId, unit.id);
      unit.name = Name ?? unit.name;
      return { OrganizationalUnit: show(context.state, unit) };
    },
  }),
  operation<{ OrganizationalUnitId: string }, unknown>({
    name: 'DeleteOrganizationalUnit',
    permissions: ({ OrganizationalUnitId }, context) =>
      permissionsOn('DeleteOrganizationalUnit', [OrganizationalUnitId], context),
    run: ({ OrganizationalUnitId }, context) => {
      managementOnly(context);
      const { state } = context;
      const { id } = unitOf(state, OrganizationalUnitId);
      const children = [...state.ous.values(), ...members(state)].some(({ parentId }) => parentId === id);
      if (children) throw new AwsError('OrganizationalUnitNotEmptyException', 'The OU holds accounts or other OUs.');
      state.ous.delete(id);
      state.guardrailTargets.delete(id);
      state.organization.tags.delete(id);
      return {};
    },
  }),
];

const reads = [
  operation<{ OrganizationalUnitId: string }, unknown>({
    name: 'DescribeOrganizationalUnit',
    permissions: ({ OrganizationalUnitId }, context) =>
      permissionsOn('DescribeOrganizationalUnit', [OrganizationalUnitId], context),
    run: ({ OrganizationalUnitId }, context) => {
      readersOnly(context);
      return { OrganizationalUnit: show(context.state, unitOf(context.state, OrganizationalUnitId)) };
    },
  }),
  operation<ParentInput, unknown>({
    name: 'ListOrganizationalUnitsForParent',
    permissions: ({ ParentId }, context) => permissionsOn('ListOrganizationalUnitsForParent', [ParentId], context),
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      checkParent(state, input.ParentId);
      const { items, ...rest } = pageOf(
        [...state.ous.values()].filter(({ parentId }) => parentId === input.ParentId),
        input,
      );
      return { OrganizationalUnits: items.map((unit) => show(state, unit)), ...rest };
    },
  }),
  operation<ParentInput & { ChildType: string }, unknown>({
    name: 'ListChildren',
    permissions: ({ ParentId }, context) => permissionsOn('ListChildren', [ParentId], context),
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      checkParent(state, input.ParentId);
      if (!['ACCOUNT', 'ORGANIZATIONAL_UNIT'].includes(input.ChildType))
        throw invalidInput('INVALID_ENUM', `${input.ChildType} is not a type of child.`);
      const candidates = input.ChildType === 'ACCOUNT' ? members(state) : [...state.ous.values()];
      const { items, ...rest } = pageOf(
        candidates.filter(({ parentId }) => parentId === input.ParentId),
        input,
      );
      return { Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), ...rest };
    },
  }),
  operation<PageInput & { ChildId: string }, unknown>({
    name: 'ListParents',
    permissions: ({ ChildId }, context) => permissionsOn('ListParents', [ChildId], context),
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      const parentId = (state.ous.get(input.ChildId) ?? state.accounts.get(input.ChildId))?.parentId;
      if (parentId === undefined)
        throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.");
      const { items, ...rest } = pageOf(
        [{ Id: parentId, Type: parentId === state.organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }],
        input,
      );
      return { Parents: items, ...rest };
    },
  }),
];

export const unitOperations = [...changes, ...reads];
