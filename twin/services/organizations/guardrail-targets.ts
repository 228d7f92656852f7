/**
 * Which guardrails are attached where, and what happens by itself: FullAWSAccess is attached to whatever is new, and to
 * everything when a type is enabled; disabling a type detaches everything (Organizations user guide, "Enabling and disabling policy types").
 */
import type { PolicyDocument } from '../../../iam/index.js';
import { fullAwsAccess, rcpFullAwsAccess } from '../../access/aws-managed-policies.js';
import type { GuardrailType, TwinGuardrail } from '../../state/organization.js';
import type { TwinState } from '../../state/twin-state.js';

/** The policy of AWS that every target starts with, by type. */
const AWS_MANAGED: Readonly<
  Record<GuardrailType, { id: string; name: string; description: string; document: PolicyDocument }>
> = {
  SERVICE_CONTROL_POLICY: {
    id: 'p-FullAWSAccess',
    name: 'FullAWSAccess',
    description: 'Allows access to every operation',
    document: fullAwsAccess,
  },
  RESOURCE_CONTROL_POLICY: {
    id: 'p-RCPFullAWSAccess',
    name: 'RCPFullAWSAccess',
    description: 'Allow access to all resources',
    document: rcpFullAwsAccess,
  },
};

/** Adds a policy, attached nowhere. */
export function addGuardrail(state: TwinState, guardrail: Omit<TwinGuardrail, 'arn'>): TwinGuardrail {
  const { organization, partition } = state;
  const owner = guardrail.awsManaged ? 'aws:policy' : `${organization.managementAccountId}:policy/${organization.id}`;
  const added = {
    ...guardrail,
    arn: `arn:${partition}:organizations::${owner}/${guardrail.type.toLowerCase()}/${guardrail.id}`,
  };
  state.guardrails.set(added.id, added);
  return added;
}

/** Puts a root, OU or account under the policies of AWS of every enabled type. */
export function addTarget(state: TwinState, id: string): void {
  state.guardrailTargets.set(id, new Set([...state.organization.policyTypes].map((type) => AWS_MANAGED[type].id)));
}

/** Enables a type: its policy of AWS is there from now on, and attached to everything. */
export function enableType(state: TwinState, type: GuardrailType): void {
  const { id, name, description, document } = AWS_MANAGED[type];
  state.organization.policyTypes.add(type);
  addGuardrail(state, { id, type, name, description, awsManaged: true, content: JSON.stringify(document), document });
  for (const attached of state.guardrailTargets.values()) attached.add(id);
}

/** Detaches FullAWSAccess, the service control policy of AWS, from a target. */
export function detachFullAccess(state: TwinState, id: string): void {
  state.guardrailTargets.get(id)?.delete(AWS_MANAGED.SERVICE_CONTROL_POLICY.id);
}

/** Disables a type: its policies stay, and are attached nowhere. */
export function disableType(state: TwinState, type: GuardrailType): void {
  state.organization.policyTypes.delete(type);
  for (const attached of state.guardrailTargets.values()) {
    for (const id of attached) if (state.guardrails.get(id)?.type === type) attached.delete(id);
  }
}

/** Ids of the policies of a type that are attached to a target. */
export function attachedTo(state: TwinState, targetId: string, type: GuardrailType): string[] {
  return [...(state.guardrailTargets.get(targetId) ?? [])].filter((id) => state.guardrails.get(id)?.type === type);
}
