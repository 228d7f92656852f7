/** What IAM holds in an account: users, roles, groups, policies and what belongs to them. All times are milliseconds since 1970. */
import type { KeyObject } from 'node:crypto';
import type { PolicyDocument } from '../../iam/types.js';

/** The IAM side of an account. */
export interface IamContent {
  /** By user name; IAM names are unique in an account without regard to case or path. */
  users: Map<string, TwinUser>;
  roles: Map<string, TwinRole>;
  groups: Map<string, TwinGroup>;
  /** Customer managed policies by ARN. */
  policies: Map<string, TwinManagedPolicy>;
  /** By ARN. */
  samlProviders: Map<string, TwinSamlProvider>;
  /** Virtual MFA devices by serial number, assigned to a user or not. */
  virtualMfaDevices: Map<string, VirtualMfaDevice>;
  /** By name. */
  instanceProfiles: Map<string, TwinInstanceProfile>;
  alias?: string;
  passwordPolicy?: TwinPasswordPolicy;
  credentialReport?: { content: string; generatedAt: number };
  /** Reports on who called which services when, by job id, oldest first. */
  lastAccessedJobs: Map<string, LastAccessedJob>;
}

/** A report of GenerateServiceLastAccessedDetails. */
export interface LastAccessedJob {
  /** `aws:userid` of who asked for it: nobody else may read it. */
  askedBy: string;
  generatedAt: number;
  services: readonly ServiceLastAccessed[];
}

/** A service that policies allow, and the last attempt to call it, if there was one. */
export interface ServiceLastAccessed {
  namespace: string;
  last?: { at: number; region: string; entity: string };
  /** How many users and roles tried. */
  entities: number;
}

/** What users, groups and roles share. */
export interface TwinEntity {
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
  /** By serial number. */
  mfaDevices: Map<string, MfaDevice>;
  /** Signing certificates, SSH public keys and service-specific credentials by id, oldest first. */
  otherCredentials: Map<string, TwinOtherCredential>;
  /** A user without one has no console password. */
  loginProfile?: LoginProfile;
  /** When the password was last used to sign in. */
  passwordLastUsedAt?: number;
}

export interface LoginProfile {
  createdAt: number;
  /** When the password was last set. */
  changedAt: number;
  resetRequired: boolean;
  /** SHA-256 of the password, salted with the user's id; absent for passwords of the document, which nobody knows. */
  passwordHash?: string;
}

export interface MfaDevice {
  /**
   * virtual: `arn:…:mfa/name`; hardware: the bare serial printed on the token; fido: `arn:…:u2f/user/…`
   * (IAM API reference, MFADevice).
   */
  serialNumber: string;
  kind: 'virtual' | 'hardware' | 'fido';
  /** Base32. A FIDO key has none: it shows no codes, so that no API call can be made with it. */
  seed?: string;
  enabledAt: number;
  /** Steps of 30 s by which its clock is ahead of ours, as its last two codes in a row told. */
  drift?: number;
  /** Time steps (30 s each since 1970) whose code was accepted: a code works once. */
  usedSteps: Set<number>;
}

/** What a user signs in with besides password and access keys; none of it signs a call of the API. */
export type TwinOtherCredential = { id: string; active: boolean; createdAt: number } & (
  | { kind: 'signing-certificate'; /** PEM. */ body(): string }
  | { kind: 'ssh-public-key'; /** `ssh-rsa …`. */ body(): string }
  | {
      kind: 'service-specific';
      /** Such as `codecommit.amazonaws.com`. */
      service: string;
      /** User name or alias, as the service is told it. */
      called: string;
      expiresAt?: number;
    }
);

export interface VirtualMfaDevice {
  serialNumber: string;
  /** Base32. */
  seed: string;
  tags: Map<string, string>;
  /** Name of the user it is assigned to. */
  userName?: string;
}

export interface TwinRole extends TwinEntity {
  description?: string;
  permissionsBoundary?: string;
  maxSessionSeconds: number;
  /** As stored: user and role ARNs in `Principal` are unique ids; reading turns them back while the entity lives. */
  trust: PolicyDocument;
  lastUsed?: { at: number; region: string };
}

export type TwinGroup = TwinEntity;

export interface TwinManagedPolicy {
  arn: string;
  name: string;
  path: string;
  /** `ANPA…`. */
  id: string;
  description?: string;
  tags: Map<string, string>;
  createdAt: number;
  updatedAt: number;
  /** `v1` and so on, oldest first; a number is never given twice. */
  versions: Map<string, { document: PolicyDocument; createdAt: number }>;
  defaultVersionId: string;
  nextVersion: number;
}

export interface TwinSamlProvider {
  arn: string;
  name: string;
  createdAt: number;
  /** The metadata document; made when it is first asked for, because keys are slow to make. */
  metadata(): string;
  /** Whether assertions must be encrypted, and what opens them; absent: none is opened. */
  encryption?: { mode?: 'Required' | 'Allowed'; keys: { id: string; addedAt: number; key: KeyObject }[] };
  /** When the metadata ends by its own word. */
  validUntil: number;
  tags: Map<string, string>;
}

export interface TwinInstanceProfile {
  name: string;
  path: string;
  arn: string;
  /** `AIPA…`. */
  id: string;
  createdAt: number;
  /** Name of its role; one at most. */
  roleName?: string;
  tags: Map<string, string>;
}

/** IAM API reference, PasswordPolicy. */
export interface TwinPasswordPolicy {
  minimumLength: number;
  requireSymbols: boolean;
  requireNumbers: boolean;
  requireUppercase: boolean;
  requireLowercase: boolean;
  allowUsersToChange: boolean;
  /** Days; absent: passwords never expire. */
  maxAgeDays?: number;
  reusePrevention?: number;
  hardExpiry: boolean;
}

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  accountId: string;
  /** `undefined`: the account's root user. */
  userName: string | undefined;
  active: boolean;
  createdAt: number;
  lastUsed?: { at: number; region: string; service: string };
}

/** An account in which IAM holds nothing yet. */
export function emptyIam(): IamContent {
  return {
    users: new Map(),
    roles: new Map(),
    groups: new Map(),
    policies: new Map(),
    samlProviders: new Map(),
    virtualMfaDevices: new Map(),
    instanceProfiles: new Map(),
    lastAccessedJobs: new Map(),
  };
}
