import { expect } from 'chai';
import { recordedIn, recordOf } from '../../tools/recorded-target.js';
import { play, SHORT_PERIODS } from '../command-line.js';
import { folderDifferences } from '../planned-calls.js';
import { ownImage } from './localstack.js';
import type { OwnImage } from './localstack.js';

describe('LocalStack', () => {
  let image: OwnImage;
  before(async () => (image = await ownImage()));
  after(() => image.remove());

  it('is started, drilled as a whole in under three minutes, and removed', async () => {
    const started = performance.now();
    const { code, err, result, texts } = await play([...SHORT_PERIODS, '--target', 'localstack'], image.environment);
    expect(code, err).to.equal(0);
    expect(folderDifferences(texts)).to.deep.equal([]);
    expect((performance.now() - started) / 1000, 'seconds').to.be.lessThan(180);
    expect(await image.containers()).to.deep.equal([]);
    expect(result.target.name).to.equal('localstack');
    const found = recordOf(result);
    expect(found).to.deep.equal(recordedIn('test/localstack/found.json', found));
    const checks = result.scenarios.flatMap((scenario) =>
      scenario.checks.map((check) => ({ ...check, scenario: scenario.id })),
    );
    const evidence = (id: string, title: string): unknown =>
      checks.find((check) => check.scenario === id && check.title.startsWith(title))?.evidence;
    expect(evidence('identity-provider-failure', 'lets every break-glass user')).to.equal('evaluated');
    expect(evidence('guardrail-lockout', 'stops break glass')).to.equal('declared');
    expect(checks.find(({ title }) => title.startsWith('raises every alarm'))?.summary).to.match(
      /the endpoint itself delivered (\d+) of \1,/,
    );
    expect(result.deliveries?.map(({ place }) => place)).to.deep.equal([
      'EventBridge in eu-west-1',
      'EventBridge in us-east-1',
      'log group organization-trail',
    ]);
    expect(result.deliveries?.every(({ seconds = 0 }) => seconds > 0 && seconds < 60)).to.equal(true);
    const open = checks.filter(({ outcome }) => outcome !== 'held');
    for (const { outcome, title, reason = '' } of open) {
      const shown = title.startsWith('finds its own uses alone')
        ? /"(decides itself" \(all that|has Identity Center" \(ListInstances: 501)/
        : /"has Identity Center" \(ListInstances: 501/;
      expect([outcome, shown.test(reason)], `${title}: ${reason}`).to.deep.equal(['not applicable', true]);
    }
  });

  it('is drilled by two at once, which do not disturb each other, nor tell the token', async () => {
    const LOCALSTACK_AUTH_TOKEN = 'ls-made-up-0123456789';
    const happened: string[] = [];
    const unwatch = await image.watch((action) => void happened.push(action));
    try {
      const drill = (): ReturnType<typeof play> =>
        play([...SHORT_PERIODS, '--target', 'localstack', 'identity-provider-failure'], {
          ...image.environment,
          LOCALSTACK_AUTH_TOKEN,
        });
      for (const { code, err, result, texts } of await Promise.all([drill(), drill()])) {
        expect(folderDifferences(texts)).to.deep.equal([]);
        expect([code, result.drill.outcome], err).to.deep.equal([0, 'held']);
        expect(err + JSON.stringify(result)).to.not.include(LOCALSTACK_AUTH_TOKEN);
      }
    } finally {
      unwatch();
    }
    expect(happened).to.deep.equal(['start', 'start', 'die', 'die']);
    expect(await image.containers()).to.deep.equal([]);
  });
});
