/** Codes about people, and about what they must sign in to. */
import { EMERGENCY_ACCESS, LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const peopleEntries = [
  {
    code: 'BG_PATH_NEEDS_IDENTITY_PROVIDER',
    severity: 'critical',
    title: 'The break-glass path goes through the identity provider',
    meaning:
      'To use break glass, this user must first sign in at the very system whose failure is the emergency: for instance because the key is kept in a password manager behind single sign-on.',
    remedy:
      'Keep password, key and MFA device where nobody has to sign in: a safe, or a vault with its own local credentials.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_PEOPLE_LOCKOUT',
    severity: 'critical',
    title: 'A loss locks everybody out',
    meaning:
      'When this person, team, reporting line or site is lost, or these at once, there is no break-glass user left whose password or key and whose MFA device two different people can fetch. The drill file says how many losses at once must leave a way in.',
    remedy: 'Keep the factors of the second user with people of other teams at another site.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_CUSTODY_ONE_PERSON',
    severity: 'critical',
    title: 'One person holds both factors of a break-glass user',
    meaning: 'Password and MFA device are apart so that nobody can break the glass alone and unseen. This person can.',
    remedy: 'Let different people keep the password or key and the MFA device of each user.',
    controls: [...LEAST_PRIVILEGE, 'NIST SP 800-53 AC-5'],
  },
] as const satisfies readonly CatalogueEntry[];
