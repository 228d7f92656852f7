import { alone, inManagement } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of what Identity Center gives to break-glass users. */
export const identityCenterCases: readonly RuleCase[] = [
  {
    rule: 'I09',
    fault: 'rights by a permission set',
    overlay: `${alone('break-glass-1')}${inManagement('break-glass-1', '{ break-glass-2: null }')}\nidentityCenter: { people: { break-glass-2: { displayName: b, email: b@example.com } }, assignments: { b: { person: break-glass-2, permissionSet: Administrator, accounts: everyAccount } } }`,
    expects: /BG_USER_FEDERATED \[management\] "break-glass-2"/,
  },
];
