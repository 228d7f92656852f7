import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRoleCommand, DetachRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { GenericContainer, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { parse } from 'yaml';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import type { DrillResult } from '../../reports/result.js';
import { pythonClients } from '../python.js';
import { withFolder } from '../drill.js';
import { shippedLandingZone } from '../landing-zone.js';
import { command, SHORT_PERIODS } from '../command-line.js';
import { drawn } from '../draw.js';
import { ALONE, playedAt, TOGETHER } from '../planned-at-endpoint.js';
import { callDifferences, journalDifferences } from '../planned-calls.js';
import { IMAGE } from './localstack.js';
import type { Ended } from '../command-line.js';

interface Workflow {
  jobs: {
    drill: {
      services: { localstack: { image: string; env: Record<string, string> } };
      steps: { name?: string; run?: string }[];
    };
  };
}

const { services, steps } = (parse(readFileSync('examples/ci/workflow.yml', 'utf8')) as Workflow).jobs.drill;
const ACCOUNTS = shippedLandingZone().accounts;

describe('the release gate of examples/ci', () => {
  let container: StartedTestContainer;
  let url = '';
  let transport: Transport;
  before(async () => {
    expect(services.localstack.image).to.equal(IMAGE);
    container = await new GenericContainer(IMAGE)
      .withEnvironment(services.localstack.env)
      .withExposedPorts(4566)
      .withWaitStrategy(Wait.forHttp('/_localstack/health', 4566))
      .start();
    url = `http://${container.getHost()}:${container.getMappedPort(4566)}`;
    transport = httpTransport(url);
  });
  after(async () => {
    await transport.close();
    await container.stop();
  });

  /** Where nothing is enforced the number of an account is its key. */
  const as = (account: string, region: string): Clients =>
    createClients(
      { transport, endpoint: url, region },
      { accessKeyId: ACCOUNTS[account]?.id ?? '', secretAccessKey: 'none' },
    );

  /** What a step of the workflow runs, in a folder that has the examples, with this project where npx would find it. */
  const step = (name: string, folder: string): Promise<Omit<Ended, 'out'>> => {
    const script = steps.find((one) => one.name === name)?.run ?? '';
    expect(script, name).to.not.equal('');
    const PATH = [join(folder, 'bin'), pythonClients(), process.env['PATH']].join(delimiter);
    return new Promise((ended) => {
      const child = spawn('bash', ['-eo', 'pipefail', '-c', script], {
        cwd: folder,
        env: { ...process.env, PATH, LOCALSTACK: url, NO_COLOR: '1' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
      child.on('close', (code) => ended({ code, err }));
    });
  };
  const prepare = (folder: string): void => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin', 'npx'),
      `#!/bin/sh\nshift\nexec "${process.execPath}" "${resolve('dist/cli/entry.js')}" "$@"\n`,
    );
    chmodSync(join(folder, 'bin', 'npx'), 0o755);
    mkdirSync(join(folder, 'examples', 'ci'), { recursive: true });
    for (const file of readdirSync('examples/ci').filter((name) => name !== 'terraform'))
      writeFileSync(join(folder, 'examples', 'ci', file), readFileSync(join('examples', 'ci', file)));
    writeFileSync(join(folder, 'examples', 'landing-zone.yaml'), readFileSync('examples/landing-zone.yaml'));
  };
  const newest = (folder: string): { result: DrillResult; junit: string } => {
    const drills = readdirSync(join(folder, 'drills'));
    expect(drills).to.have.lengthOf(1);
    const read = (file: string): string => readFileSync(join(folder, 'drills', drills[0] ?? '', file), 'utf8');
    return { result: JSON.parse(read('result.json')) as DrillResult, junit: read('junit.xml') };
  };

  it('opens for code that makes the role everywhere', () =>
    withFolder(async (folder) => {
      prepare(folder);
      for (const name of [
        'Wait until LocalStack answers',
        'Make the rest of the organization',
        'Apply the code under test in every account',
        'Drill',
      ]) {
        const { code, err } = await step(name, folder);
        expect(code, `${name}: ${err}`).to.equal(0);
      }
      const { result, junit } = newest(folder);
      expect([result.drill.outcome, result.inventory.accounts.tested]).to.deep.equal(['held', 16]);
      expect(junit).to.include('failures="0"');
      const { logStreams = [] } = await as('management', 'eu-west-1')
        .logs()
        .send(new DescribeLogStreamsCommand({ logGroupName: 'organization-trail' }));
      expect(
        logStreams.map(({ logStreamName }) => logStreamName),
        'left in the log group of the trail',
      ).to.deep.equal([]);
    }));

  it('leaves nothing for deploy to do: the code makes what the document says', async () => {
    const again = await command([
      'deploy',
      '--endpoint',
      url,
      '--organization',
      'examples/landing-zone.yaml',
      ...SHORT_PERIODS,
    ]);
    expect([again.code, again.err.trimEnd().split('\n').at(-1)]).to.deep.equal([0, 'Nothing to change.']);
  });

  for (const ids of [...drawn('plan on LocalStack', ALONE, { few: 1, more: 1 }), TOGETHER])
    it(`is asked what was planned, for ${ids === TOGETHER ? 'all scenarios together' : ids.join()}`, async () => {
      const overlays = [readFileSync('examples/ci/short-periods.yaml', 'utf8')];
      const { plan, journal, calls, refused } = await playedAt(url, ids, { overlays });
      expect(journalDifferences(plan, journal)).to.deep.equal([]);
      expect(callDifferences(plan, calls)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
    });

  it('shuts wherever somebody broke something by hand, and says what', () =>
    withFolder(async (folder) => {
      prepare(folder);
      const payments = as('payments-2', 'eu-west-1').iam();
      await payments.send(
        new DetachRolePolicyCommand({
          RoleName: 'BreakGlass',
          PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        }),
      );
      await payments.send(new DeleteRoleCommand({ RoleName: 'BreakGlass' }));
      const everybody = {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Everybody',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: `arn:aws:iam::${ACCOUNTS['management']?.id ?? ''}:root` },
          },
        ],
      };
      await as('webshop-1', 'eu-west-1')
        .iam()
        .send(new UpdateAssumeRolePolicyCommand({ RoleName: 'BreakGlass', PolicyDocument: JSON.stringify(everybody) }));
      await as('management', 'us-east-1')
        .events()
        .send(new DisableRuleCommand({ Name: 'break-glass-signed-in' }));
      const sns = as('management', 'eu-west-1').sns();
      const { Subscriptions: subscriptions = [] } = await sns.send(
        new ListSubscriptionsByTopicCommand({
          TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNTS['management']?.id ?? ''}:break-glass-alarms`,
        }),
      );
      for (const { SubscriptionArn } of subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      const { code, err } = await step('Drill', folder);
      expect(code, err).to.equal(1);
      const { result, junit } = newest(folder);
      expect(junit).to.match(/failures="[1-9]/);
      const found = result.findings
        .map(({ code: id, cause, accounts }) => `${id} ${accounts.map(({ name }) => name).join(',')}: ${cause}`)
        .join('\n');
      const wanted = [
        /^BG_ROLE_MISSING payments-2:/m,
        /^BG_\w+ webshop-1:/m,
        /^BG_ALARM_RULE_DISABLED .*"break-glass-signed-in/m,
        /^BG_ALARM\w+ .*eu-west-1/m,
      ];
      for (const finding of wanted) expect(finding.test(found), `${finding.source} in\n${found}`).to.equal(true);
    }));
});
