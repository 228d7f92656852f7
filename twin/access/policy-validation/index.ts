/**
 * Validates policy documents when they are stored, as AWS does: what it would refuse never gets into the twin. One mechanism
 * for IAM (trust, managed, inline), STS (session), Organizations (`scp`, `rcp`: CreatePolicy and UpdatePolicy call
 * `readPolicyDocument` with the quotas of the day) and resources with a policy of their own. Pure.
 */
import type { PolicyDocument } from '../../../iam/index.js';
import { AwsError } from '../../wire/aws-error.js';
import { parseDocument } from './document.js';
import type { Rule } from './document.js';
import { rcpRules, scpRules } from './guardrails.js';
import { inlineRules, managedRules, sessionRules } from './identity.js';
import { resourceRules } from './resource-policy.js';
import { iamSizes, sizeWithoutWhiteSpace } from './sizes.js';
import { parseText } from './text.js';
import { trustRules } from './trust.js';

export { guardrailQuotas, iamSizes, sizeWithoutWhiteSpace } from './sizes.js';
export { textOf } from './text.js';

/**
 * `managed`: also a permissions boundary; `inline`: of a user, group, role or permission set; `resource`: of a topic, queue
 * or the like.
 */
export type PolicyKind = 'trust' | 'managed' | 'inline' | 'session' | 'scp' | 'rcp' | 'resource';

/** Why AWS would not store a document, ready to be thrown as an `AwsError`. */
export interface PolicyProblem {
  code: string;
  message: string;
  statusCode: number;
  /** What is wrong, for people; Organizations answers one sentence whatever it is. */
  detail: string;
  /** Extra members of the error shape. */
  members?: Readonly<Record<string, unknown>>;
}

interface Kind {
  rules: readonly Rule[];
  /** Texts for what is no JSON, and for JSON that is no object. */
  notJson: string;
  notObject: string;
  /** `undefined`: the caller counts, because several documents share the quota or another service sets it. */
  size?: { limit: number; problem(limit: number): PolicyProblem; of(text: string): number };
}

const INVALID_JSON = 'This policy contains invalid Json';
const SYNTAX = 'Syntax errors in policy.';

function exceeded(message: string): PolicyProblem {
  return { code: 'LimitExceeded', message, statusCode: 409, detail: message };
}

/** Organizations API reference, ConstraintViolationException. */
function tooLargeGuardrail(limit: number): PolicyProblem {
  const message = `You have exceeded the maximum size of a policy, ${limit} characters.`;
  return {
    code: 'ConstraintViolationException',
    message,
    statusCode: 400,
    detail: message,
    members: { Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED' },
  };
}

const length = (text: string): number => text.length;
const guardrailSize = { limit: 5120, problem: tooLargeGuardrail, of: length };

const kinds: Readonly<Record<PolicyKind, Kind>> = {
  trust: {
    rules: trustRules,
    notJson: INVALID_JSON,
    notObject: INVALID_JSON,
    size: {
      limit: iamSizes.trust,
      problem: (limit) => exceeded(`Cannot exceed quota for ACLSizePerRole: ${limit}`),
      of: sizeWithoutWhiteSpace,
    },
  },
  managed: {
    rules: managedRules,
    notJson: SYNTAX,
    notObject: SYNTAX,
    size: {
      limit: iamSizes.managed,
      problem: (limit) => exceeded(`Cannot exceed quota for PolicySize: ${limit}`),
      of: sizeWithoutWhiteSpace,
    },
  },
  inline: { rules: inlineRules, notJson: SYNTAX, notObject: SYNTAX },
  session: { rules: sessionRules, notJson: 'The policy is not in the valid JSON format.', notObject: SYNTAX },
  scp: { rules: scpRules, notJson: SYNTAX, notObject: SYNTAX, size: guardrailSize },
  rcp: { rules: rcpRules, notJson: SYNTAX, notObject: SYNTAX, size: guardrailSize },
  resource: { rules: resourceRules, notJson: INVALID_JSON, notObject: INVALID_JSON },
};

/** IAM user guide, "IAM name requirements". */
const CHARACTERS = /^[\t\n\r\u0020-\u00FF]*$/;

/**
 * Why AWS would refuse to store a document; `undefined` if it would not. `limit` replaces the default quota of characters:
 * `guardrailQuotas(clock.now()).scpCharacters` for an SCP, whose default here is the older, smaller one.
 */
export function validatePolicyDocument(kind: PolicyKind, text: string, limit?: number): PolicyProblem | undefined {
  const { rules, notJson, notObject, size } = kinds[kind];
  const most = limit ?? size?.limit;
  if (size && most !== undefined && size.of(text) > most) return size.problem(most);
  const document = CHARACTERS.test(text) ? parseDocument(text) : 'not JSON';
  if (typeof document === 'string') return malformed(kind, document === 'not JSON' ? notJson : notObject);
  for (const rule of rules) {
    const detail = rule(document);
    if (detail !== undefined) return malformed(kind, detail);
  }
  return undefined;
}

/** The document of a text, which `textOf` gives back. Throws what AWS would answer instead of storing it; `limit` as above. */
export function readPolicyDocument(kind: PolicyKind, text: string, limit?: number): PolicyDocument {
  const problem = validatePolicyDocument(kind, text, limit);
  if (problem) throw new AwsError(problem.code, problem.message, problem.statusCode, problem.members);
  return parseText(text);
}

function malformed(kind: PolicyKind, detail: string): PolicyProblem {
  const isGuardrail = kind === 'scp' || kind === 'rcp';
  return {
    code: isGuardrail ? 'MalformedPolicyDocumentException' : 'MalformedPolicyDocument',
    message: isGuardrail
      ? 'The provided policy document does not meet the requirements of the specified policy type.'
      : detail,
    statusCode: 400,
    detail,
  };
}
