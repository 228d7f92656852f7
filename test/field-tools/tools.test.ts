import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { withFolder } from '../drill.js';
import { emulate } from '../clients/emulator.js';
import { pythonClients, pythonEnvironment } from '../python.js';
import { custodianCounts, freshCode, run, sessionOf } from './field.js';
import type { Keys } from './field.js';

const USER = 'break-glass-1';
const ROLE = 'break-glass/BreakGlass';
/** An account that is suspended: AWS lets nobody in. */
const CLOSED = 'old-datalake';
/** Kinds of resources that Cloud Custodian reads here; for many of them it asks the tagging API for their tags. */
const KINDS = [
  ...['iam-user', 'iam-role', 'iam-policy', 'iam-saml-provider', 'account', 'org-account', 'org-policy', 'org-unit'],
  ...[
    'cloudtrail',
    'log-group',
    'log-metric',
    'alarm',
    'composite-alarm',
    'event-bus',
    'event-rule',
    'sns',
    's3',
    'kms-key',
  ],
];

describe('tools of the field, against emulate', () => {
  let running: Awaited<ReturnType<typeof emulate>>;
  let administrator: Keys;
  before(async () => {
    running = await emulate();
    administrator = running.ready.administrator;
  });
  after(() => void running.child.kill('SIGTERM'));

  /** Accounts of the organization by name. */
  const accounts = (): [string, string][] =>
    Object.entries(running.ready.accounts).filter(([name]) => name !== 'stranger');
  const open = (): string[] =>
    accounts()
      .filter(([name]) => name !== CLOSED)
      .map(([, id]) => id)
      .sort();
  const roleIn = (id: string): string => `arn:aws:iam::${id}:role/${ROLE}`;

  it('the AWS CLI enters every open account by role_arn and mfa_serial, a code each', () =>
    withFolder(async (home) => {
      const { accessKeyId = '', secretAccessKey = '', mfaSerial = '' } = running.ready.users[USER] ?? {};
      const profiles = accounts().map(([name, id]) =>
        [
          `[profile ${name}]`,
          `role_arn = ${roleIn(id)}`,
          'credential_source = Environment',
          `mfa_serial = ${mfaSerial}`,
        ].join('\n'),
      );
      mkdirSync(join(home, '.aws'));
      writeFileSync(join(home, '.aws', 'config'), profiles.join('\n\n'));
      const aws = join(pythonClients(), 'aws');
      const reached: string[] = [];
      const refused: string[] = [];
      for (const [name, id] of accounts()) {
        const command = [aws, 'sts', 'get-caller-identity', '--profile', name, '--query', 'Arn', '--output', 'text'];
        const { code, output } = run(
          running.ready,
          { accessKeyId, secretAccessKey },
          home,
          ['python3', resolve('test/field-tools/type_code.py'), ...command],
          { input: await freshCode(running.ready, USER) },
        );
        if (code === 0) reached.push(id);
        else refused.push(`${name} ${code}`);
        expect(output).to.include(code === 0 ? `arn:aws:sts::${id}:assumed-role/BreakGlass/` : 'AccessDenied');
      }
      expect([reached.sort(), refused]).to.deep.equal([open(), [`${CLOSED} 255`]]);
    }));

  it('aws sqs goes to AWS in spite of AWS_ENDPOINT_URL, and to the emulator with --endpoint-url', () =>
    withFolder((home) => {
      const aws = join(pythonClients(), 'aws');
      const list = [aws, 'sqs', 'list-queues'];
      const lost = run(running.ready, administrator, home, [...list, '--debug']);
      expect([lost.code, lost.output.includes('https://eu-west-1.queue.amazonaws.com')]).to.deep.equal([255, true]);
      const found = run(running.ready, administrator, home, [...list, '--endpoint-url', running.ready.endpoint]);
      expect([found.code, found.output.includes('break-glass-receipts')], found.output).to.deep.equal([0, true]);
      return Promise.resolve();
    }));

  it('Cloud Custodian reads what there is in the management account', () =>
    withFolder((home) => {
      const policies = KINDS.map((kind) => ({ name: kind, resource: `aws.${kind}` }));
      writeFileSync(join(home, 'policies.json'), JSON.stringify({ policies }));
      const custodian = join(pythonEnvironment('test/field-tools/custodian.txt'), 'custodian');
      const command = [custodian, 'run', '-r', 'eu-west-1', '-s', 'found', '--cache-period', '0', 'policies.json'];
      const { code, output } = run(running.ready, administrator, home, command);
      expect(code, output).to.equal(0);
      const counts = custodianCounts(join(home, 'found'));
      expect(Object.keys(counts).sort()).to.deep.equal([...KINDS].sort());
      expect(counts).to.include({ 'iam-user': 3, account: 1, 'org-account': 17, cloudtrail: 1, 'log-metric': 1 });
      return Promise.resolve();
    }));

  it('c7n-org reads the roles of every open account', () =>
    withFolder(async (home) => {
      const list = accounts().map(([name, id]) => ({ name, account_id: id, role: roleIn(id) }));
      writeFileSync(join(home, 'accounts.yml'), JSON.stringify({ accounts: list }));
      writeFileSync(
        join(home, 'policies.json'),
        JSON.stringify({ policies: [{ name: 'roles', resource: 'aws.iam-role' }] }),
      );
      const c7nOrg = join(pythonEnvironment('test/field-tools/custodian.txt'), 'c7n-org');
      const { code, output } = run(running.ready, await sessionOf(running.ready, USER), home, [
        ...[c7nOrg, 'run', '-c', 'accounts.yml', '-s', 'found', '-u', 'policies.json', '-r', 'us-east-1'],
        ...['--cache-period', '0'],
      ]);
      const counts = Object.entries(custodianCounts(join(home, 'found')));
      const reached = counts.filter(([, count]) => count > 0).map(([path]) => path.split('/')[0]);
      expect(reached.sort(), output).to.deep.equal(
        accounts()
          .map(([name]) => name)
          .filter((name) => name !== CLOSED)
          .sort(),
      );
      expect(code, output).to.equal(1);
    }));

  it('botocove asks in every open member account who it is', () =>
    withFolder(async (home) => {
      const python = join(pythonEnvironment('test/field-tools/botocove.txt'), 'python');
      const ids = accounts().map(([, id]) => id);
      const { code, stdout, output } = run(running.ready, await sessionOf(running.ready, USER), home, [
        ...[python, '-B', resolve('test/field-tools/cove.py'), ROLE],
        ...ids,
      ]);
      expect(code, output).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal({
        // It leaves out the account that it is called from.
        reached: open().filter((id) => id !== running.ready.accounts['management']),
        refused: [running.ready.accounts[CLOSED]],
        failed: 0,
      });
    }));

  it('prowler checks the management account, and a member that it enters by the break-glass role', () =>
    withFolder(async (home) => {
      const prowler = join(pythonEnvironment('test/field-tools/prowler.txt'), 'prowler');
      const member = running.ready.accounts['payments-1'] ?? '';
      const common = ['--service', 'iam', 'organizations', 'cloudtrail', 'cloudwatch', 'sns', 'eventbridge'];
      const output = ['-f', 'eu-west-1', '-M', 'csv', '-o', 'found', '--no-banner'];
      for (const [keys, role, account] of [
        [administrator, [], '111122223333'],
        [await sessionOf(running.ready, USER), ['--role', roleIn(member)], member],
      ] as const) {
        const ended = run(running.ready, keys, home, [prowler, 'aws', ...common, ...output, ...role]);
        // What a user gets who has any check that fails.
        expect(ended.code, ended.output).to.equal(3);
        const file = readdirSync(join(home, 'found')).find((name) => name.includes(account)) ?? '';
        const lines = readFileSync(join(home, 'found', file), 'utf8').split('\n');
        expect(lines.length, account).to.be.greaterThan(60);
      }
    }));
});
