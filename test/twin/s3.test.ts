import type { S3Client } from '@aws-sdk/client-s3';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { POLICY, setUp, inEurope } from './resources-setting.js';
import type { Resources } from './resources-setting.js';

describe('buckets', () => {
  let all: Resources;
  let s3: S3Client;
  beforeEach(async () => {
    all = await setUp();
    s3 = all.s3;
  });
  afterEach(() => all.close());

  it('are made, found and deleted, by names that nobody else has', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'archive-of-2026', ...inEurope }));
    expect(await s3.send(new HeadBucketCommand({ Bucket: 'archive-of-2026' }))).to.have.property(
      'BucketRegion',
      'eu-west-1',
    );
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).to.deep.equal([
      'archive-of-2026',
    ]);
    expect(await s3.send(new GetBucketLocationCommand({ Bucket: 'archive-of-2026' }))).to.have.property(
      'LocationConstraint',
      'eu-west-1',
    );
    expect(await refusal(s3.send(new CreateBucketCommand({ Bucket: 'archive-of-2026', ...inEurope })))).to.deep.include(
      { code: 'BucketAlreadyOwnedByYou', status: 409 },
    );
    expect(
      await refusal(all.outsider.send(new CreateBucketCommand({ Bucket: 'archive-of-2026', ...inEurope }))),
    ).to.deep.include({ code: 'BucketAlreadyExists', status: 409 });
    expect((await all.outsider.send(new ListBucketsCommand({}))).Buckets).to.satisfy(
      (buckets: unknown[] | undefined) => (buckets ?? []).length === 0,
    );
    expect(await refusal(s3.send(new CreateBucketCommand({ Bucket: 'Not_Valid', ...inEurope })))).to.have.property(
      'code',
      'InvalidBucketName',
    );
    expect(
      await refusal(
        s3.send(
          new CreateBucketCommand({
            Bucket: 'elsewhere',
            ...inEurope,
            CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
          }),
        ),
      ),
    ).to.have.property('code', 'IllegalLocationConstraintException');
    await s3.send(new DeleteBucketCommand({ Bucket: 'archive-of-2026' }));
    expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: 'archive-of-2026' })))).to.deep.include({
      code: 'NotFound',
      status: 404,
    });
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket: 'archive-of-2026' })))).to.have.property(
      'code',
      'NoSuchBucket',
    );
    expect((await refusal(s3.send(new ListObjectsV2Command({ Bucket: 'archive-of-2026' })))).message).to.equal(
      'The embedded organization has no operation s3:GET /bucket?list-type.',
    );
  });

  it('are stopped by guardrails over what the request says', async () => {
    const denied = await refusal(
      s3.send(new CreateBucketCommand({ Bucket: 'with-acls', ...inEurope, ObjectOwnership: 'ObjectWriter' })),
    );
    expect(denied.code).to.equal('AccessDenied');
    expect(denied.message).to.include(
      's3:CreateBucket on resource: arn:aws:s3:::with-acls with an explicit deny in a service control policy',
    );
    expect(await s3.send(new CreateBucketCommand({ Bucket: 'without-acls', ...inEurope }))).to.have.property(
      'Location',
    );
  });

  it('have policies that let others in and keep their own out; public ones are blocked until the block is taken away', async () => {
    const Bucket = 'shared-logs';
    await s3.send(new CreateBucketCommand({ Bucket, ...inEurope }));
    expect(await refusal(s3.send(new GetBucketPolicyCommand({ Bucket })))).to.have.property(
      'code',
      'NoSuchBucketPolicy',
    );
    const put = (statement: object): Promise<unknown> =>
      s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: POLICY({ Resource: `arn:aws:s3:::${Bucket}`, ...statement }) }),
      );
    expect(await refusal(all.outsider.send(new HeadBucketCommand({ Bucket })))).to.have.property('status', 403);
    expect(await refusal(put({ Effect: 'Allow', Principal: '*', Action: 's3:ListBucket' }))).to.have.property(
      'code',
      'AccessDenied',
    );
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false },
      }),
    );
    expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).to.deep.equal({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    await put({ Effect: 'Allow', Principal: '*', Action: 's3:ListBucket' });
    expect(await all.outsider.send(new HeadBucketCommand({ Bucket }))).to.have.property('BucketRegion');
    await put({ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket' });
    expect(JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '{}')).to.have.nested.property(
      'Statement[0].Effect',
      'Deny',
    );
    expect((await refusal(s3.send(new DeleteBucketCommand({ Bucket })))).message).to.include(
      'with an explicit deny in a resource-based policy',
    );
    expect(await refusal(all.outsider.send(new HeadBucketCommand({ Bucket })))).to.have.property('status', 403);
    expect(await refusal(s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' })))).to.have.property(
      'code',
      'MalformedPolicy',
    );
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refusal(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).to.have.property(
      'code',
      'NoSuchPublicAccessBlockConfiguration',
    );
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });
});
