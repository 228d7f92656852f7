/** Where guardrails are attached. A target that has any of a type keeps one of them at least. */
import { guardrailQuotas } from '../../access/policy-validation/index.js';
import type { RequiredPermission } from '../../access/request.js';
import type { TwinGuardrail } from '../../state/organization.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { attachedTo } from './guardrail-targets.js';
import {
  checkTarget,
  guardrailType,
  invalidInput,
  managementOnly,
  pageOf,
  permissionsOn,
  policyOf,
  readersOnly,
  resourceArn,
  violates,
} from './operations-in-common.js';
import { showSummary, typeKey } from './policies.js';

interface AttachmentInput {
  PolicyId: string;
  TargetId: string;
}

function permissions(name: string) {
  return ({ PolicyId, TargetId }: AttachmentInput, context: OperationContext): RequiredPermission[] =>
    permissionsOn(name, [PolicyId, TargetId], context, typeKey(context.state, PolicyId));
}

/** The policy, and the policies of its type on the target. */
function found(
  { PolicyId, TargetId }: AttachmentInput,
  context: OperationContext,
): { policy: TwinGuardrail; attached: Set<string>; alike: string[] } {
  managementOnly(context);
  const { state } = context;
  const policy = policyOf(state, PolicyId);
  checkTarget(state, TargetId);
  return {
    policy,
    attached: state.guardrailTargets.get(TargetId) ?? new Set(),
    alike: attachedTo(state, TargetId, policy.type),
  };
}

function attach(input: AttachmentInput, context: OperationContext): unknown {
  const { policy, attached, alike } = found(input, context);
  if (!context.state.organization.policyTypes.has(policy.type))
    throw new AwsError('PolicyTypeNotEnabledException', 'The specified policy type is not enabled.');
  if (attached.has(policy.id))
    throw new AwsError(
      'DuplicatePolicyAttachmentException',
      'A policy with the same ID is already attached to the target.',
    );
  const { scpsPerTarget, rcpsPerTarget } = guardrailQuotas(context.clock.now());
  if (alike.length >= (policy.type === 'SERVICE_CONTROL_POLICY' ? scpsPerTarget : rcpsPerTarget))
    throw violates(
      'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You have attached the maximum number of policies to the specified target.',
    );
  attached.add(policy.id);
  return {};
}

/** Where the type is not enabled nothing is attached: the API reference of DetachPolicy lists no PolicyTypeNotEnabledException. */
function detach(input: AttachmentInput, context: OperationContext): unknown {
  const { policy, attached, alike } = found(input, context);
  if (!attached.has(policy.id))
    throw new AwsError('PolicyNotAttachedException', 'The policy is not attached to the specified target.');
  if (policy.awsManaged && policy.type === 'RESOURCE_CONTROL_POLICY')
    throw invalidInput('NON_DETACHABLE_POLICY', 'The policy cannot be detached.');
  if (alike.length === 1)
    throw violates(
      'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
    );
  attached.delete(policy.id);
  return {};
}

function showTarget(state: TwinState, id: string): Record<string, unknown> {
  const name = state.ous.get(id)?.name ?? state.accounts.get(id)?.name ?? 'Root';
  return {
    TargetId: id,
    Arn: resourceArn(state, id),
    Name: name,
    Type: /^\d/.test(id) ? 'ACCOUNT' : id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT',
  };
}

export const attachmentOperations = [
  operation<AttachmentInput, unknown>({ name: 'AttachPolicy', permissions: permissions('AttachPolicy'), run: attach }),
  operation<AttachmentInput, unknown>({ name: 'DetachPolicy', permissions: permissions('DetachPolicy'), run: detach }),
  operation<PageInput & { PolicyId: string }, unknown>({
    name: 'ListTargetsForPolicy',
    permissions: ({ PolicyId }, context) =>
      permissionsOn('ListTargetsForPolicy', [PolicyId], context, typeKey(context.state, PolicyId)),
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      const { id } = policyOf(state, input.PolicyId);
      const targets = [...state.guardrailTargets].filter(([, attached]) => attached.has(id)).map(([target]) => target);
      const { items, ...rest } = pageOf(targets, input);
      return { Targets: items.map((target) => showTarget(state, target)), ...rest };
    },
  }),
  operation<PageInput & { TargetId: string; Filter: string }, unknown>({
    name: 'ListPoliciesForTarget',
    permissions: ({ TargetId, Filter }, context) =>
      permissionsOn('ListPoliciesForTarget', [TargetId], context, { 'organizations:PolicyType': Filter }),
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      checkTarget(state, input.TargetId);
      const { items, ...rest } = pageOf(attachedTo(state, input.TargetId, guardrailType(input.Filter)), input);
      return { Policies: items.map((id) => showSummary(policyOf(state, id))), ...rest };
    },
  }),
];
