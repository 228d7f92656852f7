import { ACCOUNT_ROLE, ADMINISTRATOR, LAMBDA, WITHOUT_DENY, allow, both, role, user } from './door-patches.js';
import type { DoorCase } from './door-patches.js';

/** What somebody opened, and what must be said. */
export const openDoors: readonly (DoorCase & { expects: RegExp })[] = [
  {
    door: 'an administrator role in a member account for a foreign account',
    overlay: role('network', 'Vendor', '{ AWS: "999900001111" }'),
    expects:
      /^BG_DOOR_UNDECLARED \[network\] account 999900001111, which is not of the organization, may assume role\/Vendor, and then/,
  },
  {
    door: 'the same in the management account, for one who knows an external id',
    overlay: role(
      'management',
      'Vendor',
      '{ AWS: "arn:aws:iam::999900001111:role/scan" }',
      ', Condition: { StringEquals: { "sts:ExternalId": "7", "aws:PrincipalOrgID": o-vendor } }',
    ).replace(', "aws:PrincipalOrgID": o-vendor', ''),
    expects: /^BG_DOOR_UNDECLARED \[management\] account 999900001111/,
  },
  {
    door: 'an administrator role for everybody',
    overlay: role('network', 'Open', '"*"', ', Condition: { StringEquals: { "sts:ExternalId": "7" } }'),
    // Everybody is also whoever is inside.
    expects: /^BG_DOOR_UNDECLARED \[network\] everybody may assume role\/Open/,
  },
  {
    door: 'an administrator role for another organization',
    overlay: role('network', 'Open', '"*"', ', Condition: { StringEquals: { "aws:PrincipalOrgID": o-otherorg00 } }'),
    expects: /^BG_DOOR_UNDECLARED \[network\] every account of the organization o-otherorg00 may assume role\/Open/,
  },
  {
    door: 'the role that AWS Organizations makes, for an ordinary user',
    overlay: `${ACCOUNT_ROLE}\n${WITHOUT_DENY}`,
    expects:
      /^BG_DOOR_UNDECLARED \[(\S+ ){14}webshop-test\] user\/deployment of management may assume role\/OrganizationAccountAccessRole without MFA, and then/,
  },
  {
    door: 'a way through two roles',
    overlay:
      'accounts: { shared-services: { roles: { Build: { policies: { p: { S: { Effect: Allow, Action: "sts:AssumeRole", Resource: "*" } } }, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/deployment" } } } } } }, ' +
      `network: { roles: { Release: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<shared-services>:role/Build" } } } } } } }`,
    expects:
      /^BG_DOOR_UNDECLARED \[network\] user\/deployment of management may assume role\/Build without MFA, then assume role\/Release, and then/,
  },
  {
    door: 'a second SAML provider with a role that trusts it',
    overlay: `accounts: { network: { samlProviders: { other: {} }, roles: { People: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: "arn:aws:iam::<self>:saml-provider/other" }, Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } } } } } } } }`,
    expects: /^BG_DOOR_UNDECLARED \[network\] whoever signs in at the saml-provider\/other may assume role\/People/,
  },
  {
    door: 'an OIDC provider of pipelines',
    overlay: `accounts: { network: { roles: { Pipeline: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "arn:aws:iam::<self>:oidc-provider/token.actions.example.com" }, Condition: { StringEquals: { "token.actions.example.com:aud": sts.amazonaws.com }, StringLike: { "token.actions.example.com:sub": "repo:ours/*" } } } } } } } }`,
    expects:
      /^BG_DOOR_UNDECLARED \[network\] whoever signs in at the oidc-provider\/token.actions.example.com may assume role\/Pipeline/,
  },
  {
    door: 'a third account by a declared role',
    overlay: `doors: { direct-federation: { accounts: [network] } }`,
    expects:
      /^BG_DOOR_UNDECLARED \[security-tooling\] whoever signs in at the saml-provider\/workforce may assume role\/emergency\/EmergencyAccess/,
  },
  {
    door: 'hundreds of roles for one account',
    change: ({ snapshot }) => {
      for (const name of ['payments-1', 'payments-2'])
        for (let number = 0; number < 100; number++) {
          const account = snapshot.organization.accounts[name];
          if (account)
            account.roles[`admin-${number}`] = {
              path: '/',
              maxSessionSeconds: 3600,
              managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
              policies: {},
              tags: {},
              trust: { T: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '999900001111' } } },
            };
        }
    },
    expects:
      /^BG_DOOR_UNDECLARED \[payments-1 payments-2\] account 999900001111, .* may assume role\/admin-0, role\/admin-1, role\/admin-10 and 97 more, /,
  },
  {
    door: 'a user with every right in a member account',
    overlay: `accounts: { network: { users: { ann: { ${ADMINISTRATOR} } } } }`,
    expects: /^BG_DOOR_UNDECLARED \[network\] user\/ann may act as administrator, and then/,
  },
  {
    door: 'a user who may open the trust policy of the break-glass role of the management account',
    overlay: user('management', 'iam:UpdateAssumeRolePolicy'),
    expects: /^BG_SHADOW_ADMINISTRATOR \[management\] user "ann"/,
  },
  {
    door: 'the same in a member account whose guardrail was detached',
    overlay: `${user('network', 'iam:UpdateAssumeRolePolicy', 'arn:aws:iam::*:role/break-glass/*')}\nserviceControlPolicies: { protect-break-glass-role: { attachedTo: [Workloads] } }`,
    expects:
      /^BG_DOOR_MAKEABLE \[network\] user\/ann may open the trust policy of role\/break-glass\/BreakGlass \(iam:UpdateAssumeRolePolicy\)/,
  },
  {
    door: 'new texts of a policy that the user has',
    overlay:
      'accounts: { network: { policies: { own: { statements: { S: { Effect: Allow, Action: "iam:CreatePolicyVersion", Resource: "arn:aws:iam::<self>:policy/own" } } } }, users: { ann: { managedPolicies: ["arn:aws:iam::<self>:policy/own"] } } } }',
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may change the text of a policy that it has/,
  },
  {
    door: 'the same by a user of the management account',
    overlay:
      'accounts: { management: { policies: { own: { statements: { S: { Effect: Allow, Action: "iam:CreatePolicyVersion", Resource: "arn:aws:iam::<self>:policy/own" } } } }, users: { ann: { managedPolicies: ["arn:aws:iam::<self>:policy/own"] } } } }',
    expects: /^BG_DOOR_MAKEABLE \[management\] user\/ann may change the text of a policy that it has/,
  },
  {
    door: 'the boundary that holds the federated administrators, for a user who may change its text',
    overlay: user('management', 'iam:CreatePolicyVersion', 'arn:aws:iam::*:policy/federated-boundary'),
    expects:
      /^BG_DOOR_MAKEABLE \[management\] user\/ann may change the permissions boundary of permission-set\/ManagementAdministrator \(iam:CreatePolicyVersion\)/,
  },
  {
    door: 'a user who may do IAM alone in a member account',
    overlay:
      'accounts: { network: { users: { ann: { managedPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess"] } } } }',
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may give itself any policy/,
  },
  {
    door: 'a powerful role handed to a service',
    overlay: both('network', `ann: { ${allow('"iam:PassRole"')} }`, LAMBDA),
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may hand role\/Worker to lambda.amazonaws.com \(iam:PassRole\)/,
  },
  {
    door: 'a group of administrators that a user may join',
    overlay: `accounts: { network: { groups: { admins: { ${ADMINISTRATOR} } }, users: { ann: { ${allow('"iam:AddUserToGroup"')} } } } }`,
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may put itself into the group "admins"/,
  },
  {
    door: 'a group that grew a policy',
    overlay:
      'accounts: { network: { groups: { staff: {} }, users: { ann: { groups: [staff] }, bob: { groups: [staff] } } } }',
    change: ({ snapshot }) => {
      const group = snapshot.organization.accounts['network']?.groups['staff'];
      group?.managedPolicies.push('arn:aws:iam::aws:policy/AdministratorAccess');
    },
    expects: /^BG_DOOR_UNDECLARED \[network\] user\/ann, user\/bob may act as administrator/,
  },
  {
    door: 'a password for a break-glass user',
    overlay: user('management', 'iam:CreateLoginProfile', 'arn:aws:iam::*:user/break-glass/break-glass-2'),
    expects:
      /^BG_DOOR_MAKEABLE \[management\] user\/ann may give user\/break-glass\/break-glass-2 a password \(iam:CreateLoginProfile\)/,
  },
  {
    door: 'MFA devices for break-glass users',
    overlay: user('management', '["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"]'),
    expects:
      /^BG_DOOR_MAKEABLE \[management\] user\/ann may give user\/break-glass\/break-glass-1, user\/break-glass\/break-glass-2 an MFA device/,
  },
  {
    door: 'keys of a powerful user of the same account',
    overlay: `accounts: { network: { users: { ann: { ${allow('"iam:CreateAccessKey"')} }, root-like: { ${ADMINISTRATOR} } } } }\ndoors: { r: { admits: [user/root-like], into: [user/root-like], owner: x, alarm: x } }\nserviceControlPolicies: { no-new-iam-users: null }`,
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may make access keys of user\/root-like/,
  },
  {
    door: 'a boundary that its holder may take off',
    overlay: `accounts: { network: { users: { ann: { ${ADMINISTRATOR}, permissionsBoundary: "arn:aws:iam::<self>:policy/edge" } }, policies: { edge: { statements: { A: { Effect: Allow, Action: "*", Resource: "*" }, D: { Effect: Deny, Action: ["iam:Put*", "iam:Attach*"], Resource: "*" } } } } } }`,
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may take off its permissions boundary/,
  },
  {
    door: 'a tag that opens a role, for a user who may tag itself',
    overlay: both(
      'network',
      `ann: { ${allow('["iam:TagUser", "sts:AssumeRole"]')} }`,
      `Ops: { ${ADMINISTRATOR}, trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" }, Condition: { StringEquals: { "aws:PrincipalTag/team": ops } } } } }`,
    ).replace('serviceControlPolicies', ''),
    expects: /^BG_DOOR_MAKEABLE \[network\] user\/ann may tag itself \(iam:TagUser\) and assume role\/Ops/,
  },
  {
    door: 'an ordinary role that a user may fill and enter',
    overlay: both(
      'network',
      `ann: { ${allow('["iam:PutRolePolicy", "sts:AssumeRole"]', 'arn:aws:iam::*:role/App')} }`,
      'App: { trust: { T: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } }',
    ),
    expects:
      /^BG_DOOR_MAKEABLE \[network\] user\/ann may assume role\/App without MFA and give it any policy \(iam:PutRolePolicy\)/,
  },
  {
    door: 'a permission set that grew',
    change: ({ snapshot }) => {
      for (const roles of Object.values(snapshot.reservedRoles))
        for (const [name, one] of Object.entries(roles))
          if (name.includes('Investigator')) one.managedPolicies.push('arn:aws:iam::aws:policy/AdministratorAccess');
    },
    expects: /^BG_DOOR_UNDECLARED \[(\S+ ){15}webshop-test\] the permission set "Investigator" gives every right/,
  },
  {
    door: 'a person who was given an administrator permission set',
    change: ({ snapshot }) => {
      const { assignments } = snapshot.organization.identityCenter;
      assignments['new'] = { person: 'ivan', permissionSet: 'Administrator', accounts: ['network'] };
    },
    expects: /^BG_DOOR_UNDECLARED \[network\] person "ivan" holds the permission set "Administrator"/,
  },
  {
    door: 'permission sets that a user of the management account may give away',
    overlay: user('management', 'sso:CreateAccountAssignment'),
    expects: /^BG_DOOR_MAKEABLE \[management\] user\/ann may give people permission sets of any right/,
  },
  {
    door: 'a declared door after its last day',
    overlay: 'doors: { direct-federation: { until: "2026-05-31" } }',
    expects:
      /^BG_DOOR_EXPIRED \[network security-tooling\] the door "direct-federation" was to be shut after 2026-05-31 and is open$/,
  },
  {
    door: 'a declared door that nobody answers for',
    overlay: 'doors: { direct-federation: { owner: null, alarm: null } }',
    expects: /^BG_DOOR_UNOWNED \[network security-tooling\] the door "direct-federation" has no owner and no alarm$/,
  },
];
