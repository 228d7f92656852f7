import { ACCOUNT_ROLE, ADMINISTRATOR, LAMBDA, SERVICE, allow, both, role, user } from './door-patches.js';
import type { DoorCase } from './door-patches.js';

/** What is sound, however it looks. */
export const shutDoors: readonly DoorCase[] = [
  { door: 'the landing zone as it ships' },
  { door: 'the role that AWS Organizations makes, for whoever the document says', overlay: ACCOUNT_ROLE },
  { door: 'an administrator role for a service in a member account', overlay: role('network', 'Worker', SERVICE) },
  {
    door: 'a foreign account that may read',
    overlay: role(
      'network',
      'Reader',
      '{ AWS: "999900001111" }',
      '',
      'managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
    ),
  },
  {
    door: 'a foreign account whose role is held by a boundary',
    overlay:
      `${role('network', 'Vendor', '{ AWS: "999900001111" }', '', `${ADMINISTRATOR}, permissionsBoundary: "arn:aws:iam::<self>:policy/edge"`)}`.replace(
        'accounts: { network: { ',
        'accounts: { network: { policies: { edge: { statements: { A: { Effect: Allow, Action: "s3:*", Resource: "*" } } } }, ',
      ),
  },
  {
    door: 'a role that trusts an account nobody of which may assume it',
    overlay: role('network', 'Ops', '{ AWS: "<log-archive>" }').replace(
      '<log-archive>',
      'arn:aws:iam::<old-datalake>:root',
    ),
  },
  {
    door: 'a user of a member account who may open trust policies that a guardrail keeps shut',
    overlay: user('network', 'iam:UpdateAssumeRolePolicy', 'arn:aws:iam::*:role/break-glass/*'),
  },
  {
    door: 'the same user where a boundary stops it',
    overlay: `${user('management', '["iam:CreateLoginProfile", "iam:EnableMFADevice"]').replace('ann: {', 'ann: { permissionsBoundary: "arn:aws:iam::<self>:policy/edge",').replace('users:', 'policies: { edge: { statements: { A: { Effect: Allow, Action: "s3:*", Resource: "*" } } } }, users:')}`,
  },
  {
    door: 'users who keep their own devices',
    overlay:
      'accounts: { management: { users: { ann: { policies: { own: { C: { Effect: Allow, Action: "iam:CreateVirtualMFADevice", Resource: "arn:aws:iam::*:mfa/*" }, E: { Effect: Allow, Action: ["iam:EnableMFADevice", "iam:ResyncMFADevice", "iam:CreateAccessKey", "iam:UpdateLoginProfile"], Resource: "arn:aws:iam::*:user/${aws:username}" } } } } } } }',
  },
  {
    door: 'a role that may be handed to another service than it trusts',
    overlay: both(
      'network',
      'ann: { policies: { p: { S: { Effect: Allow, Action: "iam:PassRole", Resource: "*", Condition: { StringEquals: { "iam:PassedToService": ec2.amazonaws.com } } } } } }',
      LAMBDA,
    ),
  },
  {
    door: 'a group of administrators that nobody is in',
    overlay: `accounts: { network: { groups: { admins: { ${ADMINISTRATOR} } }, users: { ann: {} } } }`,
  },
  {
    door: 'a group of readers that a user may join',
    overlay: `accounts: { network: { groups: { readers: { managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } }, users: { ann: { ${allow('"iam:AddUserToGroup"')} } } } }`,
  },
  {
    door: 'keys of a user who is no administrator',
    overlay: `accounts: { network: { users: { ann: { ${allow('"iam:CreateAccessKey"')} }, bob: {} } } }`,
  },
  {
    door: 'a role for the organization that nobody in it may assume',
    overlay: role(
      'network',
      'Org',
      '"*"',
      ', Condition: { StringEquals: { "aws:PrincipalOrgID": o-exampleorg1, "aws:PrincipalAccount": <old-datalake> } }',
    ),
  },
  {
    door: 'a pipeline that is declared',
    overlay: `${role('network', 'Vendor', '{ AWS: "999900001111" }')}\ndoors: { vendor: { admits: [account/999900001111], into: ["role/V*r"], accounts: [network], owner: ann, alarm: vendor-used, until: "2026-06-01" } }`,
  },
  {
    door: 'a declared door that is gone, whoever answered for it',
    overlay: 'doors: { gone: { admits: [everybody], into: [role/Gone], until: "2020-01-01" } }',
  },
];
