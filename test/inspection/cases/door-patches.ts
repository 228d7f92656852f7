import type { Inspected } from '../../../harness/configuration/rule.js';

/** An overlay on the landing zone, or a change of what was read of it. */
export interface DoorCase {
  door: string;
  overlay?: string;
  change?: (world: Inspected) => void;
}

export const ADMINISTRATOR = 'managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]';

/** A role of an account with every right, that trusts somebody. */
export const role = (account: string, name: string, principal: string, more = '', rights = ADMINISTRATOR): string =>
  `accounts: { ${account}: { roles: { ${name}: { ${rights}, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: ${principal}${more} } } } } } }`;

/** A user of an account who may do one thing. */
export const user = (account: string, action: string, resource = '*', more = ''): string =>
  `accounts: { ${account}: { users: { ann: { policies: { p: { S: { Effect: Allow, Action: ${action}, Resource: "${resource}"${more} } } } } } } }`;

/** Two overlays in one. */
export const both = (account: string, users: string, roles: string, more = ''): string =>
  `accounts: { ${account}: { users: { ${users} }, roles: { ${roles} }${more} } }`;

export const allow = (action: string, resource = '*'): string =>
  `policies: { p: { S: { Effect: Allow, Action: ${action}, Resource: "${resource}" } } }`;

export const SERVICE = '{ Service: lambda.amazonaws.com }';
export const LAMBDA = `Worker: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: ${SERVICE} } } }`;

/** As a landing zone leaves it in every member account: the whole management account is trusted. */
export const ACCOUNT_ROLE = `everyAccount: { roles: { OrganizationAccountAccessRole: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:root" } } } } } }`;

export const WITHOUT_DENY =
  'accounts: { management: { users: { deployment: { policies: { assume-roles: { NoLandingZoneRoles: null } } } } } }';
