/** Which policies bind whom at the moment: those of users, groups and roles, and the guardrails above an account. */
import type { Policy } from '../../iam/index.js';
import { ancestors, isInOrganization } from '../state/organization-tree.js';
import type { GuardrailType } from '../state/organization.js';
import type { TwinAccount, TwinGroup, TwinRole, TwinState, TwinUser } from '../state/twin-state.js';
import { awsManagedPolicy } from './aws-managed-policies.js';

/** Identity policies of a user (with those of its groups), of a role or of a group. */
export function identityPolicies(account: TwinAccount, entity: TwinUser | TwinRole | TwinGroup): Policy[] {
  const groups = 'groups' in entity ? [...entity.groups].flatMap((name) => account.groups.get(name) ?? []) : [];
  return [entity, ...groups].flatMap((holder) => policiesOf(account, holder));
}

/** The document behind a managed policy's ARN, as a list of one; empty if there is none. */
export function managedPolicy(account: TwinAccount, arn: string): Policy[] {
  const own = account.policies.get(arn);
  const document = own ? own.versions.get(own.defaultVersionId)?.document : awsManagedPolicy(arn);
  return document ? [{ name: arn, document }] : [];
}

/** SCPs or RCPs by level, root first, account last; none for the management account, which neither reaches, for outsiders, and for a type that is not enabled. */
export function guardrailLevels(state: TwinState, account: TwinAccount, type: GuardrailType): Policy[][] {
  const { managementAccountId, policyTypes } = state.organization;
  if (!isInOrganization(account) || account.id === managementAccountId || !policyTypes.has(type)) return [];
  return [...ancestors(state, account), account.id].map((target) =>
    [...(state.guardrailTargets.get(target) ?? [])].flatMap((id) => {
      const guardrail = state.guardrails.get(id);
      return guardrail?.type === type ? [{ name: guardrail.arn, document: guardrail.document }] : [];
    }),
  );
}

function policiesOf(account: TwinAccount, holder: TwinUser | TwinRole | TwinGroup): Policy[] {
  return [
    ...[...holder.inlinePolicies].map(([name, document]) => ({ name, document })),
    ...[...holder.attachedPolicies].flatMap((arn) => managedPolicy(account, arn)),
  ];
}

/** A trust policy that leaves everything to the caller's own policies: how one is left out, or stands in where there is no role. */
export function delegatesTo(accountId: string): Policy {
  return {
    name: 'left out',
    document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:*' } },
  };
}
