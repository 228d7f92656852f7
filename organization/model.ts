/**
 * The organization document after loading, expansion and overlays: every account spelt out, everything keyed by name,
 * references such as `<management>` resolved to ids. This is what the twin is built from and what rules read.
 */

import type { Monitoring } from './monitoring-model.js';

/** A policy statement as IAM knows it, without its `Sid`, which is the key it is stored under. */
export interface Statement {
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Partial<Record<'AWS' | 'Service' | 'Federated', string | string[]>>;
  NotPrincipal?: Statement['Principal'];
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | number | boolean | (string | number | boolean)[]>>;
}

/** Sid -> statement; `statement-1` and so on where the policy has no Sid. */
export type Statements = Record<string, Statement>;

/** What is expected of a guardrail during a drill: lets break glass through, binds it too, or does not matter to it. */
export type GuardrailExpectation = 'yields' | 'binds' | 'indifferent';

export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export interface Organization {
  /** `o-` and 10 to 32 lower-case letters or digits. */
  id: string;
  /** `r-` and 4 to 32 lower-case letters or digits. */
  rootId: string;
  partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  /** Region of Identity Center and of the trail, e.g. `eu-west-1`. */
  homeRegion: string;
  /** Name (key in `accounts`) of the management account. */
  management: string;
  /** By name; the root itself is not listed and is called `Root`. */
  ous: Record<string, OrganizationalUnit>;
  /** Member accounts and the management account, by name. */
  accounts: Record<string, Account>;
  /** Accounts of no organization, by name. */
  outsiders: Record<string, OutsideAccount>;
  /** Types of guardrails that are enabled on the root. */
  policyTypes: ('SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY')[];
  /** Names of OUs or accounts, or `Root`, that FullAWSAccess was detached from. */
  withoutFullAccess: string[];
  serviceControlPolicies: Record<string, ServiceControlPolicy>;
  resourceControlPolicies: Record<string, ResourceControlPolicy>;
  identityCenter: IdentityCenter;
  /** Ways beside break glass to every right in an account, by name. Not in AWS. */
  doors: Record<string, Door>;
  /** The external identity provider that people sign in through. */
  identityProvider: IdentityProvider;
  /** Places that hold credentials of break-glass users, by name: safes, password managers. */
  credentialStores: Record<string, CredentialStore>;
  /** Custodians by name: the people who can open a store. */
  people: Record<string, Custodian>;
}

export interface OrganizationalUnit {
  /** Name of the parent OU, or `Root`. */
  in: string;
  /** `ou-…` id. */
  id: string;
}

/** What every account has, member or outsider. */
export interface AccountContent {
  users: Record<string, User>;
  roles: Record<string, Role>;
  groups: Record<string, Group>;
  /** Customer managed policies by name, such as `team/policy` for one whose path is `/team/`. */
  policies: Record<string, { statements: Statements }>;
  /** SAML providers by name; those that Identity Center makes for itself are not listed. */
  samlProviders: Record<string, SamlProvider>;
  passwordPolicy?: PasswordPolicy;
  monitoring: Monitoring;
}

export interface OutsideAccount extends AccountContent {
  /** Twelve digits. */
  id: string;
}

export interface Account extends OutsideAccount {
  email: string;
  /** Name of its OU, or `Root`. */
  ou: string;
  state: AccountState;
}

export interface SamlProvider {
  /** Whose certificate its metadata holds: the organization's own identity provider, or somebody else's. */
  signedBy: 'identity-provider' | 'stranger';
  /** ISO 8601; the metadata is no longer good after it. Absent: for ever. */
  validUntil?: string;
}

/** Account password policy, as far as it can lock people out (IAM user guide, "Setting an account password policy"). */
export interface PasswordPolicy {
  /** Days after which a password expires; absent: never. */
  maxAgeDays?: number;
  /** An expired password can be changed by an administrator only. */
  hardExpiry: boolean;
}

/** Permissions of a user, group, role or permission set. */
export interface Permissions {
  /** Inline policies: name -> Sid -> statement. */
  policies: Record<string, Statements>;
  /** ARNs of attached managed policies. */
  managedPolicies: string[];
}

export interface User extends Permissions {
  /** Begins and ends with a slash. */
  path: string;
  groups: string[];
  /** ARN of a managed policy. */
  permissionsBoundary?: string;
  tags: Record<string, string>;
  /** MFA devices by name. */
  mfa: Record<string, { kind: 'virtual' | 'hardware' | 'fido' }>;
  /** Has a console password. */
  password: boolean;
  /** Must choose a new password at the next sign-in. */
  passwordResetRequired: boolean;
  /** Has an active access key; planned if `custody.accessKey` says where it is kept. */
  accessKey: boolean;
  /** What else the user is known by, active, by name. */
  otherCredentials: Record<string, OtherCredential>;
  /** Where the credentials are kept: names of credential stores. */
  custody?: { accessKey?: string; password?: string; mfa?: string };
}

/** A credential that some services take and that no drill signs in with. */
export type OtherCredential =
  | { kind: 'signing-certificate' | 'ssh-public-key' }
  | { kind: 'service-specific'; /** Such as `codecommit.amazonaws.com`. */ service: string };

export interface Group extends Permissions {
  path: string;
}

export interface Role extends Permissions {
  path: string;
  /** 3,600 to 43,200 seconds. */
  maxSessionSeconds: number;
  trust: Statements;
  permissionsBoundary?: string;
  tags: Record<string, string>;
}

export interface ServiceControlPolicy {
  description: string;
  /** Names of OUs or accounts, or `Root`. */
  attachedTo: string[];
  /** Names of OUs or accounts, or `Root`: every ACTIVE account there must be reached. Not in AWS. */
  mustReach?: string[];
  expects: GuardrailExpectation;
  statements: Statements;
}

/** Binds resources of member accounts, whoever asks; RCPFullAWSAccess is attached everywhere and cannot be detached. */
export interface ResourceControlPolicy {
  description: string;
  /** Names of OUs or accounts, or `Root`. */
  attachedTo: string[];
  expects: GuardrailExpectation;
  statements: Statements;
}

export interface IdentityCenter {
  /** `arn:aws:sso:::instance/ssoins-…`. */
  instanceArn: string;
  /** `d-` and 10 characters. */
  identityStoreId: string;
  /** Where people sign in: at the external identity provider, or at the access portal itself. */
  directory: 'external' | 'identity-center';
  people: Record<string, { displayName: string; email: string; disabled: boolean }>;
  /** Groups of people by name. */
  groups: Record<string, { members: string[] }>;
  permissionSets: Record<string, PermissionSet>;
  /** By name, so that an overlay can reach each. */
  assignments: Record<string, Assignment>;
}

export interface PermissionSet extends Permissions {
  /** Session length in seconds, 3,600 to 43,200. */
  sessionSeconds: number;
  /** ARN of an AWS managed policy, or name of a customer managed policy of every account that the set is assigned in. */
  permissionsBoundary?: string;
}

/** To a person or to a group: one of the two is there. */
export interface Assignment {
  person?: string;
  group?: string;
  permissionSet: string;
  /** Names of accounts, or every ACTIVE account with the management account (`everyAccount`) or without it. */
  accounts: string[] | 'everyAccount' | 'everyMemberAccount';
}

export interface IdentityProvider {
  name: string;
}

/** Somebody else who may be as powerful as break glass. Names may hold `*`. */
export interface Door {
  description: string;
  /** Who begins: `user/deployment`, `permission-set/Administrator`, `saml-provider/workforce`, `account/999900001111`, `everybody`; one in an account alone: `management/user/deployment`. */
  admits: string[];
  /** What has every right: `role/emergency/EmergencyAccess`, `user/deployment`. */
  into: string[];
  /** Names of the accounts in which that is; absent: everywhere. */
  accounts?: string[];
  /** Who answers for it. */
  owner?: string;
  /** Which alarm tells of its use. */
  alarm?: string;
  /** Last day on which it is open, such as 2026-12-31, in UTC. */
  until?: string;
}

export interface CredentialStore {
  description: string;
  /** What somebody must sign in to before it opens. */
  signIn: 'none' | 'identity-provider' | 'identity-center';
  /** Custodians, each of whom can open it alone. */
  keptBy: string[];
  /** Where it stands; lost with the site. A store without a site is reached from everywhere. */
  site?: string;
}

export interface Custodian {
  team: string;
  /** Where the person works; out of reach with the site. */
  site: string;
  /** Whom the person reports to, a custodian or not. */
  manager?: string;
}
