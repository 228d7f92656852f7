/** Bucket policies, and the block of public access that stands in front of them. */
import type { PolicyDocument } from '../../../iam/index.js';
import { readResourcePolicy } from '../../access/resource-policy.js';
import type { PublicAccessSetting } from '../../state/resources.js';
import { AwsError } from '../../wire/aws-error.js';
import { NAMESPACE, onBucket } from './buckets.js';
import { element, textIn } from './xml.js';

const POLICY_BYTES = 20 * 1024;
const SETTINGS: readonly PublicAccessSetting[] = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
];

function documentOf(text: string): PolicyDocument {
  if (Buffer.byteLength(text) > POLICY_BYTES)
    throw new AwsError('PolicyTooLarge', 'Policies must not be larger than 20 KB.');
  return readResourcePolicy(text, new AwsError('MalformedPolicy', 'This policy contains invalid Json'));
}

/** Grants to everybody without a condition; S3 also weighs conditions, which count as no grant to everybody here. */
function isPublic({ Statement: statement }: PolicyDocument): boolean {
  return (Array.isArray(statement) ? statement : [statement]).some(({ Effect, Principal: principal, Condition }) => {
    const named = typeof principal === 'object' ? principal.AWS : principal;
    return Effect === 'Allow' && Condition === undefined && (Array.isArray(named) ? named : [named]).includes('*');
  });
}

export const policyOperations = [
  onBucket('GetBucketPolicy', ({ policy }) => {
    if (!policy) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
    return { body: policy.text, contentType: 'application/json' };
  }),
  onBucket('PutBucketPolicy', (bucket, { body }) => {
    const document = documentOf(body);
    if (bucket.publicAccessBlock?.BlockPublicPolicy === true && isPublic(document)) {
      throw new AwsError(
        'AccessDenied',
        'The bucket policy is public, and public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
        403,
      );
    }
    bucket.policy = { text: body, document };
    return { statusCode: 204 };
  }),
  onBucket('DeleteBucketPolicy', (bucket) => {
    delete bucket.policy;
    return { statusCode: 204 };
  }),
  onBucket(
    'GetPublicAccessBlock',
    ({ publicAccessBlock }) => {
      if (!publicAccessBlock)
        throw new AwsError(
          'NoSuchPublicAccessBlockConfiguration',
          'The public access block configuration was not found',
          404,
        );
      return { body: element('PublicAccessBlockConfiguration', publicAccessBlock, NAMESPACE) };
    },
    'GetBucketPublicAccessBlock',
  ),
  onBucket(
    'PutPublicAccessBlock',
    (bucket, { body }) => {
      if (!/<PublicAccessBlockConfiguration[\s>]/.test(body))
        throw new AwsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      const on = (setting: PublicAccessSetting): boolean => textIn(body, setting)?.toLowerCase() === 'true';
      const [acls, ignore, policy, restrict] = SETTINGS.map(on);
      bucket.publicAccessBlock = {
        BlockPublicAcls: acls === true,
        IgnorePublicAcls: ignore === true,
        BlockPublicPolicy: policy === true,
        RestrictPublicBuckets: restrict === true,
      };
      return {};
    },
    'PutBucketPublicAccessBlock',
  ),
  onBucket(
    'DeletePublicAccessBlock',
    (bucket) => {
      delete bucket.publicAccessBlock;
      return { statusCode: 204 };
    },
    'PutBucketPublicAccessBlock',
  ),
];
