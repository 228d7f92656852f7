import {
  CreateSAMLProviderCommand,
  GetAccountSummaryCommand,
  GetSAMLProviderCommand,
  UpdateSAMLProviderCommand,
} from '@aws-sdk/client-iam';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { AssumeRoleWithSAMLCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleWithSAMLCommandInput, AssumeRoleWithSAMLCommandOutput } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { samlResponse } from '../../twin/services/identity-provider/assertion.js';
import type { AssertionContent } from '../../twin/services/identity-provider/assertion.js';
import { samlMetadata } from '../../twin/services/identity-provider/metadata.js';
import { lazySigningKey } from '../../twin/build/signing-key.js';
import type { SigningKey } from '../../twin/state/signing-key.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { taken } from './sts-calls.js';

const ACCOUNT = '111122223333';
const ENDPOINT = 'https://signin.aws.amazon.com/saml';
const provider = (name: string): string => `arn:aws:iam::${ACCOUNT}:saml-provider/${name}`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Federated`;
const ATTRIBUTE = 'https://aws.amazon.com/SAML/Attributes/';

/** Federated admits whoever comes from workforce; Tagged asks for a tag, a source identity and an attribute. */
const CONTENT = `
accounts:
  management:
    samlProviders: { workforce: { signedBy: identity-provider }, foreign: { signedBy: stranger }, ending: { signedBy: identity-provider, validUntil: "2026-06-01T04:00:00Z" } }
    roles:
      Federated:
        maxSessionSeconds: 7200
        policies: { own: { Read: { Effect: Allow, Action: iam:GetAccountSummary, Resource: "*", Condition: { StringEquals: { "saml:sub": mallory, "aws:FederatedProvider": "${provider('workforce')}" } } } } }
        trust: { In: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: ["${provider('workforce')}", "${provider('foreign')}", "${provider('ending')}"] }, Condition: { StringEquals: { "SAML:aud": "${ENDPOINT}" } } } }
      Tagged:
        policies: { own: { Read: { Effect: Allow, Action: iam:GetAccountSummary, Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": blue, "aws:SourceIdentity": erin } } } } }
        trust:
          In:
            Effect: Allow
            Action: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
            Principal: { Federated: "${provider('workforce')}" }
            Condition:
              StringEquals: { "aws:RequestTag/team": blue, "saml:doc": "${ACCOUNT}/workforce", "saml:sub_type": persistent, "sts:RoleSessionName": erin }
              ForAnyValue:StringEquals: { "saml:eduPersonAffiliation": staff }
      WantsMfa:
        trust: { In: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: "${provider('workforce')}" }, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } } }
`;

interface Setting {
  fixture: TwinFixture;
  /** What the identity provider issues. */
  issue(body: Record<string, unknown>): Promise<string>;
  /** The call, unsigned. */
  assume(assertion: string, more?: Partial<AssumeRoleWithSAMLCommandInput>): Promise<AssumeRoleWithSAMLCommandOutput>;
}

async function ask(
  fixture: TwinFixture,
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<Record<string, string>> {
  const answer = await fixture.transport.send({
    method,
    target: `/identity-provider/${path}`,
    headers: {},
    body: new Uint8Array(Buffer.from(body ? JSON.stringify(body) : '')),
  });
  return JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, string>;
}

function setting(): Setting {
  const fixture = twinFixture(landingZone(CONTENT));
  const sts = fixture.clients({ accessKeyId: 'none', secretAccessKey: 'none' }).sts();
  return {
    fixture,
    issue: async (body) => {
      const { assertion } = await ask(fixture, 'POST', 'saml', {
        person: 'mallory',
        role: ROLE,
        provider: provider('workforce'),
        ...body,
      });
      return assertion ?? '';
    },
    assume: (SAMLAssertion, more = {}) =>
      sts.send(
        new AssumeRoleWithSAMLCommand({ RoleArn: ROLE, PrincipalArn: provider('workforce'), SAMLAssertion, ...more }),
      ),
  };
}

const edit = (assertion: string, change: (xml: string) => string): string =>
  Buffer.from(change(Buffer.from(assertion, 'base64').toString('utf8'))).toString('base64');

/** An assertion as the identity provider would issue it, but for what is changed. */
function mint(key: SigningKey, now: number, change: Partial<AssertionContent> = {}): string {
  const attributes = {
    [`${ATTRIBUTE}Role`]: [`${ROLE},${provider('workforce')}`],
    [`${ATTRIBUTE}RoleSessionName`]: ['mallory'],
  };
  return samlResponse(
    {
      id: '_1',
      entityId: 'https://identity-provider.example.com/saml',
      subject: 'mallory',
      recipient: ENDPOINT,
      issuedAt: now,
      expiresAt: now + 300_000,
      attributes,
      ...change,
    },
    key,
  );
}

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

describe('an assertion is refused', () => {
  const key = lazySigningKey(seededRandom('somebody else'), 'somebody else', Date.UTC(2026, 5, 1));

  /** A provider of its own whose metadata holds the key above, so that every claim can be changed and signed rightly. */
  async function ownProvider(): Promise<
    Setting & { now: number; signed(change?: Partial<AssertionContent>): Promise<AssumeRoleWithSAMLCommandOutput> }
  > {
    const made = setting();
    const iam = made.fixture.clients(made.fixture.twin.secrets().administrator).iam();
    await iam.send(
      new UpdateSAMLProviderCommand({
        SAMLProviderArn: provider('workforce'),
        SAMLMetadataDocument: samlMetadata({
          entityId: 'https://identity-provider.example.com/saml',
          certificate: key().certificate,
        }),
      }),
    );
    const now = made.fixture.clock.now();
    return { ...made, now, signed: (change) => made.assume(mint(key(), now, change)) };
  }

  it('if it was changed after it was signed, or signed with another key', async () => {
    const { issue, assume } = setting();
    const assertion = await issue({});
    await assume(assertion);
    const invalid = { code: 'InvalidIdentityTokenException', message: 'Response signature invalid', status: 400 };
    const changed: readonly [string, (xml: string) => string][] = [
      ['subject', (xml) => xml.replace('>mallory</saml:NameID>', '>erin</saml:NameID>')],
      ['attribute', (xml) => xml.replace('role/Federated', 'role/Tagged')],
      ['digest', (xml) => xml.replace(/<ds:DigestValue>./, '<ds:DigestValue>x')],
      ['signature', (xml) => xml.replace(/<ds:SignatureValue>.{4}/, '<ds:SignatureValue>AAAA')],
      ['no signature', (xml) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, '')],
      ['digest method', (xml) => xml.replace('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1')],
      [
        'other certificate',
        (xml) =>
          xml
            .replace(
              '</ds:SignatureValue>',
              `</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${key().certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
            )
            .replace('>mallory</saml:NameID>', '>erin</saml:NameID>'),
      ],
    ];
    for (const [what, change] of changed)
      expect(await refusal(assume(edit(assertion, change))), what).to.deep.include(invalid);
    expect(await refusal(assume(mint(key(), Date.UTC(2026, 5, 1, 3)))), 'a key of somebody else').to.deep.include(
      invalid,
    );
    const foreign = await issue({ provider: provider('foreign') });
    expect(
      await refusal(assume(foreign, { PrincipalArn: provider('foreign') })),
      'a certificate of somebody else',
    ).to.deep.include(invalid);
  });

  it('if another was wrapped around it', async () => {
    const { issue, assume } = setting();
    const assertion = await issue({});
    const parts =
      /^(<samlp:Response.*?<\/samlp:Status>)(<saml:Assertion.*<\/saml:Assertion>)(<\/samlp:Response>)$/s.exec(
        Buffer.from(assertion, 'base64').toString('utf8'),
      );
    const [, head = '', original = '', tail = ''] = parts ?? [];
    const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(original)?.[0] ?? '';
    const evil = original.replace(signature, '').replace('>mallory</saml:NameID>', '>erin</saml:NameID>');
    expect(evil).to.include('erin').and.not.include('Signature');
    const other = evil.replace(/ ID="[^"]*"/, ' ID="_evil"');
    const wrapped: readonly [string, string][] = [
      ['two assertions', `${head}${other}${original}${tail}`],
      ['in an extension', `${head}<samlp:Extensions>${original}</samlp:Extensions>${other}${tail}`],
      [
        'inside the evil one',
        `${head}${other.replace('</saml:Assertion>', `<saml:Advice>${original}</saml:Advice></saml:Assertion>`)}${tail}`,
      ],
      [
        'in the signature of the evil one',
        `${head}${other.replace('</saml:Issuer>', `</saml:Issuer>${signature.replace('</ds:Signature>', `<ds:Object>${original.replace(signature, '')}</ds:Object></ds:Signature>`)}`)}${tail}`,
      ],
      [
        'with its signature and its id',
        `${head}${evil.replace('</saml:Issuer>', `</saml:Issuer>${signature}`)}${tail}`,
      ],
      [
        'with its signature over another id',
        `${head}${other.replace('</saml:Issuer>', `</saml:Issuer>${signature}`)}${tail}`,
      ],
      ['with two signatures', `${head}${original.replace('</saml:Issuer>', `</saml:Issuer>${signature}`)}${tail}`],
    ];
    for (const [how, xml] of wrapped)
      expect(await refusal(assume(Buffer.from(xml).toString('base64'))), how).to.have.property(
        'code',
        'InvalidIdentityTokenException',
      );
  });

  it('if it is no response at all, declares a document type, or hides in comments', async () => {
    const { issue, assume } = setting();
    const assertion = await issue({});
    const broken: readonly string[] = [
      'no base64!',
      Buffer.from('no XML').toString('base64'),
      Buffer.from('<a/>').toString('base64'),
      edit(
        assertion,
        (xml) => `<!DOCTYPE r [<!ENTITY who "erin">]>${xml.replace('>mallory</saml:NameID>', '>&who;</saml:NameID>')}`,
      ),
      edit(assertion, (xml) => xml.slice(0, -5)),
      edit(assertion, (xml) => xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion')),
    ];
    for (const text of broken)
      expect(await refusal(assume(text)), text.slice(0, 40)).to.have.property('code', 'InvalidIdentityTokenException');
    const commented = await assume(
      edit(assertion, (xml) => xml.replace('>mallory</saml:NameID>', '>mal<!-- cut -->lory</saml:NameID>')),
    );
    expect(commented.Subject, 'a comment cuts nothing off').to.equal('mallory');
    expect(
      await refusal(assume(edit(assertion, (xml) => xml.replace('status:Success', 'status:Responder')))),
    ).to.deep.include({ code: 'IDPRejectedClaimException', status: 403 });
  });

  it('if it is not of now', async () => {
    const { fixture, issue, assume } = setting();
    const assertion = await issue({});
    fixture.clock.advance(299_000);
    await assume(assertion);
    fixture.clock.advance(1000);
    expect(await refusal(assume(assertion)), 'again, too late').to.deep.include({
      code: 'ExpiredTokenException',
      message: 'Token must be redeemed within 5 minutes of issuance',
    });
    const { signed, now } = await ownProvider();
    expect(
      await refusal(signed({ issuedAt: now - 301_000, expiresAt: now + 3_600_000 })),
      'issued long ago',
    ).to.have.property('code', 'ExpiredTokenException');
    expect(await refusal(signed({ issuedAt: now + 1000 })), 'issued in the future').to.have.property(
      'code',
      'InvalidIdentityTokenException',
    );
    expect(await refusal(signed({ expiresAt: now }))).to.have.property('code', 'ExpiredTokenException');
    expect((await signed({})).Subject).to.equal('mallory');
  });

  it('if it is meant for somebody else, comes from somebody else, or names nobody', async () => {
    const { signed } = await ownProvider();
    const without = (name: string): Record<string, string[]> =>
      Object.fromEntries(
        Object.entries({ Role: [`${ROLE},${provider('workforce')}`], RoleSessionName: ['mallory'] })
          .filter(([key]) => key !== name)
          .map(([key, value]) => [ATTRIBUTE + key, value]),
      );
    const wrong: readonly [Partial<AssertionContent>, string, string][] = [
      [
        { recipient: 'https://example.com/saml' },
        'InvalidIdentityTokenException',
        'Response does not contain the required recipient',
      ],
      [
        { recipient: 'https://signin.amazonaws-us-gov.com/saml' },
        'InvalidIdentityTokenException',
        'Response does not contain the required recipient',
      ],
      [
        { entityId: 'https://other.example.com' },
        'InvalidIdentityTokenException',
        'Issuer not present in specified provider',
      ],
      [{ subject: '' }, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML'],
      [{ attributes: without('Role') }, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML'],
      [
        { attributes: without('RoleSessionName') },
        'InvalidIdentityTokenException',
        'RoleSessionName is required in AuthnResponse',
      ],
      [
        { attributes: { ...without(''), [`${ATTRIBUTE}RoleSessionName`]: ['Mallory M.!'] } },
        'InvalidIdentityTokenException',
        'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
      ],
      [
        { attributes: { ...without(''), [`${ATTRIBUTE}SourceIdentity`]: ['a'] } },
        'InvalidIdentityTokenException',
        'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"',
      ],
      [
        {
          attributes: {
            ...without(''),
            [`${ATTRIBUTE}Role`]: [`arn:aws:iam::${ACCOUNT}:role/Tagged,${provider('workforce')}`],
          },
        },
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithSAML',
      ],
      [
        { attributes: { ...without(''), [`${ATTRIBUTE}Role`]: [`${ROLE},${provider('foreign')}`] } },
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithSAML',
      ],
    ];
    for (const [change, code, message] of wrong)
      expect(await refusal(signed(change)), JSON.stringify(change)).to.deep.include({ code, message });
    const right: readonly Partial<AssertionContent>[] = [
      { recipient: ENDPOINT },
      { attributes: { ...without(''), [`${ATTRIBUTE}Role`]: [`${provider('workforce')}, ${ROLE}`] } },
    ];
    for (const change of right) await signed(change);
    expect(
      await refusal(signed({ recipient: 'https://eu-west-1.signin.aws.amazon.com/saml' })),
      'a Regional endpoint is good, but this trust policy wants the global one',
    ).to.have.property('code', 'AccessDenied');
  });

  it('if its provider is missing, over, or of roles that are not to be had so', async () => {
    const { fixture, issue, assume } = setting();
    expect(await refusal(assume(await issue({}), { PrincipalArn: provider('none') }))).to.deep.include({
      code: 'InvalidIdentityTokenException',
      message: "Specified provider doesn't exist",
    });
    const ending = { provider: provider('ending') };
    await assume(await issue(ending), { PrincipalArn: provider('ending') });
    fixture.clock.advance(3_600_000);
    expect(await refusal(assume(await issue(ending), { PrincipalArn: provider('ending') }))).to.have.property(
      'code',
      'InvalidIdentityTokenException',
    );
    const elsewhere = fixture.roleArn('payments-1');
    expect(
      await refusal(assume(await issue({ role: elsewhere }), { RoleArn: elsewhere })),
      'another account',
    ).to.have.property('code', 'AccessDenied');
  });

  it('while the identity provider is down there is none, and what it issued goes on being good', async () => {
    const { fixture, issue, assume } = setting();
    const assertion = await issue({});
    fixture.twin.setAvailable('identity-provider', false);
    expect(await issue({})).to.equal('');
    await assume(assertion);
    fixture.twin.setAvailable('identity-provider', true);
    await assume(await issue({}));
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
