/** Authorizes every call: gathers the policies that apply, fills the context, asks the evaluator, answers as AWS does. */
import { denialMessage, evaluate } from '../iam/index.js';
import type { ApplicablePolicies, Evaluation, Policy } from '../iam/index.js';
import { AwsError } from './aws-error.js';
import type { Caller } from './caller.js';
import { ancestors, guardrailLevels, identityPolicies, isInOrganization, managedPolicy } from './lookup.js';
import type { OperationContext, RequiredPermission } from './operation.js';
import type { Session, TwinAccount, TwinState } from './state.js';

/**
 * Case U3: whether role sessions carry `aws:MultiFactorAuthPresent` as `false` or not at all is undocumented; only a Deny
 * with Bool "false" can tell the two apart.
 */
const ROLE_SESSIONS_CARRY_MFA_FALSE = true;

type Keys = Record<string, string | readonly string[]>;

/** Throws `AccessDenied` with AWS's text unless the caller may. */
export function authorize(context: OperationContext, required: RequiredPermission): void {
  const evaluation = decide(context, required);
  if (evaluation.decision === 'allow') return;
  const { caller, state } = context;
  const owner = state.accounts.get(required.resourceAccount ?? caller.account.id);
  const sameOrganization = caller.account === owner || (isInOrganization(caller.account) && owner !== undefined && isInOrganization(owner));
  const { action, resource } = required;
  throw new AwsError('AccessDenied', denialMessage({ principalArn: caller.arn, action, resource, evaluation, sameOrganization }), 403);
}

function decide(context: OperationContext, required: RequiredPermission): Evaluation {
  const { state, caller } = context;
  const resourceAccount = required.resourceAccount ?? caller.account.id;
  const { managementAccountId } = state.organization;
  return evaluate(
    {
      principal: caller.arn,
      ...(caller.kind === 'root' ? {} : { principalId: caller.kind === 'user' ? caller.user.id : caller.role.id }),
      principalInManagementAccount: caller.account.id === managementAccountId,
      resourceInManagementAccount: resourceAccount === managementAccountId,
      serviceLinkedRole: caller.kind === 'role' && caller.role.path.startsWith('/aws-service-role/'),
      action: required.action,
      resource: required.resource,
      resourceAccount,
      context: { ...requestKeys(context), ...principalKeys(context, required), ...ownerKeys(state, resourceAccount), ...required.context },
    },
    applicable(state, caller, required),
  );
}

function applicable(state: TwinState, caller: Caller, required: RequiredPermission): ApplicablePolicies {
  const owner = state.accounts.get(required.resourceAccount ?? caller.account.id);
  const entity = caller.kind === 'user' ? caller.user : caller.kind === 'role' ? caller.role : undefined;
  const session = caller.kind === 'root' ? undefined : caller.session;
  const boundary = entity?.permissionsBoundary === undefined ? undefined : (managedPolicy(caller.account, entity.permissionsBoundary)[0] ?? NOTHING);
  const sessionPolicies = session?.sessionPolicies?.map((document, index): Policy => ({ name: `session-policy-${index + 1}`, document }));
  return {
    identity: entity ? identityPolicies(caller.account, entity) : [],
    scpsByLevel: guardrailLevels(state, caller.account, 'SERVICE_CONTROL_POLICY'),
    rcpsByLevel: owner ? guardrailLevels(state, owner, 'RESOURCE_CONTROL_POLICY') : [],
    ...(required.trust ? { trust: required.trust } : {}),
    ...(boundary ? { boundary } : {}),
    ...(sessionPolicies ? { session: sessionPolicies } : {}),
  };
}

/** A boundary whose policy was deleted allows nothing. */
const NOTHING: Policy = { name: 'deleted policy', document: { Version: '2012-10-17', Statement: [] } };

/** Keys of every request (IAM user guide, "AWS global condition context keys", properties of the request and network). */
function requestKeys({ clock, region, sourceIp, userAgent }: OperationContext): Keys {
  const now = clock.now();
  return {
    'aws:CurrentTime': wholeSeconds(now),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // The twin stands for AWS's endpoints, which take nothing but TLS: a policy that demands it must work as it does there.
    'aws:SecureTransport': 'true',
    'aws:SourceIp': sourceIp,
    'aws:UserAgent': userAgent,
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
  };
}

/** Keys of the principal and of its session; what AWS would not send is not here. */
function principalKeys({ state, caller, clock }: OperationContext, required: RequiredPermission): Keys {
  const { account } = caller;
  const keys: Keys = { 'aws:PrincipalAccount': account.id, 'aws:PrincipalIsAWSService': 'false' };
  if (isInOrganization(account)) {
    keys['aws:PrincipalOrgID'] = state.organization.id;
    keys['aws:PrincipalOrgPaths'] = [organizationPath(state, account)];
  }
  if (caller.kind === 'root') return { ...keys, 'aws:PrincipalArn': caller.arn, 'aws:PrincipalType': 'Account', 'aws:userid': account.id };
  if (caller.kind === 'user') {
    Object.assign(keys, { 'aws:PrincipalArn': caller.user.arn, 'aws:PrincipalType': 'User', 'aws:userid': caller.user.id, 'aws:username': caller.user.name });
    for (const [key, value] of caller.user.tags) keys[`aws:PrincipalTag/${key}`] = value;
  } else {
    const userid = `${caller.role.id}:${caller.session.sessionName ?? ''}`;
    Object.assign(keys, { 'aws:PrincipalArn': caller.role.arn, 'aws:PrincipalType': 'AssumedRole', 'aws:userid': userid });
    for (const [key, value] of caller.role.tags) keys[`aws:PrincipalTag/${key}`] = value;
  }
  return { ...keys, ...sessionKeys(caller.session, required, clock.now()) };
}

function sessionKeys(session: Session | undefined, required: RequiredPermission, now: number): Keys {
  const keys: Keys = {};
  if (session) {
    keys['aws:TokenIssueTime'] = wholeSeconds(session.issuedAt);
    if (session.kind === 'assumed-role' && ROLE_SESSIONS_CARRY_MFA_FALSE) keys['aws:MultiFactorAuthPresent'] = 'false';
    if (session.mfaPresent !== undefined) keys['aws:MultiFactorAuthPresent'] = String(session.mfaPresent);
    if (session.mfaAt !== undefined) keys['aws:MultiFactorAuthAge'] = String(Math.floor((now - session.mfaAt) / 1000));
    if (session.sourceIdentity !== undefined) keys['aws:SourceIdentity'] = session.sourceIdentity;
    for (const [key, value] of session.sessionTags ?? []) keys[`aws:PrincipalTag/${key}`] = value;
  }
  // A code sent with the call itself counts for that call.
  if (required.mfaPresent === true) Object.assign(keys, { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' });
  return keys;
}

function ownerKeys(state: TwinState, resourceAccount: string): Keys {
  const owner = state.accounts.get(resourceAccount);
  const keys: Keys = { 'aws:ResourceAccount': resourceAccount };
  if (owner && isInOrganization(owner)) {
    keys['aws:ResourceOrgID'] = state.organization.id;
    keys['aws:ResourceOrgPaths'] = [organizationPath(state, owner)];
  }
  return keys;
}

/** `o-…/r-…/ou-…/` of the account's parent. */
function organizationPath(state: TwinState, account: TwinAccount): string {
  return `${[state.organization.id, ...ancestors(state, account)].join('/')}/`;
}

function wholeSeconds(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
