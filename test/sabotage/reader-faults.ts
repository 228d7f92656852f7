/** What happens to the reader, who tells what stands there: what it may not read is left open, and the reason says by what. */
import type { Fault } from './fault.js';
import { changeSet } from './door-faults.js';
import { attachNew } from './hands.js';
import type { PolicyText } from './hands.js';

const READER = 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*Investigator*';

const fault = (name: string, apply: Fault['apply'], asks: string): Fault => ({
  name,
  direction: 'too-strict',
  apply,
  scenarios: ['readiness'],
  asks,
});

export const readerFaults: readonly Fault[] = [
  fault(
    'a guardrail keeps the reader from reading roles',
    (hands) =>
      attachNew(hands, 'network', {
        Sid: 'NoLooking',
        Effect: 'Deny',
        Action: ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'],
        Resource: '*',
        Condition: { ArnLike: { 'aws:PrincipalArn': READER } },
      }),
    `policy "night-shift", which the document does not declare, statement "NoLooking", denies it where ArnLike aws:PrincipalArn ${READER}`,
  ),
  fault(
    'the permission set of the reader denies reading roles',
    (hands) =>
      changeSet(hands, 'Investigator', (policy: PolicyText) => {
        policy.Statement.push({
          Sid: 'NotHere',
          Effect: 'Deny',
          Action: 'iam:ListRoles',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalTag/desk': 'security' } },
        });
      }),
    'statement "NotHere", denies it where StringNotEquals aws:PrincipalTag/desk security',
  ),
];
