import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateSAMLProviderCommand, GetAccountSummaryCommand, GetSAMLProviderCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { taken } from './sts-calls.js';
import { ACCOUNT, ENDPOINT, provider, ROLE, ATTRIBUTE, ask, setting } from './sts-saml-setting.js';

describe('AssumeRoleWithSAML', () => {
  it('lets in whomever the identity provider vouches for, without a signature', async () => {
    const { fixture, issue, assume } = setting();
    const session = await assume(await issue({}));
    expect(session.AssumedRoleUser?.Arn).to.equal(`arn:aws:sts::${ACCOUNT}:assumed-role/Federated/mallory`);
    expect(session).to.deep.include({
      Subject: 'mallory',
      SubjectType: 'persistent',
      Audience: ENDPOINT,
      Issuer: 'https://identity-provider.example.com/saml',
    });
    expect(session.NameQualifier).to.match(/^[A-Za-z0-9+/]{27}=$/);
    const client = fixture.clients(taken(session));
    expect(await client.sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Arn',
      session.AssumedRoleUser?.Arn,
    );
    await client.iam().send(new GetAccountSummaryCommand({}));
    const other = fixture.clients(taken(await assume(await issue({ person: 'trudy' }))));
    expect(await refusal(other.iam().send(new GetAccountSummaryCommand({}))), 'another subject').to.have.property(
      'code',
      'AccessDenied',
    );
  });

  it('hands on tags, source identity and attributes, which trust policies can ask for', async () => {
    const { fixture, issue, assume } = setting();
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/Tagged`;
    const attributes = {
      [`${ATTRIBUTE}PrincipalTag:team`]: ['blue'],
      [`${ATTRIBUTE}SourceIdentity`]: ['erin'],
      'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': ['student', 'staff'],
    };
    const issued = (change: Record<string, string[]>): Promise<string> =>
      issue({ person: 'erin', role: RoleArn, attributes: { ...attributes, ...change } });
    const session = await assume(await issued({}), { RoleArn });
    expect(session.SourceIdentity).to.equal('erin');
    await fixture.clients(taken(session)).iam().send(new GetAccountSummaryCommand({}));
    const untrusting: Record<string, string[]>[] = [
      { [`${ATTRIBUTE}PrincipalTag:team`]: ['red'] },
      { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': ['student'] },
    ];
    for (const change of untrusting) {
      expect(await refusal(assume(await issued(change), { RoleArn })), JSON.stringify(change)).to.deep.include({
        code: 'AccessDenied',
        message: 'Not authorized to perform sts:AssumeRoleWithSAML',
        status: 403,
      });
    }
    const untrusted = await refusal(
      assume(await issue({ attributes: { [`${ATTRIBUTE}PrincipalTag:team`]: ['blue'] } })),
    );
    expect(untrusted, 'the trust policy takes no tags').to.deep.include({
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:TagSession',
    });
  });

  it('lasts an hour, less if the assertion says so, more if the role does', async () => {
    const { fixture, issue, assume } = setting();
    const lasts = async (attributes: Record<string, string[]>, DurationSeconds?: number): Promise<number> => {
      const session = await assume(
        await issue({ attributes }),
        DurationSeconds === undefined ? {} : { DurationSeconds },
      );
      return ((session.Credentials?.Expiration?.getTime() ?? 0) - fixture.clock.now()) / 1000;
    };
    expect(await lasts({})).to.equal(3600);
    expect(await lasts({}, 7200)).to.equal(7200);
    expect(await lasts({ [`${ATTRIBUTE}SessionDuration`]: ['900'] }, 7200)).to.equal(900);
    expect(await lasts({ [`${ATTRIBUTE}SessionDuration`]: ['43200'] })).to.equal(3600);
    expect(await refusal(lasts({}, 7201))).to.have.property('code', 'ValidationError');
    expect(await refusal(lasts({ [`${ATTRIBUTE}SessionDuration`]: ['60'] }))).to.have.property(
      'code',
      'InvalidIdentityTokenException',
    );
  });

  it('brings no MFA', async () => {
    const { issue, assume } = setting();
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/WantsMfa`;
    expect(await refusal(assume(await issue({ role: RoleArn }), { RoleArn }))).to.have.property('code', 'AccessDenied');
  });

  it('leaves a record of the person', async () => {
    const { fixture, issue, assume } = setting();
    await assume(await issue({}));
    fixture.clock.advance(3_600_000);
    const trail = fixture.clients(fixture.twin.secrets().administrator).cloudtrail();
    const { Events: events = [] } = await trail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoleWithSAML' }],
      }),
    );
    expect(events).to.have.length(1);
    const record = JSON.parse(events[0]?.CloudTrailEvent ?? '{}') as {
      userIdentity: Record<string, string>;
      requestParameters: Record<string, unknown>;
    };
    expect(record.userIdentity).to.include({ type: 'SAMLUser', userName: 'mallory' });
    expect(record.requestParameters).to.not.have.property('sAMLAssertion');
    // Nobody knows whose role it was to be: the record is in the account of the provider.
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/None`;
    await refusal(assume(await issue({ role: RoleArn }), { RoleArn }));
    fixture.clock.advance(3_600_000);
    const { Events: later = [] } = await trail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoleWithSAML' }],
      }),
    );
    expect(JSON.parse(later[0]?.CloudTrailEvent ?? '{}')).to.include({
      errorCode: 'AccessDenied',
      recipientAccountId: ACCOUNT,
    });
  });
});

describe('metadata of SAML providers', () => {
  it('is that of the identity provider, and must be some of an identity provider', async () => {
    const { fixture, issue, assume } = setting();
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    const { metadata = '' } = await ask(fixture, 'GET', 'metadata');
    expect(
      (await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: provider('workforce') }))).SAMLMetadataDocument,
    ).to.equal(metadata);
    const create = (SAMLMetadataDocument: string): Promise<unknown> =>
      iam.send(new CreateSAMLProviderCommand({ Name: 'made', SAMLMetadataDocument }));
    const wrong: readonly string[] = [
      metadata.replace('md:EntityDescriptor', 'md:Other').replace('/md:EntityDescriptor', '/md:Other'),
      metadata.replace('entityID=', 'id='),
      metadata.replace('use="signing"', 'use="encryption"'),
      metadata.replace('X509Certificate>MII', 'X509Certificate>AAA'),
      `\uFEFF${metadata}`,
      `<!DOCTYPE x>${metadata}`,
      metadata.replace(' entityID', ' validUntil="never" entityID'),
    ];
    for (const document of wrong)
      expect(await refusal(create(document)), document.slice(0, 200)).to.deep.include({
        code: 'InvalidInputException',
        message: 'Could not parse metadata',
      });
    await create(metadata);
    const RoleArn = ROLE;
    expect(
      await refusal(assume(await issue({ provider: provider('made') }), { RoleArn, PrincipalArn: provider('made') })),
      'right, but not trusted',
    ).to.have.property('code', 'AccessDenied');
  });
});
