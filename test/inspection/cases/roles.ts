import { roleOf, trust } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of the break-glass role and who may take it. */
export const roleCases: readonly RuleCase[] = [
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
  ...[
    '"aws:RequestedRegion": [ap-southeast-2]',
    '"sts:ExternalId": "ticket-*"',
    '"sts:RoleSessionName": support',
    '"sts:SourceIdentity": anybody',
  ].map((asked) => ({
    rule: 'R13',
    fault: `another role that chooses what the statement asks for: ${asked}`,
    overlay: roleOf(
      'network',
      `{ trust: { Pipeline: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<log-archive>:role/pipeline" }, Condition: { StringLike: { ${asked} } } } } }`,
    ),
    expects:
      /BG_TRUST_TOO_WIDE \[network\] .* statement "Pipeline", admits arn:aws:iam::222233334444:role\/pipeline( where StringLike sts:\w+ [\w*-]+)?$/,
  })),
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
    rule: 'R33',
    fault: 'a path that Switch Role does not take',
    // Everything that names the role names it at its other path, the document too.
    change: (world) => {
      const path = `${'p'.repeat(60)}/BreakGlass`;
      const renamed = JSON.parse(
        JSON.stringify(world)
          .replaceAll('break-glass/BreakGlass', path)
          .replaceAll('role/break-glass/*', `role/${'p'.repeat(60)}/*`),
      ) as typeof world;
      Object.assign(world, renamed);
      for (const { accounts } of [world.snapshot.organization, world.declared])
        for (const { roles } of Object.values(accounts)) {
          const { BreakGlass: role } = roles;
          if (role) role.path = `/${'p'.repeat(60)}/`;
        }
    },
    expects: /BG_ROLE_NAME_TOO_LONG .* have 71 characters together/,
  },
];
