/** What the twin knows of an organization: its tree of units, its guardrails, who administers what. */
import type { PolicyDocument } from '../../iam/index.js';

export interface TwinOrganization {
  /** Ids are empty while there is no organization. */
  id: string;
  rootId: string;
  managementAccountId: string;
  featureSet: 'ALL' | 'CONSOLIDATED_BILLING';
  /** Types of policies that are enabled in the root; others bind nobody. */
  policyTypes: Set<GuardrailType>;
  /** Account id -> since when, and for which service principals since when, it is a delegated administrator. */
  delegatedAdministrators: Map<string, { since: number; services: Map<string, number> }>;
  /** Service principal -> since when the service is trusted. */
  trustedServices: Map<string, number>;
  /** Features of centralized root access that are switched on. */
  rootAccess: Set<RootAccessFeature>;
  /** Tags by id of the account, OU, root or policy. */
  tags: Map<string, Map<string, string>>;
  /** Requests for new accounts by request id. */
  accountRequests: Map<string, TwinAccountRequest>;
}

export interface TwinUnit {
  id: string;
  name: string;
  /** An OU id or the root id. */
  parentId: string;
}

/** IAM API reference, ListOrganizationsFeatures. */
export type RootAccessFeature = 'RootCredentialsManagement' | 'RootSessions';

export type GuardrailType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

export interface TwinGuardrail {
  id: string;
  type: GuardrailType;
  arn: string;
  name: string;
  description: string;
  awsManaged: boolean;
  /** The text as it was written: its size counts, white space and all. */
  content: string;
  document: PolicyDocument;
}

/** A request for a new account, which was made or not. */
export interface TwinAccountRequest {
  /** `car-…`. */
  id: string;
  accountName: string;
  requestedAt: number;
  accountId?: string;
  failureReason?: string;
}

/** No organization yet. */
export function noOrganization(): TwinOrganization {
  return {
    id: '',
    rootId: '',
    managementAccountId: '',
    featureSet: 'ALL',
    policyTypes: new Set(),
    delegatedAdministrators: new Map(),
    trustedServices: new Map(),
    rootAccess: new Set(),
    tags: new Map(),
    accountRequests: new Map(),
  };
}
