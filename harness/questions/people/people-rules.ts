/** Rules about the people who keep the factors, from what the organization document declares. */
import { storeNeedsSignIn } from '../../causes/users.js';
import {
  bothFactorsSentence,
  causesOfLockout,
  custodyPlan,
  holdersOfBothFactors,
  lockoutSentence,
  lossSets,
  undeclared,
} from '../../causes/losses.js';
import type { CustodyPlan } from '../../causes/losses.js';
import { collect } from '../../configuration/collect.js';
import type { Rule, Subject } from '../../configuration/rule.js';
import { breakGlassUsers, management, oncePerInspection } from '../../configuration/inspected.js';

const plan = oncePerInspection((inspected): CustodyPlan =>
  custodyPlan(
    inspected.declared,
    breakGlassUsers(inspected).map(({ name }) => name),
  ),
);

const H01: Rule = {
  id: 'H01',
  title: 'one person can open both factors of a user',
  code: 'BG_CUSTODY_ONE_PERSON',
  inspect: (inspected) =>
    holdersOfBothFactors(plan(inspected)).map((one) => ({ cause: bothFactorsSentence(one), accounts: [] })),
};

/** One user alone has its own finding; where custody is not declared there is nothing to compute. */
const H02: Rule = {
  id: 'H02',
  title: 'custodians are lost together: one team, manager or site',
  code: 'BG_PEOPLE_LOCKOUT',
  inspect: (inspected) => {
    const custody = plan(inspected);
    if (
      Object.keys(custody.users).length < 2 ||
      Object.keys(custody.people).length === 0 ||
      undeclared(custody).length > 0
    )
      return [];
    return causesOfLockout(custody, lossSets(custody, inspected.file.people.withstand)).map((losses) => ({
      cause: lockoutSentence(losses),
      accounts: [],
    }));
  },
};

const FACTORS = ['password', 'accessKey', 'mfa'] as const;

/** The vault itself signs in through what has failed. */
const U15: Rule = {
  id: 'U15',
  title: 'a factor is kept where somebody must sign in first',
  code: 'BG_PATH_NEEDS_IDENTITY_PROVIDER',
  inspect: (inspected) => {
    const { users, stores } = plan(inspected);
    return collect(
      Object.entries(users).flatMap(([user, { custody }]) =>
        FACTORS.flatMap((factor) => {
          const store = custody?.[factor];
          const signIn = store === undefined ? undefined : stores[store]?.signIn;
          return store === undefined || signIn === undefined || signIn === 'none'
            ? []
            : [{ explanation: storeNeedsSignIn(user, { store, signIn }) }];
        }),
      ),
    );
  },
};

export const people: Subject = {
  id: 'people',
  rules: [H01, H02, U15],
  reads: ['accounts', 'identities'],
  looksAt: (inspected) => [management(inspected).name],
  evidence: 'declared',
};
