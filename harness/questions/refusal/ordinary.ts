/** What an ordinary administrator of a member account may do under its guardrails, decided by the evaluator. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { Evaluation, Policy, PolicyStatement } from '../../../iam/index.js';
import type { Statements } from '../../../organization/model.js';
import { principalConditions } from '../../causes/access.js';
import type { Asked } from '../guardrails/decide.js';
import { withoutExemptions } from '../../causes/exemptions.js';
import { guardrailCalls } from '../guardrails/choose-tests.js';
import { globalRegion } from '../harmless/call.js';
import type { Aim, HarmlessCall } from '../harmless/call.js';
import type { Inspected } from '../../configuration/rule.js';
import { compiled, management, roleArnIn, roleName, scpsByLevel, scpsEnabled } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

const EVERYTHING: Policy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

/** IAM is called in this Region wherever one works. */
const GLOBAL_REGION = 'us-east-1';

/** ARN of the role of the drill's control principal in an account; a made-up role where it has none. */
export function ordinaryAdministrator({ snapshot, file }: Inspected, { name, account }: NamedAccount): string {
  const prefix = `AWSReservedSSO_${file.controls.federatedAdministrator.permissionSet}_`;
  const [role, path] = Object.entries(snapshot.reservedRoles[name] ?? {})
    .map(([found, { path: at }]) => [found, at] as const)
    .find(([found]) => found.startsWith(prefix)) ?? ['Administrator', '/'];
  return `arn:${snapshot.organization.partition}:iam::${account.id}:role${path}${role}`;
}

/** A role's session, allowed everything by its own policies, under some service control policies. */
function decide(roleArn: string, asked: Asked, levels: readonly (readonly Policy[])[]): Evaluation {
  const [, partition = 'aws', , , account = '', resource = ''] = roleArn.split(':');
  return evaluate(
    {
      principal: `arn:${partition}:sts::${account}:assumed-role/${resource.split('/').at(-1) ?? ''}/x`,
      action: asked.action,
      resource: asked.resource,
      resourceAccount: account,
      context: {
        'aws:PrincipalArn': roleArn,
        'aws:PrincipalAccount': account,
        'aws:PrincipalType': 'AssumedRole',
        'aws:PrincipalIsAWSService': 'false',
        'aws:RequestedRegion': asked.region,
        'aws:SecureTransport': 'true',
        'aws:MultiFactorAuthPresent': 'false',
      },
    },
    { identity: [EVERYTHING], scpsByLevel: levels },
  );
}

/** What all service control policies of the account say to the first read of the break-glass role. */
export function readDecision(inspected: Inspected, target: NamedAccount): Evaluation {
  return decide(
    roleArnIn(inspected, target.account.id),
    { action: 'iam:GetAccountSummary', resource: '*', region: GLOBAL_REGION },
    scpsByLevel(inspected, target),
  );
}

/** Changes of the break-glass role that no guardrail of the account keeps an ordinary administrator from; none to be told of while guardrails bind nobody at all. */
export function roleActionsAllowed(inspected: Inspected, target: NamedAccount): string[] {
  if (!scpsEnabled(inspected)) return [];
  const administrator = ordinaryAdministrator(inspected, target);
  const resource = roleArnIn(inspected, target.account.id);
  const levels = scpsByLevel(inspected, target);
  return ROLE_CHANGES.filter(
    (action) => decide(administrator, { action, resource, region: GLOBAL_REGION }, levels).decision === 'allow',
  );
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

/**
 * The pattern of an exemption that fits a role which an ordinary administrator may create, if there is one. The role's own
 * ARN with a wildcard for the account is none.
 */
export function mayCreateRoleLike(
  inspected: Inspected,
  target: NamedAccount,
  statement: PolicyStatement,
): string | undefined {
  if (!scpsEnabled(inspected)) return undefined;
  const administrator = ordinaryAdministrator(inspected, target);
  const levels = scpsByLevel(inspected, target);
  const own = roleArnIn(inspected, target.account.id);
  return principalConditions(statement)
    .filter(
      ({ operator, key, value }) =>
        /^(ArnNot|StringNotLike)/i.test(operator) &&
        key.toLowerCase() === 'aws:principalarn' &&
        value.includes(':role/'),
    )
    .map(({ value }) => value)
    .find((pattern) =>
      rolesLike(pattern, target.account.id).some(
        (arn) =>
          arn !== own &&
          decide(administrator, { action: 'iam:CreateRole', resource: arn, region: GLOBAL_REGION }, levels).decision ===
            'allow',
      ),
    );
}

/** Roles that a pattern fits: a letter or nothing for each wildcard. A pattern without one in the name fits no other role. */
function rolesLike(pattern: string, accountId: string): string[] {
  const [head = '', role = ''] = pattern.split(/:role\/(.*)/s);
  const inAccount = head.replace(/[^:]*$/, accountId);
  return /[*?]/.test(role)
    ? ['x', ''].map(
        (filling) => `${inAccount.replaceAll('*', 'aws')}:role/${role.replaceAll('?', 'x').replaceAll('*', filling)}`,
      )
    : [];
}

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
  const role = roleArnIn(inspected, target.account.id);
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
  const role = roleArnIn(inspected, target.account.id);
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
      decide(ordinaryAdministrator(inspected, target), { action, resource: '*', region: GLOBAL_REGION }, levels)
        .decision === 'explicitDeny',
  );
}
