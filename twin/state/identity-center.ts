/** What the twin knows of IAM Identity Center: its store of people and groups, its permission sets, who is assigned what. */
import type { PolicyDocument } from '../../iam/index.js';
import type { SigningKey } from './signing-key.js';

export interface TwinIdentityCenter {
  /** Empty while there is no organization: then there is no instance either. */
  instanceArn: string;
  identityStoreId: string;
  /** The key in the metadata of the SAML providers that it makes in every account. */
  signingKey(): SigningKey;
  name: string | undefined;
  createdAt: number;
  /** Where people sign in: at an external identity provider, or at the access portal itself. */
  directory: 'external' | 'identity-center';
  /** By user id of the identity store. */
  people: Map<string, TwinPerson>;
  /** By group id. */
  groups: Map<string, TwinPersonGroup>;
  /** By membership id. */
  memberships: Map<string, { id: string; groupId: string; personId: string }>;
  /** By ARN. */
  permissionSets: Map<string, TwinPermissionSet>;
  /** Account assignments by `assignmentKey`. */
  assignments: Map<string, TwinAssignment>;
  /** Status objects of asynchronous requests by request id. */
  requests: Map<string, TwinCenterRequest>;
  /** Tags of the instance. */
  tags: Map<string, string>;
  /** Access-portal tokens: token -> person and expiry. */
  portalTokens: Map<string, { personId: string; expiresAt: number }>;
  /** Sign-in tickets of the identity provider, good for one portal token. */
  tickets: Map<string, { personId: string; expiresAt: number }>;
}

export interface TwinPerson {
  id: string;
  /** Unique without regard to case, as are e-mail addresses. */
  userName: string;
  displayName: string;
  emails: readonly EmailAddress[];
  /** A disabled person signs in nowhere; the API shows it, and a directory or the console sets it. */
  disabled: boolean;
  /** Whatever else the API was given, by its member names: `Name`, `Title` and so on. */
  attributes: Readonly<Record<string, unknown>>;
  createdAt: number;
  updatedAt: number;
}

/** As the API writes it. */
export interface EmailAddress {
  Value?: string;
  Type?: string;
  Primary?: boolean;
}

export interface TwinPersonGroup {
  id: string;
  displayName: string;
  description: string | undefined;
  createdAt: number;
  updatedAt: number;
}

export interface TwinPermissionSet {
  arn: string;
  name: string;
  description: string | undefined;
  relayState: string | undefined;
  sessionSeconds: number;
  inlinePolicy?: PolicyDocument;
  /** ARNs of policies that AWS manages. */
  managedPolicies: Set<string>;
  /** Customer managed policies by `path + name`; every account must have its own. */
  customerPolicies: Map<string, CustomerPolicyReference>;
  permissionsBoundary?: { managedPolicyArn: string } | CustomerPolicyReference;
  tags: Map<string, string>;
  createdAt: number;
  /** Grows with every change; what an account has of it may be older. */
  revision: number;
  /** Account id -> what was provisioned there. */
  provisioned: Map<string, ProvisionedPermissionSet>;
}

export interface CustomerPolicyReference {
  name: string;
  /** Begins and ends with a slash. */
  path: string;
}

export interface ProvisionedPermissionSet {
  /** `AWSReservedSSO_…`. */
  roleName: string;
  revision: number;
  sessionSeconds: number;
}

export interface TwinAssignment {
  accountId: string;
  permissionSetArn: string;
  principalType: 'USER' | 'GROUP';
  /** User or group id. */
  principalId: string;
}

/** A request whose outcome is asked for later. */
export interface TwinCenterRequest {
  id: string;
  kind: 'assignment creation' | 'assignment deletion' | 'provisioning';
  createdAt: number;
  permissionSetArn: string;
  accountId: string;
  assignment?: TwinAssignment;
  /** Why it failed; absent: it succeeded. */
  failure?: string;
}

/** Assignments are unique: one for an account, a set and a principal. */
export function assignmentKey({ accountId, permissionSetArn, principalType, principalId }: TwinAssignment): string {
  return `${accountId} ${permissionSetArn} ${principalType} ${principalId}`;
}

/** The primary address of a person, or the first one; empty if there is none. */
export function emailOf({ emails }: TwinPerson): string {
  return (emails.find(({ Primary }) => Primary === true) ?? emails[0])?.Value ?? '';
}
