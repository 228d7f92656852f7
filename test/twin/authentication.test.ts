import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { createSigner } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import { refusal, twinFixture } from './fixture.js';

const minutes = (count: number): number => count * 60_000;

describe('signatures', () => {
  const fixture = twinFixture();
  const keys = fixture.keys('management', 'break-glass-1');
  const text = (request: WireRequest): string => Buffer.from(fixture.twin.dispatch(request).body).toString('utf8');
  const signed = (): Promise<WireRequest> =>
    createSigner('twin.invalid', wallClock).query(
      { service: 'sts', version: '2011-06-15', action: 'GetCallerIdentity' },
      'eu-west-1',
      keys,
    );

  it('of the right key are accepted from SDK client and lean signer', async () => {
    expect((await fixture.clients(keys).sts().send(new GetCallerIdentityCommand({}))).Arn).to.equal(
      'arn:aws:iam::111122223333:user/break-glass/break-glass-1',
    );
    expect(text(await signed())).to.include('<Arn>arn:aws:iam::111122223333:user/break-glass/break-glass-1</Arn>');
  });

  it('with a wrong secret are refused', async () => {
    const wrong = fixture.clients({ ...keys, secretAccessKey: `${keys.secretAccessKey.slice(1)}x` });
    expect(await refusal(wrong.sts().send(new GetCallerIdentityCommand({})))).to.deep.include({
      code: 'SignatureDoesNotMatch',
      status: 403,
    });
    expect(await refusal(wrong.organizations().send(new ListAccountsCommand({})))).to.deep.include({
      code: 'InvalidSignatureException',
      status: 400,
    });
  });

  it('of an unknown key are refused', async () => {
    const unknown = fixture.clients({ accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' });
    expect(await refusal(unknown.sts().send(new GetCallerIdentityCommand({})))).to.deep.include({
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      status: 403,
    });
    expect(await refusal(unknown.organizations().send(new ListAccountsCommand({})))).to.deep.include({
      code: 'UnrecognizedClientException',
    });
  });

  it('are refused when anything signed was changed afterwards', async () => {
    const request = await signed();
    const changed: WireRequest[] = [
      { ...request, body: new Uint8Array(Buffer.from(request.body.toString().replace('x', 'y'))) },
      { ...request, body: new Uint8Array([...request.body, 0x26]) },
      { ...request, headers: { ...request.headers, host: 'other.invalid' } },
      { ...request, headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded;charset=x' } },
      { ...request, target: '/?a=b' },
      { ...request, method: 'PUT' },
    ];
    for (const each of changed) expect(text(each)).to.include('<Code>SignatureDoesNotMatch</Code>');
    expect(text(request), 'the unchanged one is right').to.include('GetCallerIdentityResult');
  });

  it('without Authorization, or with half of one, are refused', async () => {
    const request = await signed();
    const { authorization = '', ...others } = request.headers;
    expect(text({ ...request, headers: others })).to.include('<Code>MissingAuthenticationToken</Code>');
    expect(
      text({ ...request, headers: { ...others, authorization: authorization.replace(/, ?Signature=.*/, '') } }),
    ).to.include('<Code>IncompleteSignature</Code>');
    const [, credential = '', names = '', signature = ''] =
      /^AWS4-HMAC-SHA256 (Credential=.*), (SignedHeaders=.*), (Signature=.*)$/.exec(authorization) ?? [];
    const turned = `AWS4-HMAC-SHA256 ${signature},${names} , ${credential}`;
    expect(text({ ...request, headers: { ...others, authorization: turned } })).to.include('GetCallerIdentityResult');
    for (const wrong of [`${authorization}, ${signature}`, authorization.repeat(2), `x${authorization}`])
      expect(text({ ...request, headers: { ...others, authorization: wrong } })).to.include('IncompleteSignature');
    expect(text({ ...request, headers: { ...others, authorization: authorization.replace('host;', '') } })).to.include(
      '<Code>SignatureDoesNotMatch</Code>',
    );
  });

  it('that leave out the host or any x-amz header are refused: what is not signed could be exchanged on the way', async () => {
    const request = await signed();
    const { authorization = '', 'x-amz-date': _, ...others } = request.headers;
    const leaving = (name: string): string =>
      authorization.replace(new RegExp(`(SignedHeaders=[^,]*?)${name};?`), '$1').replace(';,', ',');
    expect(text({ ...request, headers: { ...request.headers, authorization: leaving('host') } })).to.include(
      "'Host' or ':authority' must be a 'SignedHeader'",
    );
    expect(text({ ...request, headers: { ...request.headers, authorization: leaving('x-amz-date') } })).to.include(
      "'x-amz-date' must be a 'SignedHeader'",
    );
    const smuggled = text({
      ...request,
      headers: { ...request.headers, 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' },
    });
    expect(smuggled)
      .to.include('<Code>SignatureDoesNotMatch</Code>')
      .and.include("'x-amz-target' must be a 'SignedHeader'");
    expect(text({ ...request, headers: { ...others, authorization } })).to.include('<Code>IncompleteSignature</Code>');
  });

  it('that are old or from the future are refused; the window is judged on real time', async () => {
    for (const [skew, message] of [
      [minutes(6), 'Signature expired'],
      [-minutes(6), 'Signature not yet current'],
    ] as const) {
      const late = twinFixture(undefined, { ...wallClock, now: () => wallClock.now() + skew });
      const answer = await refusal(
        late.clients(late.keys('management', 'break-glass-1')).sts().send(new GetCallerIdentityCommand({})),
      );
      expect(answer.code).to.equal('SignatureDoesNotMatch');
      expect(answer.message).to.match(new RegExp(`^${message}: \\d{8}T\\d{6}Z is`));
    }
    const slightly = twinFixture(undefined, { ...wallClock, now: () => wallClock.now() + minutes(4) });
    expect(
      await slightly.clients(slightly.keys('management', 'break-glass-1')).sts().send(new GetCallerIdentityCommand({})),
    ).to.have.property('Arn');
  });
});

describe('session tokens', () => {
  it('must be there, be right and not be expired', async () => {
    const fixture = twinFixture();
    const { Credentials: issued } = await fixture
      .clients(fixture.keys('management', 'deployment'))
      .sts()
      .send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const session = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    const call = (credentials: Parameters<typeof fixture.clients>[0]): Promise<unknown> =>
      fixture.clients(credentials).sts().send(new GetCallerIdentityCommand({}));
    expect(await call(session)).to.have.property('Account', '111122223333');
    const { sessionToken, ...without } = session;
    expect(await refusal(call(without))).to.have.property('code', 'InvalidClientTokenId');
    expect(
      await refusal(
        call({ ...session, sessionToken: sessionToken.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
      ),
    ).to.have.property('code', 'InvalidClientTokenId');
    expect(await refusal(call({ ...fixture.keys('management', 'deployment'), sessionToken }))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    fixture.clock.advance(899_000);
    expect(await call(session)).to.have.property('Account');
    fixture.clock.advance(2000);
    expect(await refusal(call(session))).to.deep.include({ code: 'ExpiredToken', status: 403 });
  });
});
