/** What an ordinary administrator of a member account may do under its guardrails, decided by the evaluator. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { Evaluation, Policy, PolicyStatement } from '../../../iam/index.js';
import type { Statements } from '../../../organization/model.js';
import { EVERYTHING, organizationKeys, requestOf } from '../../causes/guarded.js';
import type { Asked, Guarded } from '../../causes/guarded.js';
import { withoutExemptions } from '../../causes/exemptions.js';
import { guardrailCalls } from '../guardrails/choose-tests.js';
import { globalRegion } from '../harmless/call.js';
import type { Aim, HarmlessCall } from '../harmless/call.js';
import type { Inspected } from '../../configuration/rule.js';
import {
  breakGlassRole,
  compiled,
  levelsOf,
  management,
  roleArnIn,
  roleName,
  scpsByLevel,
  scpsEnabled,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

/** IAM is called in this Region wherever one works. */
const GLOBAL_REGION = 'us-east-1';

/** ARN of the role of the drill's control principal in an account; a made-up role where it has none. */
function ordinaryAdministrator({ snapshot, file }: Inspected, { name, account }: NamedAccount): string {
  const prefix = `AWSReservedSSO_${file.controls.federatedAdministrator.permissionSet}_`;
  const [role, path] = Object.entries(snapshot.reservedRoles[name] ?? {})
    .map(([found, { path: at }]) => [found, at] as const)
    .find(([found]) => found.startsWith(prefix)) ?? ['Administrator', '/'];
  return `arn:${snapshot.organization.partition}:iam::${account.id}:role${path}${role}`;
}

/** What the organization is, for whoever is in an account of it. */
function keysIn(inspected: Inspected, account: NamedAccount): NonNullable<Guarded['keys']> {
  const { organization } = inspected.snapshot;
  const ous = levelsOf(inspected, account).slice(1, -1);
  return organizationKeys(organization.id, [
    organization.rootId,
    ...ous.map((name) => organization.ous[name]?.id ?? name),
  ]);
}

/** The break-glass role as guardrails meet it: at the ARN that exemptions name, with the tags and the id that it has. */
export function guardedRole(inspected: Inspected, account: NamedAccount): Guarded {
  const role = breakGlassRole(inspected, account.account);
  return withId(inspected, {
    arn: roleArnIn(inspected, account.account.id),
    tags: role?.tags ?? {},
    keys: keysIn(inspected, account),
  });
}

/** The ordinary administrator likewise. */
export function guardedAdministrator(inspected: Inspected, account: NamedAccount): Guarded {
  const arn = ordinaryAdministrator(inspected, account);
  const role = inspected.snapshot.reservedRoles[account.name]?.[arn.split('/').at(-1) ?? ''];
  return withId(inspected, { arn, tags: role?.tags ?? {}, keys: keysIn(inspected, account) });
}

function withId({ snapshot }: Inspected, guarded: Guarded): Guarded {
  const id = snapshot.uniqueIds[guarded.arn];
  return id === undefined ? guarded : { ...guarded, id };
}

/** A role's session, allowed everything by its own policies, under some service control policies. */
function decide(who: Guarded, asked: Asked, levels: readonly (readonly Policy[])[]): Evaluation {
  const trust = asked.action.startsWith('sts:') ? { trust: OWN_TRUST } : {};
  return evaluate(requestOf(who, asked), { identity: [EVERYTHING], scpsByLevel: levels, ...trust });
}

/** The trust policy of a role that somebody makes for himself. */
const OWN_TRUST: Policy = {
  name: 'trust policy',
  document: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    },
  },
};

/** Whether the guardrails of an account let its ordinary administrator do something in IAM, or enter a role that it made. */
export function administratorMay(
  inspected: Inspected,
  target: NamedAccount,
  asked: Pick<Asked, 'action' | 'resource' | 'context'>,
): boolean {
  if (!scpsEnabled(inspected)) return false;
  const { decision } = decide(
    guardedAdministrator(inspected, target),
    { ...asked, region: GLOBAL_REGION },
    scpsByLevel(inspected, target),
  );
  return decision === 'allow';
}

/** Changes of the break-glass role that no guardrail of the account keeps an ordinary administrator from; none to be told of while guardrails bind nobody at all. */
export function roleActionsAllowed(inspected: Inspected, target: NamedAccount): string[] {
  const resource = roleArnIn(inspected, target.account.id);
  return ROLE_CHANGES.filter((action) => administratorMay(inspected, target, { action, resource }));
}

/** Each opens the role or takes it away. */
const ROLE_CHANGES: readonly string[] = [
  'iam:AttachRolePolicy',
  'iam:DeleteRole',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

/** Calls that a guardrail would deny if it spared nobody. */
export interface Subject {
  covers: readonly HarmlessCall[];
}

/**
 * What a guardrail is about: the calls that test guardrails, tried in one of the accounts that it reaches. What it denies by
 * leaving something out (NotAction) is about everything, and says nothing about what has to be possible.
 */
export function subjectOf(inspected: Inspected, target: NamedAccount, statements: Statements): Subject {
  const named = Object.fromEntries(
    Object.entries(statements).filter(([, { Action: action }]) => action !== undefined && action !== '*'),
  );
  const levels = [[EVERYTHING, { name: 'guardrail', document: withoutExemptions(compiled(named)) }]];
  const role = guardedRole(inspected, target);
  return {
    covers: guardrailCalls.filter((call) =>
      aims(inspected, target, call).some((asked) => decide(role, asked, levels).decision === 'explicitDeny'),
    ),
  };
}

/** Whether a guardrail as it stands denies the break-glass role something of another guardrail's subject. */
export function deniesSubject(
  inspected: Inspected,
  target: NamedAccount,
  { covers }: Subject,
  statements: Statements,
): boolean {
  const levels = [[EVERYTHING, { name: 'guardrail', document: compiled(statements) }]];
  const role = guardedRole(inspected, target);
  return covers.some((call) =>
    aims(inspected, target, call).some((asked) => decide(role, asked, levels).decision === 'explicitDeny'),
  );
}

/** A call in Regions inside and outside a lock. */
function aims(inspected: Inspected, { account }: NamedAccount, call: HarmlessCall): Asked[] {
  const { organization } = inspected.snapshot;
  const aim = (region: string): Aim => ({
    partition: organization.partition,
    accountId: account.id,
    organizationId: organization.id,
    managementAccountId: management(inspected).account.id,
    region,
    roleArn: roleArnIn(inspected, account.id),
    roleName: roleName(inspected),
    absent: 'x',
  });
  const only = globalRegion(call, organization.partition);
  return (only === undefined ? [organization.homeRegion, 'us-west-2'] : [only]).map((region) => ({
    action: call.action,
    resource: call.resource(aim(region)),
    region,
  }));
}

/** Actions of global services; the partition has no other Region for them. */
const GLOBAL_ACTIONS: readonly string[] = [
  'iam:GetRole',
  'organizations:DescribeOrganization',
  'route53:ListHostedZones',
  'support:DescribeCases',
];

/** Global actions that a statement about Regions denies to an ordinary administrator. Only partition `aws` calls them in us-east-1. */
export function globalActionsDenied(
  inspected: Inspected,
  target: NamedAccount,
  label: string,
  statement: PolicyStatement,
): string[] {
  const aboutRegions = Object.values(statement.Condition ?? {}).some((keys) =>
    Object.keys(keys).some((key) => key.toLowerCase() === 'aws:requestedregion'),
  );
  if (!aboutRegions || inspected.snapshot.organization.partition !== 'aws') return [];
  const levels = [[EVERYTHING, { name: label, document: { Version: '2012-10-17', Statement: statement } }]];
  return GLOBAL_ACTIONS.filter(
    (action) =>
      decide(guardedAdministrator(inspected, target), { action, resource: '*', region: GLOBAL_REGION }, levels)
        .decision === 'explicitDeny',
  );
}
