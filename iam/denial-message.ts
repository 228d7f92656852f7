/** AWS's access-denied text (IAM user guide, "Troubleshoot access denied error messages"). */
import type { Evaluation, PolicyType } from './types.js';

/** What was denied to whom, and whether the caller belongs to the organization of the resource. */
export interface Denial {
  principalArn: string;
  action: string;
  resource: string;
  evaluation: Evaluation;
  /** Callers of another organization are not told which policy denied. */
  sameOrganization: boolean;
}

/** Types whose explicit denials name the policy's ARN ("Enhanced access denied error messages with policy ARNs"). */
const NAMED: ReadonlySet<PolicyType> = new Set<PolicyType>([
  'service control policy',
  'resource control policy',
  'permissions boundary',
  'session policy',
  'identity-based policy',
]);

/** The message of an `AccessDenied` error. */
export function denialMessage({ principalArn, action, resource, evaluation, sameOrganization }: Denial): string {
  const short = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
  if (!sameOrganization || evaluation.decidedBy === 'AWS') return short;
  if (evaluation.decision === 'implicitDeny')
    return `${short} because no ${evaluation.decidedBy} allows the ${action} action`;
  const arn =
    NAMED.has(evaluation.decidedBy) && evaluation.policy?.startsWith('arn:') === true ? `: ${evaluation.policy}` : '';
  return `${short} with an explicit deny in ${article(evaluation.decidedBy)} ${evaluation.decidedBy}${arn}`;
}

function article(type: PolicyType): string {
  if (type === 'role trust policy') return 'the';
  return type === 'identity-based policy' ? 'an' : 'a';
}
