/** One object for all policy documents that say the same. */
import type { PolicyDocument } from '../../iam/index.js';
import type { TwinState } from '../state/twin-state.js';

/**
 * Gives documents of the same text the same object. What every account of a large organization has is then kept once, and the
 * evaluator compiles it once. Documents are never changed in place: an operation that changes one puts another in its stead.
 */
export function shareDocuments(state: TwinState): void {
  const known = new Map<string, PolicyDocument>();
  const shared = (document: PolicyDocument): PolicyDocument => {
    const text = JSON.stringify(document);
    const first = known.get(text) ?? document;
    known.set(text, first);
    return first;
  };
  for (const { users, groups, roles, policies } of state.accounts.values()) {
    for (const role of roles.values()) role.trust = shared(role.trust);
    for (const { inlinePolicies } of [...users.values(), ...groups.values(), ...roles.values()])
      for (const [name, document] of inlinePolicies) inlinePolicies.set(name, shared(document));
    for (const { versions } of policies.values())
      for (const version of versions.values()) version.document = shared(version.document);
  }
}
