/** What happens to guardrails: some shut break glass out, some let others past. */
import type { Fault } from './fault.js';
import { attachNew, detach, MEMBERS, rewrite } from './hands.js';
import type { PolicyText } from './hands.js';

const readiness = ['readiness'];
const ROLE = 'arn:aws:iam::*:role/break-glass/BreakGlass';

type Conditions = Record<string, Record<string, unknown>>;
const conditionsOf = ({ Statement: [first] }: PolicyText): Conditions => first?.['Condition'] as Conditions;

/** A guardrail that nobody declared. */
function undeclared(
  name: string,
  target: string,
  statement: Record<string, unknown>,
  expects: Fault['expects'],
  beside: readonly string[] = [],
): Fault {
  return {
    name,
    direction: 'too-strict',
    apply: (hands) => attachNew(hands, target, { Effect: 'Deny', Resource: '*', ...statement }),
    scenarios: readiness,
    expects,
    beside,
  };
}

export const guardrailFaults: readonly Fault[] = [
  undeclared(
    'a guardrail denies everybody half of AWS',
    'Infrastructure',
    { Sid: 'Freeze', Action: ['ec2:*', 's3:*', 'rds:*', 'kms:*'] },
    { code: 'BG_GUARDRAIL_LOCKS_OUT', causes: ['"night-shift"', '"Freeze"'], accounts: ['network', 'shared-services'] },
  ),
  undeclared(
    'a guardrail denies what is outside one Region',
    'Sandbox',
    { Sid: 'OneRegion', NotAction: ['sts:*'], Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } },
    {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      causes: ['"night-shift"', '"OneRegion"', 'aws:RequestedRegion'],
      accounts: ['sandbox-1'],
    },
    ['BG_REGION_LOCK_GLOBAL'],
  ),
  {
    name: 'an undeclared resource control policy keeps everybody out of the roles',
    direction: 'too-strict',
    apply: (hands) =>
      attachNew(
        hands,
        'network',
        {
          Sid: 'NoHops',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:AssumeRole',
          Resource: ROLE,
        },
        'RESOURCE_CONTROL_POLICY',
      ),
    scenarios: ['identity-provider-failure'],
    expects: { code: 'BG_RCP_DENIED', causes: ['"night-shift"', '"NoHops"'], accounts: ['network'] },
  },
  {
    name: 'an allow list stands where FullAWSAccess stood',
    direction: 'too-strict',
    apply: async (hands) => {
      const undoList = await attachNew(hands, 'Infrastructure', {
        Sid: 'KnownServices',
        Effect: 'Allow',
        Action: ['iam:*', 'sts:*', 'organizations:*', 's3:*', 'ec2:*'],
        Resource: '*',
      });
      const undoFull = await detach(hands, 'FullAWSAccess', 'Infrastructure');
      return async () => {
        await undoFull();
        await undoList();
      };
    },
    scenarios: readiness,
    expects: {
      code: 'BG_SCP_DENIED',
      causes: ['"Infrastructure"', 'FullAWSAccess is not attached', '"night-shift"'],
      accounts: ['network', 'shared-services'],
    },
  },
  {
    name: 'the exemption of a guardrail is gone',
    direction: 'too-strict',
    apply: (hands) => rewrite(hands, 'protect-cloudtrail', (policy) => delete policy.Statement[0]?.['Condition']),
    scenarios: readiness,
    expects: {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      causes: ['"protect-cloudtrail"', '"DenyTrailChanges"', 'exempts nobody'],
      accounts: MEMBERS,
    },
  },
  {
    name: 'a guardrail is taken off the root',
    direction: 'too-loose',
    apply: (hands) => detach(hands, 'stay-in-the-organization', 'Root'),
    scenarios: readiness,
    expects: {
      code: 'BG_GUARDRAIL_DETACHED',
      causes: ['"stay-in-the-organization"'],
      accounts: MEMBERS,
    },
  },
  {
    name: 'a guardrail is taken off one OU',
    direction: 'too-loose',
    apply: (hands) => detach(hands, 'region-lock', 'Sandbox'),
    scenarios: readiness,
    expects: { code: 'BG_GUARDRAIL_DETACHED', causes: ['"region-lock"'], accounts: ['sandbox-1'] },
  },
  {
    name: 'an exemption takes in a whole path',
    direction: 'too-loose',
    apply: (hands) =>
      rewrite(hands, 'protect-cloudtrail', (policy) => {
        conditionsOf(policy)['ArnNotLike'] = { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' };
      }),
    scenarios: readiness,
    expects: {
      code: 'BG_GUARDRAIL_TOO_WIDE',
      causes: ['"protect-cloudtrail"', '"DenyTrailChanges"', 'arn:aws:iam::*:role/*'],
      accounts: MEMBERS,
    },
  },
  {
    name: 'a second negated key exempts whoever has a tag',
    direction: 'too-loose',
    apply: (hands) =>
      rewrite(hands, 'protect-alarms', (policy) => {
        conditionsOf(policy)['StringNotEquals'] = { 'aws:PrincipalTag/team': 'platform' };
      }),
    scenarios: readiness,
    expects: {
      code: 'BG_GUARDRAIL_EXEMPTION_OPEN',
      causes: ['"protect-alarms"', '"DenyRuleChanges"', 'aws:PrincipalTag/team', 'platform'],
      accounts: MEMBERS,
    },
  },
  {
    name: 'the guardrail of the role forgets the trust policy',
    direction: 'too-loose',
    apply: (hands) =>
      rewrite(hands, 'protect-break-glass-role', ({ Statement: [first] }) => {
        const { Action: actions } = first as { Action: string[] };
        actions.splice(actions.indexOf('iam:UpdateAssumeRolePolicy'), 1);
      }),
    scenarios: readiness,
    expects: {
      code: 'BG_ROLE_UNPROTECTED',
      causes: ['iam:UpdateAssumeRolePolicy'],
      accounts: MEMBERS,
    },
  },
  undeclared(
    'a guardrail denies break glass alone',
    'Infrastructure',
    { Sid: 'NotThem', Action: ['ec2:*', 'iam:*'], Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } } },
    {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      causes: ['"night-shift"', '"NotThem"', 'it means whoever has ArnLike aws:PrincipalArn', ROLE],
      accounts: ['network', 'shared-services'],
    },
  ),
  undeclared(
    'a guardrail denies whoever came without MFA',
    'network',
    { Sid: 'NoMfa', Action: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
    {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      causes: ['"night-shift"', '"NoMfa"', 'BoolIfExists aws:MultiFactorAuthPresent false'],
      accounts: ['network'],
    },
  ),
  {
    name: 'a guardrail that yields denies besides what no session of a role can ask',
    direction: 'sound',
    apply: (hands) =>
      rewrite(hands, 'protect-cloudtrail', (policy) => {
        policy.Statement.push({
          Sid: 'ForUsers',
          Effect: 'Deny',
          Action: ['iam:ChangePassword', 'sts:GetSessionToken', 'sts:GetFederationToken'],
          Resource: '*',
        });
      }),
    scenarios: ['readiness', 'guardrail-lockout'],
  },
  {
    name: 'a guardrail that yields denies the root user besides',
    direction: 'sound',
    apply: (hands) =>
      rewrite(hands, 'protect-cloudtrail', (policy) => {
        policy.Statement.push({
          Sid: 'Root',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
        });
      }),
    scenarios: ['readiness', 'guardrail-lockout'],
  },
  {
    name: 'an undeclared guardrail denies users and services',
    direction: 'sound',
    apply: (hands) =>
      attachNew(hands, 'Infrastructure', {
        Sid: 'Users',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalType': 'User' } },
      }),
    scenarios: ['readiness', 'guardrail-lockout'],
  },
  {
    name: 'a resource control policy is taken off the root',
    direction: 'too-loose',
    apply: (hands) => detach(hands, 'identity-perimeter', 'Root', 'RESOURCE_CONTROL_POLICY'),
    scenarios: readiness,
    expects: { code: 'BG_NOT_AS_DOCUMENT', causes: ['"identity-perimeter" attached to "Root"'], accounts: MEMBERS },
  },
];
