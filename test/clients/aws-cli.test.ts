import { join } from 'node:path';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { emulate, pythonClients, succeed } from './emulator.js';

type Keys = { AccessKeyId: string; SecretAccessKey: string; SessionToken?: string };

describe('the AWS CLI, against emulate', () => {
  let running: Awaited<ReturnType<typeof emulate>>;
  let aws: string;
  before(async () => {
    aws = join(pythonClients(), 'aws');
    running = await emulate();
  });
  after(() => void running.child.kill('SIGTERM'));

  const call = (keys: Keys, ...args: string[]): Record<string, unknown> => {
    const env = { AWS_ACCESS_KEY_ID: keys.AccessKeyId, AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey, ...(keys.SessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.SessionToken }), AWS_DEFAULT_REGION: 'eu-west-1', AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    const output = succeed(aws, [...args, '--endpoint-url', running.ready.endpoint, '--output', 'json'], { env });
    return output.trim() === '' ? {} : (JSON.parse(output) as Record<string, unknown>);
  };
  const keysOf = (user: string): Keys => {
    const { accessKeyId = '', secretAccessKey = '' } = running.ready.users[user] ?? {};
    return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
  };
  const administrator = (): Keys => ({ AccessKeyId: running.ready.administrator.accessKeyId, SecretAccessKey: running.ready.administrator.secretAccessKey });

  it('breaks the glass with MFA, and is refused without', () => {
    const user = running.ready.users['break-glass-1'];
    const role = ['sts', 'assume-role', '--role-arn', `arn:aws:iam::${running.ready.accounts['payments-1'] ?? ''}:role/break-glass/BreakGlass`, '--role-session-name', 'cli'];
    expect(() => call(keysOf('break-glass-1'), ...role)).to.throw(/AccessDenied/);
    const session = call(keysOf('break-glass-1'), 'sts', 'get-session-token', '--serial-number', user?.mfaSerial ?? '', '--token-code', new TOTP({ secret: user?.mfaSeed ?? '' }).generate());
    const inside = call(session['Credentials'] as Keys, ...role)['Credentials'] as Keys;
    expect(call(inside, 'iam', 'get-account-summary')).to.have.nested.property('SummaryMap.Roles');
    expect(() => call(inside, 'iam', 'get-role', '--role-name', 'NoSuchRole')).to.throw(/NoSuchEntity/);
  });

  it('reads what a runbook reads, service by service', async () => {
    // Event history shows a call some minutes later.
    await fetch(`${running.ready.control}/clock`, { method: 'POST', body: JSON.stringify({ advanceSeconds: 1800 }) });
    const keys = administrator();
    const rows: [string[], string][] = [
      [['organizations', 'list-accounts'], 'Accounts'],
      [['organizations', 'list-policies', '--filter', 'SERVICE_CONTROL_POLICY'], 'Policies'],
      [['iam', 'get-account-authorization-details'], 'RoleDetailList'],
      [['sso-admin', 'list-instances'], 'Instances'],
      [['cloudtrail', 'describe-trails'], 'trailList'],
      [['cloudtrail', 'lookup-events', '--max-results', '5'], 'Events'],
      [['cloudwatch', 'describe-alarms'], 'MetricAlarms'],
      [['logs', 'describe-metric-filters'], 'metricFilters'],
      [['events', 'list-rules'], 'Rules'],
      [['sns', 'list-topics'], 'Topics'],
      [['sqs', 'list-queues'], 'QueueUrls'],
    ];
    for (const [args, member] of rows) expect(call(keys, ...args)[member], args.join(' ')).to.be.an('array').that.is.not.empty;
  });
});
