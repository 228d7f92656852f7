import { join } from 'node:path';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { pythonClients, succeed } from '../python.js';
import { emulate } from './emulator.js';

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
    const env = {
      AWS_ACCESS_KEY_ID: keys.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
      ...(keys.SessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.SessionToken }),
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const output = succeed(aws, [...args, '--endpoint-url', running.ready.endpoint, '--output', 'json'], { env });
    return output.trim() === '' ? {} : (JSON.parse(output) as Record<string, unknown>);
  };
  const keysOf = (user: string): Keys => {
    const { accessKeyId = '', secretAccessKey = '' } = running.ready.users[user] ?? {};
    return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
  };
  const administrator = (): Keys => ({
    AccessKeyId: running.ready.administrator.accessKeyId,
    SecretAccessKey: running.ready.administrator.secretAccessKey,
  });

  it('breaks the glass with MFA, and is refused without', () => {
    const user = running.ready.users['break-glass-1'];
    const role = [
      'sts',
      'assume-role',
      '--role-arn',
      `arn:aws:iam::${running.ready.accounts['payments-1'] ?? ''}:role/break-glass/BreakGlass`,
      '--role-session-name',
      'cli',
    ];
    expect(() => call(keysOf('break-glass-1'), ...role)).to.throw(/AccessDenied/);
    const session = call(
      keysOf('break-glass-1'),
      'sts',
      'get-session-token',
      '--serial-number',
      user?.mfaSerial ?? '',
      '--token-code',
      new TOTP({ secret: user?.mfaSeed ?? '' }).generate(),
    );
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
    for (const [args, member] of rows)
      expect(call(keys, ...args)[member], args.join(' ')).to.be.an('array').that.is.not.empty;
  });

  it('follows pages, cuts them short and goes on where it stopped', () => {
    const keys = administrator();
    const names = (answer: Record<string, unknown>): string[] =>
      (answer['Accounts'] as { Name: string }[]).map(({ Name }) => Name);
    const all = names(call(keys, 'organizations', 'list-accounts', '--page-size', '3'));
    expect(all).to.have.length(17);
    const first = call(keys, 'organizations', 'list-accounts', '--max-items', '5');
    expect(names(first)).to.deep.equal(all.slice(0, 5));
    expect(
      names(call(keys, 'organizations', 'list-accounts', '--starting-token', String(first['NextToken']))),
    ).to.deep.equal(all.slice(5));
    const roles = call(
      keys,
      'iam',
      'list-roles',
      '--page-size',
      '1',
      '--query',
      '{names: Roles[?Path==`/break-glass/`].RoleName}',
    );
    expect(roles['names']).to.deep.equal(['BreakGlass']);
  });

  it('does what a runbook does: makes a user with MFA, a role and a guardrail, waits, and takes them away', () => {
    const keys = administrator();
    const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    call(
      keys,
      'iam',
      'create-user',
      '--user-name',
      'break-glass-3',
      '--path',
      '/break-glass/',
      '--tags',
      'Key=purpose,Value=emergency',
    );
    call(keys, 'iam', 'wait', 'user-exists', '--user-name', 'break-glass-3');
    call(
      keys,
      'iam',
      'create-login-profile',
      '--user-name',
      'break-glass-3',
      '--password',
      'Correct-Horse-Battery-1',
      '--no-password-reset-required',
    );
    call(
      keys,
      'iam',
      'put-user-policy',
      '--user-name',
      'break-glass-3',
      '--policy-name',
      'hop',
      '--policy-document',
      policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/break-glass/BreakGlass' }),
    );
    expect(call(keys, 'iam', 'list-user-tags', '--user-name', 'break-glass-3')).to.deep.include({
      Tags: [{ Key: 'purpose', Value: 'emergency' }],
    });
    call(
      keys,
      'iam',
      'create-role',
      '--role-name',
      'Runbook',
      '--assume-role-policy-document',
      policy({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/break-glass/break-glass-3' },
      }),
    );
    call(keys, 'iam', 'wait', 'role-exists', '--role-name', 'Runbook');
    expect(
      call(
        keys,
        'iam',
        'simulate-principal-policy',
        '--policy-source-arn',
        'arn:aws:iam::111122223333:user/break-glass/break-glass-3',
        '--action-names',
        'sts:AssumeRole',
        'iam:CreateUser',
        '--query',
        '{decisions: EvaluationResults[].EvalDecision}',
      )['decisions'],
    ).to.deep.equal(['implicitDeny', 'implicitDeny']);
    const { Policy: made } = call(
      keys,
      'organizations',
      'create-policy',
      '--name',
      'runbook',
      '--description',
      'x',
      '--type',
      'SERVICE_CONTROL_POLICY',
      '--content',
      policy({ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }),
    ) as { Policy: { PolicySummary: { Id: string } } };
    const attached = ['--policy-id', made.PolicySummary.Id, '--target-id', running.ready.accounts['payments-1'] ?? ''];
    call(keys, 'organizations', 'attach-policy', ...attached);
    expect(() => call(keys, 'organizations', 'delete-policy', '--policy-id', made.PolicySummary.Id)).to.throw(
      /PolicyInUseException/,
    );
    call(keys, 'organizations', 'detach-policy', ...attached);
    call(keys, 'organizations', 'delete-policy', '--policy-id', made.PolicySummary.Id);
    expect(() => call(keys, 'iam', 'delete-user', '--user-name', 'break-glass-3')).to.throw(/DeleteConflict/);
    call(keys, 'iam', 'delete-login-profile', '--user-name', 'break-glass-3');
    call(keys, 'iam', 'delete-user-policy', '--user-name', 'break-glass-3', '--policy-name', 'hop');
    call(keys, 'iam', 'delete-user', '--user-name', 'break-glass-3');
    const { Role: role } = call(keys, 'iam', 'get-role', '--role-name', 'Runbook') as {
      Role: { AssumeRolePolicyDocument: { Statement: { Principal: { AWS: string } }[] } };
    };
    expect(role.AssumeRolePolicyDocument.Statement[0]?.Principal.AWS, 'the user is gone').to.match(/^AIDA/);
  });

  it('sees alarms, sets them off and reads their history', () => {
    const keys = administrator();
    call(
      keys,
      'cloudwatch',
      'put-metric-alarm',
      '--alarm-name',
      'cli',
      '--namespace',
      'Drill',
      '--metric-name',
      'Uses',
      '--statistic',
      'Sum',
      '--period',
      '60',
      '--evaluation-periods',
      '1',
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanOrEqualToThreshold',
    );
    call(keys, 'cloudwatch', 'wait', 'alarm-exists', '--alarm-names', 'cli');
    call(
      keys,
      'cloudwatch',
      'set-alarm-state',
      '--alarm-name',
      'cli',
      '--state-value',
      'ALARM',
      '--state-reason',
      'drill',
    );
    expect(
      call(
        keys,
        'cloudwatch',
        'describe-alarms',
        '--state-value',
        'ALARM',
        '--query',
        '{names: MetricAlarms[].AlarmName}',
      )['names'],
    ).to.deep.equal(['cli']);
    const history = call(
      keys,
      'cloudwatch',
      'describe-alarm-history',
      '--alarm-name',
      'cli',
      '--history-item-type',
      'StateUpdate',
      '--max-items',
      '1',
    );
    expect(history['AlarmHistoryItems']).to.have.length(1);
    call(keys, 'cloudwatch', 'delete-alarms', '--alarm-names', 'cli');
  });
});
