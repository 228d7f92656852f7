import { lineOf } from './wrong-document.js';
import type { WrongDocument } from './wrong-document.js';

/** Documents with statements that AWS takes nowhere, and with policies where they cannot be. */
export const wrongPolicies: readonly WrongDocument[] = [
  [
    'an effect that is none',
    ['Effect: Allow', 'Effect: Alow'],
    undefined,
    'lz.yaml:26:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Effect: must be "Allow" or "Deny"',
  ],
  [
    'a guardrail on nobody',
    ['attachedTo: [Root]', 'attachedTo: [Rot]'],
    undefined,
    `lz.yaml:${lineOf('attachedTo: [Root')}:18: "protect-identity-federation" is attached to "Rot", which does not exist`,
  ],
  [
    'FullAWSAccess taken from nobody',
    ['serviceControlPolicies:', 'withoutFullAccess: [Nowhere]\nserviceControlPolicies:'],
    undefined,
    `lz.yaml:${lineOf('serviceControlPolicies:')}:21: FullAWSAccess was detached from "Nowhere", which does not exist`,
  ],
  [
    'nothing left where FullAWSAccess was',
    ['serviceControlPolicies:', 'withoutFullAccess: [Suspended]\nserviceControlPolicies:'],
    undefined,
    `lz.yaml:${lineOf('serviceControlPolicies:')}:21: nothing else is attached to "Suspended"`,
  ],
  [
    'a policy of another account',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<log-archive>:policy/p"] } } } }',
    'overlay.yaml:1:65: arn:aws:iam::222233334444:policy/p is a policy of another account',
  ],
  [
    'a managed policy that does not exist',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<self>:policy/p"] } } } }',
    'overlay.yaml:1:65: there is no managed policy "p" in the account',
  ],
  [
    'a boundary that is no policy',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { permissionsBoundary: "arn:aws:iam::aws:role/p" } } } }',
    'overlay.yaml:1:47: arn:aws:iam::aws:role/p is not the ARN of a managed policy',
  ],
  [
    'a permission set with a policy of an account',
    undefined,
    'identityCenter: { permissionSets: { Investigator: { managedPolicies: ["arn:aws:iam::<management>:policy/p"] } } }',
    'overlay.yaml:1:71: arn:aws:iam::111122223333:policy/p is not an AWS managed policy',
  ],
  [
    'a wildcard in a principal',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<management>:role/*" } } } } } } }',
    'overlay.yaml:1:88: accounts.network.roles.BreakGlass.trust.BreakGlassUsers.Principal.AWS: AWS takes no wildcard inside a principal: name the account and put the pattern into a condition on aws:PrincipalArn',
  ],
  [
    'an operator that is none',
    ['Bool:', 'Boolean:'],
    undefined,
    'lz.yaml:33:24: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Condition.Boolean: the name "Boolean" is not a condition operator, such as StringEquals, ArnLike or Bool',
  ],
  [
    'an action that is none',
    ['Action: sts:AssumeRole', 'Action: AssumeRole'],
    undefined,
    'lz.yaml:27:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Action: an action is service:Action, e.g. sts:AssumeRole, or "*"',
  ],
  [
    'Action beside NotAction',
    ['Action: ec2:RunInstances', 'Action: ec2:RunInstances\n        NotAction: sts:*'],
    undefined,
    `lz.yaml:${lineOf('DenyVersion1:')}:7: serviceControlPolicies.require-instance-metadata-v2.statements.DenyVersion1: a statement has either Action or NotAction`,
  ],
  [
    'a guardrail with a principal',
    ['Action: ec2:RunInstances', 'Action: ec2:RunInstances\n        Principal: "*"'],
    undefined,
    `lz.yaml:${lineOf('DenyVersion1:')}:7: serviceControlPolicies.require-instance-metadata-v2.statements.DenyVersion1: a permissions policy names no Principal`,
  ],
  [
    'a trust policy with a resource',
    ['Effect: Allow', 'Effect: Allow\n          Resource: "*"'],
    undefined,
    'lz.yaml:25:9: accounts.management.roles.BreakGlass.trust.BreakGlassUsers: a trust policy has no Resource',
  ],
  [
    'a trust policy without a principal',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: null } } } } } }',
    'overlay.yaml:1:56: accounts.network.roles.BreakGlass.trust.BreakGlassUsers: a trust policy names a Principal',
  ],
  [
    'a boundary that an account lacks',
    undefined,
    'identityCenter: { permissionSets: { Fenced: { permissionsBoundary: Fence } }, assignments: { fenced: { person: erin, permissionSet: Fenced, accounts: [network] } } }',
    'overlay.yaml:1:118: account "network" has no managed policy "Fence", the permissions boundary of "Fenced"',
  ],
  [
    'a guardrail attached twice',
    ['attachedTo: [Workloads, Sandbox]', 'attachedTo: [Sandbox, Sandbox]'],
    undefined,
    `lz.yaml:${lineOf('attachedTo:')}:27: "region-lock" is attached to "Sandbox" twice`,
  ],
  [
    'a guardrail on an OU that is an account as well',
    undefined,
    'accounts: { Workloads: { ou: Sandbox } }',
    `lz.yaml:${lineOf('attachedTo:')}:18: "Workloads" is an OU and an account`,
  ],
  [
    'a guardrail without statements',
    ['DenyLeaving: { Effect: Deny, Action: organizations:LeaveOrganization, Resource: "*" }', '{}'],
    undefined,
    `lz.yaml:${lineOf('DenyLeaving:') - 1}:5: a policy has one statement at least`,
  ],
];
