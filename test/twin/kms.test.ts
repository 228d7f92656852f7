import type { KMSClient } from '@aws-sdk/client-kms';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { ARCHIVE, POLICY, setUp } from './resources-setting.js';
import type { Resources } from './resources-setting.js';

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
