/** Codes about users, roles and who gets in. */
import { EMERGENCY_ACCESS, LEAST_PRIVILEGE, MULTI_FACTOR } from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const accessEntries = [
  {
    code: 'BG_ROLE_MISSING',
    severity: 'critical',
    title: 'The break-glass role is missing',
    meaning:
      'AWS answers AccessDenied for a role that does not exist, exactly as for one that refuses. The read-only investigator looked for the role in the account and was told that there is none, so nobody can enter this account in an emergency.',
    remedy:
      'Deploy the break-glass role to the account, and make its deployment part of account creation (for instance a service-managed StackSet on the organization).',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_ROLE_PATH_DIFFERS',
    severity: 'critical',
    title: 'The break-glass role has another path than the others',
    meaning:
      'The path is a part of the ARN: who assumes the role by the ARN of the runbook is told AccessDenied, and exemptions of guardrails that name the path do not match it.',
    remedy: 'Create the role anew with the path that all accounts use: a path cannot be changed.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_ROLE_NAME_TOO_LONG',
    severity: 'high',
    title: 'Nobody can switch to the break-glass role in the console',
    meaning:
      'A role may have a path of 512 characters and a name of 64. Switch Role in the console takes both together up to 64: whoever has a password and no access key signs in and gets no further.',
    remedy:
      'Create the role anew with a shorter path, in every account: a path cannot be changed. Write it into trust policies, exemptions and alarms.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_TRUST_DANGLING',
    severity: 'critical',
    title: 'The trust policy names a user that no longer exists',
    meaning:
      'IAM stores users in a trust policy by their unique id. When a user is deleted and created again under the same name, the policy still names the old id and shows it as AIDA…; the new user is a stranger to it.',
    remedy:
      'Write the trust policy again with the ARN of the present user, in every account, and never re-create a break-glass user without doing so.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_TRUST_DENIED',
    severity: 'critical',
    title: 'The trust policy refuses a break-glass user',
    meaning:
      'The role exists and its trust policy does not admit this break-glass user under the conditions of an emergency.',
    remedy:
      'Name both break-glass users in the trust policy of the role and let the only condition be multi-factor authentication.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_TRUST_TOO_WIDE',
    severity: 'critical',
    title: 'Somebody else can assume the break-glass role',
    meaning:
      'The role let in a control principal, whom it must refuse. Whoever takes over such a principal (for instance through the identity provider) has the break-glass role without breaking any glass.',
    remedy:
      'Remove the statement that admits it from the trust policy: only the break-glass users may be principals there.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_FEDERATION_UNBOUND',
    severity: 'critical',
    title: 'Nothing binds a federated administrator in the management account',
    meaning:
      'Service control policies bind nobody in the management account. Without a permissions boundary on the permission set whoever owns the identity provider can change the break-glass role, its users, the guardrails and the alarms.',
    remedy:
      'Give the permission set a permissions boundary that protects the users, the role, the guardrails, the alarms and itself.',
    controls: LEAST_PRIVILEGE,
  },
  federationChanges('BG_FEDERATION_CHANGES_ROLE', 'the break-glass role'),
  federationChanges('BG_FEDERATION_CHANGES_USERS', 'the break-glass users'),
  federationChanges('BG_FEDERATION_CHANGES_GUARDRAILS', 'the guardrails'),
  federationChanges('BG_FEDERATION_CHANGES_ALARMS', 'the alarms'),
  {
    code: 'BG_CONTAINMENT_FAILED',
    severity: 'critical',
    title: 'Break glass cannot end federated sessions',
    meaning:
      'With the identity provider in the hands of an attacker, the break-glass role tried to make every permission set and every role of direct federation deny everything, and could not, or sessions went on acting.',
    remedy:
      'Let the break-glass role of the management account administer Identity Center, and that of each account its SAML roles.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_MFA_NOT_REQUIRED',
    severity: 'critical',
    title: 'The role can be assumed without multi-factor authentication',
    meaning:
      'A break-glass user got in with a stolen-key equivalent: access key alone, no code. One leaked key is then enough to own the account.',
    remedy:
      'Put the condition Bool aws:MultiFactorAuthPresent "true" on every statement of the trust policy that admits the break-glass users.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_CODE_IGNORED',
    severity: 'critical',
    title: 'A wrong multi-factor code was accepted',
    meaning: 'A break-glass user got in with a code that the device never showed.',
    remedy:
      'Check what answers the calls: AWS verifies every code. An endpoint that does not cannot prove anything about access.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_CODE_REJECTED',
    severity: 'high',
    title: 'The multi-factor code of a break-glass user was refused',
    meaning:
      'The code was wrong, used before, or the device is out of step. For a control principal with a wrong code this is the right answer.',
    remedy: 'Resynchronise the device (iam resync-mfa-device) or replace it, and drill again.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_ROLE_POWERLESS',
    severity: 'critical',
    title: 'The role can be assumed but cannot act',
    meaning:
      'AWS issued the session, and denied its first read because no identity-based policy of the role allows it. Being in the account is not yet being able to repair it.',
    remedy:
      'Attach the permissions policy of the break-glass role again (AdministratorAccess in the whitepaper) and guard it with a service control policy.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_ROLE_TOO_WEAK',
    severity: 'high',
    title: 'The role may not make the repairs of an emergency',
    meaning:
      'The role can be assumed and can read, and its own policies or its permissions boundary do not allow what an emergency asks for: mending identity providers, trust policies, guardrails, trails.',
    remedy:
      'Give the role the permissions that the repairs need (AdministratorAccess in the whitepaper), and no boundary that takes them away.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_TRUST_EXPIRES',
    severity: 'high',
    title: 'The trust policy will stop to admit a break-glass user',
    meaning:
      'A condition on the date admits the user today and not for ever: a temporary grant that was left as the only one.',
    remedy: 'Take the date out of the condition.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_SESSION_TOO_SHORT',
    severity: 'high',
    title: 'A session of the break-glass role ends before the repair does',
    meaning:
      'The drill file says how long a session must last, and none of that length was given. In an emergency every new session costs another code of an MFA device that may be far away.',
    remedy:
      'If the role is what is too short, raise its maximum session duration (iam update-role --max-session-duration). With the session of an MFA code no hop lasts longer than an hour, whatever the role allows: renew it, or hop with the long-term key and a code in the call (breakGlass.hop and breakGlass.longSessionSeconds of the drill file).',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_CREDENTIALS_REJECTED',
    severity: 'critical',
    title: 'AWS does not know the credentials of a break-glass user',
    meaning: 'The access key was deleted, deactivated or belongs to another account, or its secret is wrong.',
    remedy: 'Issue a new key for the user, seal it again, and record the date.',
    controls: EMERGENCY_ACCESS,
  },
  denial(
    'BG_SCP_DENIED',
    'A service control policy stops the break-glass role',
    'Exempt the role with ArnNotLike on aws:PrincipalArn in the statement that denied, or attach FullAWSAccess again where it was detached.',
  ),
  denial(
    'BG_RCP_DENIED',
    'A resource control policy stops the break-glass path',
    'Exempt the break-glass users in the statement that denied: resource control policies bind the hop into a role.',
  ),
  denial(
    'BG_BOUNDARY_DENIED',
    'A permissions boundary stops the break-glass path',
    'Remove the boundary from the break-glass user or role, or let it allow the call.',
  ),
  denial(
    'BG_SESSION_POLICY_DENIED',
    'A session policy stops the break-glass path',
    'Assume the role without a session policy.',
  ),
  denial(
    'BG_IDENTITY_DENIED',
    'The policies of the caller do not allow the call',
    'Allow sts:AssumeRole on the role in every account to the break-glass users.',
  ),
  denial(
    'BG_RESOURCE_POLICY_DENIED',
    'A resource policy stops the break-glass path',
    'Let the resource policy admit the break-glass role.',
  ),
  denial(
    'BG_ACCESS_DENIED',
    'Access was denied and AWS did not say by what',
    'Read the role, its trust policy and the guardrails of the account.',
  ),
] as const satisfies readonly CatalogueEntry[];

function federationChanges<Code extends string>(code: Code, what: string): CatalogueEntry<Code> {
  return {
    code,
    severity: 'critical',
    title: `A federated administrator can change ${what}`,
    meaning: `A session of the management account that came through the identity provider made a call about ${what} that cannot succeed, and no policy stopped it. Whoever owns the identity provider can make the real one.`,
    remedy: `Let the permissions boundary of the permission set deny changes of ${what}.`,
    controls: LEAST_PRIVILEGE,
  };
}

function denial<Code extends string>(code: Code, title: string, remedy: string): CatalogueEntry<Code> {
  return {
    code,
    severity: 'critical',
    title,
    meaning: 'The answer to a call on the break-glass path named this type of policy as the one that denied it.',
    remedy,
    controls: EMERGENCY_ACCESS,
  };
}
