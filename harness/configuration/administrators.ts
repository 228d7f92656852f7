/** Who of the management account's users could make themselves administrators: decided by a few telling actions. Pure. */
import { evaluate } from '../../iam/index.js';
import type { Account, Role, User } from '../../organization/model.js';
import { collect } from './collect.js';
import type { Inspected, Problem } from './rule.js';
import { boundaryOf, breakGlassUsers, compiled, identityPolicies, management } from './inspected.js';

/** An action that is as good as being administrator, and what it is done to. */
interface Telling {
  action: string;
  /** ARN of what it is done to. */
  resource: string;
  words: string;
}

/** Principal and holder of policies. */
interface Actor {
  arn: string;
  /** ARN of the user or of the role behind the session. */
  holderArn: string;
  holder: User | Role;
}

/**
 * What a user of the management account may do that makes it as good as an administrator, by its own policies or by those
 * of a role of that account that it may assume; `undefined` if nothing. MFA is taken as given.
 */
export function administratorAction(inspected: Inspected, name: string): string | undefined {
  const { account } = management(inspected);
  const user = account.users[name];
  if (!user) return undefined;
  const arn = arnIn(inspected, account, `user${user.path}${name}`);
  const actor = { arn, holderArn: arn, holder: user };
  const own = firstAllowed(inspected, account, actor);
  if (own !== undefined) return own;
  for (const [roleName, role] of Object.entries(account.roles)) {
    const roleArn = arnIn(inspected, account, `role${role.path}${roleName}`);
    if (
      roleArn.endsWith(`:role${inspected.file.breakGlass.role}`) ||
      !mayAssume(inspected, account, actor, roleArn, role)
    )
      continue;
    const session = {
      arn: `arn:${inspected.snapshot.organization.partition}:sts::${account.id}:assumed-role/${roleName}/x`,
      holderArn: roleArn,
      holder: role,
    };
    const found = firstAllowed(inspected, account, session);
    if (found !== undefined) return `assume the role ${role.path}${roleName} and then ${found}`;
  }
  return undefined;
}

/** Every such user who is no break-glass user. */
export function shadowAdministrators(inspected: Inspected): Problem[] {
  const { name: manager, account } = management(inspected);
  const others = Object.keys(account.users).filter((name) => !inspected.file.breakGlass.users.includes(name));
  return collect(
    others.map((name) => {
      const action = administratorAction(inspected, name);
      const cause = `user "${name}" of the management account, who is no break-glass user, may ${action ?? ''}`;
      return {
        account: manager,
        explanation: action === undefined ? undefined : { code: 'BG_SHADOW_ADMINISTRATOR', cause },
      };
    }),
  );
}

function firstAllowed(inspected: Inspected, account: Account, actor: Actor): string | undefined {
  return tellingActions(inspected, actor).find(
    ({ action, resource }) => decide(inspected, account, actor, { action, resource }) === 'allow',
  )?.words;
}

/** Ways to every right in the account: give oneself a policy, take over a break-glass user, open the role, undo the guardrails. */
function tellingActions(inspected: Inspected, { holderArn }: Actor): Telling[] {
  const { organization } = inspected.snapshot;
  const { account } = management(inspected);
  const kind = holderArn.includes(':user/') ? 'User' : 'Role';
  const others = breakGlassUsers(inspected).filter(({ arn }) => arn !== holderArn);
  return [
    {
      action: `iam:Attach${kind}Policy`,
      resource: holderArn,
      words: `give itself any policy (iam:Attach${kind}Policy)`,
    },
    { action: `iam:Put${kind}Policy`, resource: holderArn, words: `give itself any policy (iam:Put${kind}Policy)` },
    ...others.flatMap(({ name, arn }) => [
      {
        action: 'iam:CreateAccessKey',
        resource: arn,
        words: `make access keys of user "${name}" (iam:CreateAccessKey)`,
      },
      {
        action: 'iam:UpdateLoginProfile',
        resource: arn,
        words: `set the password of user "${name}" (iam:UpdateLoginProfile)`,
      },
    ]),
    {
      action: 'iam:UpdateAssumeRolePolicy',
      resource: arnIn(inspected, account, `role${inspected.file.breakGlass.role}`),
      words: 'open the break-glass role (iam:UpdateAssumeRolePolicy)',
    },
    {
      action: 'organizations:DetachPolicy',
      resource: `arn:${organization.partition}:organizations::${account.id}:root/${organization.id}/${organization.rootId}`,
      words: 'detach guardrails (organizations:DetachPolicy)',
    },
  ];
}

function mayAssume(inspected: Inspected, account: Account, actor: Actor, roleArn: string, role: Role): boolean {
  return decide(inspected, account, actor, { action: 'sts:AssumeRole', resource: roleArn }, role) === 'allow';
}

function decide(
  inspected: Inspected,
  account: Account,
  { arn, holderArn, holder }: Actor,
  asked: { action: string; resource: string },
  target?: Role,
): string {
  const isUser = holderArn.includes(':user/');
  const context = {
    'aws:PrincipalArn': holderArn,
    'aws:PrincipalAccount': account.id,
    'aws:PrincipalOrgID': inspected.snapshot.organization.id,
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': 'us-east-1',
    'aws:MultiFactorAuthPresent': String(isUser),
    ...(isUser ? { 'aws:MultiFactorAuthAge': '1', 'aws:username': holderArn.split('/').at(-1) ?? '' } : {}),
    ...Object.fromEntries(Object.entries(holder.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
  return evaluate(
    {
      principal: arn,
      principalId: inspected.snapshot.uniqueIds[holderArn] ?? '',
      principalInManagementAccount: true,
      resourceInManagementAccount: true,
      ...asked,
      resourceAccount: account.id,
      context,
    },
    {
      identity: identityPolicies(inspected, account, holder),
      ...boundaryOf(inspected, account, holder),
      ...(target ? { trust: { name: 'trust policy', document: compiled(target.trust) } } : {}),
      scpsByLevel: [],
    },
  ).decision;
}

function arnIn({ snapshot }: Inspected, account: Account, resource: string): string {
  return `arn:${snapshot.organization.partition}:iam::${account.id}:${resource}`;
}
