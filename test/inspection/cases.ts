/** One fault for each rule at least: what is changed in the landing zone, and what the rule must say. */
import type { Inspected } from '../../harness/configuration/rule.js';

export interface RuleCase {
  rule: string;
  fault: string;
  /** An overlay on the landing zone. */
  overlay?: string;
  /** A change of what was read, for what no document can say. */
  change?: (inspected: Inspected) => void;
  expects: RegExp;
}

const user = (patch: string): string => `accounts: { management: { users: { break-glass-1: ${patch} } } }`;
const roleOf = (account: string, patch: string): string =>
  `accounts: { ${account}: { roles: { BreakGlass: ${patch} } } }`;
const trust = (account: string, patch: string): string => roleOf(account, `{ trust: { BreakGlassUsers: ${patch} } }`);
const scp = (name: string, patch: string): string => `serviceControlPolicies: { ${name}: ${patch} }`;
const exempt = (operator: string, value: string): string =>
  scp(
    'protect-cloudtrail',
    `{ statements: { DenyTrailChanges: { Condition: { ${operator === 'ArnNotLike' ? '' : 'ArnNotLike: null, '}${operator}: { "aws:PrincipalArn": "${value}" } } } } }`,
  );
/** Everywhere one user alone is trusted: AWS keeps no trust in a user that is not there. */
const alone = (name: string): string => {
  const one = `{ roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<management>:user/break-glass/${name}" } } } } } }`;
  return `everyAccount: ${one}\n`;
};
const inManagement = (name: string, users: string): string =>
  `accounts: { management: { users: ${users}, roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<self>:user/break-glass/${name}" } } } } } } }`;
const watch = (patch: string): string => `accounts: { management: { monitoring: ${patch} } }`;
const trail = (patch: string): string => watch(`{ trails: { organization-trail: ${patch} } }`);
const alarm = (patch: string): string => watch(`{ alarms: { break-glass-used: ${patch} } }`);
const rule = (name: string, patch: string): string => watch(`{ eventRules: { ${name}: ${patch} } }`);
const filter = (pattern: string): string =>
  watch(`{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { pattern: '${pattern}' } } } } }`);
const topic = (patch: string): string => watch(`{ topics: { break-glass-alarms: ${patch} } }`);
const ALL = '(\\S+ ){14}\\S+';

export const cases: readonly RuleCase[] = [
  {
    rule: 'U01',
    fault: 'one user',
    overlay: `${alone('break-glass-2')}${inManagement('break-glass-2', '{ break-glass-1: null }')}`,
    expects: /BG_USERS_TOO_FEW \[management\] there is only one break-glass user, "break-glass-2"$/,
  },
  {
    rule: 'U02',
    fault: 'a third user that is gone',
    change: ({ file }) => void file.breakGlass.users.push('break-glass-3'),
    expects: /BG_USER_MISSING \[management\] there is no IAM user "break-glass-3"/,
  },
  {
    rule: 'U03',
    fault: 'a password that was never set',
    overlay: user('{ password: false }'),
    expects: /BG_PASSWORD_NOT_SET \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U04',
    fault: 'a password that must be changed',
    overlay: user('{ passwordResetRequired: true }'),
    expects: /BG_PASSWORD_RESET_REQUIRED \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U05',
    fault: 'passwords that expire',
    overlay: 'accounts: { management: { passwordPolicy: { maxAgeDays: 90 } } }',
    expects: /BG_PASSWORD_EXPIRES \[management\] .* after 90 days$/,
  },
  {
    rule: 'U06',
    fault: 'hard expiry',
    overlay: 'accounts: { management: { passwordPolicy: { maxAgeDays: 90, hardExpiry: true } } }',
    expects: /BG_PASSWORD_HARD_EXPIRY \[management\] .* only an administrator/,
  },
  {
    rule: 'U08',
    fault: 'a key that is kept and not active',
    overlay: user('{ accessKey: false }'),
    expects: /BG_CREDENTIALS_REJECTED \[management\] user "break-glass-1" has no active access key$/,
  },
  {
    rule: 'U09',
    fault: 'a key that nobody keeps',
    overlay: user('{ custody: { accessKey: null } }'),
    expects: /BG_ACCESS_KEY_UNPLANNED \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U17',
    fault: 'a person instead of a user',
    overlay: `${alone('break-glass-1')}${inManagement('break-glass-1', '{ break-glass-2: null }')}\nidentityCenter: { people: { break-glass-2: { displayName: b, email: b@example.com } } }`,
    expects: /BG_USER_FEDERATED \[management\] "break-glass-2" is a person/,
  },
  {
    rule: 'U18',
    fault: 'an administrator that nobody declared',
    overlay:
      'accounts: { management: { users: { old: { managedPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess"] } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR \[management\] user "old" .* give itself any policy \(iam:AttachUserPolicy\)$/,
  },
  {
    rule: 'U18',
    fault: 'a user that may assume an administrator role',
    overlay:
      'accounts: { management: { roles: { Ops: { managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"], trust: { Users: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR \[management\] user "deployment" .* assume the role \/Ops and then give itself/,
  },
  {
    rule: 'U18',
    fault: 'a user that may make keys of a break-glass user',
    overlay:
      'accounts: { management: { users: { old: { policies: { p: { S: { Effect: Allow, Action: "iam:CreateAccessKey", Resource: "*" } } } } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR .* make access keys of user "break-glass-1"/,
  },
  {
    rule: 'P13',
    fault: 'standing rights',
    overlay: user('{ managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }'),
    expects: /BG_USER_STANDING_RIGHTS \[management\] user "break-glass-1"/,
  },
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
  {
    rule: 'R01',
    fault: 'a missing role',
    overlay: roleOf('network', 'null'),
    expects: /BG_ROLE_MISSING \[network\] there is no role/,
  },
  {
    rule: 'R32',
    fault: 'a missing role in management',
    overlay: roleOf('management', 'null'),
    expects: /BG_ROLE_MISSING \[management\]/,
  },
  {
    rule: 'R03',
    fault: 'another path',
    overlay: roleOf('network', '{ path: / }'),
    expects: /BG_ROLE_PATH_DIFFERS \[network\] the role is there as \/BreakGlass, not as/,
  },
  {
    rule: 'R05',
    fault: 'a dangling id',
    overlay: trust(
      'network',
      '{ Principal: { AWS: [AIDAQ3EGRDWNVLIA5EXAM, "arn:aws:iam::<management>:user/break-glass/break-glass-2"] } }',
    ),
    expects: /BG_TRUST_DANGLING \[network\] .*AIDAQ3EGRDWNVLIA5EXAM.* instead of user "break-glass-1"$/,
  },
  {
    rule: 'R12',
    fault: 'a forgotten user',
    overlay: trust('network', '{ Principal: { AWS: ["arn:aws:iam::<management>:user/break-glass/break-glass-2"] } }'),
    expects: /BG_TRUST_DENIED \[network\] .* user "break-glass-1" with MFA$/,
  },
  {
    rule: 'R12',
    fault: 'another organization (R17)',
    overlay: trust(
      'network',
      '{ Principal: { AWS: ["arn:aws:iam::<management>:user/break-glass/break-glass-2"] }, Condition: { StringEquals: { "aws:PrincipalOrgID": o-exampleorg1 } } }',
    ),
    expects: /BG_TRUST_DENIED \[network\] .* user "break-glass-1"/,
  },
  {
    rule: 'R07',
    fault: 'a whole account',
    overlay: trust('network', '{ Principal: { AWS: "<management>" } }'),
    expects: /BG_TRUST_TOO_WIDE \[network\] .* admits the whole account 111122223333$/,
  },
  {
    rule: 'R08',
    fault: 'everybody',
    overlay: trust('network', '{ Principal: "*" }'),
    expects: /BG_TRUST_TOO_WIDE \[network\] .* admits everybody$/,
  },
  {
    rule: 'R13',
    fault: 'another role',
    overlay: roleOf(
      'network',
      '{ trust: { Pipeline: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<log-archive>:role/pipeline" } } } }',
    ),
    expects: /BG_TRUST_TOO_WIDE \[network\] .* statement "Pipeline", admits arn:aws:iam::222233334444:role\/pipeline$/,
  },
  {
    rule: 'R13',
    fault: 'a SAML provider',
    overlay: roleOf(
      'network',
      '{ trust: { People: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: "arn:aws:iam::<self>:saml-provider/idp" }, Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } } } } }',
    ),
    expects: /BG_TRUST_TOO_WIDE \[network\] .*:saml-provider\/idp$/,
  },
  {
    rule: 'R20',
    fault: 'a grant that runs out',
    overlay: trust(
      'network',
      '{ Principal: { AWS: ["arn:aws:iam::<management>:user/break-glass/break-glass-1", "arn:aws:iam::<management>:user/break-glass/break-glass-2"] }, Condition: { DateLessThan: { "aws:CurrentTime": "2026-07-01T00:00:00Z" } } }',
    ),
    expects:
      /BG_TRUST_EXPIRES \[network\] the trust policy of \S+, statement "BreakGlassUsers", admits nobody any more after a date that it names$/,
  },
  {
    rule: 'R22',
    fault: 'short sessions',
    overlay: roleOf('network', '{ maxSessionSeconds: 3600 }'),
    expects: /BG_SESSION_TOO_SHORT \[network\] .* sessions of 3600 seconds at most, and the drill asks for 14400$/,
  },
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
    expects: /BG_IDENTITY_DENIED \[.*network.*\] no policy of user "break-glass-1" allows sts:AssumeRole/,
  },
  {
    rule: 'P09',
    fault: 'a Deny',
    overlay: user('{ policies: { stop: { Stop: { Effect: Deny, Action: "*", Resource: "*" } } } }'),
    expects: /BG_IDENTITY_DENIED .* a policy of user "break-glass-1" denies sts:AssumeRole/,
  },
  {
    rule: 'P03',
    fault: 'a boundary',
    overlay: user('{ permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }'),
    expects: /BG_BOUNDARY_DENIED .* the permissions boundary of user "break-glass-1" does not allow sts:AssumeRole/,
  },
  {
    rule: 'P04',
    fault: 'a boundary on the role',
    overlay:
      'accounts: { network: { policies: { b: { statements: { S: { Effect: Allow, Action: "s3:*", Resource: "*" } } } }, roles: { BreakGlass: { permissionsBoundary: "arn:aws:iam::<self>:policy/b" } } } }',
    expects: /BG_BOUNDARY_DENIED \[network\] the permissions boundary of the role \S+ does not allow a first read$/,
  },
  {
    rule: 'P05',
    fault: 'a role that may only read',
    overlay: roleOf('network', '{ managedPolicies: ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"] }'),
    expects: /BG_ROLE_TOO_WEAK \[network\] .* iam:UpdateSAMLProvider/,
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
    expects: /BG_ROLE_TOO_WEAK \[management\] .* sso:CreateAccountAssignment, sso:DeleteAccountAssignment$/,
  },
  {
    rule: 'P14',
    fault: 'a role that cannot change guardrails',
    overlay: roleOf(
      'management',
      '{ policies: { stay: { S: { Effect: Deny, Action: "organizations:UpdatePolicy", Resource: "*" } } } }',
    ),
    expects:
      /BG_REPAIR_DENIED \[management\] a policy of the role \S+ denies organizations:UpdatePolicy in the management account$/,
  },
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
    expects: new RegExp(`BG_SCP_DENIED \\[${ALL}\\] no service control policy allows a first read$`),
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
  {
    rule: 'I09',
    fault: 'rights by a permission set',
    overlay: `${alone('break-glass-1')}${inManagement('break-glass-1', '{ break-glass-2: null }')}\nidentityCenter: { people: { break-glass-2: { displayName: b, email: b@example.com } }, assignments: { b: { person: break-glass-2, permissionSet: Administrator, accounts: everyAccount } } }`,
    expects: /BG_USER_FEDERATED \[management\] "break-glass-2"/,
  },
  {
    rule: 'O01',
    fault: 'no organization trail',
    overlay: trail('{ organization: false }'),
    expects: /BG_TRAIL_MISSING \[management\] there is no organization trail$/,
  },
  {
    rule: 'O02',
    fault: 'a trail that is switched off',
    overlay: trail('{ logging: false }'),
    expects: /BG_TRAIL_OFF \[management\] trail "organization-trail" is not logging$/,
  },
  {
    rule: 'O03',
    fault: 'a trail of one Region',
    overlay: trail('{ multiRegion: false }'),
    expects: /BG_TRAIL_ONE_REGION \[management\] .* records eu-west-1 alone$/,
  },
  {
    rule: 'O05',
    fault: 'a trail of writes',
    overlay: trail('{ records: WriteOnly }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a hop into the break-glass role$/,
  },
  {
    rule: 'O05',
    fault: 'a trail of reads',
    overlay: trail('{ records: ReadOnly }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a console sign-in$/,
  },
  {
    rule: 'O05',
    fault: 'a trail without global services',
    overlay: trail('{ globalServiceEvents: false }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a console sign-in$/,
  },
  {
    rule: 'O08',
    fault: 'a trail without a log group',
    overlay: trail('{ logGroup: null }'),
    expects: /BG_TRAIL_WITHOUT_LOGS \[management\]/,
  },
  {
    rule: 'O09',
    fault: 'a trail that writes to another log group',
    overlay: watch(
      '{ trails: { organization-trail: { logGroup: other } }, logGroups: { other: { region: eu-west-1 } } }',
    ),
    expects: /BG_ALARM_FILTER_ELSEWHERE \[management\] .* writes to "other"$/,
  },
  {
    rule: 'O14',
    fault: 'a filter that leaves out failures',
    overlay: filter(
      '{ $.errorCode NOT EXISTS && $.errorMessage NOT EXISTS && ($.eventName = "AssumeRole" && $.requestParameters.roleArn = "*:role/break-glass/BreakGlass" || $.eventSource = "signin.amazonaws.com" && $.userIdentity.userName = "break-glass-*") }',
    ),
    expects:
      /BG_ALARM_SUCCESS_ONLY \[management\] no metric filter matches a refused hop into the break-glass role or a failed console sign-in$/,
  },
  {
    rule: 'O14',
    fault: 'a rule for sign-ins that succeed',
    overlay: rule(
      'break-glass-signed-in',
      '{ pattern: { detail: { responseElements: { ConsoleLogin: [Success] } } } }',
    ),
    expects: /BG_ALARM_SUCCESS_ONLY \[management\] no event rule matches a failed console sign-in$/,
  },
  {
    rule: 'O15',
    fault: 'another detail-type',
    overlay: rule('break-glass-assumed', '{ pattern: { detail-type: [AWS Console Sign In via CloudTrail] } }'),
    expects: /BG_ALARM_PATTERN \[management\] no event rule matches a hop into the break-glass role$/,
  },
  {
    rule: 'O15',
    fault: 'no rule for sign-ins',
    overlay: rule('break-glass-signed-in', 'null'),
    expects: /BG_ALARM_PATTERN \[management\] no event rule matches a console sign-in$/,
  },
  {
    rule: 'O15',
    fault: 'a rule that forgets a user',
    overlay: rule('break-glass-signed-in', '{ pattern: { detail: { userIdentity: { userName: [break-glass-1] } } } }'),
    expects: /BG_ALARM_PATTERN \[management\] no event rule matches a console sign-in by "break-glass-2"$/,
  },
  {
    rule: 'O15',
    fault: 'a filter for sign-ins alone',
    overlay: filter('{ $.eventSource = "signin.amazonaws.com" && $.userIdentity.userName = "break-glass-*" }'),
    expects: /BG_ALARM_PATTERN \[management\] no metric filter matches a hop into the break-glass role$/,
  },
  {
    rule: 'O15',
    fault: 'no event rule at all',
    overlay: watch('{ eventRules: null }'),
    expects: /BG_ALARM_PATTERN \[management\] there is no event rule$/,
  },
  {
    rule: 'O15',
    fault: 'a metric filter in another account alone',
    overlay: watch('{ logGroups: { organization-trail: { metricFilters: null } } }'),
    expects: /BG_ALARM_PATTERN \[management\] there is no metric filter on log group "organization-trail"$/,
  },
  {
    rule: 'O05',
    fault: 'a trail of nothing',
    overlay: trail('{ records: None }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out all management events$/,
  },
  {
    rule: 'O20',
    fault: 'a rule for every role',
    overlay: rule('break-glass-assumed', '{ pattern: { detail: { requestParameters: null } } }'),
    expects: /BG_ALARM_NOISE \[management\] event rule "break-glass-assumed"/,
  },
  {
    rule: 'O20',
    fault: 'a rule for everybody who signs in',
    overlay: rule('break-glass-signed-in', '{ pattern: { detail: { userIdentity: { userName: null } } } }'),
    expects: /BG_ALARM_NOISE \[management\] event rule "break-glass-signed-in"/,
  },
  {
    rule: 'O30',
    fault: 'a rule on another bus',
    overlay: rule('break-glass-assumed', '{ bus: security }'),
    expects:
      /BG_ALARM_RULE_BUS \[management\] event rule "break-glass-assumed" is on bus "security", and records come to the default bus$/,
  },
  {
    rule: 'O44',
    fault: 'a trail without validation',
    overlay: trail('{ fileValidation: false }'),
    expects: /BG_TRAIL_NOT_VALIDATED \[management\] trail "organization-trail" does not validate its log files$/,
  },
  {
    rule: 'O45',
    fault: 'a month of records',
    overlay: watch('{ logGroups: { organization-trail: { retentionDays: 30 } } }'),
    expects: /BG_RECORDS_SHORT_LIVED \[management\] log group "organization-trail" keeps records for 30 days/,
  },
  {
    rule: 'O49',
    fault: 'a topic to which everybody publishes',
    overlay: topic(
      '{ policy: { Everybody: { Effect: Allow, Principal: "*", Action: "sns:Publish", Resource: "arn:aws:sns:<region>:<self>:break-glass-alarms" } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] everybody may publish to topic "break-glass-alarms"$/,
  },
  {
    rule: 'O49',
    fault: 'a topic that the organization may change',
    overlay: topic(
      '{ policy: { Organization: { Effect: Allow, Principal: "*", Action: "sns:SetTopicAttributes", Resource: "arn:aws:sns:<region>:<self>:break-glass-alarms", Condition: { StringEquals: { "aws:PrincipalOrgID": o-exampleorg1 } } } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] another account of the organization may change topic "break-glass-alarms"$/,
  },
  {
    rule: 'O49',
    fault: 'a queue that everybody may empty',
    overlay: watch(
      '{ queues: { break-glass-receipts: { policy: { Everybody: { Effect: Allow, Principal: "*", Action: "sqs:*", Resource: "arn:aws:sqs:eu-west-1:<self>:break-glass-receipts" } } } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] everybody may take messages off queue "break-glass-receipts"$/,
  },
  {
    rule: 'O16',
    fault: 'an alarm on another metric',
    overlay: alarm('{ metric: use }'),
    expects: /BG_ALARM_METRIC \[management\]/,
  },
  {
    rule: 'O16',
    fault: 'an alarm in another Region',
    overlay: alarm('{ region: us-east-1, actions: ["arn:aws:sns:us-east-1:<self>:break-glass-alarms"] }'),
    expects: /BG_ALARM_METRIC \[management\]/,
  },
  {
    rule: 'O17',
    fault: 'a threshold of five',
    overlay: alarm('{ threshold: 5 }'),
    expects: /BG_ALARM_THRESHOLD \[management\] .* does not ring for a single use$/,
  },
  {
    rule: 'O17',
    fault: 'breaching data',
    overlay: alarm('{ missingData: breaching }'),
    expects: /BG_ALARM_THRESHOLD \[management\] .* rings without any use$/,
  },
  {
    rule: 'O19',
    fault: 'missing data',
    overlay: alarm('{ missingData: missing }'),
    expects: /BG_ALARM_STUCK \[management\]/,
  },
  {
    rule: 'O20',
    fault: 'a filter that counts every call',
    overlay: filter('{ $.eventSource = "sts.amazonaws.com" || $.eventSource = "signin.amazonaws.com" }'),
    expects: /BG_ALARM_NOISE \[management\]/,
  },
  {
    rule: 'O22',
    fault: 'disabled actions',
    overlay: alarm('{ actionsEnabled: false }'),
    expects: /BG_ALARM_ACTIONS_OFF \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'no action',
    overlay: alarm('{ actions: [] }'),
    expects: /BG_ALARM_WITHOUT_ACTION \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'a topic that is gone',
    overlay: alarm('{ actions: ["arn:aws:sns:eu-west-1:<self>:gone"] }'),
    expects: /BG_ALARM_TOPIC_MISSING \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'nobody subscribed',
    overlay: topic('{ subscriptions: { on-call: null, receipts: null } }'),
    expects: /BG_ALARM_NOBODY_SUBSCRIBED \[management\]/,
  },
  {
    rule: 'O25',
    fault: 'a period of an hour',
    overlay: alarm('{ periodSeconds: 3600 }'),
    expects: /BG_ALARM_TOO_SLOW \[management\]/,
  },
  {
    rule: 'O27',
    fault: 'a disabled rule',
    overlay: rule('break-glass-assumed', '{ state: DISABLED }'),
    expects: /BG_ALARM_RULE_DISABLED \[management\]/,
  },
  {
    rule: 'O28',
    fault: 'a rule for hops in one Region',
    overlay: rule('break-glass-assumed', '{ regions: [eu-west-1] }'),
    expects:
      /BG_ALARM_RULE_REGION \[management\] no event rule that matches a hop into the break-glass role is in us-east-1, us-east-2, eu-north-1, ap-southeast-2$/,
  },
  {
    rule: 'O28',
    fault: 'a rule for sign-ins in one Region',
    overlay: rule('break-glass-signed-in', '{ regions: [eu-west-1] }'),
    expects:
      /BG_ALARM_RULE_REGION \[management\] no event rule that matches a console sign-in is in us-east-1, us-east-2, eu-north-1, ap-southeast-2$/,
  },
  {
    rule: 'O31',
    fault: 'no target',
    overlay: rule('break-glass-assumed', '{ targets: { topic: null } }'),
    expects: /BG_ALARM_NO_TARGET \[management\]/,
  },
  {
    rule: 'O36',
    fault: 'a subscription that was never confirmed',
    overlay: topic('{ subscriptions: { on-call: { confirmed: false } } }'),
    expects: /BG_ALARM_SUBSCRIPTION_PENDING \[management\]/,
  },
  {
    rule: 'O37',
    fault: 'a topic for events alone',
    overlay: topic('{ policy: { PublishAlarms: { Principal: { Service: events.amazonaws.com } } } }'),
    expects: /BG_ALARM_TOPIC_REFUSES \[management\] .* cloudwatch.amazonaws.com publish$/,
  },
  {
    rule: 'O37',
    fault: 'a queue that lets nobody in',
    overlay: watch('{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: { Effect: Deny } } } } }'),
    expects: /BG_ALARM_QUEUE_REFUSES \[management\]/,
  },
  {
    rule: 'O38',
    fault: 'the key of AWS',
    overlay: topic('{ kmsKey: alias/aws/sns }'),
    expects: /BG_ALARM_TOPIC_ENCRYPTED \[management\]/,
  },
  {
    rule: 'O40',
    fault: 'a filter policy',
    overlay: topic('{ subscriptions: { receipts: { filterPolicy: { severity: [high] } } } }'),
    expects: /BG_ALARM_FILTERED \[management\]/,
  },
  {
    rule: 'O11',
    fault: 'a rule of a member account that asks for the name of the user',
    overlay:
      'accounts: { network: { monitoring: { eventRules: { used: { regions: [eu-west-1], pattern: { source: [aws.sts], detail: { eventName: [AssumeRole], userIdentity: { userName: [break-glass-1, break-glass-2] } } } } } } } }',
    expects: /BG_ALARM_PATTERN \[network\] event rule "used" sees no hop/,
  },
  {
    rule: 'H01',
    fault: 'one person with both',
    overlay: 'credentialStores: { second-site-archive: { keptBy: [lena, marek] } }',
    expects: /BG_CUSTODY_ONE_PERSON \[\] "lena" can open both/,
  },
  {
    rule: 'H02',
    fault: 'custodians of one team',
    overlay: 'people: { lena: { team: finance } }',
    expects: /BG_PEOPLE_LOCKOUT \[\] without team "finance"/,
  },
  {
    rule: 'U15',
    fault: 'a vault behind single sign-on',
    overlay:
      'credentialStores: { vault: { signIn: identity-provider, keptBy: [lena] } }\naccounts: { management: { users: { break-glass-2: { custody: { accessKey: vault } } } } }',
    expects: /BG_PATH_NEEDS_IDENTITY_PROVIDER \[\] .*"vault"/,
  },
];
