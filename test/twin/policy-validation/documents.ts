/** Documents that rows begin with, and the form of a row. */
import { validatePolicyDocument } from '../../../twin/access/policy-validation/index.js';
import type { PolicyKind } from '../../../twin/access/policy-validation/index.js';

export const allow = { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' };

export const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } };

export const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

export const document = (...statements: unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const message = (kind: PolicyKind, text: string): string | undefined =>
  validatePolicyDocument(kind, text)?.message;

/** Kind, document, text of the refusal; `undefined`: it is stored. */
export type Row = readonly [kind: PolicyKind, text: string, message: string | undefined];

export const SYNTAX = 'Syntax errors in policy.';

export const LEGACY = 'The policy failed legacy parsing';

export const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';

export const IAM_PATH = /^IAM resource path must either be "\*" or start with user\/, federated-user\/, role\//;
