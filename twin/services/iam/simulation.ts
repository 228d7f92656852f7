/**
 * Decisions of the policy simulator (IAM user guide, "IAM policy testing with the IAM policy simulator"): the policies alone,
 * with what the call says of the request. Trust policies are left out, and a resource has a policy only if the call brings it.
 */
import { splitArn } from '../../../iam/arn.js';
import { readContext } from '../../../iam/context.js';
import { evaluate } from '../../../iam/index.js';
import type { ApplicablePolicies, Policy } from '../../../iam/index.js';
import { matches, statementsOf } from '../../../iam/statement.js';
import { delegatesTo } from '../../access/policies-in-effect.js';
import { contextKeysOf } from './context-keys.js';

/** A policy and where it comes from, as answers name it. */
export interface SourcedPolicy extends Policy {
  sourceType: 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';
}

/** Everything that a simulation goes by. */
export interface Simulation {
  /** ARN of the simulated caller. */
  principal: string;
  principalId?: string;
  accountId: string;
  inManagementAccount: boolean;
  identity: readonly SourcedPolicy[];
  boundary: Policy | undefined;
  /** `undefined`: the account is in no organization. */
  scpsByLevel: readonly (readonly Policy[])[] | undefined;
  resource: { policy: SourcedPolicy; ownerAccount: string } | undefined;
  /** Values by name of the key. */
  context: Readonly<Record<string, string | readonly string[]>>;
}

/** `EvaluationResult` of one action on one resource. */
export function simulate(simulation: Simulation, action: string, resource: string): Record<string, unknown> {
  const { identity, boundary, scpsByLevel, resource: owned } = simulation;
  const scps = simulation.inManagementAccount ? undefined : scpsByLevel;
  const evaluation = decide(simulation, action, resource, {
    identity,
    scpsByLevel: scps ?? [],
    trust: delegatesTo(simulation.accountId),
    ...(boundary ? { boundary } : {}),
    ...(owned ? { resource: owned.policy } : {}),
  });
  const alone = (policies: Partial<ApplicablePolicies>): boolean =>
    decide(simulation, action, resource, {
      identity: [EVERYTHING],
      scpsByLevel: [],
      trust: delegatesTo(simulation.accountId),
      ...policies,
    }).decision === 'allow';
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: evaluation.decision === 'allow' ? 'allowed' : evaluation.decision,
    MatchedStatements: matched(simulation, action, resource, evaluation.decision),
    MissingContextValues: missingKeys(simulation),
    ...(scps ? { OrganizationsDecisionDetail: { AllowedByOrganizations: alone({ scpsByLevel: scps }) } } : {}),
    ...(boundary ? { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: alone({ boundary }) } } : {}),
  };
}

const EVERYTHING: Policy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

function decide(
  simulation: Simulation,
  action: string,
  resource: string,
  policies: ApplicablePolicies,
): ReturnType<typeof evaluate> {
  const { principal, principalId, accountId, inManagementAccount, context, resource: owned } = simulation;
  return evaluate(
    {
      principal,
      ...(principalId === undefined ? {} : { principalId }),
      principalInManagementAccount: inManagementAccount,
      action,
      resource,
      // Without a policy of the resource its owner's side is nobody's to ask: the caller's side decides, as if both were one.
      resourceAccount: owned?.ownerAccount ?? accountId,
      context,
    },
    policies,
  );
}

/** The statements that made the decision: those that deny if one does, else those that allow. */
function matched(
  { identity, resource: owned, context }: Simulation,
  action: string,
  resource: string,
  decision: string,
): { SourcePolicyId: string; SourcePolicyType: string }[] {
  const effect = decision === 'explicitDeny' ? 'Deny' : 'Allow';
  const asked = {
    action: action.toLowerCase(),
    resource,
    resourceParts: splitArn(resource),
    context: readContext(context),
  };
  if (decision === 'implicitDeny') return [];
  return [...identity, ...(owned ? [owned.policy] : [])].flatMap(({ name, sourceType, document }) =>
    statementsOf(document, effect)
      .filter((statement) => matches(statement, asked))
      .map(() => ({ SourcePolicyId: name, SourcePolicyType: sourceType })),
  );
}

/** Keys that the policies ask for and that the call does not give. */
function missingKeys({ identity, boundary, resource: owned, context }: Simulation): string[] {
  const given = new Set(Object.keys(context).map((name) => name.toLowerCase()));
  const documents = [...identity, ...(boundary ? [boundary] : []), ...(owned ? [owned.policy] : [])].map(
    ({ document }) => document,
  );
  return contextKeysOf(documents).filter((name) => !given.has(name.toLowerCase()));
}
