/**
 * Everything the twin knows: the content of a made-up AWS. Keyed by id, as AWS keys it; built from an organization
 * document by `build/`; changed only by operations.
 */
import type { PolicyDocument } from '../../iam/types.js';
import type { AccountState } from '../../organization/model.js';
import type { AccessKey, IamContent } from './iam.js';
import type { TwinIdentityCenter } from './identity-center.js';
import type { TwinMonitoring } from './monitoring.js';
import type { TwinGuardrail, TwinOrganization, TwinUnit } from './organization.js';
import type { TwinResources } from './resources.js';
import type { SigningKey } from './signing-key.js';

export type { AccessKey, MfaDevice, TwinGroup, TwinRole, TwinUser } from './iam.js';

export interface TwinState {
  partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  homeRegion: string;
  organization: TwinOrganization;
  /** By OU id. */
  ous: Map<string, TwinUnit>;
  /** By account id; accounts of no organization are here too. */
  accounts: Map<string, TwinAccount>;
  /** SCPs and RCPs by policy id `p-…`; the ones that AWS attaches everywhere are `p-FullAWSAccess` and `p-RCPFullAWSAccess`. */
  guardrails: Map<string, TwinGuardrail>;
  /** Target id (root, OU or account) -> ids of the guardrails attached there. */
  guardrailTargets: Map<string, Set<string>>;
  /** By access key id. */
  accessKeys: Map<string, AccessKey>;
  /** The key that is handed out for building and repairing the made-up world. */
  administratorKeyId: string;
  /** Temporary credentials by access key id. */
  sessions: Map<string, Session>;
  identityProvider: TwinIdentityProvider;
  identityCenter: TwinIdentityCenter;
  monitoring: TwinMonitoring;
  resources: TwinResources;
  /** What is switched off at the moment: a dead service answers 503 to everybody. */
  unavailable: Set<TwinComponent>;
}

/** Parts of the made-up world that a disaster can take away. */
export type TwinComponent = 'identity-provider' | 'identity-center' | 'sign-in' | 'mailbox';

export interface TwinAccount extends IamContent {
  id: string;
  name: string;
  email: string;
  /** `undefined` for an account outside the organization. */
  parentId: string | undefined;
  state: AccountState;
  /** How and when it came into the organization it is in or was in last. */
  joinedMethod: 'CREATED' | 'INVITED';
  joinedAt: number;
}

/** Credentials from GetSessionToken, AssumeRole, AssumeRoot or the access portal. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  issuedAt: number;
  expiresAt: number;
  /** Account in which the session acts. */
  accountId: string;
  kind: 'session-token' | 'assumed-role' | 'assumed-root' | 'federated-user';
  /** session-token, federated-user: the user; none for the root user. */
  userName?: string;
  /** Unique id of the user when the session was issued: a re-created user does not inherit old sessions. */
  userId?: string;
  /** assumed-role: name of the role, and of the session, as federated-user. */
  roleName?: string;
  /** Unique id of the role when the session was issued: a re-created role does not inherit old sessions. */
  roleId?: string;
  sessionName?: string;
  /** `undefined`: absent from the context. */
  mfaPresent?: boolean;
  mfaAt?: number;
  /** Made by the console for somebody who signed in with a device: records say so, the key of conditions is not known to. */
  switchedWithMfa?: boolean;
  /** Issued by the access portal: the person as records name it. */
  onBehalfOf?: { userId: string; identityStoreArn: string };
  sessionPolicies?: PolicyDocument[];
  sessionTags?: Map<string, string>;
  transitiveTagKeys?: Set<string>;
  sourceIdentity?: string;
  /** Issued by the access portal to this person. */
  person?: string;
  /**
   * Issued for an assertion: ARN of the provider, and the keys of the assertion that later requests carry too (IAM user
   * guide, "Cross-service SAML federation context keys").
   */
  federation?: { provider: string; keys: Readonly<Record<string, string>> };
}

/** The external identity provider of the organization. */
export interface TwinIdentityProvider {
  /** Issuer of its assertions. */
  entityId: string;
  /** What it signs assertions with. */
  signingKey(): SigningKey;
  /** The key in the metadata of providers that somebody else signs for. */
  strangersKey(): SigningKey;
}
