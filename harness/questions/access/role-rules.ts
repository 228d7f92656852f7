/** Rules about the break-glass role of each account and about whom it trusts. */
import {
  labelled,
  roleMissing,
  rolePathDiffers,
  sessionTooShort,
  tooLongToSwitch,
  trustDenies,
  wayTooShort,
} from '../../causes/access.js';
import type { Explanation } from '../../causes/explanation.js';
import { danglingStatement } from '../../causes/trust.js';
import { trustAsks, whyRefused } from '../../causes/trust-conditions.js';
import { mostBy, secondsBy, waysOf } from '../../drill/hop-way.js';
import { collect } from '../../configuration/collect.js';
import { settingsMissing } from '../../configuration/hop-settings.js';
import { hopRequest, hops, lapsing, madeHops, standsWhereExpected } from './hop.js';
import { statementsTooWide } from '../refusal/outsiders.js';
import type { Width } from '../refusal/outsiders.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import {
  accountsRead,
  breakGlassRole,
  breakGlassUsers,
  management,
  roleArnIn,
  roleName,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

/** What a role that is there is found to be, account by account. */
function eachRole(
  inspected: Inspected,
  look: (
    target: NamedAccount & { role: NonNullable<ReturnType<typeof breakGlassRole>> },
  ) => (Explanation | undefined)[],
): Problem[] {
  return collect(
    accountsRead(inspected).flatMap((target) => {
      const role = breakGlassRole(inspected, target.account);
      return role ? look({ ...target, role }).map((explanation) => ({ account: target.name, explanation })) : [];
    }),
  );
}

function missingIn(inspected: Inspected, wanted: (target: NamedAccount) => boolean): Problem[] {
  const { role } = inspected.file.breakGlass;
  return collect(
    accountsRead(inspected).flatMap((target) =>
      wanted(target) && !breakGlassRole(inspected, target.account)
        ? [{ account: target.name, explanation: roleMissing(role) }]
        : [],
    ),
  );
}

/** In some member account there is no break-glass role (R02, T14: new accounts and the log archive are the usual ones). */
const R01: Rule = {
  id: 'R01',
  title: 'the role is missing in a member account',
  code: 'BG_ROLE_MISSING',
  inspect: (inspected) => missingIn(inspected, ({ name }) => name !== management(inspected).name),
};

/** Service-managed StackSets skip the management account. */
const R32: Rule = {
  id: 'R32',
  title: 'the role is missing in the management account',
  code: 'BG_ROLE_MISSING',
  inspect: (inspected) => missingIn(inspected, ({ name }) => name === management(inspected).name),
};

const R03: Rule = {
  id: 'R03',
  title: 'the role of an account has another path',
  code: 'BG_ROLE_PATH_DIFFERS',
  inspect: (inspected) =>
    eachRole(inspected, ({ role }) => [
      standsWhereExpected(inspected, role)
        ? undefined
        : rolePathDiffers(inspected.file.breakGlass.role, `${role.path}${roleName(inspected)}`),
    ]),
};

/** Hops that the trust policy refuses through any Region or in any way of the drill, what it asks for, and whether an id without a user is why. */
function refused(inspected: Inspected): { account: string; dangling: Explanation | undefined; why: Explanation }[] {
  const { file } = inspected;
  const { role } = file.breakGlass;
  return hops(inspected).flatMap((hop) => {
    const trust = labelled(hop.role.trust);
    const deciding = madeHops(inspected).flatMap((one) => {
      const found = whyRefused(trust, {
        principal: hop.user.arn,
        principalId: hop.user.id,
        roleArn: roleArnIn(inspected, hop.in.account.id),
        context: hopRequest(inspected, hop.user, hop.in, one).context,
      });
      // What the drill file does not say is asked about by the probes, which are inconclusive then.
      return found && settingsMissing(file, found).length === 0 ? [found] : [];
    });
    const [first] = deciding;
    if (!first) return [];
    const why = trustAsks(role, first) ?? trustDenies(role, hop.user.name);
    return [{ account: hop.in.name, dangling: danglingStatement(role, trust, hop.user), why }];
  });
}

/** U21 seen from the other side: a user that was created again is a stranger to every trust policy that named it. */
const R05: Rule = {
  id: 'R05',
  title: 'a trust policy names the id of a user that is gone',
  code: 'BG_TRUST_DANGLING',
  inspect: (inspected) =>
    collect(refused(inspected).map(({ account, dangling }) => ({ account, explanation: dangling }))),
};

/** Whatever keeps a user out: forgotten, misspelt, another organization's id, an expired date, a Deny (R09 to R11, R14 to R17, R19, R21). */
const R12: Rule = {
  id: 'R12',
  title: 'a trust policy does not admit one of the users',
  code: 'BG_TRUST_DENIED',
  inspect: (inspected) =>
    collect(
      refused(inspected).map(({ account, dangling, why }) => ({ account, explanation: dangling ? undefined : why })),
    ),
};

/** Statements that admit others than the break-glass users, by how wide they are. */
function wide(id: string, title: string, kind: Width): Rule {
  return {
    id,
    title,
    code: 'BG_TRUST_TOO_WIDE',
    inspect: (inspected) =>
      eachRole(inspected, ({ role, account }) =>
        statementsTooWide(inspected, account.id, role)
          .filter(({ width }) => width === kind)
          .map(({ explanation }) => explanation),
      ),
  };
}

const R07 = wide('R07', 'a trust policy admits a whole account', 'account');
const R08 = wide('R08', 'a trust policy admits everybody', 'everybody');
const R13 = wide('R13', 'a trust policy admits somebody besides the break-glass users', 'somebody');

/** A grant that will not be there by then has an end: in an emergency nobody remembers when it was. */
const YEARS_AHEAD = 10;

const R20: Rule = {
  id: 'R20',
  title: 'a trust policy admits the users for a limited time only',
  code: 'BG_TRUST_EXPIRES',
  inspect: (inspected) => {
    const words = (whose: string): Explanation => ({
      code: 'BG_TRUST_EXPIRES',
      cause: `${whose} admits nobody any more after a date that it names`,
    });
    return lapsing(inspected, { at: inspected.now + YEARS_AHEAD * 365 * 24 * 3_600_000 }, words);
  },
};

/** AssumeRole fails for a longer session than the role, or the way of the hop, allows; it does not shorten it. */
const R22: Rule = {
  id: 'R22',
  title: 'sessions of the role are shorter than the drill asks for',
  code: 'BG_SESSION_TOO_SHORT',
  inspect: (inspected) => {
    const { file } = inspected;
    return eachRole(inspected, ({ role: { maxSessionSeconds: longest } }) =>
      waysOf(file).map((way) => {
        const asked = secondsBy(file, way);
        if (asked > mostBy(way)) return wayTooShort(mostBy(way), asked);
        return longest < asked ? sessionTooShort(file.breakGlass.role, longest, asked) : undefined;
      }),
    );
  },
};

/** A way through the console is planned where a user has a password. */
const R33: Rule = {
  id: 'R33',
  title: 'path and name of the role are too long to switch to it in the console',
  code: 'BG_ROLE_NAME_TOO_LONG',
  inspect: (inspected) => {
    const long = tooLongToSwitch(inspected.file.breakGlass.role);
    if (!long || !breakGlassUsers(inspected).some(({ user }) => user.password)) return [];
    return eachRole(inspected, ({ role }) => [standsWhereExpected(inspected, role) ? long : undefined]);
  },
};

export const roles: Subject = {
  id: 'roles',
  rules: [R01, R32, R03, R05, R12, R07, R08, R13, R20, R22, R33],
  reads: ['accounts', 'identities'],
  evidence: 'evaluated',
};
