import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import fc from 'fast-check';
import { createClients } from '../../aws/clients.js';
import { createQueryClient } from '../../aws/query-client.js';
import { createSigner } from '../../aws/signer.js';
import { directTransport, httpTransport } from '../../aws/transport.js';
import { movableClock, wallClock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import { seededRandom } from '../../base/random.js';
import { createTwin } from '../../twin/index.js';
import { serveTwin } from '../../twin/endpoint/server.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('the wire', () => {
  const fixture = twinFixture();
  const administrator = fixture.twin.secrets().administrator;
  const signer = createSigner('twin.invalid', wallClock);
  const send = async (
    service: string,
    version: string,
    action: string,
    parameters: Record<string, string> = {},
  ): Promise<{ statusCode: number; body: string }> => {
    const answer = fixture.twin.dispatch(
      await signer.query({ service, version, action, parameters }, 'us-east-1', administrator),
    );
    return { statusCode: answer.statusCode, body: text(answer.body) };
  };

  it('names an operation or a service that is not there', async () => {
    expect((await send('iam', '2010-05-08', 'CreateOpenIDConnectProvider', { GroupName: 'x' })).body)
      .to.include('<Code>NotImplemented</Code>')
      .and.include('iam:CreateOpenIDConnectProvider');
    expect((await send('glacier', '2012-06-01', 'ListVaults')).body)
      .to.include('<Code>NotImplemented</Code>')
      .and.include('no service glacier');
  });

  it('says what is missing or malformed', async () => {
    expect((await send('iam', '2010-05-08', 'GetRole')).body)
      .to.include('<Code>ValidationError</Code>')
      .and.include('roleName');
    expect(
      (await send('sts', '2011-06-15', 'AssumeRole', { RoleArn: 'x', RoleSessionName: 'xx', DurationSeconds: 'long' }))
        .body,
    ).to.include('<Code>MalformedInput</Code>');
    expect((await send('sts', '1999-01-01', 'GetCallerIdentity')).body).to.include('<Code>InvalidAction</Code>');
    expect((await send('iam', '2010-05-08', 'ListRoles', { Marker: 'bm9uZQ' })).body).to.include(
      '<Code>ValidationError</Code>',
    );
  });

  it('answers hostile bytes with an error of AWS and never breaks', async () => {
    const request = await signer.query(
      { service: 'sts', version: '2011-06-15', action: 'GetCallerIdentity' },
      'us-east-1',
      administrator,
    );
    const header = fc.dictionary(
      fc.constantFrom(
        'authorization',
        'x-amz-target',
        'x-amz-date',
        'content-type',
        'content-encoding',
        'x-amz-security-token',
      ),
      fc.oneof(fc.string(), fc.constant('gzip'), fc.constant('AWSOrganizationsV20161128.ListAccounts')),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT'),
        fc.oneof(
          fc.constant('/'),
          fc.webPath(),
          fc.constant('/federation/credentials?x'),
          fc.constant('/access-portal/token'),
        ),
        header,
        fc.uint8Array({ maxLength: 300 }),
        (method, target, headers, body) => {
          const answer = fixture.twin.dispatch({
            method,
            target,
            headers: { ...request.headers, ...headers },
            body,
          } satisfies WireRequest);
          expect(answer.statusCode).to.be.within(400, 504).and.not.equal(500);
          for (const secret of fixture.twin.issuedSecrets()) expect(text(answer.body)).to.not.include(secret);
        },
      ),
      { seed: 3, numRuns: 400 },
    );
  });

  it('refuses a body that is too large', async () => {
    const request = await signer.query(
      {
        service: 'sts',
        version: '2011-06-15',
        action: 'GetCallerIdentity',
        parameters: { Padding: 'x'.repeat(1024 * 1024) },
      },
      'us-east-1',
      administrator,
    );
    expect(fixture.twin.dispatch(request).statusCode).to.equal(413);
  });

  it('pages as AWS does', async () => {
    const many = twinFixture(
      landingZone(
        'accounts: {' + Array.from({ length: 30 }, (_, index) => `extra-${index}: { ou: Sandbox }`).join(', ') + '}',
      ),
    );
    const client = many.clients(many.twin.secrets().administrator).organizations();
    const sizes: number[] = [];
    for await (const page of paginateListAccounts({ client }, {})) sizes.push(page.Accounts?.length ?? 0);
    expect(sizes).to.deep.equal([20, 20, 7]);
  });

  it('lets only the management account read the organization', async () => {
    const stranger = fixture.clients(fixture.keys('stranger', 'mallory')).organizations();
    expect(await refusal(stranger.send(new ListAccountsCommand({})))).to.have.property('code', 'AccessDeniedException');
  });
});

describe('the twin over HTTP', () => {
  const setUp = async (): Promise<{
    endpoint: string;
    control: string;
    close: () => Promise<void>;
    twin: ReturnType<typeof createTwin>;
  }> => {
    const clock = movableClock();
    const twin = createTwin({ organization: landingZone(), clock, wireClock: wallClock, random: seededRandom('http') });
    return { ...(await serveTwin(twin, clock)), twin };
  };

  it('answers as it does in process, to SDK client and lean signer', async () => {
    const { endpoint, close, twin } = await setUp();
    const http = httpTransport(endpoint);
    try {
      const keys = twin.userSecrets('management', 'deployment');
      if (!keys) throw new Error('no key');
      const role = { roleArn: 'arn:aws:iam::222233334444:role/break-glass/BreakGlass', sessionName: 'law' };
      const { host } = new URL(endpoint);
      const answers = [];
      for (const transport of [http, directTransport((request) => twin.dispatch(request))]) {
        const lean = await createQueryClient(
          { transport, endpoint: `http://${host}`, region: 'eu-west-1' },
          createSigner(host, wallClock),
        ).assumeRole(keys, role);
        answers.push(lean.ok ? lean : { code: lean.code, message: lean.message, statusCode: lean.statusCode });
        const sdk = await createClients({ transport, endpoint, region: 'eu-west-1' }, keys)
          .sts()
          .send(new GetCallerIdentityCommand({}));
        answers.push({ arn: sdk.Arn });
      }
      expect(answers[0]).to.deep.equal(answers[2]).and.have.property('code', 'AccessDenied');
      expect(answers[1]).to.deep.equal(answers[3]);
    } finally {
      await http.close();
      await close();
    }
  });

  it('moves its clock when told, and says why not', async () => {
    const { control, close } = await setUp();
    try {
      const move = (body: string): Promise<Response> => fetch(`${control}/clock`, { method: 'POST', body });
      const before = Date.parse(((await (await move('{"advanceSeconds": 0}')).json()) as { now: string }).now);
      const after = Date.parse(((await (await move('{"advanceSeconds": 3600}')).json()) as { now: string }).now);
      expect(after - before).to.be.within(3_600_000, 3_660_000);
      expect((await move('{"advanceSeconds": 1e300}')).status, 'beyond what a date can hold').to.equal(400);
      expect((await move('{"advanceSeconds": 0}')).status, 'and the clock still stands where it stood').to.equal(200);
      for (const wrong of ['{"advanceSeconds": -1}', '{"advanceSeconds": "x"}', '{', '{}'])
        expect((await move(wrong)).status, wrong).to.equal(400);
      expect((await fetch(`${control}/nothing`)).status).to.equal(404);
    } finally {
      await close();
    }
  });

  it('refuses a port that is in use, or that is none, with one sentence', async () => {
    const first = await setUp();
    try {
      const port = Number(new URL(first.endpoint).port);
      await serveTwin(first.twin, movableClock(), port).then(
        () => expect.fail('it must not listen'),
        (error: Error) => expect(error.message).to.equal(`cannot listen on port ${port}: it is in use`),
      );
      for (const none of [65_536, -1, 0.5]) {
        await serveTwin(first.twin, movableClock(), none).then(
          () => expect.fail('it must not listen'),
          (error: Error) => expect(error.message).to.equal(`${none} is not a port`),
        );
      }
    } finally {
      await first.close();
    }
  });
});
