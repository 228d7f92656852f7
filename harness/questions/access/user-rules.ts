/** Rules about the break-glass users: that they are there, can sign in, and are the only ones of their kind. */
import { otherCredential } from '../../causes/credentials.js';
import { missingUser, mustChangePassword, noAccessKey, noPassword, tooFewUsers } from '../../causes/users.js';
import type { CredentialKind } from '../../../aws/snapshot/credential-kinds.js';
import type { User } from '../../../organization/model.js';
import { administratorAction, shadowAdministrators } from '../../configuration/administrators.js';
import type { Explanation, FindingCode } from '../../causes/explanation.js';
import { standingRights } from './standing-rights.js';
import { collect } from '../../configuration/collect.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import { breakGlassUsers, credentialsRead, knownUsers, management } from '../../configuration/inspected.js';

/** Causes about the management account, where the users are. */
function inManagement(inspected: Inspected, explanations: readonly (Explanation | undefined)[]): Problem[] {
  return collect(explanations.map((explanation) => ({ account: management(inspected).name, explanation })));
}

/** What is wrong with each break-glass user, as read and as the document declares it; kinds of credentials that it asks for must have been read. */
function eachUser(
  inspected: Inspected,
  code: FindingCode,
  kinds: readonly CredentialKind[],
  wrong: (user: User, custody: NonNullable<User['custody']>, name: string) => string | undefined,
): Problem[] {
  return inManagement(
    inspected,
    breakGlassUsers(inspected).map(({ name, user }) => {
      if (!credentialsRead(inspected, name, kinds)) return undefined;
      const declared = inspected.declared.accounts[inspected.declared.management]?.users[name];
      const cause = wrong(user, declared?.custody ?? {}, name);
      return cause === undefined ? undefined : { code, cause };
    }),
  );
}

const U01: Rule = {
  id: 'U01',
  title: 'there are fewer than two break-glass users',
  code: 'BG_USERS_TOO_FEW',
  inspect: (inspected) => inManagement(inspected, [tooFewUsers(knownUsers(inspected))]),
};

/** Removed by a clean-up of unused credentials, for instance; enough others are left. */
const U02: Rule = {
  id: 'U02',
  title: 'a break-glass user of the drill file does not exist',
  code: 'BG_USER_MISSING',
  inspect: (inspected) => {
    const known = knownUsers(inspected);
    return inManagement(
      inspected,
      known.named
        .map((name) => missingUser(name, known))
        .filter((explanation) => explanation?.code === 'BG_USER_MISSING'),
    );
  },
};

/** Landing-zone tools create the user and leave the password to a person. */
const U03: Rule = {
  id: 'U03',
  title: 'a break-glass user has no console password',
  code: 'BG_PASSWORD_NOT_SET',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_PASSWORD_NOT_SET', ['password', 'access key'], (user, custody, name) =>
      !user.password && (custody.password !== undefined || !user.accessKey) ? noPassword(name).cause : undefined,
    ),
};

const U04: Rule = {
  id: 'U04',
  title: 'a break-glass user must change the password at the first sign-in',
  code: 'BG_PASSWORD_RESET_REQUIRED',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_PASSWORD_RESET_REQUIRED', ['password'], (user, _custody, name) =>
      user.password && user.passwordResetRequired ? mustChangePassword(name).cause : undefined,
    ),
};

/** An expired password can still be changed by its user; the sealed copy is stale from then on. */
const U05: Rule = {
  id: 'U05',
  title: 'passwords of the management account expire',
  code: 'BG_PASSWORD_EXPIRES',
  inspect: (inspected) => {
    const policy = management(inspected).account.passwordPolicy;
    if (policy?.maxAgeDays === undefined || policy.hardExpiry) return [];
    return inManagement(inspected, [
      {
        code: 'BG_PASSWORD_EXPIRES',
        cause: `passwords of the management account expire after ${policy.maxAgeDays} days`,
      },
    ]);
  },
};

const U06: Rule = {
  id: 'U06',
  title: 'an expired password can be changed by an administrator only',
  code: 'BG_PASSWORD_HARD_EXPIRY',
  inspect: (inspected) => {
    const policy = management(inspected).account.passwordPolicy;
    if (policy?.maxAgeDays === undefined || !policy.hardExpiry) return [];
    return inManagement(inspected, [
      {
        code: 'BG_PASSWORD_HARD_EXPIRY',
        cause: `passwords of the management account expire after ${policy.maxAgeDays} days, and then only an administrator can set a new one`,
      },
    ]);
  },
};

const U08: Rule = {
  id: 'U08',
  title: 'an access key that is kept for the emergency is not active',
  code: 'BG_CREDENTIALS_REJECTED',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_CREDENTIALS_REJECTED', ['access key'], (user, custody, name) =>
      custody.accessKey !== undefined && !user.accessKey ? noAccessKey(name).cause : undefined,
    ),
};

const U09: Rule = {
  id: 'U09',
  title: 'a break-glass user has an active access key that nobody planned',
  code: 'BG_ACCESS_KEY_UNPLANNED',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_ACCESS_KEY_UNPLANNED', ['access key'], (user, custody, name) =>
      user.accessKey && custody.accessKey === undefined
        ? `user "${name}" has an active access key, and the organization document does not say who keeps it`
        : undefined,
    ),
};

/** IAM tells of each by a call of its own; what the document has of them is found as well. */
const U19: Rule = {
  id: 'U19',
  title: 'a break-glass user has a signing certificate, an SSH key or a credential of one service',
  code: 'BG_CREDENTIAL_OF_OTHER_KIND',
  inspect: (inspected) =>
    inManagement(
      inspected,
      breakGlassUsers(inspected).flatMap(({ name, user }) =>
        Object.values(user.otherCredentials).map((credential) => otherCredential(name, credential)),
      ),
    ),
};

const U17: Rule = {
  id: 'U17',
  title: 'a break-glass user is a person in Identity Center',
  code: 'BG_USER_FEDERATED',
  inspect: (inspected) => {
    const known = knownUsers(inspected);
    return inManagement(
      inspected,
      known.federated.map((name) => missingUser(name, known)),
    );
  },
};

const U18: Rule = {
  id: 'U18',
  title: 'another IAM user of the management account is as good as an administrator',
  code: 'BG_SHADOW_ADMINISTRATOR',
  inspect: shadowAdministrators,
};

/** AWS's whitepaper lets the users assume the role and nothing else. */
const P13: Rule = {
  id: 'P13',
  title: 'a break-glass user may do more than assume the role',
  code: 'BG_USER_STANDING_RIGHTS',
  inspect: (inspected) =>
    inManagement(
      inspected,
      breakGlassUsers(inspected).map((user) => {
        const action = administratorAction(inspected, user.name);
        const rights = standingRights(inspected, user);
        if (action === undefined && rights.length === 0) return undefined;
        const by = rights.length > 0 ? `: ${rights.join('; ')}` : '';
        return {
          code: 'BG_USER_STANDING_RIGHTS',
          cause: `user "${user.name}" may, without assuming a role, ${action ?? 'do more than break the glass'}${by}`,
        };
      }),
    ),
};

export const users: Subject = {
  id: 'users',
  rules: [U01, U02, U03, U04, U05, U06, U08, U09, U17, U18, U19, P13],
  reads: ['accounts', 'identities', 'credentials', 'password policy', 'Identity Center'],
  looksAt: (inspected) => [management(inspected).name],
  evidence: 'evaluated',
};
