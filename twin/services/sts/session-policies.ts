/** Session policies: what a call may narrow its session to (IAM user guide, "Session policies"). */
import { deflateRawSync } from 'node:zlib';
import type { PolicyDocument } from '../../../iam/index.js';
import { managedPolicy } from '../../access/policies-in-effect.js';
import { readPolicyDocument } from '../../access/policy-validation/index.js';
import type { TwinAccount } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';

/** What a call brings to narrow its session. */
export interface SessionPolicyInput {
  Policy?: string;
  PolicyArns?: readonly { arn?: string }[];
}

const MAX_CHARACTERS = 2048;
const MAX_POLICIES = 10;

/**
 * The documents of a call's session policies; managed ones belong to the role's account or to AWS. Throws
 * `MalformedPolicyDocument`, `PackedPolicyTooLarge` or, for too many of them, `ValidationError`.
 */
export function sessionPolicies(
  { Policy: inline, PolicyArns: arns = [] }: SessionPolicyInput,
  account: TwinAccount,
): PolicyDocument[] {
  if (arns.length > MAX_POLICIES) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${MAX_POLICIES}`,
    );
  }
  const managed = arns.flatMap(({ arn = '' }) => {
    const [policy] = managedPolicy(account, arn);
    if (!policy)
      throw new AwsError('MalformedPolicyDocument', `The policy ${arn} does not exist or is not attachable.`);
    return [policy.document];
  });
  return inline === undefined ? managed : [...managed, readInline(inline)];
}

/** What a session is asked to carry. */
interface Packed extends SessionPolicyInput {
  Tags?: readonly { Key: string; Value: string }[];
}

/**
 * How much of what a session can carry its policies and tags take, in percent; none for a call without them. AWS packs them in a
 * form of its own (STS API reference, AssumeRole, PackedPolicySize), so that this is about as much, and nothing is refused for it.
 */
export function packedPolicySize({ Policy: policy, PolicyArns: arns = [], Tags: tags = [] }: Packed): {
  PackedPolicySize?: number;
} {
  if (policy === undefined && arns.length + tags.length === 0) return {};
  const packed = deflateRawSync(JSON.stringify([policy, arns, tags])).length;
  return { PackedPolicySize: Math.min(100, Math.ceil((100 * packed) / MAX_CHARACTERS)) };
}

function readInline(text: string): PolicyDocument {
  if (text.length > MAX_CHARACTERS)
    throw new AwsError('PackedPolicyTooLarge', 'The session policy is larger than 2,048 characters.');
  return readPolicyDocument('session', text);
}
