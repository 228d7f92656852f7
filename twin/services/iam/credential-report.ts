/** The credential report (IAM user guide, "Get credential reports for your AWS account"). */
import type { AccessKey, TwinOtherCredential, TwinPasswordPolicy, TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { keysOf } from './access-keys.js';
import { showTime } from './api-shapes.js';

/** A report is made anew after four hours; milliseconds. */
const GOOD_FOR = 4 * 3_600_000;
const DAY = 86_400_000;

const COLUMNS = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  ...[1, 2].map(
    (n) =>
      `access_key_${n}_active,access_key_${n}_last_rotated,access_key_${n}_last_used_date,access_key_${n}_last_used_region,access_key_${n}_last_used_service`,
  ),
  ...[1, 2].map((n) => `cert_${n}_active,cert_${n}_last_rotated`),
].join(',');

export const credentialReportOperations = [
  operation<unknown, unknown>({
    name: 'GenerateCredentialReport',
    run: (_input, context) => {
      const { account } = context.caller;
      const now = context.clock.now();
      if (account.credentialReport && now - account.credentialReport.generatedAt < GOOD_FOR)
        return { State: 'COMPLETE' };
      const first = account.credentialReport === undefined;
      account.credentialReport = { content: reportOf(context), generatedAt: now };
      return {
        State: 'STARTED',
        ...(first ? { Description: 'No report exists. Starting a new report generation task' } : {}),
      };
    },
  }),
  operation<unknown, unknown>({
    name: 'GetCredentialReport',
    run: (_input, { caller: { account }, clock }) => {
      const { credentialReport: report } = account;
      if (!report)
        throw new AwsError(
          'ReportNotPresent',
          'No report exists. Call GenerateCredentialReport to start a new report.',
          410,
        );
      if (clock.now() - report.generatedAt >= GOOD_FOR)
        throw new AwsError(
          'ReportExpired',
          'The report has expired. Call GenerateCredentialReport to start a new report.',
          410,
        );
      return {
        Content: new Uint8Array(Buffer.from(report.content, 'utf8')),
        ReportFormat: 'text/csv',
        GeneratedTime: showTime(report.generatedAt),
      };
    },
  }),
];

function reportOf(context: OperationContext): string {
  const { account } = context.caller;
  const users = [...account.users.values()].map((user) => userRow(user, keysOf(context, user), account.passwordPolicy));
  return [COLUMNS, rootRow(context), ...users].join('\n');
}

function rootRow({ state, caller: { account } }: OperationContext): string {
  const keys = [...state.accessKeys.values()].filter(
    (key) => key.accountId === account.id && key.userName === undefined,
  );
  const hasMfa = account.id === state.organization.managementAccountId;
  const arn = `arn:${state.partition}:iam::${account.id}:root`;
  return [
    '<root_account>',
    arn,
    'not_supported',
    'not_supported',
    'no_information',
    'not_supported',
    'not_supported',
    String(hasMfa),
    ...keyCells(keys),
    ...certificateCells([]),
  ].join(',');
}

function userRow(user: TwinUser, keys: readonly AccessKey[], policy: TwinPasswordPolicy | undefined): string {
  const { loginProfile } = user;
  const password = loginProfile
    ? [
        'true',
        user.passwordLastUsedAt === undefined ? 'no_information' : time(user.passwordLastUsedAt),
        time(loginProfile.changedAt),
        policy?.maxAgeDays === undefined ? 'N/A' : time(loginProfile.changedAt + policy.maxAgeDays * DAY),
      ]
    : ['false', 'N/A', 'N/A', 'N/A'];
  return [
    user.name,
    user.arn,
    time(user.createdAt),
    ...password,
    String(user.mfaDevices.size > 0),
    ...keyCells(keys),
    ...certificateCells([...user.otherCredentials.values()].filter(({ kind }) => kind === 'signing-certificate')),
  ].join(',');
}

function keyCells(keys: readonly AccessKey[]): string[] {
  return [keys[0], keys[1]].flatMap((key) => {
    const { lastUsed } = key ?? {};
    const used = lastUsed ? [time(lastUsed.at), lastUsed.region, lastUsed.service] : ['N/A', 'N/A', 'N/A'];
    return [String(key?.active === true), key?.active === true ? time(key.createdAt) : 'N/A', ...used];
  });
}

function certificateCells(certificates: readonly TwinOtherCredential[]): string[] {
  return [certificates[0], certificates[1]].flatMap((one) =>
    one?.active === true ? ['true', time(one.createdAt)] : ['false', 'N/A'],
  );
}

function time(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
