import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DetachRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { recordedIn, recordOf } from '../../tools/recorded-target.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { command, IMAGE, play, SERVICES, SHORT_PERIODS } from './localstack.js';

const ACCOUNTS = landingZone().accounts;

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
    const open = checks.filter(({ outcome }) => outcome !== 'held');
    expect(open.every(({ outcome, reason = '' }) => outcome === 'not applicable' && reason.includes('"has Identity Center" (ListInstances: 501'))).to.equal(true);
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

describe('a LocalStack that is running', () => {
  let container: StartedTestContainer;
  let url = '';
  let transport: Transport;
  /** Where nothing is enforced the number of an account is its key. */
  const as = (account: string, region: string): Clients => createClients({ transport, endpoint: url, region }, { accessKeyId: ACCOUNTS[account]?.id ?? '', secretAccessKey: 'none' });
  before(async () => {
    container = await new GenericContainer(IMAGE).withEnvironment({ SERVICES, EAGER_SERVICE_LOADING: '1' }).withExposedPorts(4566).withWaitStrategy(Wait.forHttp('/_localstack/health', 4566)).start();
    url = `http://${container.getHost()}:${container.getMappedPort(4566)}`;
    transport = httpTransport(url);
    const deployed = await command(['deploy', '--endpoint', url, '--organization', 'examples/landing-zone.yaml', ...SHORT_PERIODS, '--quiet']);
    expect(deployed.code, deployed.err).to.equal(0);
  });
  after(async () => {
    await transport.close();
    await container.stop();
  });

  it('is deployed to once: the second time changes nothing', async () => {
    const again = await command(['deploy', '--endpoint', url, '--organization', 'examples/landing-zone.yaml', ...SHORT_PERIODS]);
    expect([again.code, again.err.trimEnd().split('\n').at(-1)]).to.deep.equal([0, 'Nothing to change.']);
  });

  it('is found broken wherever somebody broke it by hand', async () => {
    const payments = as('payments-2', 'eu-west-1').iam();
    await payments.send(new DetachRolePolicyCommand({ RoleName: 'BreakGlass', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    await payments.send(new DeleteRoleCommand({ RoleName: 'BreakGlass' }));
    const everybody = { Version: '2012-10-17', Statement: [{ Sid: 'Everybody', Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNTS['management']?.id ?? ''}:root` } }] };
    await as('webshop-1', 'eu-west-1').iam().send(new UpdateAssumeRolePolicyCommand({ RoleName: 'BreakGlass', PolicyDocument: JSON.stringify(everybody) }));
    await as('management', 'us-east-1').events().send(new DisableRuleCommand({ Name: 'break-glass-signed-in' }));
    const sns = as('management', 'eu-west-1').sns();
    const { Subscriptions: subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNTS['management']?.id ?? ''}:break-glass-alarms` }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptions.find(({ Protocol }) => Protocol === 'sqs')?.SubscriptionArn }));
    const { code, result } = await play([...SHORT_PERIODS, '--endpoint', url, 'readiness', 'identity-provider-failure']);
    const found = result.findings.map(({ code: id, cause, accounts }) => `${id} ${accounts.map(({ name }) => name).join(',')}: ${cause}`).join('\n');
    expect(code).to.equal(1);
    const wanted = [/^BG_ROLE_MISSING payments-2:/m, /^BG_\w+ webshop-1:/m, /^BG_ALARM_RULE_DISABLED .*"break-glass-signed-in/m, /^BG_ALARM\w+ .*eu-west-1/m];
    for (const finding of wanted) expect(finding.test(found), `${finding.source} in\n${found}`).to.equal(true);
  });
});
