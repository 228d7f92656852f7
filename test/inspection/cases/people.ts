import type { RuleCase } from './rule-case.js';

/** Faults of the people and stores that keep break glass. */
export const peopleCases: readonly RuleCase[] = [
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
