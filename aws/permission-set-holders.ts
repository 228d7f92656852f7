/** Whom Identity Center gives a permission set where: the ways in through the access portal. */
import { paginateListUsers } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  ListInstancesCommand,
  paginateListAccountAssignmentsForPrincipal,
  paginateListManagedPoliciesInPermissionSet,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Clients } from './clients.js';
import { everyItem } from './snapshot/port.js';
import type { Assigned } from './account-access.js';

/** Account id -> who is assigned there, administrators first and then whoever is assigned in most accounts. */
export async function readAssigned(clients: Clients): Promise<ReadonlyMap<string, readonly Assigned[]>> {
  const admin = clients.ssoAdmin();
  const { Instances: [instance] = [] } = await admin.send(new ListInstancesCommand({}));
  if (!instance) return new Map();
  const { InstanceArn = '', IdentityStoreId = '' } = instance;
  const users = await everyItem(
    paginateListUsers({ client: clients.identityStore() }, { IdentityStoreId }),
    ({ Users }) => Users,
  );
  const sets = new Map<string, Promise<PermissionSetRank>>();
  const found: { accountId: string; assigned: Assigned; administrator: boolean; accounts: number }[] = [];
  for (const { UserId: PrincipalId = '', UserName: person = '' } of users) {
    const listed = await everyItem(
      paginateListAccountAssignmentsForPrincipal(
        { client: admin },
        { InstanceArn, PrincipalType: 'USER', PrincipalId },
      ),
      ({ AccountAssignments }) => AccountAssignments,
    );
    for (const { AccountId: accountId = '', PermissionSetArn: arn = '' } of listed) {
      const set = sets.get(arn) ?? readRank(admin, InstanceArn, arn);
      sets.set(arn, set);
      const { name, administrator } = await set;
      found.push({ accountId, assigned: { person, permissionSet: name }, administrator, accounts: listed.length });
    }
  }
  found.sort(
    (left, right) => Number(right.administrator) - Number(left.administrator) || right.accounts - left.accounts,
  );
  const byAccount = new Map<string, Assigned[]>();
  for (const { accountId, assigned } of found)
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), assigned]);
  return byAccount;
}

interface PermissionSetRank {
  name: string;
  administrator: boolean;
}

async function readRank(
  admin: SSOAdminClient,
  InstanceArn: string,
  PermissionSetArn: string,
): Promise<PermissionSetRank> {
  const which = { InstanceArn, PermissionSetArn };
  const { PermissionSet: set } = await admin.send(new DescribePermissionSetCommand(which));
  const managed = await everyItem(
    paginateListManagedPoliciesInPermissionSet({ client: admin }, which),
    ({ AttachedManagedPolicies }) => AttachedManagedPolicies,
  );
  return { name: set?.Name ?? '', administrator: managed.some(({ Name }) => Name === 'AdministratorAccess') };
}
