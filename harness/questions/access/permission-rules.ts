/** Rules about what users and role may do by their own policies and boundaries. */
import { evaluate } from '../../../iam/index.js';
import type { AccessRequest, Evaluation } from '../../../iam/index.js';
import type { Role } from '../../../organization/model.js';
import { hopDenied, readDenied, repairDenied, rolePowerless } from '../../causes/access.js';
import { byOwnPolicies, decidingOwn, sessionRequest } from '../../causes/own-policies.js';
import type { Refusal } from '../../causes/own-policies.js';
import { FIRST_READ, REPAIRS } from '../../causes/repairs.js';
import { listsAccounts } from '../../causes/users.js';
import type { Explanation, FindingCode } from '../../causes/explanation.js';
import { collect } from '../../configuration/collect.js';
import { settingsMissing } from '../../configuration/hop-settings.js';
import { hopRequest, hops, madeHops, mayHopAnywhere, ownPoliciesOf, tryHop } from './hop.js';
import type { Hop } from './hop.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import {
  accountsRead,
  breakGlassRole,
  breakGlassUsers,
  identityPolicies,
  management,
  oncePerInspection,
  ownPolicies,
  roleName,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

/** A static list of accounts in a user's policy: new accounts are not in it, and maybe some of today's are not. */
const P01: Rule = {
  id: 'P01',
  title: 'a user may assume the role in accounts that are listed one by one',
  code: 'BG_USER_LISTS_ACCOUNTS',
  inspect: (inspected) =>
    collect(
      listers(inspected).flatMap((name) => {
        const leftOut = hops(inspected).filter(
          ({ user, evaluation }) =>
            user.name === name && evaluation.decision !== 'allow' && evaluation.decidedBy === 'identity-based policy',
        );
        const accounts = leftOut.length > 0 ? leftOut.map((hop) => hop.in.name) : [management(inspected).name];
        return accounts.map((account) => ({ account, explanation: listsAccounts(name) }));
      }),
    ),
};

/** Users whose own policies let them into some account of today and into none that may come. */
const listers = oncePerInspection((inspected): string[] =>
  breakGlassUsers(inspected)
    .filter(
      (user) =>
        hops(inspected).some((hop) => hop.user === user && ownPoliciesAllow(hop.evaluation)) &&
        !mayHopAnywhere(inspected, user),
    )
    .map(({ name }) => name),
);

/** In its own account a trust policy that names the user needs no policy of the user. */
function ownPoliciesAllow({ trace }: Evaluation): boolean {
  return trace.some(({ type, finding }) => type === 'identity-based policy' && finding === 'allows');
}

/** Another name or path than the role's, or a group that was left (P08): nothing allows the hop. */
const P02: Rule = {
  id: 'P02',
  title: 'no policy of a user allows the hop',
  code: 'BG_IDENTITY_DENIED',
  inspect: (inspected) => refusedTo(inspected, 'identity-based policy', 'BG_IDENTITY_DENIED', 'implicitDeny'),
};

const P09: Rule = {
  id: 'P09',
  title: 'a policy of a user denies the hop',
  code: 'BG_IDENTITY_DENIED',
  inspect: (inspected) => refusedTo(inspected, 'identity-based policy', 'BG_IDENTITY_DENIED', 'explicitDeny'),
};

const P03: Rule = {
  id: 'P03',
  title: 'the permissions boundary of a user does not allow the hop',
  code: 'BG_BOUNDARY_DENIED',
  inspect: (inspected) => refusedTo(inspected, 'permissions boundary', 'BG_BOUNDARY_DENIED'),
};

/** Hops that the user's own side refuses, through any Region or in any way of the drill. A list of accounts that leaves some out has its own rule. */
function refusedTo(
  inspected: Inspected,
  type: Refusal['type'],
  code: FindingCode,
  decision?: Evaluation['decision'],
): Problem[] {
  return collect(
    refusedHops(inspected)
      .filter(
        ({ evaluation }) =>
          evaluation.decidedBy === type && (decision === undefined || evaluation.decision === decision),
      )
      .filter(
        ({ user, evaluation }) =>
          evaluation.decision === 'explicitDeny' ||
          type !== 'identity-based policy' ||
          !listers(inspected).includes(user.name),
      )
      .flatMap(({ in: target, user, evaluation, request }) => {
        const { file } = inspected;
        const refusal = { type, explicit: evaluation.decision === 'explicitDeny' };
        const own = ownPoliciesOf(inspected, user);
        // What the drill file does not say is asked about by the probes, which are inconclusive then.
        if (settingsMissing(file, decidingOwn(own, refusal, request)).length > 0) return [];
        const by = byOwnPolicies(own, refusal, request);
        return [
          {
            account: target.name,
            explanation: hopDenied(code, { role: file.breakGlass.role, user: user.name, by }, refusal.explicit),
          },
        ];
      }),
  );
}

/** Of each hop the first through a Region and in a way of the drill that is refused. */
const refusedHops = oncePerInspection((inspected): (Hop & { request: AccessRequest })[] =>
  hops(inspected).flatMap((hop) => {
    for (const made of madeHops(inspected)) {
      const evaluation = tryHop(inspected, hop.user, hop.in, hop.role, made);
      if (evaluation.decision !== 'allow')
        return [{ ...hop, evaluation, request: hopRequest(inspected, hop.user, hop.in, made) }];
    }
    return [];
  }),
);

/** The role's session and what it may do by its own policies and boundary. Guardrails are a subject of their own. */
function roleMay(inspected: Inspected, { account }: NamedAccount, role: Role, action: string): Asked {
  const arn = `arn:${inspected.snapshot.organization.partition}:iam::${account.id}:role${role.path}${roleName(inspected)}`;
  const request = sessionRequest({ arn, roleName: roleName(inspected), accountId: account.id, action });
  const own = ownPolicies(role, account, inspected.snapshot.awsPolicies);
  const evaluation = evaluate(request, { ...own, scpsByLevel: [] });
  const { decision, decidedBy } = evaluation;
  const type = decidedBy === 'permissions boundary' ? decidedBy : 'identity-based policy';
  return { ...evaluation, by: byOwnPolicies(own, { type, explicit: decision === 'explicitDeny' }, request) };
}

/** What was decided, and the statements by which it was refused. */
interface Asked extends Evaluation {
  by: string;
}

interface RoleFinding {
  rule: 'P04' | 'P05' | 'P06' | 'P14';
  account: string;
  explanation: Explanation | undefined;
}

const rolesExamined = oncePerInspection((inspected): RoleFinding[] =>
  accountsRead(inspected).flatMap((target): RoleFinding[] => {
    const role = breakGlassRole(inspected, target.account);
    return role ? examine(inspected, target, role) : [];
  }),
);

function examine(inspected: Inspected, target: NamedAccount, role: Role): RoleFinding[] {
  const path = inspected.file.breakGlass.role;
  const found = (rule: RoleFinding['rule'], explanation: Explanation | undefined): RoleFinding => ({
    rule,
    account: target.name,
    explanation,
  });
  const read = roleMay(inspected, target, role, FIRST_READ);
  if (read.decision !== 'allow') {
    if (read.decidedBy === 'permissions boundary')
      return [found('P04', readDenied('BG_BOUNDARY_DENIED', { role: path, by: read.by }, isExplicit(read)))];
    const hasPolicies = identityPolicies(inspected, target.account, role).length > 0;
    return [found('P06', rolePowerless(path, hasPolicies, read.by))];
  }
  const weak = (rule: 'P05' | 'P14', actions: readonly string[]): RoleFinding[] => {
    const denied = actions
      .map((action) => ({ action, ...roleMay(inspected, target, role, action) }))
      .filter(({ decision }) => decision !== 'allow');
    return [...new Set(denied.map(({ by }) => by))].map((reason) => {
      const which = denied.filter(({ by }) => by === reason).map(({ action }) => action);
      return found(rule, {
        code: 'BG_ROLE_TOO_WEAK',
        cause: `the role ${path} may not do ${which.join(', ')}${reason}`,
      });
    });
  };
  if (target.name !== management(inspected).name) return weak('P05', REPAIRS.everywhere);
  return [
    ...weak('P05', REPAIRS.everywhere),
    ...weak('P14', REPAIRS.management),
    found('P14', lastRepairDenied(inspected, target, role)),
  ];
}

/** When a guardrail locks everybody out, changing it from the management account is the repair that is left. */
function lastRepairDenied(inspected: Inspected, target: NamedAccount, role: Role): Explanation | undefined {
  const asked = roleMay(inspected, target, role, 'organizations:UpdatePolicy');
  if (asked.decision === 'allow') return undefined;
  return repairDenied(
    asked.decidedBy === 'permissions boundary' ? 'BG_BOUNDARY_DENIED' : 'BG_IDENTITY_DENIED',
    { role: inspected.file.breakGlass.role, by: asked.by },
    isExplicit(asked),
  );
}

function isExplicit({ decision }: Evaluation): boolean {
  return decision === 'explicitDeny';
}

function ofRole(id: RoleFinding['rule'], title: string, code: FindingCode): Rule {
  return {
    id,
    title,
    code,
    inspect: (inspected) => collect(rolesExamined(inspected).filter(({ rule }) => rule === id)),
  };
}

const P04 = ofRole('P04', 'the permissions boundary of the role does not allow a first read', 'BG_BOUNDARY_DENIED');
const P05 = ofRole('P05', 'the role is too weak for the repairs of an emergency', 'BG_ROLE_TOO_WEAK');
const P06 = ofRole('P06', 'the role has no permissions policy that allows a first read', 'BG_ROLE_POWERLESS');
const P14 = ofRole(
  'P14',
  'the role of the management account cannot repair identities and guardrails',
  'BG_ROLE_TOO_WEAK',
);

export const permissions: Subject = {
  id: 'permissions',
  rules: [P01, P02, P09, P03, P04, P05, P06, P14],
  reads: ['accounts', 'identities'],
  evidence: 'evaluated',
};
