/** One subscription: its ARN, and what it lets through. */
import { sha256 } from '../../../base/canonical-json.js';
import { compileFilterPolicy } from '../../../monitoring/index.js';
import type { TwinSubscription } from '../../state/monitoring.js';

/** Sets filter policy and scope of a subscription together. Throws a `PatternError`. */
export function setFilter(
  subscription: TwinSubscription,
  policy: string | undefined,
  scope: TwinSubscription['filterScope'],
): void {
  const passes = policy === undefined ? undefined : compileFilterPolicy(policy, scope);
  if (policy === undefined) delete subscription.filterPolicy;
  else subscription.filterPolicy = policy;
  subscription.filterScope = scope;
  subscription.passes = passes;
}

/** A subscription id that belongs to topic, protocol and endpoint alone: the same document gives the same ARNs. */
export function subscriptionArn(topicArn: string, protocol: string, endpoint: string): string {
  const hex = sha256(`${topicArn} ${protocol} ${endpoint}`);
  return `${topicArn}:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`;
}
