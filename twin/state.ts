/**
 * Everything the twin knows: the content of a made-up AWS. Keyed by id, as AWS keys it; built from an organization
 * document by `build.ts`; changed only by operations.
 */
import type { PolicyDocument } from '../iam/types.js';
import type { AccountState } from '../organization/model.js';

export interface TwinState {
  partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  homeRegion: string;
  organization: { id: string; rootId: string; managementAccountId: string };
  /** By OU id. `parentId` is an OU id or the root id. */
  ous: Map<string, { id: string; name: string; parentId: string }>;
  /** By account id; accounts of no organization are here too. */
  accounts: Map<string, TwinAccount>;
  /** SCPs and RCPs by policy id `p-…`; the ones that AWS attaches everywhere are `p-FullAWSAccess` and `p-RCPFullAWSAccess`. */
  guardrails: Map<string, TwinGuardrail>;
  /** Target id (root, OU or account) -> ids of the guardrails attached there. */
  guardrailTargets: Map<string, Set<string>>;
  /** By access key id. */
  accessKeys: Map<string, AccessKey>;
  /** Temporary credentials by access key id. */
  sessions: Map<string, Session>;
  identityCenter: TwinIdentityCenter;
  /** What is switched off at the moment: a dead service answers 503 to everybody. */
  unavailable: Set<TwinComponent>;
}

export interface TwinGuardrail {
  id: string;
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  arn: string;
  name: string;
  description: string;
  awsManaged: boolean;
  document: PolicyDocument;
}

/** Parts of the made-up world that a disaster can take away. */
export type TwinComponent = 'identity-provider' | 'identity-center';

export interface TwinAccount {
  id: string;
  name: string;
  email: string;
  /** `undefined` for an account outside the organization. */
  parentId: string | undefined;
  state: AccountState;
  /** By user name; IAM names are unique in an account without regard to case or path. */
  users: Map<string, TwinUser>;
  roles: Map<string, TwinRole>;
  groups: Map<string, TwinGroup>;
  /** Customer managed policies by ARN. */
  policies: Map<string, { arn: string; name: string; id: string; document: PolicyDocument }>;
}

/** What users, groups and roles share. */
interface TwinEntity {
  name: string;
  path: string;
  arn: string;
  /** `AIDA…`, `AROA…`, `AGPA…`. */
  id: string;
  createdAt: number;
  /** Inline policies by name. */
  inlinePolicies: Map<string, PolicyDocument>;
  /** ARNs of attached managed policies. */
  attachedPolicies: Set<string>;
  tags: Map<string, string>;
}

export interface TwinUser extends TwinEntity {
  permissionsBoundary?: string;
  groups: Set<string>;
  mfaDevices: Map<string, MfaDevice>;
  password: boolean;
}

export interface MfaDevice {
  /** `arn:aws:iam::…:mfa/name`; a virtual and a hardware device differ only in their serial. */
  serialNumber: string;
  /** Base32. */
  seed: string;
  enabledAt: number;
  /** Time steps (30 s each since 1970) whose code was accepted: a code works once. */
  usedSteps: Set<number>;
}

export interface TwinRole extends TwinEntity {
  permissionsBoundary?: string;
  maxSessionSeconds: number;
  /** As stored: user and role ARNs in `Principal` are unique ids; reading turns them back while the entity lives. */
  trust: PolicyDocument;
}

export type TwinGroup = TwinEntity;

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  accountId: string;
  /** `undefined`: the account's root user. */
  userName: string | undefined;
  active: boolean;
  createdAt: number;
}

/** Credentials from GetSessionToken, AssumeRole or the access portal. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  issuedAt: number;
  expiresAt: number;
  /** Account in which the session acts. */
  accountId: string;
  kind: 'session-token' | 'assumed-role';
  /** session-token: the user. */
  userName?: string;
  /** Unique id of the user when the session was issued: a re-created user does not inherit old sessions. */
  userId?: string;
  /** assumed-role: name of the role and of the session. */
  roleName?: string;
  /** Unique id of the role when the session was issued: a re-created role does not inherit old sessions. */
  roleId?: string;
  sessionName?: string;
  /** `undefined`: absent from the context. */
  mfaPresent?: boolean;
  mfaAt?: number;
  sessionPolicies?: PolicyDocument[];
  sessionTags?: Map<string, string>;
  transitiveTagKeys?: Set<string>;
  sourceIdentity?: string;
  /** Issued by the access portal to this person. */
  person?: string;
}

export interface TwinIdentityCenter {
  instanceArn: string;
  identityStoreId: string;
  /** By user id of the identity store. */
  people: Map<string, { id: string; name: string; displayName: string; email: string }>;
  /** By ARN. */
  permissionSets: Map<string, TwinPermissionSet>;
  /** Account assignments. */
  assignments: { accountId: string; permissionSetArn: string; personId: string }[];
  /** Access-portal tokens: token -> person and expiry. */
  portalTokens: Map<string, { personId: string; expiresAt: number }>;
  /** Sign-in tickets of the identity provider, good for one portal token. */
  tickets: Map<string, { personId: string; expiresAt: number }>;
}

export interface TwinPermissionSet {
  arn: string;
  name: string;
  sessionSeconds: number;
  inlinePolicy?: PolicyDocument;
  managedPolicies: Set<string>;
  createdAt: number;
}
