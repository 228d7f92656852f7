/** Rules about the second factor: devices of the users, and where it is asked for. */
import { labelled, mfaNotRequired } from '../../causes/access.js';
import type { Explanation, FindingCode } from '../../causes/explanation.js';
import { choicesOf } from '../../causes/choices.js';
import { admittingStatement } from '../../causes/trust.js';
import { noCodes, noMfaDevice } from '../../causes/users.js';
import { collect } from '../../configuration/collect.js';
import { hopContext, hops, lapsing, tryHop } from './hop.js';
import type { Circumstances, Hop } from './hop.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import { breakGlassUsers, credentialsRead, management, roleArnIn } from '../../configuration/inspected.js';

type BreakGlassUser = ReturnType<typeof breakGlassUsers>[number];

/** What is wrong with the devices of each user whose devices could be read. */
function eachUser(
  inspected: Inspected,
  code: FindingCode,
  wrong: (user: BreakGlassUser) => string | undefined,
): Problem[] {
  return breakGlassUsers(inspected).flatMap((user) => {
    if (!credentialsRead(inspected, user.name, ['MFA device'])) return [];
    const cause = wrong(user);
    return cause === undefined ? [] : [{ code, cause, accounts: [management(inspected).name] }];
  });
}

const kinds = ({ user }: BreakGlassUser): string[] => Object.values(user.mfa).map(({ kind }) => kind);

const M01: Rule = {
  id: 'M01',
  title: 'a break-glass user has no MFA device',
  code: 'BG_MFA_DEVICE_MISSING',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_MFA_DEVICE_MISSING', (user) =>
      kinds(user).length === 0 ? noMfaDevice(user.name).cause : undefined,
    ),
};

/** A device that lives on a phone is lost with the phone, and can be copied. */
const M02: Rule = {
  id: 'M02',
  title: 'a break-glass user has virtual MFA devices only',
  code: 'BG_MFA_VIRTUAL',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_MFA_VIRTUAL', (user) =>
      kinds(user).length > 0 && kinds(user).every((kind) => kind === 'virtual')
        ? `user "${user.name}" has virtual MFA devices only`
        : undefined,
    ),
};

/** A user may have eight devices (IAM user guide, "Multi-factor authentication in IAM"). */
const M03: Rule = {
  id: 'M03',
  title: 'a break-glass user has a single MFA device',
  code: 'BG_MFA_SINGLE_DEVICE',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_MFA_SINGLE_DEVICE', (user) =>
      kinds(user).length === 1 ? `user "${user.name}" has a single MFA device` : undefined,
    ),
};

/** GetSessionToken takes the codes of a device that shows codes; a FIDO key shows none. */
const M05: Rule = {
  id: 'M05',
  title: 'a user whose access key is kept for the emergency has FIDO keys only',
  code: 'BG_MFA_NO_CODES',
  inspect: (inspected) =>
    eachUser(inspected, 'BG_MFA_NO_CODES', (user) => {
      const planned =
        inspected.declared.accounts[inspected.declared.management]?.users[user.name]?.custody?.accessKey !== undefined;
      return planned && kinds(user).length > 0 && kinds(user).every((kind) => kind === 'fido')
        ? noCodes(user.name).cause
        : undefined;
    }),
};

/** Two forms, because conditions treat them differently: the key is absent with a long-term key, and false in a session without MFA. */
const WITHOUT_MFA: readonly Circumstances['mfa'][] = ['absent', 'false'];

/** Statements that let a user in without MFA, each with the forms in which it does. */
function statementsWithoutMfa(
  inspected: Inspected,
): { account: string; label: string; forms: Circumstances['mfa'][] }[] {
  return hops(inspected).flatMap((hop) => {
    const found = new Map<string, Circumstances['mfa'][]>();
    for (const mfa of WITHOUT_MFA) {
      for (const statement of labelled(hop.role.trust).filter(
        ({ statement: { Effect: effect } }) => effect === 'Allow',
      )) {
        const circumstances = { mfa, chosen: choicesOf(statement.statement) };
        if (tryHop(inspected, hop.user, hop.in, hop.role, circumstances).decision !== 'allow') continue;
        if (admits(inspected, hop, circumstances, statement))
          found.set(statement.label, [...(found.get(statement.label) ?? []), mfa]);
      }
    }
    return [...found].map(([label, forms]) => ({ account: hop.in.name, label, forms }));
  });
}

function admits(
  inspected: Inspected,
  { user, in: target }: Hop,
  circumstances: Pick<Circumstances, 'mfa' | 'chosen'>,
  statement: ReturnType<typeof labelled>[number],
): boolean {
  const caller = {
    principal: user.arn,
    principalId: user.id,
    context: hopContext(inspected, user, target, { ...circumstances, mfaAge: 1, at: inspected.now }),
  };
  return admittingStatement(caller, roleArnIn(inspected, target.account.id), [statement]) !== undefined;
}

function unguarded(id: string, title: string, matches: (forms: readonly Circumstances['mfa'][]) => boolean): Rule {
  return {
    id,
    title,
    code: 'BG_MFA_NOT_REQUIRED',
    inspect: (inspected) =>
      collect(
        statementsWithoutMfa(inspected)
          .filter(({ forms }) => matches(forms))
          .map(({ account, label }) => ({
            account,
            explanation: mfaNotRequired(inspected.file.breakGlass.role, label),
          })),
      ),
  };
}

const M10 = unguarded('M10', 'a trust policy does not ask for MFA', (forms) => forms.length === 2);
const M11 = unguarded(
  'M11',
  'the MFA condition of a trust policy lets one form of credentials without MFA pass',
  (forms) => forms.length === 1,
);

/** Seconds that walking through the accounts may take before the MFA code counts as too old. */
const SHORTEST_WINDOW = 900;

const M13: Rule = {
  id: 'M13',
  title: 'the MFA code becomes too old before all accounts are entered',
  code: 'BG_MFA_WINDOW_SHORT',
  inspect: (inspected) => {
    const words = (whose: string): Explanation => ({
      code: 'BG_MFA_WINDOW_SHORT',
      cause: `${whose} admits nobody any more ${SHORTEST_WINDOW} seconds after the MFA code was given`,
    });
    return lapsing(inspected, { mfaAge: SHORTEST_WINDOW }, words);
  },
};

export const mfa: Subject = {
  id: 'mfa',
  rules: [M01, M02, M03, M05, M10, M11, M13],
  reads: ['accounts', 'identities', 'credentials'],
  evidence: 'evaluated',
};
