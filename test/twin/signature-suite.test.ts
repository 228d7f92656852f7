import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { virtualClock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import { createAuthenticator } from '../../twin/access/authentication.js';
import type { TwinState } from '../../twin/state/twin-state.js';

const suite = z
  .strictObject({
    source: z.string(),
    cases: z.array(
      z.strictObject({
        name: z.string(),
        request: z.string(),
        headers: z.array(z.tuple([z.string(), z.string()])),
        body: z.string(),
        signedHeaders: z.string(),
        signature: z.string(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('test/twin/signature-suite.json', 'utf8')));
type Case = (typeof suite.cases)[number];

/** The key of the suite, as AWS's documentation writes it. */
const KEY = ['AKIDEXAMPLE', ['wJalrXUtnFEMI', 'K7MDENG+bPxRfiCYEXAMPLEKEY'].join('/')] as const;
const SIGNED_AT = Date.UTC(2015, 7, 30, 12, 36);

/** A root user with the key, which is that of a session if a token is given. */
function authenticator(token: string | undefined): ReturnType<typeof createAuthenticator> {
  const [id, secretAccessKey] = KEY;
  const accountId = '123456789012';
  const state = {
    partition: 'aws',
    accounts: new Map([[accountId, { id: accountId, state: 'ACTIVE', users: new Map() }]]),
    accessKeys: new Map(token === undefined ? [[id, { active: true, accountId, secretAccessKey }]] : []),
    sessions: new Map([
      [id, { kind: 'session-token', accountId, secretAccessKey, sessionToken: token, expiresAt: SIGNED_AT + 1000 }],
    ]),
  } as unknown as TwinState;
  return createAuthenticator(state, virtualClock(SIGNED_AT), virtualClock(SIGNED_AT));
}

/** The request as the endpoint hands it on: values of one name are joined. */
function wire({ request, headers, body, signedHeaders, signature }: Case): WireRequest {
  const [method = '', ...target] = request.split(' ');
  const joined: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    joined[key] = key in joined ? `${joined[key] ?? ''},${value}` : value;
  }
  const scope = '20150830/us-east-1/service/aws4_request';
  joined['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${KEY[0]}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { method, target: target.join(' '), headers: joined, body: new TextEncoder().encode(body) };
}

function isRight(request: WireRequest): boolean {
  try {
    return authenticator(request.headers['x-amz-security-token']).authenticate(request).accessKeyId === KEY[0];
  } catch {
    return false;
  }
}

describe("AWS's test suite of signatures", () => {
  for (const one of suite.cases) {
    it(`${one.name}: ${one.request.slice(0, 60)}`, () => {
      const request = wire(one);
      expect(isRight(request)).to.equal(true);
      const changed: WireRequest[] = [
        { ...request, method: 'PUT' },
        { ...request, target: `${request.target}x` },
        { ...request, target: `/x${request.target}` },
        { ...request, body: new Uint8Array([...request.body, 0x78]) },
        ...one.signedHeaders
          .split(';')
          .map((name) => ({ ...request, headers: { ...request.headers, [name]: `${request.headers[name] ?? ''}x` } })),
      ];
      for (const each of changed) expect(isRight(each), JSON.stringify(each)).to.equal(false);
    });
  }

  it('has values of one header in their order, and paths that are not those signed refused', () => {
    const duplicate = suite.cases.find(({ name }) => name === 'get-header-value-order');
    const relative = suite.cases.find(({ name }) => name === 'normalize-path/get-relative-relative');
    if (!duplicate || !relative) throw new Error('the suite has lost cases');
    expect(isRight(wire({ ...duplicate, headers: duplicate.headers.toReversed() }))).to.equal(false);
    expect(isRight(wire({ ...relative, request: 'GET /example1/example2/..' }))).to.equal(false);
    expect(isRight(wire({ ...relative, request: 'GET /' }))).to.equal(true);
  });
});
