import { expect } from 'chai';
import type { Call } from '../../aws/call.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { DrillResult, Outcome } from '../../reports/result.js';
import { drawn } from '../draw.js';
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

type Lie = (call: Call, truth: WireResponse, request: WireRequest) => WireResponse | undefined;

function play(lie: Lie): Promise<DrillResult> {
  const openTarget = tampered({
    answer: async (call: Call, request: WireRequest, next: () => Promise<WireResponse>) => {
      const truth = await next();
      return lie(call, truth, request) ?? truth;
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

/** Every lie in an account of its own, and what was found there and in the accounts that were told the truth. */
class Apart<T> {
  private readonly told = new Map<string, [what: string, lie: T]>();
  private readonly left: [what: string, lie: T][];

  constructor(lies: readonly (readonly [what: string, lie: T])[]) {
    this.left = lies.map(([what, lie]) => [what, lie]);
  }

  /** The lie of an account, the same each time; none where every one has its account. */
  of(account: string): T | undefined {
    const next = this.told.get(account) ?? this.left.shift();
    if (next) this.told.set(account, next);
    return next?.[1];
  }

  /** Outcomes of break glass by lie; `the truth` for the accounts without one. */
  found({ matrix }: DrillResult): Record<string, Outcome[]> {
    const seen: Record<string, Outcome[]> = {};
    for (const { id, users } of matrix.accounts)
      (seen[this.told.get(id)?.[0] ?? 'the truth'] ??= []).push(...Object.values(users));
    return seen;
  }

  /** What must be found: nothing is known where somebody lied, and two users got in elsewhere. */
  expected(accounts: number): Record<string, Outcome[]> {
    expect(this.left).to.deep.equal([]);
    const twice = (outcome: Outcome, times = 1): Outcome[] => Array<Outcome>(2 * times).fill(outcome);
    return {
      ...Object.fromEntries([...this.told.values()].map(([what]) => [what, twice('inconclusive')])),
      'the truth': twice('held', accounts - this.told.size),
    };
  }
}

describe('success that is none is neither a way in nor a way around', function () {
  this.timeout(120_000);

  it('a hop in whose place each of them is answered in one account is unknown there, and there alone', async () => {
    const lies = new Apart([
      ...Object.entries(ANYWHERE).map(
        ([what, wrong]) => [what, (truth: WireResponse) => wrong(truth, 'AssumeRole')] as const,
      ),
      ...Object.entries(SESSIONS).map(
        ([what, wrong]) => [what, (truth: WireResponse) => (truth.statusCode === 200 ? wrong(truth) : truth)] as const,
      ),
    ]);
    const result = await play((call, truth) => (intoBreakGlass(call) ? lies.of(call.into ?? '')?.(truth) : undefined));
    expect(lies.found(result)).to.deep.equal(lies.expected(result.matrix.accounts.length));
    expect(result.findings).to.deep.equal([]);
    expect(outcomes(result, 'sweep.', 'attempts.')).to.deep.equal(Array(6).fill('inconclusive'));
    expect(all(result)).not.to.include('broken');
  });

  it('a first read in whose place each of them is answered in one account is unknown there, and there alone', async () => {
    const lies = new Apart(Object.entries(ANYWHERE));
    const accounts = new Map<string, string>();
    const result = await play((call, truth, request) => {
      const [, issued] = /<AccessKeyId>(\w+)</.exec(Buffer.from(truth.body).toString('utf8')) ?? [];
      if (intoBreakGlass(call) && issued !== undefined) accounts.set(issued, call.into ?? '');
      if (call.operation !== 'GetAccountSummary') return undefined;
      const [, signer = ''] = /Credential=(\w+)/.exec(request.headers['authorization'] ?? '') ?? [];
      return lies.of(accounts.get(signer) ?? '')?.(truth, call.operation);
    });
    expect(lies.found(result)).to.deep.equal(lies.expected(result.matrix.accounts.length));
    expect(outcomes(result, 'sweep.')).to.deep.equal(['inconclusive']);
    expect(all(result)).not.to.include('broken');
  });

  const pages = [
    ...Object.entries(ANYWHERE),
    ...[200, 204, 302].map(
      (statusCode) =>
        [
          `${statusCode} and an object that says nothing`,
          (): WireResponse => ({ ...page('{}', 'application/json'), statusCode }),
        ] as const,
    ),
  ];
  for (const [what, wrong] of drawn('pages of the console', pages, { few: 2, more: 4 }))
    it(`the pages of the console answer with ${what}`, async () => {
      const result = await play((call, truth) =>
        call.service === 'sign-in' ? wrong(truth, call.operation) : undefined,
      );
      expect(outcomes(result, 'console.')).to.deep.equal(['inconclusive']);
      expect(all(result)).not.to.include('broken');
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
