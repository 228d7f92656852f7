/** What a law of evaluation is: something that holds for every request and every set of policies. */
import type { AccessRequest, ApplicablePolicies, evaluate, Evaluation } from '../../../iam/index.js';
import type { Given } from '../random/given.js';

export type Evaluate = typeof evaluate;

/** A request that laws are put to. */
export interface Asked extends Given {
  /** The evaluator under test. */
  evaluate: Evaluate;
  /** Its answer to the request as given. */
  before: Evaluation;
  /** Its decision for the request, or for another, under other policies. */
  decide: (policies: ApplicablePolicies, request?: AccessRequest) => Evaluation['decision'];
}

/** `silent`: the law says nothing about such a request. */
export type Verdict = 'held' | 'silent' | { broken: string };

export interface Law {
  title: string;
  check: (asked: Asked) => Verdict;
}

/** Prepares a request for the laws. */
export function ask(evaluate: Evaluate, given: Given): Asked {
  return {
    ...given,
    evaluate,
    before: evaluate(given.request, given.policies),
    decide: (policies, request = given.request) => evaluate(request, policies).decision,
  };
}

/** Held if the two are equal. */
export function same(got: string, expected: string): Verdict {
  return got === expected ? 'held' : { broken: `${got} instead of ${expected}` };
}

/** Held if the value is among those allowed. */
export function among(got: string, ...expected: string[]): Verdict {
  return expected.includes(got) ? 'held' : { broken: `${got} instead of ${[...new Set(expected)].join(' or ')}` };
}

/**
 * What AWS decides without asking any policy (IAM user guide, "Compare AWS STS credentials"; STS API reference, GetCallerIdentity
 * and GetSessionToken); `undefined`: policies decide.
 */
export function decisionOfAws({
  caller: { principal },
  request: { action },
}: Asked): Evaluation['decision'] | undefined {
  if (action === 'sts:GetCallerIdentity') return 'allow';
  if (principal.includes(':federated-user/') && /^(sts|iam):/.test(action)) return 'implicitDeny';
  if (principal.endsWith(':root') && /^sts:AssumeRo/.test(action)) return 'implicitDeny';
  if (action !== 'sts:GetSessionToken') return undefined;
  return principal.includes(':assumed-role/') ? 'implicitDeny' : 'allow';
}

/** True if SCPs bind the caller: an identity of a member account, and no service-linked role. */
export function isBoundByScps({ caller, request }: Asked): boolean {
  return caller.account !== '' && caller.serviceLinkedRole !== true && request.principalInManagementAccount !== true;
}

/** True if RCPs reach the call. */
export function isBoundByRcps({ caller, target, request }: Asked): boolean {
  return target.rcp && caller.serviceLinkedRole !== true && request.resourceInManagementAccount !== true;
}
