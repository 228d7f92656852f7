import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CreateSAMLProviderCommand, GetSAMLProviderCommand, UpdateSAMLProviderCommand } from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { edit, provider, setting } from './sts-saml-setting.js';
import type { Setting } from './sts-saml-setting.js';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = ({ privateKey }: { privateKey: KeyObject }): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** What an identity provider writes in the place of an assertion. */
function sealed(assertion: string, publicKey: KeyObject, kind: 'cbc' | 'gcm', hash = 'sha1'): string {
  const key = randomBytes(32);
  const iv = randomBytes(kind === 'gcm' ? 12 : 16);
  const plain = Buffer.from(assertion, 'utf8');
  const missing = 16 - (plain.length % 16);
  let data: Buffer;
  if (kind === 'gcm') {
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  } else {
    const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    const padding = Buffer.concat([randomBytes(missing - 1), Buffer.from([missing])]);
    data = Buffer.concat([iv, cipher.update(plain), cipher.update(padding), cipher.final()]);
  }
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, key);
  const value = (bytes: Buffer): string =>
    `<e:CipherData><e:CipherValue>${bytes.toString('base64')}</e:CipherValue></e:CipherData>`;
  const digest = hash === 'sha1' ? '' : `<ds:DigestMethod Algorithm="${XENC}${hash}"/>`;
  const method = kind === 'gcm' ? 'http://www.w3.org/2009/xmlenc11#aes256-gcm' : `${XENC}aes256-cbc`;
  return [
    `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">`,
    `<e:EncryptedData xmlns:e="${XENC}" Type="${XENC}Element"><e:EncryptionMethod Algorithm="${method}"/>`,
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><e:EncryptedKey>`,
    `<e:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p">${digest}</e:EncryptionMethod>${value(wrapped)}</e:EncryptedKey></ds:KeyInfo>`,
    `${value(data)}</e:EncryptedData></saml:EncryptedAssertion>`,
  ].join('');
}

const ASSERTION = /<saml:Assertion .*<\/saml:Assertion>/s;

describe('encrypted assertions', () => {
  let all: Setting;
  let iam: IAMClient;
  const SAMLProviderArn = provider('workforce');
  const update = (more: object): Promise<unknown> =>
    iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, ...more }));
  const encrypt = (assertion: string, kind: 'cbc' | 'gcm', key = pair.publicKey): string =>
    edit(assertion, (xml) => xml.replace(ASSERTION, (clear) => sealed(clear, key, kind)));
  beforeEach(() => {
    all = setting();
    iam = all.fixture.clients(all.fixture.twin.secrets().administrator).iam();
  });

  for (const kind of ['cbc', 'gcm'] as const)
    it(`are opened with a key of the provider, and no other (AES ${kind})`, async () => {
      const encrypted = encrypt(await all.issue({}), kind);
      expect(await refusal(all.assume(encrypted)), 'before there is a key').to.have.property(
        'code',
        'InvalidIdentityTokenException',
      );
      await update({ AddPrivateKey: pem(pair) });
      expect((await all.assume(encrypted)).AssumedRoleUser?.Arn).to.contain('Federated/mallory');
      expect(await refusal(all.assume(encrypt(await all.issue({}), kind, stranger.publicKey)))).to.have.property(
        'code',
        'InvalidIdentityTokenException',
      );
      const cut = edit(encrypted, (xml) =>
        xml.replace(
          /(<e:CipherValue>)(.)/g,
          (_all, tag: string, first: string) => `${tag}${first === 'A' ? 'B' : 'A'}`,
        ),
      );
      expect(await refusal(all.assume(cut))).to.have.property('code', 'InvalidIdentityTokenException');
    });

  it('hold nothing that was not signed', async () => {
    await update({ AddPrivateKey: pem(pair) });
    const unsigned = edit(await all.issue({}), (xml) =>
      xml.replace(ASSERTION, (clear) =>
        sealed(clear.replace(/<ds:Signature.*<\/ds:Signature>|<Signature.*<\/Signature>/s, ''), pair.publicKey, 'gcm'),
      ),
    );
    expect(await refusal(all.assume(unsigned))).to.have.property('code', 'InvalidIdentityTokenException');
    const other = edit(await all.issue({}), (xml) =>
      xml.replace(ASSERTION, (clear) => sealed(clear.replace('>mallory<', '>erin<'), pair.publicKey, 'gcm')),
    );
    expect(await refusal(all.assume(other))).to.have.property('code', 'InvalidIdentityTokenException');
  });

  it('are the only ones where they are required', async () => {
    await update({ AddPrivateKey: pem(pair), AssertionEncryptionMode: 'Allowed' });
    await all.assume(await all.issue({}));
    await update({ AssertionEncryptionMode: 'Required' });
    expect(await refusal(all.assume(await all.issue({})))).to.have.property('code', 'InvalidIdentityTokenException');
    await all.assume(encrypt(await all.issue({}), 'gcm'));
  });

  it('need a key, of which a provider shows two at most and nothing secret', async () => {
    expect(await refusal(update({ AssertionEncryptionMode: 'Required' }))).to.have.property(
      'code',
      'InvalidInputException',
    );
    expect(await refusal(update({ AddPrivateKey: 'no key' }))).to.have.property('code', 'InvalidInputException');
    for (const one of [pair, stranger]) await update({ AddPrivateKey: pem(one) });
    expect(await refusal(update({ AddPrivateKey: pem(pair) }))).to.have.property('code', 'LimitExceededException');
    await update({ AssertionEncryptionMode: 'Allowed' });
    const shown = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(shown.AssertionEncryptionMode).to.equal('Allowed');
    expect(shown.PrivateKeyList).to.have.length(2);
    const [first] = shown.PrivateKeyList ?? [];
    await update({ RemovePrivateKey: first?.KeyId });
    expect((await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }))).PrivateKeyList).to.have.length(1);
    const metadata = shown.SAMLMetadataDocument;
    await iam.send(
      new CreateSAMLProviderCommand({
        Name: 'second',
        SAMLMetadataDocument: metadata,
        AssertionEncryptionMode: 'Required',
        AddPrivateKey: pem(pair),
      }),
    );
    const second = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: provider('second') }));
    expect(second.AssertionEncryptionMode).to.equal('Required');
  });
});
