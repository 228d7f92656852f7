/** What somebody writes into a trust policy, too strict and too loose. */
import type { Fault } from './fault.js';
import { changeTrust } from './hands.js';

const ENTER = ['identity-provider-failure'];

/** A condition that shuts out break glass in one account. */
function condition(name: string, operator: string, key: string, value: string, setting?: string): Fault {
  return {
    name: `the trust asks for ${name}`,
    direction: 'too-strict',
    apply: (hands) =>
      changeTrust(hands, 'network', ({ Statement: [statement] }) => {
        const { Condition: conditions } = statement as { Condition: Record<string, Record<string, string>> };
        conditions[operator] = { ...conditions[operator], [key]: value };
      }),
    scenarios: setting === undefined ? ENTER : ['readiness', ...ENTER],
    ...(setting === undefined ? {} : { asks: `set breakGlass.from.${setting}` }),
    expects: {
      code: setting === undefined ? 'BG_TRUST_DENIED' : 'BG_NOT_AS_DOCUMENT',
      causes: [operator, key, value, 'BreakGlassUsers'],
      accounts: ['network'],
    },
  };
}

/** One more statement in a trust policy. */
function statement(
  name: string,
  direction: Fault['direction'],
  added: Record<string, unknown>,
  {
    scenarios = ['readiness'],
    beside = [],
    ...expects
  }: Omit<NonNullable<Fault['expects']>, 'accounts'> & { scenarios?: readonly string[]; beside?: readonly string[] },
): Fault {
  return {
    name,
    direction,
    apply: (hands) =>
      changeTrust(hands, 'payments-1', (policy) => {
        policy.Statement.push({ Action: 'sts:AssumeRole', ...added });
      }),
    scenarios,
    beside,
    expects: { ...expects, accounts: ['payments-1'] },
  };
}

export const trustFaults: readonly Fault[] = [
  condition('an external id', 'StringEquals', 'sts:ExternalId', 'runbook-7', 'externalId'),
  condition('an address', 'IpAddress', 'aws:SourceIp', '203.0.113.0/24', 'sourceIp'),
  condition('a Region', 'StringEquals', 'aws:RequestedRegion', 'eu-central-1'),
  condition('a date that has passed', 'DateLessThan', 'aws:CurrentTime', '2021-01-01T00:00:00Z'),
  condition('a date to come', 'DateGreaterThan', 'aws:CurrentTime', '2039-01-01T00:00:00Z'),
  condition('a user name', 'StringEquals', 'aws:username', 'break-glass'),
  condition('a tag', 'StringEquals', 'aws:PrincipalTag/emergency', 'true'),
  condition('a session name', 'StringLike', 'sts:RoleSessionName', 'incident-*', 'sessionName'),
  condition('a source identity', 'StringLike', 'sts:SourceIdentity', 'incident-*', 'sourceIdentity'),
  condition('another organization', 'StringEquals', 'aws:PrincipalOrgID', 'o-otherorg99'),
  condition('a VPC endpoint', 'StringEquals', 'aws:SourceVpce', 'vpce-0123456789abcdef0', 'vpcEndpoint'),
  condition('a principal of another kind', 'StringEquals', 'aws:PrincipalType', 'AssumedRole'),
  condition('the user by a wrong ARN', 'ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:user/break-glass-1'),
  condition('an MFA code of the last second', 'NumericLessThan', 'aws:MultiFactorAuthAge', '0'),
  statement(
    'a Deny in the trust shuts break glass out',
    'too-strict',
    {
      Sid: 'NotAtNight',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/break-glass/*' } },
    },
    { scenarios: ENTER, code: 'BG_TRUST_DENIED', causes: ['NotAtNight', 'aws:PrincipalArn'] },
  ),
  statement(
    'another account is trusted',
    'too-loose',
    { Sid: 'Supplier', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999900001111:root' } },
    { code: 'BG_TRUST_TOO_WIDE', causes: ['"Supplier"', '999900001111'] },
  ),
  statement(
    'everybody with an external id is trusted',
    'too-loose',
    {
      Sid: 'Vendor',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'sts:ExternalId': '4711' } },
    },
    // The break-glass users are among everybody, and need no MFA there.
    { code: 'BG_TRUST_TOO_WIDE', causes: ['"Vendor"', 'sts:ExternalId'], beside: ['BG_MFA_NOT_REQUIRED'] },
  ),
  statement(
    'the whole organization is trusted',
    'too-loose',
    {
      Sid: 'Colleagues',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      },
    },
    { code: 'BG_TRUST_TOO_WIDE', causes: ['"Colleagues"', 'aws:PrincipalOrgID'] },
  ),
  {
    name: 'the trust asks for MFA no more',
    direction: 'too-loose',
    apply: (hands) =>
      changeTrust(hands, 'sandbox-1', ({ Statement: [only] }) => {
        delete only?.['Condition'];
      }),
    scenarios: ['readiness'],
    expects: { code: 'BG_MFA_NOT_REQUIRED', causes: ['BreakGlassUsers'], accounts: ['sandbox-1'] },
  },
];
