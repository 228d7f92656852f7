import { roleOf, trust, user } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of MFA devices and of the trust policies that ask for them. */
export const mfaCases: readonly RuleCase[] = [
  {
    rule: 'M01',
    fault: 'no device',
    overlay: user('{ mfa: { key-a: null, key-b: null } }'),
    expects: /BG_MFA_DEVICE_MISSING \[management\] user "break-glass-1" has no MFA device$/,
  },
  {
    rule: 'M02',
    fault: 'virtual devices',
    overlay: user('{ mfa: { key-a: { kind: virtual }, key-b: { kind: virtual } } }'),
    expects: /BG_MFA_VIRTUAL \[management\]/,
  },
  {
    rule: 'M03',
    fault: 'one device',
    overlay: user('{ mfa: { key-a: null } }'),
    expects: /BG_MFA_SINGLE_DEVICE \[management\] user "break-glass-1" has a single/,
  },
  {
    rule: 'M05',
    fault: 'FIDO keys with an access key',
    overlay: user('{ mfa: { key-a: { kind: fido }, key-b: { kind: fido } } }'),
    expects: /BG_MFA_NO_CODES \[management\]/,
  },
  {
    rule: 'M10',
    fault: 'no MFA condition',
    overlay: trust('network', '{ Condition: null }'),
    expects: /BG_MFA_NOT_REQUIRED \[network\] .* statement "BreakGlassUsers", admits a break-glass user without MFA$/,
  },
  {
    rule: 'M10',
    fault: 'no MFA in a Region that the drill goes through nowhere',
    overlay: roleOf(
      'network',
      '{ trust: { More: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/break-glass/break-glass-1" }, Condition: { StringEquals: { "aws:RequestedRegion": ap-southeast-2 } } } } }',
    ),
    expects: /BG_MFA_NOT_REQUIRED \[network\] .* statement "More", admits a break-glass user without MFA$/,
  },
  {
    rule: 'M11',
    fault: 'BoolIfExists',
    overlay: trust('network', '{ Condition: { Bool: null, BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } }'),
    expects: /BG_MFA_NOT_REQUIRED \[network\]/,
  },
  {
    rule: 'M11',
    fault: 'Null',
    overlay: trust('network', '{ Condition: { Bool: null, "Null": { "aws:MultiFactorAuthPresent": "false" } } }'),
    expects: /BG_MFA_NOT_REQUIRED \[network\]/,
  },
  {
    rule: 'M13',
    fault: 'five minutes',
    overlay: trust('network', '{ Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } } }'),
    expects:
      /BG_MFA_WINDOW_SHORT \[network\] the trust policy of \S+, statement "BreakGlassUsers", admits nobody any more 900 seconds after the MFA code was given$/,
  },
];
