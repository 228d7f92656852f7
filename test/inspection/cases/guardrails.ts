import { ALL, exempt, scp } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of guardrails: what they stop, whom they exempt and where they are attached. */
export const guardrailCases: readonly RuleCase[] = [
  {
    rule: 'G01',
    fault: 'no exemption',
    overlay: scp('no-new-iam-users', '{ statements: { DenyUsersAndKeys: { Condition: null } } }'),
    expects: new RegExp(
      `BG_GUARDRAIL_LOCKS_OUT \\[${ALL}\\] policy "no-new-iam-users", statement "DenyUsersAndKeys": it exempts nobody`,
    ),
  },
  {
    rule: 'G02',
    fault: 'a session',
    overlay: exempt('ArnNotLike', 'arn:aws:sts::*:assumed-role/BreakGlass/*'),
    expects: /it names the session/,
  },
  {
    rule: 'G03',
    fault: 'StringNotEquals',
    overlay: exempt('StringNotEquals', 'arn:aws:iam::*:role/break-glass/BreakGlass'),
    expects: /StringNotEquals compares literally/,
  },
  {
    rule: 'G04',
    fault: 'a forgotten path',
    overlay: exempt('ArnNotLike', 'arn:aws:iam::*:role/BreakGlass'),
    expects: /its exemption arn:aws:iam::\*:role\/BreakGlass does not match/,
  },
  {
    rule: 'G04',
    fault: 'another case',
    overlay: exempt('ArnNotLike', 'arn:aws:iam::*:role/break-glass/breakglass'),
    expects: /does not match/,
  },
  {
    rule: 'G04',
    fault: 'a tag that the role does not have',
    overlay: scp(
      'protect-cloudtrail',
      '{ statements: { DenyTrailChanges: { Condition: { ArnNotLike: null, StringNotLike: { "aws:PrincipalTag/BreakGlass": "true" } } } } }',
    ),
    expects: /its exemption StringNotLike aws:PrincipalTag\/BreakGlass true does not match/,
  },
  {
    rule: 'G21',
    fault: 'a placeholder',
    overlay: exempt('ArnNotLike', 'arn:aws:iam::*:role/[PRIVILEGED_ROLE]'),
    expects: /placeholder/,
  },
  {
    rule: 'G05',
    fault: 'a wildcard around the name',
    overlay: scp(
      'protect-cloudtrail',
      '{ statements: { DenyTrailChanges: { Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*BreakGlass*" } } } } }',
    ),
    expects: new RegExp(
      `BG_GUARDRAIL_EXEMPTION_OPEN \\[${ALL}\\] policy "protect-cloudtrail", statement "DenyTrailChanges", exempts arn:aws:iam::\\*:role/\\*BreakGlass\\*`,
    ),
  },
  {
    rule: 'G05',
    fault: 'administrators',
    overlay: scp(
      'protect-cloudtrail',
      '{ statements: { DenyTrailChanges: { Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } } } } }',
    ),
    expects: /BG_GUARDRAIL_TOO_WIDE .* exempts ArnNotLike arn:aws:iam::\*:role\/\*$/,
  },
  {
    rule: 'G05',
    fault: 'a source identity',
    overlay: scp(
      'protect-cloudtrail',
      '{ statements: { DenyTrailChanges: { Condition: { StringNotEqualsIfExists: { "aws:SourceIdentity": incident } } } } }',
    ),
    expects:
      /exempts StringNotEqualsIfExists aws:SourceIdentity incident, and an ordinary administrator may give a session/,
  },
  {
    rule: 'G05',
    fault: 'sessions of a name',
    overlay: scp(
      'protect-cloudtrail',
      '{ statements: { DenyTrailChanges: { Condition: { StringNotLike: { "aws:userid": "*:incident" } } } } }',
    ),
    expects: /exempts StringNotLike aws:userid \*:incident, and an ordinary administrator may name a session so/,
  },
  {
    rule: 'G06',
    fault: 'a role that anybody may change',
    overlay: scp(
      'protect-break-glass-role',
      '{ statements: { DenyRoleChanges: { Action: ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"] } } }',
    ),
    expects: new RegExp(`BG_ROLE_UNPROTECTED \\[${ALL}\\] .* iam:AttachRolePolicy, iam:DeleteRole, `),
  },
  {
    rule: 'G07',
    fault: 'a second guardrail over the same',
    overlay: scp(
      'trails-for-ever',
      '{ attachedTo: [Production], expects: indifferent, statements: { DenyStop: { Effect: Deny, Action: "cloudtrail:StopLogging", Resource: "*" } } }',
    ),
    expects:
      /BG_GUARDRAIL_LOCKS_OUT \[(payments-\d ){3}webshop-1 webshop-2\] policy "trails-for-ever", statement "DenyStop": it exempts nobody$/,
  },
  {
    rule: 'G12',
    fault: 'a lock over global services',
    overlay: scp('region-lock', '{ statements: { DenyOtherRegions: { NotAction: ["sts:*", "organizations:*"] } } }'),
    expects:
      /BG_REGION_LOCK_GLOBAL \[.*\] policy "region-lock", statement "DenyOtherRegions", denies iam:GetRole, route53:ListHostedZones, support:DescribeCases in us-east-1/,
  },
  {
    rule: 'G19',
    fault: 'an RCP for another organization',
    overlay:
      'resourceControlPolicies: { perimeter: { attachedTo: [Production], statements: { S: { Effect: Deny, Principal: "*", Action: "sts:*", Resource: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": o-otherorg111 } } } } } }',
    expects: /BG_RCP_DENIED \[(payments-\d ){3}webshop-1 webshop-2\] a resource control policy denies sts:AssumeRole/,
  },
  {
    rule: 'G13',
    fault: 'FullAWSAccess detached',
    change: ({ snapshot }) => void snapshot.awsGuardrails['FullAWSAccess']?.attachedTo.splice(0, 1),
    expects: new RegExp(
      `BG_SCP_DENIED \\[${ALL}\\] no service control policy allows a first read: at "Root" FullAWSAccess is not attached, `,
    ),
  },
  {
    rule: 'G14',
    fault: 'the type disabled',
    change: ({ snapshot }) => void snapshot.policyTypes.shift(),
    expects: /BG_GUARDRAILS_DISABLED \[\]/,
  },
  {
    rule: 'G15',
    fault: 'a guardrail taken off one OU',
    overlay: scp('protect-cloudtrail', '{ attachedTo: [Security, Infrastructure, Workloads] }'),
    expects: /BG_GUARDRAIL_DETACHED \[sandbox-1 sandbox-2 sandbox-3\] policy "protect-cloudtrail" is not attached/,
  },
  {
    rule: 'G15',
    fault: 'a guardrail that reaches nobody',
    overlay: scp(
      'forgotten',
      '{ attachedTo: [], expects: binds, statements: { S: { Effect: Deny, Action: "s3:*", Resource: "*" } } }',
    ),
    expects: /BG_GUARDRAIL_DETACHED \[\] policy "forgotten" reaches no account$/,
  },
  {
    rule: 'G16',
    fault: 'a quarantine',
    overlay: scp(
      'quarantine',
      '{ attachedTo: [Sandbox], expects: indifferent, statements: { DenyAll: { Effect: Deny, Action: "*", Resource: "*" } } }',
    ),
    expects:
      /BG_GUARDRAIL_LOCKS_OUT \[sandbox-1 sandbox-2 sandbox-3\] policy "quarantine", statement "DenyAll": it exempts nobody$/,
  },
];
