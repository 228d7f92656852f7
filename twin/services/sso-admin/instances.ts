/**
 * The instance of the organization. AWS enables it in the console alone; here it is there with the organization.
 * CreateInstance makes instances of single accounts, which the twin does not have.
 */
import { administersOnly } from '../../access/identity-center-administration.js';
import { isInOrganization } from '../../state/organization-tree.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { onInstance, pageOf } from './operations-in-common.js';
import type { OnInstance } from './operations-in-common.js';

function show({ state }: OperationContext): Record<string, unknown> {
  const { instanceArn, identityStoreId, name, createdAt } = state.identityCenter;
  const { managementAccountId } = state.organization;
  return {
    InstanceArn: instanceArn,
    IdentityStoreId: identityStoreId,
    OwnerAccountId: managementAccountId,
    Name: name,
    CreatedDate: new Date(createdAt),
    Status: 'ACTIVE',
    PrimaryRegion: state.homeRegion,
  };
}

/** Every account of the organization sees the instance, in its Region alone. */
function visible({ state, caller, region }: OperationContext): boolean {
  return isInOrganization(caller.account) && region === state.homeRegion;
}

export const instanceOperations = [
  operation<PageInput, unknown>({
    name: 'ListInstances',
    run: (input, context) => {
      const { items, ...rest } = pageOf(visible(context) ? [show(context)] : [], input);
      return { Instances: items, ...rest };
    },
  }),
  operation<OnInstance, unknown>({
    name: 'DescribeInstance',
    permissions: ({ InstanceArn }) => [{ action: 'sso:DescribeInstance', resource: InstanceArn }],
    run: ({ InstanceArn }, context) => {
      if (!visible(context) || InstanceArn !== context.state.identityCenter.instanceArn)
        administersOnly(context, false);
      return show(context);
    },
  }),
  onInstance<OnInstance & { Name?: string }>('UpdateInstance', ['Instance'], ({ Name }, { state }) => {
    state.identityCenter.name = Name;
    return {};
  }),
];
