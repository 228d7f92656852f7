/** Authorizes every call: gathers the policies that apply, fills the context, asks the evaluator, answers as AWS does. */
import { denialMessage, evaluate } from '../../iam/index.js';
import type { ApplicablePolicies, Evaluation, Policy } from '../../iam/index.js';
import { isInOrganization, organizationPath } from '../state/organization-tree.js';
import type { Session, TwinRole, TwinState, TwinUser } from '../state/twin-state.js';
import { AwsError } from '../wire/aws-error.js';
import { sessionOf, userIdOf } from './caller.js';
import type { Caller } from './caller.js';
import { guardrailLevels, identityPolicies, managedPolicy } from './policies-in-effect.js';
import type { RequestContext, RequiredPermission } from './request.js';

/**
 * Case U3: whether role sessions carry `aws:MultiFactorAuthPresent` as `false` or not at all is undocumented; only a Deny
 * with Bool "false" can tell the two apart.
 */
const ROLE_SESSIONS_CARRY_MFA_FALSE = true;

type Keys = Record<string, string | readonly string[]>;

/** Throws `AccessDenied` with AWS's text unless the caller may. */
export function authorize(context: RequestContext, required: RequiredPermission): void {
  const evaluation = decide(context, required);
  if (evaluation.decision === 'allow') return;
  const { caller, state } = context;
  const owner = state.accounts.get(required.resourceAccount ?? caller.account.id);
  const sameOrganization =
    caller.account === owner || (isInOrganization(caller.account) && owner !== undefined && isInOrganization(owner));
  const { action, resource } = required;
  // Whoever brings an assertion is not told more (IAM user guide, "Troubleshoot SAML federation with IAM").
  if (caller.kind === 'saml') throw new AwsError('AccessDenied', `Not authorized to perform ${action}`, 403);
  throw new AwsError(
    'AccessDenied',
    denialMessage({ principalArn: caller.arn, action, resource, evaluation, sameOrganization }),
    403,
  );
}

function decide(context: RequestContext, required: RequiredPermission): Evaluation {
  const { state, caller } = context;
  const resourceAccount = required.resourceAccount ?? caller.account.id;
  const { managementAccountId } = state.organization;
  const entity = entityOf(caller);
  return evaluate(
    {
      principal: caller.arn,
      ...(entity ? { principalId: entity.id } : {}),
      principalInManagementAccount: caller.account.id === managementAccountId,
      resourceInManagementAccount: resourceAccount === managementAccountId,
      serviceLinkedRole: caller.kind === 'role' && caller.role.path.startsWith('/aws-service-role/'),
      action: required.action,
      resource: required.resource,
      resourceAccount,
      context: contextOf(context, required, resourceAccount),
    },
    applicable(state, caller, required),
  );
}

function applicable(state: TwinState, caller: Caller, required: RequiredPermission): ApplicablePolicies {
  const owner = state.accounts.get(required.resourceAccount ?? caller.account.id);
  const entity = entityOf(caller);
  const session = sessionOf(caller);
  const boundary =
    entity?.permissionsBoundary === undefined
      ? undefined
      : (managedPolicy(caller.account, entity.permissionsBoundary)[0] ?? NOTHING);
  const sessionPolicies = session?.sessionPolicies?.map((document, index): Policy => ({
    name: `session-policy-${index + 1}`,
    document,
  }));
  return {
    identity: entity ? identityPolicies(caller.account, entity) : [],
    scpsByLevel: guardrailLevels(state, caller.account, 'SERVICE_CONTROL_POLICY'),
    rcpsByLevel: owner ? guardrailLevels(state, owner, 'RESOURCE_CONTROL_POLICY') : [],
    ...(required.trust ? { trust: required.trust } : {}),
    ...(required.resourcePolicy ? { resource: required.resourcePolicy } : {}),
    ...(boundary ? { boundary } : {}),
    ...(sessionPolicies ? { session: sessionPolicies } : {}),
  };
}

/** The user or role whose policies count; a federated user has those of the user who asked for its session. */
function entityOf(caller: Caller): TwinUser | TwinRole | undefined {
  if (caller.kind === 'role') return caller.role;
  return 'user' in caller ? caller.user : undefined;
}

/** A boundary whose policy was deleted allows nothing. */
const NOTHING: Policy = { name: 'deleted policy', document: { Version: '2012-10-17', Statement: [] } };

/** All keys of a request, written into one object: this runs for every call of a sweep. What AWS would not send is not here. */
function contextOf(context: RequestContext, required: RequiredPermission, resourceAccount: string): Keys {
  const keys: Keys = {};
  addRequest(keys, context);
  addPrincipal(keys, context);
  const session = sessionOf(context.caller);
  if (session) addSession(keys, session, context.clock.now());
  // A code sent with the call itself counts for that call.
  if (required.mfaPresent === true) {
    keys['aws:MultiFactorAuthPresent'] = 'true';
    keys['aws:MultiFactorAuthAge'] = '0';
  }
  addOwner(keys, context.state, resourceAccount);
  return Object.assign(keys, required.context);
}

/** Keys of every request (IAM user guide, "AWS global condition context keys", properties of the request and network). */
function addRequest(keys: Keys, { clock, region, sourceIp, userAgent }: RequestContext): void {
  const now = clock.now();
  keys['aws:CurrentTime'] = wholeSeconds(now);
  keys['aws:EpochTime'] = String(Math.floor(now / 1000));
  // The twin stands for AWS's endpoints, which take nothing but TLS: a policy that demands it must work as it does there.
  keys['aws:SecureTransport'] = 'true';
  keys['aws:SourceIp'] = sourceIp;
  keys['aws:UserAgent'] = userAgent;
  keys['aws:RequestedRegion'] = region;
  keys['aws:ViaAWSService'] = 'false';
}

/** IAM user guide, "AWS global condition context keys", `aws:PrincipalType`. */
const PRINCIPAL_TYPES = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  'federated-user': 'FederatedUser',
} as const;

function addPrincipal(keys: Keys, { state, caller }: RequestContext): void {
  const { account } = caller;
  // Before it has a session an identity of a SAML provider is no principal of any account.
  if (caller.kind === 'saml') return;
  keys['aws:PrincipalAccount'] = account.id;
  keys['aws:PrincipalIsAWSService'] = 'false';
  if (isInOrganization(account)) {
    keys['aws:PrincipalOrgID'] = state.organization.id;
    keys['aws:PrincipalOrgPaths'] = [organizationPath(state, account)];
  }
  keys['aws:PrincipalType'] = PRINCIPAL_TYPES[caller.kind];
  // The ARN of a session's role, path and all, not that of the session.
  keys['aws:PrincipalArn'] = caller.kind === 'role' ? caller.role.arn : caller.arn;
  keys['aws:userid'] = userIdOf(caller);
  if (caller.kind === 'user') keys['aws:username'] = caller.user.name;
  const tags = caller.kind === 'user' ? caller.user.tags : caller.kind === 'role' ? caller.role.tags : [];
  for (const [key, value] of tags) keys[`aws:PrincipalTag/${key}`] = value;
}

function addSession(keys: Keys, session: Session, now: number): void {
  keys['aws:TokenIssueTime'] = wholeSeconds(session.issuedAt);
  if (session.kind === 'assumed-role' && ROLE_SESSIONS_CARRY_MFA_FALSE) keys['aws:MultiFactorAuthPresent'] = 'false';
  if (session.kind === 'assumed-root') keys['aws:AssumedRoot'] = 'true';
  if (session.mfaPresent !== undefined) keys['aws:MultiFactorAuthPresent'] = String(session.mfaPresent);
  if (session.mfaAt !== undefined) keys['aws:MultiFactorAuthAge'] = String(Math.floor((now - session.mfaAt) / 1000));
  if (session.sourceIdentity !== undefined) keys['aws:SourceIdentity'] = session.sourceIdentity;
  if (session.federation) {
    keys['aws:FederatedProvider'] = session.federation.provider;
    Object.assign(keys, session.federation.keys);
  }
  for (const [key, value] of session.sessionTags ?? []) keys[`aws:PrincipalTag/${key}`] = value;
}

function addOwner(keys: Keys, state: TwinState, resourceAccount: string): void {
  const owner = state.accounts.get(resourceAccount);
  keys['aws:ResourceAccount'] = resourceAccount;
  if (owner && isInOrganization(owner)) {
    keys['aws:ResourceOrgID'] = state.organization.id;
    keys['aws:ResourceOrgPaths'] = [organizationPath(state, owner)];
  }
}

function wholeSeconds(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
