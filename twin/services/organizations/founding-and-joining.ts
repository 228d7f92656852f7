/** An organization begins and ends, and an account joins and leaves. */
import type { Random } from '../../../base/random.js';
import { noOrganization } from '../../state/organization.js';
import type { TwinOrganization } from '../../state/organization.js';
import type { TwinAccount, TwinState } from '../../state/twin-state.js';
import type { OperationContext } from '../shared/operation.js';
import { withdraw } from '../sso-admin/reserved-roles.js';
import { addTarget } from './guardrail-targets.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `count` lower-case letters or digits, as in ids of Organizations. */
export function letters(count: number, random: Random): string {
  return Array.from({ length: count }, () => LETTERS.charAt(random.below(LETTERS.length))).join('');
}

/**
 * Makes the caller's account the management account of a new organization. No type of policies is enabled at first. The
 * instance of Identity Center, which AWS enables in the console alone, is there with it, in the Region that the call was signed for.
 */
export function foundOrganization(
  { state, caller, clock, random, signedRegion }: OperationContext,
  featureSet: TwinOrganization['featureSet'],
): void {
  state.organization = {
    ...noOrganization(),
    id: `o-${letters(10, random)}`,
    rootId: `r-${letters(4, random)}`,
    managementAccountId: caller.account.id,
    featureSet,
  };
  addTarget(state, state.organization.rootId);
  join(state, caller.account, 'INVITED', clock.now());
  state.homeRegion = signedRegion;
  const hex = (bytes: number): string => Buffer.from(random.bytes(bytes)).toString('hex');
  Object.assign(state.identityCenter, {
    instanceArn: `arn:${state.partition}:sso:::instance/ssoins-${hex(8)}`,
    identityStoreId: `d-${hex(5)}`,
    createdAt: clock.now(),
  });
}

/** The management account stands alone again; everything of the organization is gone. */
export function dissolveOrganization(state: TwinState): void {
  const { identityCenter } = state;
  const account = state.accounts.get(state.organization.managementAccountId);
  if (account) leave(state, account);
  state.organization = noOrganization();
  for (const content of [state.ous, state.guardrails, state.guardrailTargets]) content.clear();
  for (const content of [
    identityCenter.people,
    identityCenter.groups,
    identityCenter.memberships,
    identityCenter.permissionSets,
    identityCenter.portalTokens,
  ])
    content.clear();
  Object.assign(identityCenter, { instanceArn: '', identityStoreId: '' });
}

/** An account enters the organization, below the root. */
export function join(state: TwinState, account: TwinAccount, method: TwinAccount['joinedMethod'], now: number): void {
  Object.assign(account, { parentId: state.organization.rootId, joinedMethod: method, joinedAt: now });
  addTarget(state, account.id);
}

/** An account leaves: no guardrail binds it any more, and what Identity Center had made there is taken away. */
export function leave(state: TwinState, account: TwinAccount): void {
  const { assignments, permissionSets } = state.identityCenter;
  account.parentId = undefined;
  state.guardrailTargets.delete(account.id);
  state.organization.tags.delete(account.id);
  for (const set of permissionSets.values()) withdraw(account, set);
  for (const [key, { accountId }] of assignments) if (accountId === account.id) assignments.delete(key);
}
