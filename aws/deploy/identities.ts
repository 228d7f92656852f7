/** Deploys users, groups, customer managed policies and roles of an account. Trust policies come later: see `trust.ts`. */
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
  RemoveUserFromGroupCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { AccountContent, Statements } from '../../organization/model.js';
import type { Identities } from '../snapshot/identities.js';
import { policyText, sameStatements } from './deployment.js';
import type { Deployment } from './deployment.js';
import { deployAttributes, deployPermissions, groupCalls, roleCalls, userCalls } from './permissions.js';

/** Nobody, until all users and roles are there that trust policies may name. */
const NOBODY: Statements = { Later: { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' } };

/** Where one account's identities are deployed. */
export interface Site {
  deployment: Deployment;
  iam: IAMClient;
  /** Name and id of the account. */
  where: string;
  accountId: string;
  partition: string;
  content: AccountContent;
  existing: Identities;
}

/** Makes users, groups, policies and roles those of the document; what it does not name stays as it is. */
export async function deployIdentities(site: Site): Promise<void> {
  for (const [name, { statements }] of Object.entries(site.content.policies))
    await deployPolicy(site, name, statements);
  await deployGroups(site);
  await deployUsers(site);
  await deployRoles(site);
}

/** A policy has five versions at most (IAM user guide, "Versioning IAM policies"): the oldest makes room. */
async function deployPolicy(
  { deployment, iam, where, accountId, partition, existing }: Site,
  key: string,
  statements: Statements,
): Promise<void> {
  const old = existing.policies[key];
  if (old && sameStatements(old.statements, statements)) return;
  const [name = key, ...folders] = key.split('/').reverse();
  const path = folders.length === 0 ? '/' : `/${folders.reverse().join('/')}/`;
  if (!old) {
    await deployment.change(where, `create the policy ${key}`, () =>
      iam.send(new CreatePolicyCommand({ PolicyName: name, Path: path, PolicyDocument: policyText(statements) })),
    );
    return;
  }
  const arn = `arn:${partition}:iam::${accountId}:policy/${key}`;
  await deployment.change(where, `update the policy ${key}`, async () => {
    const { Versions: versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
    const oldest = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1);
    if (versions.length >= 5 && oldest)
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: oldest.VersionId }));
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: policyText(statements), SetAsDefault: true }),
    );
  });
}

async function deployGroups({ deployment, iam, where, content, existing }: Site): Promise<void> {
  for (const [name, group] of Object.entries(content.groups)) {
    const old = existing.groups[name];
    if (
      !old &&
      !(await deployment.change(where, `create the group ${name}`, () =>
        iam.send(new CreateGroupCommand({ GroupName: name, Path: group.path })),
      ))
    )
      continue;
    if (old && old.path !== group.path)
      deployment.leaveOut(where, `path of the group ${name}`, 'it exists below another path');
    await deployPermissions(deployment, groupCalls(iam, name), {
      where,
      entity: `group ${name}`,
      wanted: group,
      existing: old,
    });
  }
}

async function deployUsers({ deployment, iam, where, content, existing }: Site): Promise<void> {
  for (const [name, user] of Object.entries(content.users)) {
    const old = existing.users[name];
    const which = { where, entity: `user ${name}`, wanted: user, existing: old };
    if (
      !old &&
      !(await deployment.change(where, `create the user ${name}`, () =>
        iam.send(new CreateUserCommand({ UserName: name, Path: user.path })),
      ))
    )
      continue;
    if (old && old.path !== user.path)
      deployment.leaveOut(where, `path of the user ${name}`, 'the user exists below another path');
    await deployPermissions(deployment, userCalls(iam, name), which);
    await deployAttributes(deployment, userCalls(iam, name), which);
    for (const group of user.groups)
      if (!old?.groups.includes(group))
        await deployment.change(where, `add the user ${name} to the group ${group}`, () =>
          iam.send(new AddUserToGroupCommand({ UserName: name, GroupName: group })),
        );
    for (const group of old?.groups ?? [])
      if (!user.groups.includes(group))
        await deployment.change(where, `remove the user ${name} from the group ${group}`, () =>
          iam.send(new RemoveUserFromGroupCommand({ UserName: name, GroupName: group })),
        );
  }
}

async function deployRoles({ deployment, iam, where, content, existing }: Site): Promise<void> {
  for (const [name, role] of Object.entries(content.roles)) {
    const old = existing.roles[name];
    const which = { where, entity: `role ${name}`, wanted: role, existing: old };
    const create = new CreateRoleCommand({
      RoleName: name,
      Path: role.path,
      MaxSessionDuration: role.maxSessionSeconds,
      AssumeRolePolicyDocument: policyText(NOBODY),
    });
    if (!old && !(await deployment.change(where, `create the role ${name}`, () => iam.send(create)))) continue;
    if (old && old.path !== role.path)
      deployment.leaveOut(where, `path of the role ${name}`, 'the role exists below another path');
    if (old && old.maxSessionSeconds !== role.maxSessionSeconds)
      await deployment.change(where, `set the longest session of the role ${name}`, () =>
        iam.send(new UpdateRoleCommand({ RoleName: name, MaxSessionDuration: role.maxSessionSeconds })),
      );
    await deployPermissions(deployment, roleCalls(iam, name), which);
    await deployAttributes(deployment, roleCalls(iam, name), which);
  }
}

/** Trust policies of an account's roles, once everybody is there whom they may name. */
export async function deployTrust({ deployment, iam, where, content, existing }: Site): Promise<void> {
  for (const [name, { trust }] of Object.entries(content.roles)) {
    const old = existing.roles[name];
    if (old && sameStatements(old.trust, trust)) continue;
    await deployment.change(where, `set the trust policy of the role ${name}`, () =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: policyText(trust) })),
    );
  }
}
