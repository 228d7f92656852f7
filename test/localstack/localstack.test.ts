import { expect } from 'chai';
import { getContainerRuntimeClient } from 'testcontainers';
import { recordedIn, recordOf } from '../../tools/recorded-target.js';
import { command, IMAGE, play, SHORT_PERIODS } from './localstack.js';

/** Ids of the containers of the image that run. */
async function running(): Promise<string[]> {
  const { container } = await getContainerRuntimeClient();
  return (await container.list()).filter(({ Image }) => Image === IMAGE).map(({ Id }) => Id).sort();
}

describe('LocalStack', () => {
  it('is started, drilled as a whole in under three minutes, and removed', async () => {
    const before = await running();
    const started = performance.now();
    const { code, err, result } = await play([...SHORT_PERIODS, '--target', 'localstack']);
    expect(code, err).to.equal(0);
    expect((performance.now() - started) / 1000, 'seconds').to.be.lessThan(180);
    expect(await running()).to.deep.equal(before);
    expect(result.target.name).to.equal('localstack');
    const found = recordOf(result);
    expect(found).to.deep.equal(recordedIn('test/localstack/found.json', found));
    const checks = result.scenarios.flatMap((scenario) => scenario.checks.map((check) => ({ ...check, scenario: scenario.id })));
    const evidence = (id: string, title: string): unknown => checks.find((check) => check.scenario === id && check.title.startsWith(title))?.evidence;
    expect(evidence('identity-provider-failure', 'lets every break-glass user')).to.equal('evaluated');
    expect(evidence('guardrail-lockout', 'stops break glass')).to.equal('declared');
    expect(checks.find(({ title }) => title.startsWith('raises every alarm'))?.summary).to.match(/the endpoint itself delivered (\d+) of \1,/);
    expect(result.deliveries?.map(({ place }) => place)).to.deep.equal(['EventBridge in eu-west-1', 'EventBridge in us-east-1', 'log group organization-trail']);
    expect(result.deliveries?.every(({ seconds = 0 }) => seconds > 0 && seconds < 60)).to.equal(true);
    const open = checks.filter(({ outcome }) => outcome !== 'held');
    for (const { outcome, title, reason = '' } of open) {
      const shown = title.startsWith('finds no use in the trail') ? /"(decides itself" \(all that|has Identity Center" \(ListInstances: 501)/ : /"has Identity Center" \(ListInstances: 501/;
      expect([outcome, shown.test(reason)], `${title}: ${reason}`).to.deep.equal(['not applicable', true]);
    }
  });

  it('is removed after Ctrl-C', async () => {
    const before = await running();
    let stopped = false;
    const { code } = await command(['run', '--target', 'localstack'], (text, stop) => {
      if (stopped || !text.includes('Deploying')) return;
      stopped = true;
      stop();
    });
    expect([stopped, code]).to.deep.equal([true, 4]);
    expect(await running()).to.deep.equal(before);
  });
});
