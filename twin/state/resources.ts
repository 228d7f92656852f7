/** Resources that guardrails usually forbid or protect, as far as they can be made and decided about: buckets and keys. */
import type { PolicyDocument } from '../../iam/index.js';

export interface TwinResources {
  /** Buckets by name, which is unique in the whole partition. */
  buckets: Map<string, TwinBucket>;
  /** KMS keys by ARN. */
  keys: Map<string, TwinKey>;
  /** Aliases of keys by their own ARN. */
  keyAliases: Map<string, TwinKeyAlias>;
}

export interface TwinBucket {
  name: string;
  accountId: string;
  region: string;
  createdAt: number;
  /** As it was written: S3 shows the text itself. */
  policy?: { text: string; document: PolicyDocument };
  publicAccessBlock?: Readonly<Record<PublicAccessSetting, boolean>>;
}

/** Settings of S3 Block Public Access. */
export type PublicAccessSetting =
  'BlockPublicAcls' | 'IgnorePublicAcls' | 'BlockPublicPolicy' | 'RestrictPublicBuckets';

export interface TwinKey {
  /** UUID. */
  id: string;
  arn: string;
  accountId: string;
  region: string;
  description: string;
  createdAt: number;
  policy: { text: string; document: PolicyDocument };
  tags: Map<string, string>;
  /** When the key will be gone; absent unless deletion was scheduled. */
  deletionAt?: number;
}

export interface TwinKeyAlias {
  arn: string;
  /** `alias/…`. */
  name: string;
  keyArn: string;
  createdAt: number;
}

/** No resources yet. */
export function noResources(): TwinResources {
  return { buckets: new Map(), keys: new Map(), keyAliases: new Map() };
}
