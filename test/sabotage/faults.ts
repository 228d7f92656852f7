/** All faults of a running organization that are played, in both directions. */
import { alarmFaults } from './alarm-faults.js';
import { alarmReceiverFaults } from './alarm-receiver-faults.js';
import { credentialFaults } from './credential-faults.js';
import { doorFaults } from './door-faults.js';
import type { Fault } from './fault.js';
import { guardrailFaults } from './guardrail-faults.js';
import { identityFaults } from './identity-faults.js';
import { ownPolicyFaults } from './own-policy-faults.js';
import { readerFaults } from './reader-faults.js';
import { trustFaults } from './trust-faults.js';

export const faults: readonly Fault[] = [
  ...trustFaults,
  ...guardrailFaults,
  ...identityFaults,
  ...ownPolicyFaults,
  ...credentialFaults,
  ...doorFaults,
  ...alarmFaults,
  ...alarmReceiverFaults,
  ...readerFaults,
];
