/** Policies that AWS manages, as far as break-glass set-ups attach them. Documents by name; the rest does not exist here. */
import { sha256 } from '../base/canonical-json.js';
import { usageError } from '../base/errors.js';
import type { PolicyDocument } from '../iam/index.js';
import type { TwinManagedPolicy } from './iam/model.js';

const VERSION = '2012-10-17';
const INTRODUCED = Date.UTC(2015, 1, 6, 18, 39, 46);

function allow(actions: string | string[]): PolicyDocument {
  return { Version: VERSION, Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}

const documents: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: allow('*'),
  IAMFullAccess: allow(['iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization', 'organizations:DescribeOrganizationalUnit', 'organizations:DescribePolicy', 'organizations:ListChildren', 'organizations:ListParents', 'organizations:ListPoliciesForTarget', 'organizations:ListRoots', 'organizations:ListPolicies', 'organizations:ListTargetsForPolicy']),
  IAMReadOnlyAccess: allow(['iam:GenerateCredentialReport', 'iam:GenerateServiceLastAccessedDetails', 'iam:Get*', 'iam:List*', 'iam:SimulateCustomPolicy', 'iam:SimulatePrincipalPolicy']),
};

/** The SCP that every root, OU and account starts with. */
export const fullAwsAccess: PolicyDocument = allow('*');

/** The RCP that is attached everywhere and cannot be detached. */
export const rcpFullAwsAccess: PolicyDocument = { Version: VERSION, Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

/** Throws a usage error for a policy of AWS that the twin does not have: attached in silence it would allow nothing. */
export function checkAwsManaged(arns: readonly string[]): void {
  const unknown = arns.find((arn) => /^arn:[\w-]+:iam::aws:policy\//.test(arn) && !awsManagedPolicy(arn));
  if (unknown === undefined) return;
  throw usageError(`the embedded organization does not have the AWS managed policy ${unknown}`, `It has ${Object.keys(documents).join(', ')}. Write what it allows as an inline policy.`);
}

/** The document of `arn:aws:iam::aws:policy/NAME`, or `undefined` for a policy that the twin does not have. */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/([\w+=,.@-]+)$/.exec(arn)?.[1];
  return name !== undefined && Object.hasOwn(documents, name) ? documents[name] : undefined;
}

/** The same as IAM describes it. Unique ids are made up, and all are as old as AWS's first managed policies. */
export function awsManagedDetails(arn: string): TwinManagedPolicy | undefined {
  const document = awsManagedPolicy(arn);
  if (!document) return undefined;
  const id = `ANPA${BigInt(`0x${sha256(arn)}`).toString(32).toUpperCase().replaceAll(/[01]/g, 'Z').slice(0, 17)}`;
  const versions = new Map([['v1', { document, createdAt: INTRODUCED }]]);
  return { arn, name: arn.split('/').at(-1) ?? '', path: '/', id, tags: new Map(), createdAt: INTRODUCED, updatedAt: INTRODUCED, versions, defaultVersionId: 'v1', nextVersion: 2 };
}

/** All that the twin has, in a partition. */
export function awsManagedPolicies(partition: string): TwinManagedPolicy[] {
  return Object.keys(documents).flatMap((name) => awsManagedDetails(`arn:${partition}:iam::aws:policy/${name}`) ?? []);
}
