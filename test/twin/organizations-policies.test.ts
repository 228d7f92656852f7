import { CreateUserCommand, GetAccountSummaryCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribeEffectivePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  UpdatePolicyCommand,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { enter, portalToken } from './identity-center.js';
import { ARCHIVE, deny, reason, scene, SCP } from './organization-calls.js';

describe('guardrails', () => {
  it('take hold, change and let go at once', async () => {
    const { client, fixture } = await scene();
    const session = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .iam();
    const call = (): Promise<string> =>
      session.send(new GetAccountSummaryCommand({})).then(
        () => 'allowed',
        (error: Error) => error.name,
      );
    const { Policy: policy } = await client.send(
      new CreatePolicyCommand({ Name: 'g', Description: 'd', Type: SCP, Content: deny('iam:GetAccountSummary') }),
    );
    const on = { PolicyId: policy?.PolicySummary?.Id, TargetId: ARCHIVE };
    expect(await call()).to.equal('allowed');
    await client.send(new AttachPolicyCommand(on));
    expect(await call()).to.equal('AccessDenied');
    expect(await refusal(client.send(new AttachPolicyCommand(on)))).to.have.property(
      'code',
      'DuplicatePolicyAttachmentException',
    );
    expect(await refusal(client.send(new DeletePolicyCommand({ PolicyId: on.PolicyId })))).to.have.property(
      'code',
      'PolicyInUseException',
    );
    const content = `{"Version": "2012-10-17",\n "Statement": [{"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}]}`;
    await client.send(new UpdatePolicyCommand({ PolicyId: on.PolicyId, Name: 'other', Content: content }));
    expect(await call()).to.equal('allowed');
    expect((await client.send(new DescribePolicyCommand({ PolicyId: on.PolicyId }))).Policy)
      .to.deep.include({ Content: content })
      .and.have.nested.property('PolicySummary.Name', 'other');
    await client.send(new DetachPolicyCommand(on));
    expect(await refusal(client.send(new DetachPolicyCommand(on)))).to.have.property(
      'code',
      'PolicyNotAttachedException',
    );
    await client.send(new DeletePolicyCommand({ PolicyId: on.PolicyId }));
    expect(await refusal(client.send(new UpdatePolicyCommand({ PolicyId: on.PolicyId })))).to.have.property(
      'code',
      'PolicyNotFoundException',
    );
  });

  it('cannot all be taken away: one stays on every target', async () => {
    const { client, fixture } = await scene();
    const onArchive = { TargetId: ARCHIVE };
    expect(await reason(client.send(new DetachPolicyCommand({ ...onArchive, PolicyId: 'p-FullAWSAccess' })))).to.equal(
      'ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    );
    expect(
      await reason(client.send(new DetachPolicyCommand({ ...onArchive, PolicyId: 'p-RCPFullAWSAccess' }))),
    ).to.equal('InvalidInputException NON_DETACHABLE_POLICY');
    expect(await reason(client.send(new UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'x' })))).to.equal(
      'InvalidInputException IMMUTABLE_POLICY',
    );
    const { Policy: policy } = await client.send(
      new CreatePolicyCommand({
        Name: 'reads',
        Description: '',
        Type: SCP,
        Content: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['iam:List*', 'sts:*'], Resource: '*' }],
        }),
      }),
    );
    await client.send(new AttachPolicyCommand({ ...onArchive, PolicyId: policy?.PolicySummary?.Id }));
    await client.send(new DetachPolicyCommand({ ...onArchive, PolicyId: 'p-FullAWSAccess' }));
    const session = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .iam();
    expect(await session.send(new ListRolesCommand({}))).to.have.property('Roles');
    expect((await refusal(session.send(new GetAccountSummaryCommand({})))).message).to.include(
      'because no service control policy allows the iam:GetAccountSummary action',
    );
  });

  it('of a type that is disabled bind nobody, and come back detached', async () => {
    const { client, rootId, fixture } = await scene();
    const session = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .iam();
    const newUser = (name: string): Promise<string> =>
      session.send(new CreateUserCommand({ UserName: name })).then(
        () => 'allowed',
        (error: Error) => error.name,
      );
    expect(await newUser('a')).to.equal('AccessDenied');
    const type = { RootId: rootId, PolicyType: SCP };
    expect((await client.send(new DisablePolicyTypeCommand(type))).Root?.PolicyTypes).to.deep.equal([
      { Type: 'RESOURCE_CONTROL_POLICY', Status: 'ENABLED' },
    ]);
    expect(await newUser('b')).to.equal('allowed');
    const [guardrail] =
      (await client.send(new ListPoliciesCommand({ Filter: SCP }))).Policies?.filter(
        ({ AwsManaged }) => AwsManaged !== true,
      ) ?? [];
    expect(guardrail, 'the policies themselves stay').to.have.property('Id');
    expect(
      await refusal(client.send(new AttachPolicyCommand({ PolicyId: guardrail?.Id, TargetId: ARCHIVE }))),
    ).to.have.property('code', 'PolicyTypeNotEnabledException');
    expect(
      await refusal(client.send(new DetachPolicyCommand({ PolicyId: guardrail?.Id, TargetId: ARCHIVE }))),
    ).to.have.property('code', 'PolicyNotAttachedException');
    expect(await refusal(client.send(new DisablePolicyTypeCommand(type)))).to.have.property(
      'code',
      'PolicyTypeNotEnabledException',
    );
    await client.send(new EnablePolicyTypeCommand(type));
    expect(await newUser('c'), 'the old attachments are lost').to.equal('allowed');
    expect(
      (await client.send(new ListPoliciesForTargetCommand({ TargetId: rootId, Filter: SCP }))).Policies?.map(
        ({ Name }) => Name,
      ),
    ).to.deep.equal(['FullAWSAccess']);
    expect(await refusal(client.send(new EnablePolicyTypeCommand(type)))).to.have.property(
      'code',
      'PolicyTypeAlreadyEnabledException',
    );
    expect(
      await refusal(client.send(new EnablePolicyTypeCommand({ RootId: 'r-none', PolicyType: SCP }))),
    ).to.have.property('code', 'RootNotFoundException');
    expect(
      await refusal(client.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'TAG_POLICY' }))),
    ).to.have.property('code', 'NotImplemented');
  });

  it('have names of their own, a size and a number', async () => {
    const { client } = await scene();
    const create = (Name: string, Content: string): Promise<unknown> =>
      client.send(new CreatePolicyCommand({ Name, Description: '', Type: SCP, Content }));
    expect(await refusal(create('region-lock', deny('*')))).to.have.property('code', 'DuplicatePolicyException');
    expect(await reason(create('long', deny('s3:Get').padEnd(10_241)))).to.equal(
      'ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED',
    );
    expect(await create('just', deny('s3:Get').padEnd(10_240))).to.have.property('Policy');
    for (const wrong of ['{', '{}', '[]', 'null'])
      expect(await refusal(create('wrong', wrong)), wrong).to.have.property('code', 'MalformedPolicyDocumentException');
    let attached = 1;
    for (let index = 0; index < 9; index++) {
      const { Policy: policy } = await client.send(
        new CreatePolicyCommand({ Name: `p${index}`, Description: '', Type: SCP, Content: deny(`s3:Get${index}`) }),
      );
      await client.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: ARCHIVE }));
      attached++;
    }
    const { Policy: last } = await client.send(
      new CreatePolicyCommand({ Name: 'last', Description: '', Type: SCP, Content: deny('s3:Put') }),
    );
    expect(
      await reason(client.send(new AttachPolicyCommand({ PolicyId: last?.PolicySummary?.Id, TargetId: ARCHIVE }))),
    ).to.equal('ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    const sizes: number[] = [];
    for await (const page of paginateListPoliciesForTarget({ client, pageSize: 4 }, { TargetId: ARCHIVE, Filter: SCP }))
      sizes.push(page.Policies?.length ?? 0);
    expect([attached, sizes]).to.deep.equal([10, [4, 4, 2]]);
    expect(await reason(client.send(new ListPoliciesCommand({ Filter: SCP, MaxResults: 21 })))).to.equal(
      'InvalidInputException MAX_VALUE_EXCEEDED',
    );
    expect(await reason(client.send(new ListPoliciesCommand({ Filter: SCP, NextToken: 'none' })))).to.equal(
      'InvalidInputException INVALID_PAGINATION_TOKEN',
    );
    expect(
      await reason(client.send(new DescribeEffectivePolicyCommand({ PolicyType: SCP as unknown as 'TAG_POLICY' }))),
    ).to.equal('InvalidInputException INVALID_ENUM_POLICY_TYPE');
    expect(
      await refusal(client.send(new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' }))),
    ).to.have.property('code', 'EffectivePolicyNotFoundException');
  });

  it('answer an authorized call on none that there is none, and others that they may not', async () => {
    const { client, fixture } = await scene();
    const none = new UpdatePolicyCommand({ PolicyId: 'p-0000000000' });
    expect(await refusal(client.send(none))).to.have.property('code', 'PolicyNotFoundException');
    const reader = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'ivan'), '111122223333', 'Investigator'))
      .organizations();
    expect(await refusal(reader.send(none))).to.have.property('code', 'AccessDeniedException');
  });
});
