import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, ListRootsCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { createClients } from '../../aws/clients.js';
import { signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { httpTransport } from '../../aws/transport.js';
import { movableClock, wallClock } from '../../base/clock.js';
import type { CodedError } from '../../base/errors.js';
import { seededRandom } from '../../base/random.js';
import { createTwin } from '../../twin/index.js';
import { serveTwin } from '../../twin/endpoint/server.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const unavailable = { statusCode: 503, code: 'ServiceUnavailable' };
const identity = (fixture: TwinFixture, region = 'eu-west-1'): Promise<unknown> =>
  fixture.clients(fixture.keys('management', 'deployment'), region).sts().send(new GetCallerIdentityCommand({}));

/** `1` for an answer, `0` for a refusal, call after call. */
async function outcomes(count: number, call: () => Promise<unknown>): Promise<string> {
  let text = '';
  for (let index = 0; index < count; index++)
    text += await call().then(
      () => '1',
      () => '0',
    );
  return text;
}

describe('faults', () => {
  it('hit what the rule names and nothing else, with the status and code of the rule', async () => {
    const fixture = twinFixture();
    const administrator = fixture.clients(fixture.twin.secrets().administrator);
    fixture.twin.faults.set([
      {
        service: 'organizations',
        operation: 'ListAccounts',
        error: { statusCode: 429, code: 'TooManyRequestsException' },
      },
    ]);
    expect(await refusal(administrator.organizations().send(new ListAccountsCommand({})))).to.deep.include({
      code: 'TooManyRequestsException',
      status: 429,
    });
    expect(await administrator.organizations().send(new ListRootsCommand({}))).to.have.property('Roots');
    fixture.twin.faults.set([{ service: 'sts', region: 'eu-central-1', error: unavailable }]);
    expect(await refusal(identity(fixture, 'eu-central-1'))).to.deep.include({
      code: 'ServiceUnavailable',
      status: 503,
    });
    expect(await identity(fixture)).to.have.property('Arn');
    expect(await administrator.iam().send(new GetAccountSummaryCommand({}))).to.have.property('SummaryMap');
    fixture.twin.faults.set([{ error: unavailable }]);
    for (const call of [
      identity(fixture),
      administrator.iam().send(new GetAccountSummaryCommand({})),
      administrator.organizations().send(new ListRootsCommand({})),
    ])
      expect(await refusal(call)).to.have.property('status', 503);
    expect(await signInAtIdentityProvider(fixture.transport, 'erin')).to.deep.include({ ok: false, statusCode: 503 });
    fixture.twin.faults.set([]);
    expect(await signInAtIdentityProvider(fixture.transport, 'erin')).to.have.property('ok', true);
  });

  it('hit as often as they should, the same calls for the same seed', async () => {
    const played = async (probability: number): Promise<string> => {
      const fixture = twinFixture();
      fixture.twin.faults.set([{ service: 'sts', probability, error: unavailable }]);
      return outcomes(40, () => identity(fixture));
    };
    const [first, second] = [await played(0.3), await played(0.3)];
    expect(first).to.equal(second);
    expect([...first].filter((outcome) => outcome === '0').length).to.be.within(4, 20);
    expect(await played(0)).to.equal('1'.repeat(40));
    expect(await played(1)).to.equal('0'.repeat(40));
  });

  it('throttle with a bucket that refills on the clock of the twin', async () => {
    const fixture = twinFixture();
    fixture.twin.faults.set([{ service: 'sts', throttle: { perSecond: 2, burst: 5 } }]);
    expect(await outcomes(7, () => identity(fixture))).to.equal('1111100');
    fixture.clock.advance(1000);
    expect(await outcomes(4, () => identity(fixture))).to.equal('1100');
    fixture.clock.advance(60_000);
    expect(await outcomes(7, () => identity(fixture)), 'no more than the burst').to.equal('1111100');
    expect(await refusal(identity(fixture))).to.deep.equal({
      code: 'Throttling',
      message: 'Rate exceeded',
      status: 400,
    });
  });

  it('wait on the clock, whatever else they do', async () => {
    const fixture = twinFixture();
    const before = fixture.clock.now();
    fixture.twin.faults.set([
      { service: 'sts', latency: 1500 },
      { operation: 'GetCallerIdentity', latency: 500, error: unavailable },
    ]);
    expect(await refusal(identity(fixture))).to.have.property('status', 503);
    expect(fixture.clock.now() - before).to.equal(2000);
  });

  it('are refused as rules with a sentence that says what would be right', () => {
    const { faults } = twinFixture().twin;
    faults.set([{ service: 'sts', latency: 1 }]);
    for (const [rules, sentence] of [
      ['all', /^rules: needs a list, not text$/],
      [[{ service: 'sts' }], /^rules\.0: a rule has an error, a latency, a throttle or a reset$/],
      [[{ servce: 'sts', latency: 1 }], /^unknown key "servce" in rules\.0$/],
      [[{ service: 'stss', latency: 1 }], /^rules\.0\.service: there is no service "stss"$/],
      [
        [{ latency: 1 }, { service: 'sts', operation: 'AssumeRol', latency: 1 }],
        /^rules\.1\.operation: sts has no operation "AssumeRol"$/,
      ],
      [[{ probability: 2, latency: 1 }], /^rules\.0\.probability: must be at most 1$/],
      [[{ error: { statusCode: 200, code: 'OK' } }], /^rules\.0\.error\.statusCode: must be at least 400$/],
    ] as const) {
      expect(() => faults.set(rules), JSON.stringify(rules)).to.throw(sentence);
    }
    expect(() => faults.set([{ service: 'stss', latency: 1 }]))
      .to.throw()
      .and.satisfy(({ hint }: CodedError) => hint === 'Did you mean "sts"?');
    expect(faults.rules(), 'a wrong list changes nothing').to.deep.equal([
      { service: 'sts', latency: 1, probability: 1 },
    ]);
  });

  it('are set over HTTP beside the clock, and a late answer keeps nobody else waiting', async () => {
    const clock = movableClock();
    const twin = createTwin({
      organization: landingZone(),
      clock,
      wireClock: wallClock,
      random: seededRandom('faults'),
    });
    const { endpoint, control, close } = await serveTwin(twin, clock);
    const transport = httpTransport(endpoint);
    try {
      const put = async (body: string): Promise<[number, unknown]> => {
        const answer = await fetch(`${control}/faults`, { method: 'PUT', body });
        return [answer.status, await answer.json()];
      };
      expect(await put('{')).to.deep.equal([400, { message: 'rules: is missing; it needs a list' }]);
      expect(await put('[{"service": "stss", "latency": 1}]')).to.deep.equal([
        400,
        { message: 'rules.0.service: there is no service "stss". Did you mean "sts"?' },
      ]);
      const rule = { service: 'sts', operation: 'GetCallerIdentity', latency: 200, probability: 1 };
      expect(await put(JSON.stringify([rule]))).to.deep.equal([200, [rule]]);
      expect(await (await fetch(`${control}/faults`)).json()).to.deep.equal([rule]);
      const keys = twin.secrets().administrator;
      const clients = createClients({ transport, endpoint, region: 'eu-west-1' }, keys);
      const order: string[] = [];
      await Promise.all([
        clients
          .sts()
          .send(new GetCallerIdentityCommand({}))
          .then(() => order.push('late')),
        clients
          .organizations()
          .send(new ListRootsCommand({}))
          .then(() => order.push('at once')),
      ]);
      expect(order).to.deep.equal(['at once', 'late']);
    } finally {
      await transport.close();
      await close();
    }
  });
});
