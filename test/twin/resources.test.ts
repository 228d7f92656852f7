import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  paginateListKeys,
} from '@aws-sdk/client-kms';
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
  S3Client,
} from '@aws-sdk/client-s3';
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import { serveTwin } from '../../twin/endpoint/server.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';

const ARCHIVE = '222233334444';
const POLICY = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** Guardrails over every member account, as landing zones have them. */
const GUARDRAILS = `
serviceControlPolicies:
  no-buckets-of-others: { attachedTo: [Root], expects: indifferent, statements: { DenyAcls: { Effect: Deny, Action: "s3:CreateBucket", Resource: "*", Condition: { StringNotEqualsIfExists: { "s3:x-amz-object-ownership": BucketOwnerEnforced } } } } }
  thirty-days: { attachedTo: [Root], expects: indifferent, statements: { DenyShort: { Effect: Deny, Action: "kms:ScheduleKeyDeletion", Resource: "*", Condition: { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": 30 } } } } }
`;

interface Resources {
  fixture: TwinFixture;
  /** Clients of erin in a member account, and of mallory outside. */
  s3: S3Client;
  kms(): Promise<KMSClient>;
  outsider: S3Client;
  close(): Promise<void>;
}

async function setUp(): Promise<Resources> {
  const fixture = twinFixture(
    landingZone(
      GUARDRAILS,
      'outsiders: { stranger: { users: { mallory: { policies: { s3: { All: { Effect: Allow, Action: "s3:*", Resource: "*" } } } } } } }',
    ),
  );
  const { endpoint, close } = await serveTwin(fixture.twin, fixture.clock);
  const shared = { endpoint, region: 'eu-west-1', maxAttempts: 1 };
  const erin = async (): Promise<Credentials> => {
    const { accessKeyId, secretAccessKey, sessionToken } = await enter(
      fixture,
      await portalToken(fixture, 'erin'),
      ARCHIVE,
      'Administrator',
    );
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
  return {
    fixture,
    s3: new S3Client({ ...shared, credentials: await erin() }),
    kms: async () => new KMSClient({ ...shared, credentials: await erin() }),
    outsider: new S3Client({ ...shared, credentials: fixture.keys('stranger', 'mallory') }),
    close,
  };
}

const inEurope = {
  CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  ObjectOwnership: 'BucketOwnerEnforced',
} as const;

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

describe('keys', () => {
  let all: Resources;
  let kms: KMSClient;
  beforeEach(async () => {
    all = await setUp();
    kms = await all.kms();
  });
  afterEach(() => all.close());

  it('are made, named and listed', async () => {
    const { KeyMetadata: key } = await kms.send(
      new CreateKeyCommand({ Description: 'logs', Tags: [{ TagKey: 'owner', TagValue: 'security' }] }),
    );
    expect(key).to.include({ AWSAccountId: ARCHIVE, KeyState: 'Enabled', Description: 'logs' });
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: key?.KeyId }));
    for (const KeyId of [key?.KeyId, key?.Arn, 'alias/logs', `arn:aws:kms:eu-west-1:${ARCHIVE}:alias/logs`])
      expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Arn, KeyId).to.equal(key?.Arn);
    expect(
      (await kms.send(new ListAliasesCommand({}))).Aliases?.map(({ AliasName, TargetKeyId }) => [
        AliasName,
        TargetKeyId,
      ]),
    ).to.deep.equal([['alias/logs', key?.KeyId]]);
    await kms.send(new CreateKeyCommand({}));
    const sizes: number[] = [];
    for await (const page of paginateListKeys({ client: kms, pageSize: 1 }, {})) sizes.push(page.Keys?.length ?? 0);
    expect(sizes).to.deep.equal([1, 1]);
    expect(
      await refusal(kms.send(new CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: key?.KeyId }))),
    ).to.have.property('code', 'AlreadyExistsException');
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' })))).to.have.property(
      'code',
      'NotFoundException',
    );
    expect(await refusal(kms.send(new CreateKeyCommand({ KeySpec: 'RSA_2048' })))).to.have.property(
      'code',
      'UnsupportedOperationException',
    );
  });

  it('are deleted after their time, and not sooner than a guardrail allows', async () => {
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    const schedule = (PendingWindowInDays?: number): Promise<{ KeyState?: string }> =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays }));
    expect((await refusal(schedule(7))).message).to.include('with an explicit deny in a service control policy');
    expect(await refusal(schedule(31))).to.have.property('code', 'ValidationException');
    expect(await schedule()).to.have.property('KeyState', 'PendingDeletion');
    expect(await refusal(schedule())).to.have.property('code', 'KMSInvalidStateException');
    expect((await kms.send(new DescribeKeyCommand({ KeyId: key?.KeyId }))).KeyMetadata).to.have.property(
      'KeyState',
      'PendingDeletion',
    );
  });

  it('are gone when their time has come', async () => {
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId }));
    expect((await kms.send(new ListKeysCommand({}))).Keys).to.have.length(1);
    all.fixture.clock.advance(30 * 86_400_000);
    const later = await all.kms();
    expect((await later.send(new ListKeysCommand({}))).Keys).to.deep.equal([]);
    expect(await refusal(later.send(new DescribeKeyCommand({ KeyId: key?.KeyId })))).to.have.property(
      'code',
      'NotFoundException',
    );
  });

  it("are nobody's whom their policy does not let in, their own account included", async () => {
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
    const KeyId = key?.KeyId;
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).to.include(`arn:aws:iam::${ARCHIVE}:root`);
    await kms.send(
      new PutKeyPolicyCommand({
        KeyId,
        Policy: POLICY({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'kms:*',
          Resource: '*',
        }),
      }),
    );
    const denied = await refusal(kms.send(new DescribeKeyCommand({ KeyId })));
    expect(denied.code).to.equal('AccessDeniedException');
    expect(denied.message)
      .to.include('kms:DescribeKey on resource: ')
      .and.include('because no resource-based policy allows the kms:DescribeKey action');
  });
});

describe('dry runs of EC2', () => {
  const lock =
    'serviceControlPolicies: { region-lock: { statements: { DenyOtherRegions: { NotAction: ["iam:*", "sts:*"], Condition: { StringNotEquals: { "aws:RequestedRegion": [eu-west-1] } } } } } }';
  const fixture = twinFixture(landingZone(lock));
  const signer = createSigner('twin.invalid', wallClock);
  let keys: Credentials;
  let inProduction: Credentials;
  before(async () => {
    keys = await administrator(fixture);
    const id = fixture.organization.accounts['webshop-1']?.id ?? '';
    inProduction = await enter(fixture, await portalToken(fixture, 'erin'), id, 'Administrator');
  });
  const call = async (
    credentials: Credentials,
    action: string,
    parameters: Record<string, string> = {},
    region = 'eu-west-1',
  ): Promise<{ status: number; text: string }> => {
    const answer = fixture.twin.dispatch(
      await signer.query('ec2', '2016-11-15', action, region, credentials, parameters),
    );
    return { status: answer.statusCode, text: Buffer.from(answer.body).toString('utf8') };
  };
  const dry = { DryRun: 'true' };

  it('would succeed where nothing forbids them, and nothing is made', async () => {
    const { status, text } = await call(keys, 'CreateInternetGateway', dry);
    expect(status).to.equal(412);
    expect(text).to.match(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Response><Errors><Error><Code>DryRunOperation<\/Code><Message>Request would have succeeded, but DryRun flag is set\.<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
    expect(await call(keys, 'CreateVpc', { CidrBlock: '10.0.0.0/16' })).to.have.property('status', 501);
  });

  it('are refused in a Region that is locked, with the reason in the open and encoded', async () => {
    expect(await call(inProduction, 'CreateInternetGateway', dry)).to.have.property('status', 412);
    const { status, text } = await call(inProduction, 'CreateInternetGateway', dry, 'us-east-1');
    expect(status).to.equal(403);
    expect(text)
      .to.include('<Code>UnauthorizedOperation</Code>')
      .and.include('ec2:CreateInternetGateway on resource: arn:aws:ec2:us-east-1:')
      .and.include('with an explicit deny in a service control policy');
    const [, encoded = ''] = /Encoded authorization failure message: ([\w-]+)</.exec(text) ?? [];
    const sts = fixture.clients(keys).sts();
    expect((await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: encoded }))).DecodedMessage)
      .to.include('"allowed":false')
      .and.include('service control policy');
    expect(
      await refusal(sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'nonsense' }))),
    ).to.have.property('code', 'InvalidAuthorizationMessageException');
  });

  it('see of an instance what policies ask for', async () => {
    const instance = {
      ...dry,
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: '1',
      MaxCount: '1',
    };
    const old = await call(inProduction, 'RunInstances', instance);
    expect([
      old.status,
      old.text.includes('require-instance-metadata') || old.text.includes('service control policy'),
    ]).to.deep.equal([403, true]);
    expect(
      await call(inProduction, 'RunInstances', { ...instance, 'MetadataOptions.HttpTokens': 'required' }),
    ).to.have.property('status', 412);
    expect((await call(keys, 'RunInstances', dry)).text, 'without the number of instances').to.include(
      'ValidationError',
    );
  });

  it('know Regions, and nobody in one that was not opted in to', async () => {
    const { text } = await call(keys, 'DescribeRegions', { 'RegionName.1': 'eu-west-1', 'RegionName.2': 'me-south-1' });
    expect(text).to.include('<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>');
    expect(text).to.include(
      '<regionInfo><item><regionName>eu-west-1</regionName><regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint><optInStatus>opt-in-not-required</optInStatus></item><item><regionName>me-south-1',
    );
    expect((await call(keys, 'DescribeRegions', {})).text).to.not.include('not-opted-in');
    expect((await call(keys, 'DescribeRegions', { AllRegions: 'true' })).text).to.include('not-opted-in');
    expect(await call(keys, 'DescribeRegions', {}, 'me-south-1')).to.satisfy(
      ({ status, text: answer }: { status: number; text: string }) =>
        status === 401 && answer.includes('<Code>AuthFailure</Code>'),
    );
  });
});
