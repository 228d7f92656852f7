/**
 * The decision. Order and combination follow the IAM user guide, "Policy evaluation logic" and "Cross-account policy
 * evaluation logic"; SCPs and RCPs the Organizations user guide, "SCP evaluation" and "RCP evaluation".
 */
import { splitArn } from './arn.js';
import { readContext } from './context.js';
import { namingOf, readPrincipal } from './principal.js';
import type { Naming, Principal } from './principal.js';
import { matches, statementsOf } from './statement.js';
import type { Asked, Statement } from './statement.js';
import type { AccessRequest, ApplicablePolicies, Decision, Evaluation, Policy, PolicyType, TraceStep } from './types.js';

/** Case TRU-21 (U2): a boundary limits AssumeRole even when the trust policy names the user or everybody. */
const BOUNDARY_LIMITS_TRUST_GRANTS = true;

/** Calls that need no permission and cannot be denied (STS API reference, GetCallerIdentity and GetSessionToken). */
const ALWAYS_ALLOWED: ReadonlySet<string> = new Set(['sts:getcalleridentity', 'sts:getsessiontoken']);

/** Actions that the trust policy of a role decides. */
const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

/** Services whose resources RCPs reach (Organizations user guide, "Services that support RCPs"). IAM is not one. */
const RCP_SERVICES: ReadonlySet<string> = new Set(
  's3 sts kms sqs secretsmanager dynamodb ecr aoss cognito-idp cognito-identity logs s3express s3-outposts s3tables'.split(' '),
);

/** One request being judged. */
interface Judgement {
  request: AccessRequest;
  policies: ApplicablePolicies;
  principal: Principal;
  asked: Asked;
  sameAccount: boolean;
  trace: TraceStep[];
}

/** Decides whether AWS would allow the request. Pure and synchronous; documents are compiled once per object. */
export function evaluate(request: AccessRequest, policies: ApplicablePolicies): Evaluation {
  const context = readContext(request.context);
  const action = request.action.toLowerCase();
  const principal = readPrincipal(request, context);
  const asked = { action, resource: request.resource, resourceParts: splitArn(request.resource), context };
  const sameAccount = principal.account !== '' && principal.account === request.resourceAccount;
  const judgement: Judgement = { request, policies, principal, asked, sameAccount, trace: [] };
  if (ALWAYS_ALLOWED.has(action)) return conclude(judgement, 'allow', { type: 'AWS', finding: 'allows', detail: 'needs no permission' });
  if (action === 'sts:assumerole' && principal.kind === 'root') {
    return conclude(judgement, 'implicitDeny', { type: 'AWS', finding: 'denies', detail: 'the root user cannot assume a role' });
  }
  return explicitDeny(judgement) ?? missingGuardrailAllow(judgement) ?? grant(judgement);
}

/** A matching Deny in any document ends it. Of several, guardrails are named first (case U13: the order is undocumented). */
function explicitDeny(judgement: Judgement): Evaluation | undefined {
  const { policies } = judgement;
  const groups: readonly (readonly [PolicyType, readonly Policy[]])[] = [
    ['service control policy', boundByScps(judgement) ? policies.scpsByLevel.flat() : []],
    ['resource control policy', boundByRcps(judgement) ? (policies.rcpsByLevel ?? []).flat() : []],
    ['role trust policy', policies.trust ? [policies.trust] : []],
    ['resource-based policy', policies.resource ? [policies.resource] : []],
    ['identity-based policy', policies.identity],
    ['permissions boundary', policies.boundary ? [policies.boundary] : []],
    ['session policy', policies.session ?? []],
  ];
  for (const [type, documents] of groups) {
    const found = find(judgement, documents, 'Deny');
    if (found) return conclude(judgement, 'explicitDeny', { type, finding: 'denies', policy: found.policy.name, statement: found.statement.label });
  }
  return undefined;
}

/** Every level from the root to the account must hold a matching Allow; the SCPs of one level are united. */
function missingGuardrailAllow(judgement: Judgement): Evaluation | undefined {
  const { policies, trace } = judgement;
  if (!boundByScps(judgement)) return undefined;
  for (const [index, level] of policies.scpsByLevel.entries()) {
    const found = find(judgement, level, 'Allow');
    if (!found) {
      return conclude(judgement, 'implicitDeny', { type: 'service control policy', finding: 'silent', detail: `no policy on level ${index + 1} allows it` });
    }
    trace.push({ type: 'service control policy', finding: 'allows', policy: found.policy.name, statement: found.statement.label });
  }
  return undefined;
}

function grant(judgement: Judgement): Evaluation {
  const { principal, asked, policies } = judgement;
  if (TRUST_ACTIONS.has(asked.action)) return grantByTrust(judgement);
  const naming = bestNaming(judgement, policies.resource);
  const note = (allowed: boolean): void => {
    if (policies.resource) judgement.trace.push({ type: 'resource-based policy', finding: allowed ? 'allows' : 'silent', policy: policies.resource.name });
  };
  note(naming !== 'none');
  const refused = (type: PolicyType): Evaluation => conclude(judgement, 'implicitDeny', { type, finding: 'silent' });
  const byResource = (): Evaluation => conclude(judgement, 'allow', { type: 'resource-based policy', finding: 'allows', policy: policies.resource?.name });
  if (principal.kind === 'service' || principal.kind === 'anonymous' || principal.kind === 'federation') {
    return naming === 'none' ? refused('resource-based policy') : byResource();
  }
  if (!judgement.sameAccount) return naming === 'none' ? refused('resource-based policy') : callerSide(judgement);
  // A key's policy must allow, even inside the account (IAM user guide, evaluation within one account; KMS key policies).
  if (asked.action.startsWith('kms:') && policies.resource && naming === 'none') return refused('resource-based policy');
  if (naming === 'session') return byResource();
  if (naming === 'named') return principal.kind === 'user' ? byResource() : limits(judgement) ?? byResource();
  return callerSide(judgement);
}

/** A role's trust policy must allow, even inside the account; whom it names decides what else is needed. */
function grantByTrust(judgement: Judgement): Evaluation {
  const { policies, principal, sameAccount } = judgement;
  const naming = bestNaming(judgement, policies.trust);
  const trusted: TraceStep = { type: 'role trust policy', finding: 'allows', policy: policies.trust?.name };
  const refused: TraceStep = { type: 'role trust policy', finding: 'silent', policy: policies.trust?.name };
  if (principal.kind === 'service' || principal.kind === 'federation' || principal.kind === 'anonymous') {
    return naming === 'none' ? conclude(judgement, 'implicitDeny', refused) : conclude(judgement, 'allow', trusted);
  }
  const identityNeeded = !sameAccount || naming === 'account' || naming === 'none';
  const missing = identityNeeded ? missingIdentityAllow(judgement) : undefined;
  if (missing) return missing;
  if (naming === 'none') return conclude(judgement, 'implicitDeny', refused);
  const limited = sameAccount && !BOUNDARY_LIMITS_TRUST_GRANTS ? undefined : limits(judgement);
  return limited ?? conclude(judgement, 'allow', trusted);
}

/** Identity, boundary and session policy of the caller, all of which must allow. */
function callerSide(judgement: Judgement): Evaluation {
  return missingIdentityAllow(judgement) ?? limits(judgement) ?? conclude(judgement, 'allow', judgement.trace.at(-1) ?? { type: 'identity-based policy', finding: 'allows' });
}

function missingIdentityAllow(judgement: Judgement): Evaluation | undefined {
  const { principal, policies, trace } = judgement;
  if (principal.kind === 'root') {
    trace.push({ type: 'AWS', finding: 'allows', detail: 'the root user has full access to its account' });
    return undefined;
  }
  const found = find(judgement, policies.identity, 'Allow');
  if (!found) return conclude(judgement, 'implicitDeny', { type: 'identity-based policy', finding: 'silent' });
  trace.push({ type: 'identity-based policy', finding: 'allows', policy: found.policy.name, statement: found.statement.label });
  return undefined;
}

/** What only limits and never grants: boundary and session policy. */
function limits(judgement: Judgement): Evaluation | undefined {
  const { policies, principal } = judgement;
  if (policies.boundary && !find(judgement, [policies.boundary], 'Allow')) {
    return conclude(judgement, 'implicitDeny', { type: 'permissions boundary', finding: 'silent', policy: policies.boundary.name });
  }
  const session = policies.session ?? [];
  // A federated-user session without a session policy has no permissions (STS API reference, GetFederationToken).
  const needed = session.length > 0 || principal.kind === 'federated-user';
  if (needed && !find(judgement, session, 'Allow')) {
    return conclude(judgement, 'implicitDeny', { type: 'session policy', finding: 'silent', policy: session[0]?.name });
  }
  return undefined;
}

function boundByScps({ request, principal, policies }: Judgement): boolean {
  if (policies.scpsByLevel.length === 0 || request.principalInManagementAccount === true || request.serviceLinkedRole === true) return false;
  return principal.kind !== 'service' && principal.kind !== 'federation' && principal.kind !== 'anonymous';
}

function boundByRcps({ request, asked }: Judgement): boolean {
  if (request.resourceInManagementAccount === true || request.serviceLinkedRole === true) return false;
  return RCP_SERVICES.has(asked.action.split(':', 1)[0] ?? '');
}

/** The first statement of that effect that matches action, resource, conditions and, where there is one, principal. */
function find({ asked, principal }: Judgement, policies: readonly Policy[], effect: 'Allow' | 'Deny'): { policy: Policy; statement: Statement } | undefined {
  for (const policy of policies) {
    for (const statement of statementsOf(policy.document)) {
      if (statement.effect === effect && matches(statement, asked) && namingOf(statement, principal) !== 'none') return { policy, statement };
    }
  }
  return undefined;
}

const CLOSENESS: readonly Naming[] = ['none', 'account', 'named', 'session'];

/** The closest naming among the matching Allow statements of a resource or trust policy. */
function bestNaming({ asked, principal }: Judgement, policy: Policy | undefined): Naming {
  let best = 0;
  for (const statement of policy ? statementsOf(policy.document) : []) {
    if (statement.effect !== 'Allow' || !statement.principals || !matches(statement, asked)) continue;
    best = Math.max(best, CLOSENESS.indexOf(namingOf(statement, principal)));
  }
  return CLOSENESS[best] ?? 'none';
}

function conclude({ trace }: Judgement, decision: Decision, step: TraceStep): Evaluation {
  trace.push(step);
  return {
    decision,
    decidedBy: step.type,
    ...(step.policy === undefined ? {} : { policy: step.policy }),
    ...(step.statement === undefined ? {} : { statement: step.statement }),
    trace,
  };
}
