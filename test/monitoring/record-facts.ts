/** Callers and calls for tests of records. */
import type { ApiCallFacts, CallerFacts } from '../../monitoring/index.js';

export const AT = Date.UTC(2026, 10, 24, 12, 0, 0, 250);
export const MANAGEMENT = '111111111111';
export const WORKLOAD = '222222222222';

/** Ids `id-1`, `id-2` and so on. */
export function counting(): () => string {
  let count = 0;
  return () => `id-${++count}`;
}

export const user: CallerFacts & { kind: 'user' } = {
  kind: 'user',
  accountId: MANAGEMENT,
  userId: 'AIDAEXAMPLE',
  userName: 'bg-1',
  arn: `arn:aws:iam::${MANAGEMENT}:user/break-glass/bg-1`,
  accessKeyId: 'AKIAEXAMPLE',
};

export const role = {
  id: 'AROAEXAMPLE',
  name: 'BreakGlass',
  arn: `arn:aws:iam::${WORKLOAD}:role/break-glass/BreakGlass`,
};

export const session: CallerFacts & { kind: 'role' } = {
  ...{ kind: 'role', accountId: WORKLOAD, role, sessionName: 'bg-1', accessKeyId: 'ASIAEXAMPLE' },
  session: { issuedAt: AT - 60_000, mfa: true },
};

export const assumeRole: ApiCallFacts = {
  ...{ service: 'sts', operation: 'AssumeRole', region: 'eu-west-1', at: AT, caller: user, resourceAccount: WORKLOAD },
  ...{ sourceIp: '192.0.2.1', userAgent: 'aws-cli/2.30', requestId: 'request-1' },
  input: {
    RoleArn: role.arn,
    RoleSessionName: 'bg-1',
    SerialNumber: `arn:aws:iam::${MANAGEMENT}:mfa/bg-1`,
    TokenCode: '123456',
    DurationSeconds: 3600,
  },
  output: {
    Credentials: {
      AccessKeyId: 'ASIANEW',
      SecretAccessKey: 'top-secret-key',
      SessionToken: 'top-secret-token',
      Expiration: new Date(AT + 3_600_000),
    },
    AssumedRoleUser: {
      AssumedRoleId: 'AROAEXAMPLE:bg-1',
      Arn: `arn:aws:sts::${WORKLOAD}:assumed-role/BreakGlass/bg-1`,
    },
  },
};
