/** What was read of an organization, and what was not. */
import type { ReadCredential } from './credential-kinds.js';
import type { Organization, Role, Statements } from '../../organization/model.js';

/** Parts of an organization that are read by calls of their own, and can be refused on their own. */
export type Part =
  | 'accounts'
  | 'guardrails'
  | 'identities'
  | 'credentials'
  // When a credential was last used: it is told where it was read, and no rule asks for it.
  | 'last use'
  // A kind of credentials that the endpoint has no operation for: nobody can have one there.
  | 'credentials not there'
  | 'password policy'
  | 'SAML providers'
  // Whose certificates they hold: told by nobody but whoever knows the identity provider's, and no rule asks for it.
  | 'SAML signers'
  | 'Identity Center'
  | 'permission set boundaries'
  | 'monitoring'
  // What was read and no document can hold: a drill of the snapshot is one without it.
  | 'not kept';

/** Something that could not be read: nothing is known about it, and nothing is guessed. */
export interface Unread {
  account: { id: string; name: string };
  part: Part;
  /** Such as `monitoring in us-east-1`. */
  what: string;
  /** What was answered. */
  why: string;
  /** The endpoint does not have it at all. */
  absent?: true;
  /** A fault of the way: what was not read may well be there. */
  fault?: true;
}

/** A guardrail that AWS made, such as FullAWSAccess; the organization document leaves it out where it is everywhere. */
export interface AwsGuardrail {
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  /** Names of OUs and accounts, and `Root`. */
  attachedTo: string[];
  statements: Statements;
}

/**
 * An organization as it was read through the API. `organization` has the shape of an organization document; what AWS does
 * not store (people, stores, expectations, outsiders) is empty in it. The rest is what a document need not say.
 */
export interface Snapshot {
  organization: Organization;
  unread: Unread[];
  /** Unique ids (`AIDA…`, `AROA…`) of users and roles, by ARN. */
  uniqueIds: Record<string, string>;
  /** Documents of AWS managed policies that something has attached, by ARN. */
  awsPolicies: Record<string, Statements>;
  /** Roles that Identity Center and services made for themselves, by name of the account. */
  reservedRoles: Record<string, Record<string, Role>>;
  /** Every credential, by name of the account and of the user: a document says only which are active. */
  credentials: Record<string, Record<string, readonly ReadCredential[]>>;
  awsGuardrails: Record<string, AwsGuardrail>;
  /** Types of policies that are enabled on the root; attached ones of other types do nothing. */
  policyTypes: string[];
  /** Where monitoring was read: names of accounts, and Regions. Of other places nothing is known. */
  watched: { accounts: string[]; regions: string[] };
}
