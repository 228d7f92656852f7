import { UpdateSAMLProviderCommand } from '@aws-sdk/client-iam';
import type { AssumeRoleWithSAMLCommandOutput } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { lazySigningKey } from '../../twin/build/signing-key.js';
import type { AssertionContent } from '../../twin/services/identity-provider/assertion.js';
import { samlMetadata } from '../../twin/services/identity-provider/metadata.js';
import { refusal } from './fixture.js';
import { ACCOUNT, ENDPOINT, provider, ROLE, ATTRIBUTE, setting, edit, mint } from './sts-saml-setting.js';
import type { Setting } from './sts-saml-setting.js';

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
