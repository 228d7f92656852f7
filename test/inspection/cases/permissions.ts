import { roleOf, user } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of what users and role are allowed. */
export const permissionCases: readonly RuleCase[] = [
  {
    rule: 'P01',
    fault: 'a list of accounts',
    overlay: user(
      '{ policies: { assume-break-glass-role: { AssumeBreakGlassRole: { Resource: ["arn:aws:iam::<management>:role/break-glass/BreakGlass", "arn:aws:iam::<network>:role/break-glass/BreakGlass"] } } } }',
    ),
    expects: new RegExp(`BG_USER_LISTS_ACCOUNTS \\[(\\S+ ){13}\\S+\\] the policies of user "break-glass-1"`),
  },
  {
    rule: 'P02',
    fault: 'another name of the role',
    overlay: user(
      '{ policies: { assume-break-glass-role: { AssumeBreakGlassRole: { Resource: "arn:aws:iam::*:role/BreakGlass" } } } }',
    ),
    expects:
      /BG_IDENTITY_DENIED \[.*network.*\] no policy of user "break-glass-1" allows sts:AssumeRole on \S+: policy "assume-break-glass-role", statement "AssumeBreakGlassRole", allows it only on arn:aws:iam::\*:role\/BreakGlass$/,
  },
  {
    rule: 'P09',
    fault: 'a Deny',
    overlay: user('{ policies: { stop: { Stop: { Effect: Deny, Action: "*", Resource: "*" } } } }'),
    expects:
      /BG_IDENTITY_DENIED .* a policy of user "break-glass-1" denies sts:AssumeRole on \S+: policy "stop", statement "Stop", denies it$/,
  },
  {
    rule: 'P03',
    fault: 'a boundary',
    overlay: user('{ permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }'),
    expects:
      /BG_BOUNDARY_DENIED .* the permissions boundary of user "break-glass-1" does not allow sts:AssumeRole on \S+: permissions boundary "IAMReadOnlyAccess" does not allow it$/,
  },
  {
    rule: 'P04',
    fault: 'a boundary on the role',
    overlay:
      'accounts: { network: { policies: { b: { statements: { S: { Effect: Allow, Action: "s3:*", Resource: "*" } } } }, roles: { BreakGlass: { permissionsBoundary: "arn:aws:iam::<self>:policy/b" } } } }',
    expects:
      /BG_BOUNDARY_DENIED \[network\] the permissions boundary of the role \S+ does not allow a first read: permissions boundary "b" does not allow it$/,
  },
  {
    rule: 'P05',
    fault: 'a role that may only read',
    overlay: roleOf('network', '{ managedPolicies: ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"] }'),
    expects: /BG_ROLE_TOO_WEAK \[network\] .* iam:UpdateSAMLProvider/,
  },
  {
    rule: 'P05',
    fault: 'a boundary behind a role that allows everything',
    overlay:
      'accounts: { network: { policies: { narrow: { statements: { Most: { Effect: Allow, NotAction: "kms:*", Resource: "*" } } } }, roles: { BreakGlass: { permissionsBoundary: "arn:aws:iam::<self>:policy/narrow" } } } }',
    expects:
      /BG_ROLE_TOO_WEAK \[network\] .* may not do kms:EnableKey: permissions boundary "narrow" does not allow it$/,
  },
  {
    rule: 'P05',
    fault: 'a statement that denies a repair',
    overlay: roleOf(
      'network',
      '{ policies: { careful: { NoRules: { Effect: Deny, Action: "events:*", Resource: "*" } } } }',
    ),
    expects:
      /BG_ROLE_TOO_WEAK \[network\] .* may not do events:EnableRule: policy "careful", statement "NoRules", denies it$/,
  },
  {
    rule: 'P06',
    fault: 'no policy',
    overlay: roleOf('network', '{ managedPolicies: [] }'),
    expects: /BG_ROLE_POWERLESS \[network\] the role \S+ has no permissions policy$/,
  },
  {
    rule: 'P14',
    fault: 'a role that cannot repair Identity Center',
    overlay: roleOf('management', '{ policies: { no-sso: { S: { Effect: Deny, Action: "sso:*", Resource: "*" } } } }'),
    expects:
      /BG_ROLE_TOO_WEAK \[management\] .* sso:CreateAccountAssignment, sso:DeleteAccountAssignment: policy "no-sso", statement "S", denies it$/,
  },
  {
    rule: 'P14',
    fault: 'a role that cannot change guardrails',
    overlay: roleOf(
      'management',
      '{ policies: { stay: { S: { Effect: Deny, Action: "organizations:UpdatePolicy", Resource: "*" } } } }',
    ),
    expects:
      /BG_REPAIR_DENIED \[management\] a policy of the role \S+ denies organizations:UpdatePolicy in the management account: policy "stay", statement "S", denies it$/,
  },
];
