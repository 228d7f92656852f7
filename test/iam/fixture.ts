/** One user, one session, and policies to put together. */
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';

export const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;

function document(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A named policy of these statements. */
export function policy(name: string, ...statements: PolicyStatement[]): Policy {
  return { name, document: document(...statements) };
}

export const full = policy('full', everything);
/** A policy that is silent. */
export const nothing = policy('nothing');
/** In another account. */
export const role = 'arn:aws:iam::222222222222:role/R';
export const request: AccessRequest = {
  principal: 'arn:aws:iam::111111111111:user/alice',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::logs/a',
  resourceAccount: '111111111111',
  context: {},
};
export const assume: AccessRequest = {
  ...request,
  action: 'sts:AssumeRole',
  resource: role,
  resourceAccount: '222222222222',
};
export const session: AccessRequest = {
  ...request,
  principal: 'arn:aws:sts::111111111111:assumed-role/R/s',
  context: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/R' },
};
/** Identity and SCPs allow everything; there is nothing else. */
export const base: ApplicablePolicies = { identity: [full], scpsByLevel: [[full], [full]] };

/** The decision under `base`, changed as told. */
export function decide(asked: AccessRequest, policies: Partial<ApplicablePolicies> = {}): string {
  return evaluate(asked, { ...base, ...policies }).decision;
}
