/** Session policies: what a call may narrow its session to (IAM user guide, "Session policies"). */
import type { PolicyDocument } from '../../iam/index.js';
import { AwsError } from '../aws-error.js';
import { managedPolicy } from '../lookup.js';
import type { TwinAccount } from '../state.js';

/** What a call brings to narrow its session. */
export interface SessionPolicyInput {
  Policy?: string;
  PolicyArns?: readonly { arn?: string }[];
}

const MAX_CHARACTERS = 2048;
const MAX_POLICIES = 10;
const VERSIONS = ['2012-10-17', '2008-10-17'];

/**
 * The documents of a call's session policies; managed ones belong to the role's account or to AWS. Throws
 * `MalformedPolicyDocument`, `PackedPolicyTooLarge` or, for too many of them, `ValidationError`.
 */
export function sessionPolicies({ Policy: inline, PolicyArns: arns = [] }: SessionPolicyInput, account: TwinAccount): PolicyDocument[] {
  if (arns.length > MAX_POLICIES) {
    throw new AwsError('ValidationError', `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${MAX_POLICIES}`);
  }
  const managed = arns.flatMap(({ arn = '' }) => {
    const [policy] = managedPolicy(account, arn);
    if (!policy) throw new AwsError('MalformedPolicyDocument', `The policy ${arn} does not exist or is not attachable.`);
    return [policy.document];
  });
  return inline === undefined ? managed : [...managed, readInline(inline)];
}

function readInline(text: string): PolicyDocument {
  if (text.length > MAX_CHARACTERS) throw new AwsError('PackedPolicyTooLarge', 'The session policy is larger than 2,048 characters.');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('The policy is not in the valid JSON format.');
  }
  if (!isObject(document) || document['Statement'] === undefined) throw malformed('Syntax errors in policy.');
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && !VERSIONS.includes(String(version))) throw malformed('The policy must contain a valid version string');
  for (const statement of Array.isArray(statements) ? (statements as unknown[]) : [statements]) checkStatement(statement);
  return document as unknown as PolicyDocument;
}

/** The grammar of an identity-based statement (IAM user guide, "Grammar of the IAM JSON policy language"). */
function checkStatement(statement: unknown): void {
  if (!isObject(statement) || (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny')) throw malformed('Syntax errors in policy.');
  if (statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined) throw malformed('Policy document should not specify a principal.');
  checkOneOf(statement['Action'], statement['NotAction'], 'Policy statement must contain actions.');
  checkOneOf(statement['Resource'], statement['NotResource'], 'Policy statement must contain resources.');
  const { Condition: condition = {}, Sid: sid = '' } = statement;
  if (typeof sid !== 'string' || !isObject(condition)) throw malformed('Syntax errors in policy.');
  for (const keys of Object.values(condition)) {
    if (!isObject(keys) || !Object.values(keys).every((value) => isList(value, ['string', 'number', 'boolean']))) throw malformed('Syntax errors in policy.');
  }
}

/** Exactly one of an element and its negation, with one text or several. */
function checkOneOf(element: unknown, negated: unknown, whenMissing: string): void {
  const value = element ?? negated;
  if (value === undefined) throw malformed(whenMissing);
  if ((element !== undefined && negated !== undefined) || !isList(value, ['string'])) throw malformed('Syntax errors in policy.');
}

function isList(value: unknown, types: readonly string[]): boolean {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).every((item) => types.includes(typeof item));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
