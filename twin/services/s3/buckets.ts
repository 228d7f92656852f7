/** Buckets: made, found, deleted. There are no objects in them. */
import type { RequiredPermission } from '../../access/request.js';
import { resourcePolicy } from '../../access/resource-policy.js';
import type { TwinBucket } from '../../state/resources.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import type { S3Input, S3Output } from './protocol.js';
import { element, textIn } from './xml.js';

/** Namespace of everything that S3 answers. */
export const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Settings of buckets that say nothing else, since April 2023 (S3 user guide, "Blocking public access"). */
const PUBLIC_ACCESS_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** The permission of an action on a bucket, which its policy may grant or deny. */
function permissionOn(action: string, { Bucket }: S3Input, { state }: OperationContext): RequiredPermission[] {
  const arn = `arn:${state.partition}:s3:::${Bucket}`;
  const bucket = state.resources.buckets.get(Bucket);
  return [
    {
      action: `s3:${action}`,
      resource: arn,
      ...(bucket ? { resourceAccount: bucket.accountId, ...resourcePolicy(arn, bucket.policy?.document) } : {}),
    },
  ];
}

/** An operation on a bucket that exists. `action` is its name in policies, where that is another one. */
export function onBucket(
  name: string,
  run: (bucket: TwinBucket, input: S3Input, context: OperationContext) => S3Output,
  action = name,
): AnyOperation {
  return operation<S3Input, S3Output>({
    name,
    permissions: (input, context) => permissionOn(action, input, context),
    run: (input, context) => {
      const bucket = context.state.resources.buckets.get(input.Bucket);
      if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      return run(bucket, input, context);
    },
  });
}

/** Keys of the request that make a bucket (service authorization reference, "Amazon S3"). */
function creationKeys({ ACL: acl, ObjectOwnership: ownership, body }: S3Input): Record<string, string> {
  const location = textIn(body, 'LocationConstraint');
  return {
    ...(location === undefined ? {} : { 's3:locationconstraint': location }),
    ...(acl === undefined ? {} : { 's3:x-amz-acl': acl }),
    ...(ownership === undefined ? {} : { 's3:x-amz-object-ownership': ownership }),
  };
}

function create({ Bucket, body }: S3Input, { state, caller, region, clock }: OperationContext): S3Output {
  const { buckets } = state.resources;
  if (!/^(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(Bucket) || /^[\d.]+$/.test(Bucket))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  // us-east-1 is the one Region that is not named.
  if ((textIn(body, 'LocationConstraint') ?? 'us-east-1') !== region)
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  const taken = buckets.get(Bucket);
  if (taken?.accountId === caller.account.id)
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  if (taken) throw new AwsError('BucketAlreadyExists', 'The requested bucket name is not available.', 409);
  buckets.set(Bucket, {
    name: Bucket,
    accountId: caller.account.id,
    region,
    createdAt: clock.now(),
    publicAccessBlock: PUBLIC_ACCESS_BLOCKED,
  });
  return { headers: { location: `/${Bucket}` } };
}

export const bucketOperations = [
  operation<S3Input, S3Output>({
    name: 'CreateBucket',
    // A bucket of that name may be somebody's already: that one is not asked about.
    permissions: (input, { state }) => [
      {
        action: 's3:CreateBucket',
        resource: `arn:${state.partition}:s3:::${input.Bucket}`,
        context: creationKeys(input),
      },
    ],
    run: create,
  }),
  operation<S3Input, S3Output>({
    name: 'ListBuckets',
    permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    run: (_input, { state, caller }) => {
      const own = [...state.resources.buckets.values()].filter(({ accountId }) => accountId === caller.account.id);
      const shown = own.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
        BucketRegion: region,
      }));
      return {
        body: element(
          'ListAllMyBucketsResult',
          { Owner: { ID: caller.account.id }, Buckets: { Bucket: shown } },
          NAMESPACE,
        ),
      };
    },
  }),
  onBucket('HeadBucket', ({ region }) => ({ headers: { 'x-amz-bucket-region': region } }), 'ListBucket'),
  onBucket('GetBucketLocation', ({ region }) => ({
    body: element('LocationConstraint', region === 'us-east-1' ? '' : region, NAMESPACE),
  })),
  onBucket('DeleteBucket', ({ name }, _input, { state }) => {
    state.resources.buckets.delete(name);
    return { statusCode: 204 };
  }),
];
