/** Who meets a guardrail, and what a guardrail alone says to a request of theirs. Pure. */
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';

/** A role, a user or the root user of an account, as guardrails see one. */
export interface Guarded {
  /** That of the role, with its path, for a session of it: `aws:PrincipalArn` says the same. */
  arn: string;
  tags: Readonly<Record<string, string>>;
  /** Unique id, `AROA…` or `AIDA…`, where it is known. */
  id?: string;
  /** Further context keys of whoever it is, such as those of its organization. */
  keys?: Readonly<Record<string, string | readonly string[]>>;
}

/** What is asked. */
export interface Asked {
  action: string;
  resource: string;
  region: string;
  /** Context keys of the request itself. */
  context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Allows everything: what the principal's own policies say makes no difference to a guardrail. */
export const EVERYTHING: Policy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

/** The request with the context keys that AWS sends (IAM user guide, "AWS global condition context keys"). */
export function requestOf(
  { arn, tags, id, keys }: Guarded,
  { action, resource, region, context }: Asked,
): AccessRequest {
  const [, partition = 'aws', , , account = '', name = ''] = arn.split(':');
  const short = name.split('/').at(-1) ?? '';
  const role = name.startsWith('role/');
  const user = name.startsWith('user/');
  return {
    principal: role ? `arn:${partition}:sts::${account}:assumed-role/${short}/drill` : arn,
    action,
    resource,
    resourceAccount: account,
    context: {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': role ? 'AssumedRole' : user ? 'User' : 'Account',
      'aws:PrincipalIsAWSService': 'false',
      'aws:ViaAWSService': 'false',
      'aws:SecureTransport': 'true',
      'aws:RequestedRegion': region,
      'aws:ResourceAccount': account,
      ...(role ? { 'aws:MultiFactorAuthPresent': 'false' } : {}),
      ...(user ? { 'aws:username': short } : {}),
      ...(id === undefined ? {} : { 'aws:userid': role ? `${id}:drill` : id }),
      ...keys,
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
      ...context,
    },
  };
}

/** Context keys by which policies tell the accounts of an organization; `ancestry` leads from the root to the parent of the account. */
export function organizationKeys(
  organizationId: string,
  ancestry: readonly string[],
): Record<string, string | string[]> {
  return {
    'aws:PrincipalOrgID': organizationId,
    'aws:PrincipalOrgPaths': [`${[organizationId, ...ancestry].join('/')}/`],
    'aws:ResourceOrgID': organizationId,
  };
}

/** Whether this guardrail denies it, whatever else allows it. The Principal of a resource control policy is everybody, and nothing else may stand there. */
export function denies(document: PolicyDocument, principal: Guarded, asked: Asked): boolean {
  const { decision } = evaluate(requestOf(principal, asked), {
    identity: [EVERYTHING],
    scpsByLevel: [[EVERYTHING, { name: 'guardrail', document: forAnybody(document) }]],
  });
  return decision === 'explicitDeny';
}

/** Whether this service control policy alone lets it pass, where no other stands beside it. */
export function allows(document: PolicyDocument, principal: Guarded, asked: Asked): boolean {
  const { decision } = evaluate(requestOf(principal, asked), {
    identity: [EVERYTHING],
    scpsByLevel: [[{ name: 'guardrail', document }]],
  });
  return decision === 'allow';
}

const bare = new WeakMap<PolicyDocument, PolicyDocument>();

/** One object for each document, because the evaluator compiles a document once. */
function forAnybody(document: PolicyDocument): PolicyDocument {
  const statements = [document.Statement].flat();
  if (statements.every(({ Principal: principal }) => principal === undefined)) return document;
  const made = bare.get(document) ?? {
    ...document,
    Statement: statements.map(({ Principal: _everybody, ...statement }): PolicyStatement => statement),
  };
  bare.set(document, made);
  return made;
}
