import { expect } from 'chai';
import type { Call } from '../../aws/call.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { DrillResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';
import { queryAnswer, tampered } from '../tampered-target.js';

const page = (text: string, type = 'text/html'): WireResponse => ({
  statusCode: 200,
  headers: type === '' ? {} : { 'content-type': type },
  body: new Uint8Array(Buffer.from(text)),
});

const without =
  (element: string) =>
  (answer: WireResponse): WireResponse => ({
    ...answer,
    body: new Uint8Array(
      Buffer.from(
        Buffer.from(answer.body)
          .toString('utf8')
          .replaceAll(new RegExp(`<${element}>.*?</${element}>`, 'gs'), ''),
      ),
    ),
  });

const replaced =
  (what: RegExp, by: string) =>
  (answer: WireResponse): WireResponse => ({
    ...answer,
    body: new Uint8Array(Buffer.from(Buffer.from(answer.body).toString('utf8').replaceAll(what, by))),
  });

const cut = (answer: WireResponse): WireResponse => ({
  ...answer,
  body: answer.body.slice(0, Math.floor(answer.body.length / 2)),
});

/** What stands in the way answers with success, whatever would have been answered. */
const ANYWHERE: Readonly<Record<string, (truth: WireResponse, operation: string) => WireResponse>> = {
  'a page of a proxy': () => page('<html><body>Please sign in</body></html>'),
  'a page of a proxy that calls itself XML': () => page('<html><body/></html>', 'text/xml'),
  'nothing at all': () => page('', ''),
  'half of an answer': (truth, operation) =>
    cut(truth.statusCode === 200 ? truth : queryAnswer(operation, '<Credentials><AccessKeyId>ASIA')),
  'an answer that holds nothing': (_truth, operation) => queryAnswer(operation),
  'text without markup': () => page('OK', 'text/plain'),
};

/** Whoever is to be let in is answered like this. */
const SESSIONS: Readonly<Record<string, (truth: WireResponse) => WireResponse>> = {
  'no session token': without('SessionToken'),
  'no secret': replaced(/<SecretAccessKey>.*?</gs, '<SecretAccessKey><'),
  'a key id that is none': replaced(/<AccessKeyId>.*?</gs, '<AccessKeyId>none<'),
  'no instant of expiry': without('Expiration'),
  'nobody whose session it is': without('AssumedRoleUser'),
  'a session of another role': replaced(/assumed-role\/BreakGlass\//g, 'assumed-role/ReadOnly/'),
  'a session of another account': replaced(/arn:aws:sts::\d{12}:/g, 'arn:aws:sts::999999999999:'),
};

type Lie = (call: Call, truth: WireResponse) => WireResponse | undefined;

function play(lie: Lie): Promise<DrillResult> {
  const openTarget = tampered({
    answer: async (call: Call, _request: WireRequest, next: () => Promise<WireResponse>) => {
      const truth = await next();
      return lie(call, truth) ?? truth;
    },
  });
  return playDrill([], { scenarios: ['identity-provider-failure'] }, { openTarget }).then(({ result }) => result);
}

/** Outcomes of the checks whose ids begin so. */
function outcomes(result: DrillResult, ...ids: string[]): string[] {
  return result.scenarios
    .flatMap(({ checks }) => checks)
    .filter(({ id }) => ids.some((begin) => id.startsWith(begin)))
    .map(({ outcome }) => outcome);
}

const all = (result: DrillResult): string[] => outcomes(result, '');
const intoBreakGlass = ({ operation, roleArn }: Call): boolean =>
  operation === 'AssumeRole' && roleArn?.endsWith('/BreakGlass') === true;

describe('success that is none is neither a way in nor a way around', function () {
  this.timeout(120_000);

  for (const [what, wrong] of Object.entries(ANYWHERE)) {
    it(`every hop is answered with ${what}`, async () => {
      const result = await play((call, truth) => (intoBreakGlass(call) ? wrong(truth, call.operation) : undefined));
      expect(result.findings).to.deep.equal([]);
      expect(outcomes(result, 'sweep.', 'attempts.')).to.deep.equal(Array(6).fill('inconclusive'));
      expect(all(result)).not.to.include('broken');
    });

    it(`the first read is answered with ${what}`, async () => {
      const result = await play((call, truth) =>
        call.operation === 'GetAccountSummary' ? wrong(truth, call.operation) : undefined,
      );
      expect(outcomes(result, 'sweep.', 'console.')).to.deep.equal(['inconclusive', 'inconclusive']);
      expect(all(result)).not.to.include('broken');
    });

    it(`the pages of the console answer with ${what}`, async () => {
      const result = await play((call, truth) =>
        call.service === 'sign-in' ? wrong(truth, call.operation) : undefined,
      );
      expect(outcomes(result, 'console.')).to.deep.equal(['inconclusive']);
      expect(all(result)).not.to.include('broken');
    });
  }

  for (const [what, wrong] of Object.entries(SESSIONS)) {
    it(`who hops is given ${what}`, async () => {
      const result = await play((call, truth) =>
        intoBreakGlass(call) && truth.statusCode === 200 ? wrong(truth) : undefined,
      );
      expect(outcomes(result, 'sweep.')).to.deep.equal(['inconclusive']);
      expect(all(result)).not.to.include('broken');
    });
  }

  for (const statusCode of [200, 204, 302])
    it(`a page for the console alone is answered with ${statusCode} and an object that says nothing`, async () => {
      const result = await play((call) =>
        call.service === 'sign-in' ? { ...page('{}', 'application/json'), statusCode } : undefined,
      );
      expect(outcomes(result, 'console.')).to.deep.equal(['inconclusive']);
    });

  it('a sign-in with a code is answered with credentials that are none', async () => {
    // The controls signed in before.
    let signIns = 0;
    const result = await play(({ operation }) =>
      operation === 'GetSessionToken' && ++signIns > 2 ? queryAnswer(operation, '<Credentials/>') : undefined,
    );
    expect(outcomes(result, 'sweep.')).to.deep.equal(['inconclusive']);
    expect(all(result)).not.to.include('broken');
  });

  it('and what is refused truly is refused still', async () => {
    expect((await play(() => undefined)).drill.outcome).to.equal('held');
  });
});
