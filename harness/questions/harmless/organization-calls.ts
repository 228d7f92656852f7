/** Calls about the organization itself: they are for the management account, whatever a member's own policies allow. */
import { UpdatePolicyCommand } from '@aws-sdk/client-organizations';
import { sha256 } from '../../../base/canonical-json.js';
import type { HarmlessCall } from './call.js';

/** Editing guardrails, the last repair when one of them locks everybody out. */
export const editGuardrail: HarmlessCall = {
  title: 'change the description of a guardrail that does not exist',
  action: 'organizations:UpdatePolicy',
  resource: ({ partition, managementAccountId, organizationId, absent }) =>
    `arn:${partition}:organizations::${managementAccountId}:policy/${organizationId}/service_control_policy/${absentPolicyId(absent)}`,
  // The description alone: even of a guardrail that existed, nothing that binds anybody would change.
  send: (clients, { absent }) =>
    clients.organizations().send(new UpdatePolicyCommand({ PolicyId: absentPolicyId(absent), Description: absent })),
  absentAnswers: ['PolicyNotFoundException'],
};

/** `p-` and 8 to 128 lower-case letters or digits (Organizations API reference, Policy ids). */
function absentPolicyId(absent: string): string {
  return `p-${sha256(absent).slice(0, 16)}`;
}
