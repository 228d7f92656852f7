/** Policies that AWS manages, as far as break-glass set-ups attach them. The rest does not exist here. */
import { sha256 } from '../../base/canonical-json.js';
import { usageError } from '../../base/errors.js';
import type { PolicyDocument } from '../../iam/index.js';
import type { TwinManagedPolicy } from '../state/iam.js';
import { publishedPolicies } from './aws-policies/index.js';

const VERSION = '2012-10-17';

/** The SCP that every root, OU and account starts with. */
export const fullAwsAccess: PolicyDocument = {
  Version: VERSION,
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The RCP that is attached everywhere and cannot be detached. */
export const rcpFullAwsAccess: PolicyDocument = {
  Version: VERSION,
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** Throws a usage error for a policy of AWS that the twin does not have: attached in silence it would allow nothing. */
export function checkAwsManaged(arns: readonly string[]): void {
  const unknown = arns.find((arn) => /^arn:[\w-]+:iam::aws:policy\//.test(arn) && !awsManagedPolicy(arn));
  if (unknown === undefined) return;
  throw usageError(
    `the embedded organization does not have the AWS managed policy ${unknown}`,
    `It has ${Object.keys(publishedPolicies).join(', ')}. Give its document in the organization document instead: read it with "aws iam get-policy-version --policy-arn ${unknown} --version-id VERSION", and write its statements under a name of your own in the policies of who has it.`,
  );
}

/** The document of `arn:aws:iam::aws:policy/NAME`, or `undefined` for a policy that the twin does not have. */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  const name = nameOf(arn);
  return name === undefined ? undefined : publishedPolicies[name]?.document;
}

/** The same as IAM describes it; the unique id is made up, and it is as old as its version. */
export function awsManagedDetails(arn: string): TwinManagedPolicy | undefined {
  const name = nameOf(arn);
  const published = name === undefined ? undefined : publishedPolicies[name];
  if (name === undefined || !published) return undefined;
  const { version, document } = published;
  const createdAt = Date.parse(published.publishedAt);
  const id = `ANPA${BigInt(`0x${sha256(arn)}`)
    .toString(32)
    .toUpperCase()
    .replaceAll(/[01]/g, 'Z')
    .slice(0, 17)}`;
  const path = `/${name.slice(0, name.lastIndexOf('/') + 1)}`;
  return {
    arn,
    name: name.slice(name.lastIndexOf('/') + 1),
    path,
    id,
    tags: new Map(),
    createdAt,
    updatedAt: createdAt,
    versions: new Map([[version, { document, createdAt }]]),
    defaultVersionId: version,
    nextVersion: 0,
  };
}

/** All that the twin has, in a partition. */
export function awsManagedPolicies(partition: string): TwinManagedPolicy[] {
  return Object.keys(publishedPolicies).flatMap(
    (name) => awsManagedDetails(`arn:${partition}:iam::aws:policy/${name}`) ?? [],
  );
}

function nameOf(arn: string): string | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/([\w+=,.@/-]+)$/.exec(arn)?.[1];
  return name !== undefined && Object.hasOwn(publishedPolicies, name) ? name : undefined;
}
