/** What a documented difference between the oracle and this evaluator is. */
import type { Evaluation } from '../../../iam/index.js';
import type { Question } from '../adapter.js';
import type { SeenCondition, SeenStatement } from '../seen.js';

/** Both answers to a question. */
export interface Both {
  question: Question;
  ours: Evaluation['decision'];
  theirs: Evaluation['decision'];
  /** Context keys that the oracle threw away, lower case. */
  ignored: readonly string[];
}

/** A documented difference. One of the three predicates says where it comes from. */
export interface DifferenceClass {
  id: string;
  /** What the page says, and what the oracle does instead. */
  title: string;
  source: string;
  /** Cases of test/iam/ that show it. */
  cases: readonly string[];
  /** The condition that is read differently. Without all such conditions both must agree. */
  condition?: (seen: SeenCondition) => boolean;
  /** The statement that is read differently. Without all such statements both must agree. */
  statement?: (seen: SeenStatement) => boolean;
  /** The request that is decided differently, whatever its statements say. */
  request?: (both: Both) => boolean;
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** The pages that decide most of the differences. */
export const PAGES = {
  operators: `${IAM}/reference_policies_elements_condition_operators.html`,
  sets: `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  variables: `${IAM}/reference_policies_variables.html`,
  principal: `${IAM}/reference_policies_elements_principal.html`,
  notPrincipal: `${IAM}/reference_policies_elements_notprincipal.html`,
  resource: `${IAM}/reference_policies_elements_resource.html`,
  identifiers: `${IAM}/reference_identifiers.html`,
  evaluation: `${IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
  trust: `${IAM}/id_roles_update-role-trust-policy.html`,
  credentials: `${IAM}/id_credentials_sts-comparison.html`,
  federationKeys: `${IAM}/reference_policies_iam-condition-keys.html`,
  sts: 'https://docs.aws.amazon.com/STS/latest/APIReference',
} as const;
