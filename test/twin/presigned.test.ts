import { createHash, createHmac } from 'node:crypto';
import { get } from 'node:http';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect } from 'chai';
import type { Credentials } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import { servedFixture } from './served.js';

class Sha256 {
  readonly #hash;
  constructor(secret?: Parameters<typeof createHmac>[1]) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  reset(): void {
    throw new Error('nobody resets');
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

/** SDK clients sign by the clock of the machine. */
const NOW = wallClock.now();
const IDENTITY = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
const SIGNS: Readonly<Record<string, Record<string, string>>> = {
  sts: IDENTITY,
  ec2: { Action: 'DescribeRegions', Version: '2016-11-15' },
  s3: {},
};

interface Wish {
  service?: string;
  headers?: Record<string, string>;
  expiresIn?: number;
  signedAt?: number;
}

function unsigned(service: string, headers: Record<string, string> = {}) {
  const query = SIGNS[service] ?? {};
  const common = { method: 'GET', protocol: 'https:', hostname: 'twin.invalid', path: '/' };
  return { ...common, query, headers: { host: 'twin.invalid', ...headers } };
}

function signer(service: string, credentials: Credentials): SignatureV4 {
  return new SignatureV4({ service, region: 'eu-west-1', credentials, sha256: Sha256 as never });
}

function wire({
  query = {},
  headers,
}: {
  query?: Record<string, unknown>;
  headers: Record<string, string>;
}): WireRequest {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: 'GET', target: `/?${new URLSearchParams(query as never)}`, headers: lower, body: new Uint8Array() };
}

/** A request that its query signs, as presigned URLs are used: nothing of the signature stands in a header. */
async function presigned(credentials: Credentials, { service = 'sts', headers = {}, ...wish }: Wish = {}) {
  const { expiresIn = 60, signedAt = NOW } = wish;
  const hashed: Record<string, string> = service === 's3' ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : {};
  const result = await signer(service, credentials).presign(unsigned(service, { ...headers, ...hashed }) as never, {
    expiresIn,
    signingDate: new Date(signedAt),
    ...(service === 's3' ? { unhoistableHeaders: new Set<string>(), unsignableHeaders: new Set<string>() } : {}),
  });
  return wire(result as never);
}

async function signed(credentials: Credentials, service: string, signedAt: number, headers = {}): Promise<WireRequest> {
  const request = unsigned(service, headers);
  return wire(
    (await signer(service, credentials).sign(request as never, { signingDate: new Date(signedAt) })) as never,
  );
}

describe('presigned requests', () => {
  const fixture = twinFixture();
  const keys = fixture.keys('management', 'break-glass-1');
  const ask = (request: WireRequest): { status: number; text: string } => {
    const { statusCode, body } = fixture.twin.dispatch(request);
    return { status: statusCode, text: Buffer.from(body).toString('utf8') };
  };
  const code = (request: WireRequest): string =>
    `${ask(request).status} ${/<Code>(.*?)<\/Code>/.exec(ask(request).text)?.[1] ?? ''}`;

  it('are answered, with headers that they sign, from long-term keys and from sessions', async () => {
    const { Credentials: issued } = await fixture.clients(keys).sts().send(new GetSessionTokenCommand({}));
    const session = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    const headers = { 'x-k8s-aws-id': 'cluster' };
    for (const request of [await presigned(keys), await presigned(session), await presigned(keys, { headers })])
      expect(ask(request).text).to.include('<Arn>arn:aws:iam::111122223333:user/break-glass/break-glass-1</Arn>');
    expect(code(await presigned({ ...session, sessionToken: 'x' }))).to.equal('403 InvalidClientTokenId');
  });

  it('are refused if anything that they sign was changed', async () => {
    const request = await presigned(keys, { headers: { 'x-k8s-aws-id': 'cluster' } });
    for (const changed of [
      { ...request, target: request.target.replace('X-Amz-Expires=60', 'X-Amz-Expires=61') },
      { ...request, target: request.target.replace('GetCallerIdentity', 'GetSessionToken') },
      { ...request, target: `${request.target}&a=b` },
      { ...request, headers: { ...request.headers, 'x-k8s-aws-id': 'other' } },
      {
        ...request,
        method: 'POST',
        headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' },
      },
      { ...request, body: new Uint8Array([1]) },
    ])
      expect(code(changed), changed.target).to.equal('403 SignatureDoesNotMatch');
    const half = { ...request, target: request.target.replace(/&X-Amz-Date=[^&]*/, '') };
    expect(code(half)).to.equal('400 IncompleteSignature');
    const unsignedHeader = { ...request, headers: { ...request.headers, 'x-amz-target': 'x' } };
    expect(code(unsignedHeader)).to.equal('403 SignatureDoesNotMatch');
  });

  it('are good for as long as they say, a week at most', async () => {
    expect(code(await presigned(keys, { expiresIn: 3600, signedAt: NOW - 3_500_000 }))).to.equal('200 ');
    expect(code(await presigned(keys, { expiresIn: 3600, signedAt: NOW - 3_601_000 }))).to.equal(
      '403 SignatureDoesNotMatch',
    );
    const request = await presigned(keys);
    const longer = { ...request, target: request.target.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801') };
    expect(code(longer)).to.equal('400 IncompleteSignature');
  });

  it('and signatures of another key, an old session or a wrong clock are refused in the words of the service', async () => {
    const unknown = { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' };
    const wrong = { ...keys, secretAccessKey: 'x' };
    const past = NOW - 3_600_000;
    const found: Record<string, string[]> = {};
    for (const service of ['sts', 'ec2', 's3'])
      found[service] = [
        code(await signed(unknown, service, NOW)),
        code(await signed(wrong, service, NOW)),
        code(await signed(keys, service, past)),
        code(await presigned(keys, { service, signedAt: past })),
      ];
    expect(found).to.deep.equal({
      sts: [
        '403 InvalidClientTokenId',
        '403 SignatureDoesNotMatch',
        '403 SignatureDoesNotMatch',
        '403 SignatureDoesNotMatch',
      ],
      ec2: ['401 AuthFailure', '401 AuthFailure', '400 RequestExpired', '400 RequestExpired'],
      s3: ['403 InvalidAccessKeyId', '403 SignatureDoesNotMatch', '403 RequestTimeTooSkewed', '403 AccessDenied'],
    });
  });

  it('of an expired session are refused in the words of the service', async () => {
    const { Credentials: issued } = await fixture
      .clients(fixture.keys('management', 'deployment'))
      .sts()
      .send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const session = {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
    fixture.clock.advance(901_000);
    const codes = await Promise.all(
      ['sts', 'ec2', 's3'].map(async (service) => code(await signed(session, service, NOW))),
    );
    expect(codes).to.deep.equal(['403 ExpiredToken', '400 RequestExpired', '400 ExpiredToken']);
  });
});

describe('over a socket', () => {
  const answer = (url: string, headers: Record<string, string | string[]>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      get(url, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once('error', reject);
    });

  it('an endpoint with slashes at its end is asked as one without; a header that comes twice is signed in its order', async () => {
    const served = await servedFixture(landingZone());
    try {
      const credentials = served.keys('management', 'break-glass-1');
      const request = await signed(credentials, 'sts', NOW);
      const asked = (slashes: string): Promise<number | undefined> =>
        answer(`${served.endpoint}${request.target.replace('/', slashes)}`, request.headers);
      expect(await Promise.all(['/', '//', '///'].map(asked))).to.deep.equal([200, 200, 200]);
      const twice = await signed(credentials, 'sts', NOW, { 'my-header': 'b,a' });
      const sent = (values: string[]): Promise<number | undefined> =>
        answer(`${served.endpoint}${twice.target}`, { ...twice.headers, 'my-header': values });
      expect([await sent(['b', 'a']), await sent(['a', 'b'])]).to.deep.equal([200, 403]);
    } finally {
      await served.close();
    }
  });
});
