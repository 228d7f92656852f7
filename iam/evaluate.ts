/**
 * The decision. Order and combination follow the IAM user guide, "Policy evaluation logic" and "Cross-account policy
 * evaluation logic"; SCPs and RCPs the Organizations user guide, "SCP evaluation" and "RCP evaluation".
 */
import { splitArn } from './arn.js';
import { readContext } from './context.js';
import { refusalByAws } from './credentials.js';
import { inLowerCase } from './lower-case.js';
import { namingOf, readPrincipal } from './principal.js';
import type { Naming, Principal } from './principal.js';
import { isWithinReachOfRcps } from './rcp-services.js';
import { matches, statementsOf } from './statement.js';
import type { Asked, Statement } from './statement.js';
import type {
  AccessRequest,
  ApplicablePolicies,
  Decision,
  Evaluation,
  Policy,
  PolicyType,
  TraceStep,
} from './types.js';
import { undocumented } from './undocumented.js';

/** Actions that the trust policy of a role decides. */
const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** One request being judged. */
interface Judgement {
  request: AccessRequest;
  policies: ApplicablePolicies;
  principal: Principal;
  asked: Asked;
  sameAccount: boolean;
  /** The role's trust policy, or the resource policy: whichever the action asks. */
  resourceSide: { type: PolicyType; policy: Policy | undefined };
  trace: TraceStep[];
}

/** Decides whether AWS would allow the request. Pure and synchronous; documents are compiled once per object. */
export function evaluate(request: AccessRequest, policies: ApplicablePolicies): Evaluation {
  const context = readContext(request.context);
  const action = inLowerCase(request.action);
  const principal = readPrincipal(request, context);
  const judgement: Judgement = {
    request,
    policies,
    principal,
    asked: { action, resource: request.resource, resourceParts: splitArn(request.resource), context },
    sameAccount: principal.account !== '' && principal.account === request.resourceAccount,
    resourceSide: TRUST_ACTIONS.has(action)
      ? { type: 'role trust policy', policy: policies.trust }
      : { type: 'resource-based policy', policy: policies.resource },
    trace: [],
  };
  const refusal = refusalByAws(action, principal.kind);
  if (refusal !== undefined)
    return conclude(judgement, 'implicitDeny', { type: 'AWS', finding: 'denies', detail: refusal });
  if (needsNoPermission(action)) {
    return conclude(judgement, 'allow', { type: 'AWS', finding: 'allows', detail: 'needs no permission' });
  }
  return explicitDeny(judgement) ?? missingGuardrailAllow(judgement) ?? grant(judgement);
}

/** STS API reference, GetCallerIdentity and GetSessionToken. */
function needsNoPermission(action: string): boolean {
  return (
    action === 'sts:getcalleridentity' || (action === 'sts:getsessiontoken' && undocumented.sessionTokensCannotBeDenied)
  );
}

/** A matching Deny in any document ends it. Of several, guardrails are named first (which one AWS names is undocumented). */
function explicitDeny(judgement: Judgement): Evaluation | undefined {
  const { identity, boundary, session, scpsByLevel, rcpsByLevel = [] } = judgement.policies;
  const { type, policy } = judgement.resourceSide;
  return (
    (boundByScps(judgement) ? deniedOnALevel(judgement, 'service control policy', scpsByLevel) : undefined) ??
    (boundByRcps(judgement) ? deniedOnALevel(judgement, 'resource control policy', rcpsByLevel) : undefined) ??
    (policy ? denied(judgement, type, [policy]) : undefined) ??
    denied(judgement, 'identity-based policy', identity) ??
    (boundary ? denied(judgement, 'permissions boundary', [boundary]) : undefined) ??
    (session ? denied(judgement, 'session policy', session) : undefined)
  );
}

function deniedOnALevel(
  judgement: Judgement,
  type: PolicyType,
  levels: readonly (readonly Policy[])[],
): Evaluation | undefined {
  for (const level of levels) {
    const evaluation = denied(judgement, type, level);
    if (evaluation) return evaluation;
  }
  return undefined;
}

function denied(judgement: Judgement, type: PolicyType, documents: readonly Policy[]): Evaluation | undefined {
  const found = find(judgement, documents, 'Deny');
  return found ? conclude(judgement, 'explicitDeny', { type, finding: 'denies', ...found }) : undefined;
}

/** Every level from the root to the account must hold a matching Allow; the SCPs of one level are united. */
function missingGuardrailAllow(judgement: Judgement): Evaluation | undefined {
  const { policies, trace } = judgement;
  if (!boundByScps(judgement)) return undefined;
  const type = 'service control policy';
  for (const [index, level] of policies.scpsByLevel.entries()) {
    const found = find(judgement, level, 'Allow');
    if (!found) {
      return conclude(judgement, 'implicitDeny', {
        type,
        finding: 'silent',
        detail: `no policy on level ${index + 1} allows it`,
      });
    }
    trace.push({ type, finding: 'allows', ...found });
  }
  return undefined;
}

function grant(judgement: Judgement): Evaluation {
  const { principal, asked, sameAccount } = judgement;
  // AssumeRoot names an account and asks no policy of it (STS API reference, AssumeRoot).
  if (asked.action === 'sts:assumeroot') return callerSide(judgement);
  const trusting = judgement.resourceSide.type === 'role trust policy';
  const { naming, step } = grantOfResource(judgement);
  const byResource = (): Evaluation => conclude(judgement, 'allow', step);
  const refused = (): Evaluation => conclude(judgement, 'implicitDeny', step);
  // Services, identity providers and anonymous callers have no policies of their own.
  if (principal.account === '') return naming === 'none' ? refused() : byResource();
  if (trusting) return grantByTrust(judgement, naming, step);
  if (!sameAccount) return naming === 'none' ? refused() : callerSide(judgement);
  // A key's policy must allow, even inside the account (IAM user guide, evaluation within one account; KMS key policies).
  if (asked.action.startsWith('kms:') && judgement.policies.resource && naming === 'none') return refused();
  if (naming === 'session' && !undocumented.silentSessionPolicyLimitsSessionGrants) return byResource();
  if (naming === 'session' || naming === 'named')
    return principal.kind === 'user' ? byResource() : (limits(judgement) ?? byResource());
  return callerSide(judgement);
}

/** A role's trust policy must allow, even inside the account; whom it names decides what else is needed. */
function grantByTrust(judgement: Judgement, naming: Naming, step: TraceStep): Evaluation {
  const direct = naming === 'named' || (naming === 'session' && undocumented.wildcardTrustNeedsNoIdentityPolicy);
  const missing = judgement.sameAccount && direct ? undefined : missingIdentityAllow(judgement);
  if (missing) return missing;
  if (naming === 'none') return conclude(judgement, 'implicitDeny', step);
  // Only here does a boundary limit what a resource grants directly.
  const limited =
    judgement.sameAccount && direct && !undocumented.boundaryLimitsTrustGrants ? undefined : limits(judgement);
  return limited ?? conclude(judgement, 'allow', step);
}

/** Identity, boundary and session policy of the caller, all of which must allow. */
function callerSide(judgement: Judgement): Evaluation {
  const missing = missingIdentityAllow(judgement);
  if (missing) return missing;
  const granted = judgement.trace.at(-1) ?? { type: 'identity-based policy', finding: 'allows' };
  return limits(judgement) ?? conclude(judgement, 'allow', granted);
}

function missingIdentityAllow(judgement: Judgement): Evaluation | undefined {
  const { principal, policies, trace } = judgement;
  const type = 'identity-based policy';
  if (principal.kind === 'root') {
    trace.push({ type: 'AWS', finding: 'allows', detail: 'the root user has full access to its account' });
    return undefined;
  }
  const found = find(judgement, policies.identity, 'Allow');
  if (!found) return conclude(judgement, 'implicitDeny', { type, finding: 'silent' });
  trace.push({ type, finding: 'allows', ...found });
  return undefined;
}

/** What only limits and never grants: boundary and session policy. */
function limits(judgement: Judgement): Evaluation | undefined {
  const { policies, principal } = judgement;
  const session = policies.session ?? [];
  // A federated-user session without a session policy has no permissions (STS API reference, GetFederationToken).
  const sessionNeeded = session.length > 0 || principal.kind === 'federated-user';
  return (
    (policies.boundary ? missingLimitAllow(judgement, 'permissions boundary', [policies.boundary]) : undefined) ??
    (sessionNeeded ? missingLimitAllow(judgement, 'session policy', session) : undefined)
  );
}

function missingLimitAllow(
  judgement: Judgement,
  type: PolicyType,
  documents: readonly Policy[],
): Evaluation | undefined {
  const found = find(judgement, documents, 'Allow');
  if (found) {
    judgement.trace.push({ type, finding: 'allows', ...found });
    return undefined;
  }
  const [only, ...others] = documents;
  return conclude(judgement, 'implicitDeny', {
    type,
    finding: 'silent',
    ...(only && others.length === 0 ? { policy: only.name } : {}),
  });
}

function boundByScps({ request, principal, policies }: Judgement): boolean {
  if (policies.scpsByLevel.length === 0 || request.principalInManagementAccount === true) return false;
  return principal.account !== '' && !isServiceLinked(request, principal);
}

function boundByRcps({ request, principal, asked, sameAccount }: Judgement): boolean {
  if (request.resourceInManagementAccount === true || isServiceLinked(request, principal)) return false;
  if (principal.kind === 'root' && sameAccount && !undocumented.rcpsBindTheRootUser) return false;
  return isWithinReachOfRcps(asked.action, asked.resource);
}

/** Nobody but AWS can make a role under that path (IAM user guide, "Create a service-linked role"). */
function isServiceLinked(request: AccessRequest, { roleArn }: Principal): boolean {
  return request.serviceLinkedRole === true || roleArn.includes(':role/aws-service-role/');
}

/** The first statement of that effect that matches action, resource, conditions and, where there is one, principal. */
function find(judgement: Judgement, policies: readonly Policy[], effect: Statement['effect']): Found | undefined {
  for (const policy of policies) {
    for (const statement of statementsOf(policy.document, effect)) {
      if (!matches(statement, judgement.asked)) continue;
      // Only policies of resources may leave the resource out: an identity policy that does was never stored.
      if (effect === 'Allow' && !statement.resources) continue;
      if (namingOf(statement, judgement.principal, judgement.policies.boundary !== undefined) === 'none') continue;
      return { policy: policy.name, statement: statement.label };
    }
  }
  return undefined;
}

interface Found {
  policy: string;
  statement: string;
}

const CLOSENESS: readonly Naming[] = ['none', 'account', 'named', 'session'];

/** The closest naming among the matching Allow statements of the resource or trust policy, and the step that says so. */
function grantOfResource({ asked, principal, resourceSide, trace }: Judgement): { naming: Naming; step: TraceStep } {
  const { type, policy } = resourceSide;
  if (!policy) return { naming: 'none', step: { type, finding: 'silent' } };
  let naming: Naming = 'none';
  let label: string | undefined;
  for (const statement of statementsOf(policy.document, 'Allow')) {
    if (!statement.principals || !matches(statement, asked)) continue;
    const found = namingOf(statement, principal, false);
    if (CLOSENESS.indexOf(found) > CLOSENESS.indexOf(naming)) [naming, label] = [found, statement.label];
  }
  const step: TraceStep =
    label === undefined
      ? { type, finding: 'silent', policy: policy.name }
      : { type, finding: 'allows', policy: policy.name, statement: label };
  trace.push(step);
  return { naming, step };
}

/** Ends with a step, which is in the trace already if it was taken before. */
function conclude({ trace }: Judgement, decision: Decision, step: TraceStep): Evaluation {
  if (!trace.includes(step)) trace.push(step);
  return {
    decision,
    decidedBy: step.type,
    ...(step.policy === undefined ? {} : { policy: step.policy }),
    ...(step.statement === undefined ? {} : { statement: step.statement }),
    trace,
  };
}
