/** Questions about the state that several operations ask. */
import type { Policy } from '../iam/index.js';
import { awsManagedPolicy } from './aws-managed-policies.js';
import type { TwinAccount, TwinGroup, TwinRole, TwinState, TwinUser } from './state.js';

/** Identity policies of a user (with those of its groups) or of a role. */
export function identityPolicies(account: TwinAccount, entity: TwinUser | TwinRole): Policy[] {
  const groups = 'groups' in entity ? [...entity.groups].flatMap((name) => account.groups.get(name) ?? []) : [];
  return [entity, ...groups].flatMap((holder) => policiesOf(account, holder));
}

/** The document behind a managed policy's ARN, as a list of one; empty if there is none. */
export function managedPolicy(account: TwinAccount, arn: string): Policy[] {
  const document = account.policies.get(arn)?.document ?? awsManagedPolicy(arn);
  return document ? [{ name: arn, document }] : [];
}

/** True for members and the management account, false for accounts of no organization. */
export function isInOrganization(account: TwinAccount): boolean {
  return account.parentId !== undefined;
}

/** Ids from the root down to the account's parent; empty outside the organization. */
export function ancestors(state: TwinState, account: TwinAccount): string[] {
  const path: string[] = [];
  for (let id = account.parentId; id !== undefined; id = state.ous.get(id)?.parentId) path.unshift(id);
  return path;
}

/** SCPs by level, root first, account last. */
export function serviceControlPolicyLevels(state: TwinState, account: TwinAccount): Policy[][] {
  if (!isInOrganization(account)) return [];
  return [...ancestors(state, account), account.id].map((target) =>
    [...(state.serviceControlPolicyTargets.get(target) ?? [])].flatMap((id) => {
      const policy = state.serviceControlPolicies.get(id);
      return policy ? [{ name: policy.arn, document: policy.document }] : [];
    }),
  );
}

function policiesOf(account: TwinAccount, holder: TwinUser | TwinRole | TwinGroup): Policy[] {
  return [
    ...[...holder.inlinePolicies].map(([name, document]) => ({ name, document })),
    ...[...holder.attachedPolicies].flatMap((arn) => managedPolicy(account, arn)),
  ];
}
