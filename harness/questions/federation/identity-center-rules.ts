/** Rules about IAM Identity Center: break glass must not hang on it. */
import { missingUser } from '../../causes/users.js';
import { collect } from '../../configuration/collect.js';
import type { Rule, Subject } from '../../configuration/rule.js';
import { knownUsers, management } from '../../configuration/inspected.js';

/** Rights that come by a permission set die with Identity Center. */
const I09: Rule = {
  id: 'I09',
  title: 'a break-glass user gets its rights by a permission set',
  code: 'BG_USER_FEDERATED',
  inspect: (inspected) => {
    const known = knownUsers(inspected);
    const assigned = new Set(
      Object.values(inspected.snapshot.organization.identityCenter.assignments).map(({ person }) => person),
    );
    return collect(
      known.federated
        .filter((name) => assigned.has(name))
        .map((name) => ({ account: management(inspected).name, explanation: missingUser(name, known) })),
    );
  },
};

export const identityCenter: Subject = {
  id: 'identity-center',
  rules: [I09],
  reads: ['accounts', 'identities', 'Identity Center'],
  looksAt: (inspected) => [management(inspected).name],
  evidence: 'evaluated',
};
