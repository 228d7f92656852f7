/** The hop of a break-glass user into the role of an account, decided by the evaluator from the configuration. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { AccessRequest, Evaluation, Policy } from '../../../iam/index.js';
import type { Role, Statement } from '../../../organization/model.js';
import { isoTime } from '../../../base/clock.js';
import type { Explanation } from '../../causes/explanation.js';
import type { OwnPolicies } from '../../causes/own-policies.js';
import { waysOf } from '../../drill/hop-way.js';
import { hopKeys } from '../../configuration/hop-settings.js';
import { collect } from '../../configuration/collect.js';
import type { Inspected, Problem } from '../../configuration/rule.js';
import {
  accountsRead,
  breakGlassRole,
  breakGlassUsers,
  compiled,
  levelsOf,
  management,
  oncePerInspection,
  ownPolicies,
  roleArnIn,
  roleName,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

type BreakGlassUser = ReturnType<typeof breakGlassUsers>[number];

/** Circumstances of a hop. */
export interface Circumstances {
  /** `absent`: a long-term key, which carries no such context key. */
  mfa: 'true' | 'false' | 'absent';
  /** Seconds since the code was given. */
  mfaAge: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Region of the endpoint of STS; the home Region if absent. */
  region?: string;
  /** With the long-term key, which carries no instant of issue. */
  byCode?: boolean;
  /** Context keys that the caller chooses otherwise than the drill does. */
  chosen?: Readonly<Record<string, string>>;
}

/** A hop as the runbook has it, and what decided it. */
export interface Hop {
  user: BreakGlassUser;
  in: NamedAccount;
  role: Role;
  evaluation: Evaluation;
}

/** Every hop into a role that stands where the drill looks for it, freshly signed in with MFA. */
export const hops = oncePerInspection((inspected): Hop[] =>
  accountsRead(inspected).flatMap((account) => {
    const role = breakGlassRole(inspected, account.account);
    if (!role || !standsWhereExpected(inspected, role)) return [];
    return breakGlassUsers(inspected).map((user) => ({
      user,
      in: account,
      role,
      evaluation: tryHop(inspected, user, account, role),
    }));
  }),
);

/** False for a role at another path: AWS answers a call to the expected ARN as if there were no role. */
export function standsWhereExpected(inspected: Inspected, role: Role): boolean {
  return `${role.path}${roleName(inspected)}` === inspected.file.breakGlass.role;
}

/** Decides one hop. What depends on where the caller stands (network, endpoint) is left to the probes. */
export function tryHop(
  inspected: Inspected,
  user: BreakGlassUser,
  target: NamedAccount,
  role: Role,
  circumstances: Partial<Circumstances> = {},
): Evaluation {
  return evaluate(hopRequest(inspected, user, target, circumstances), {
    ...ownPoliciesOf(inspected, user),
    trust: { name: 'trust policy', document: compiled(role.trust) },
    scpsByLevel: [],
    rcpsByLevel: rcpsByLevel(inspected, target),
  });
}

/** What a break-glass user has itself. */
export function ownPoliciesOf(inspected: Inspected, { user }: BreakGlassUser): OwnPolicies {
  return ownPolicies(user, management(inspected).account, inspected.snapshot.awsPolicies);
}

/** One hop, with MFA unless the circumstances say otherwise. */
export function hopRequest(
  inspected: Inspected,
  user: BreakGlassUser,
  target: NamedAccount,
  circumstances: Partial<Circumstances> = {},
): AccessRequest & { context: ReturnType<typeof hopContext> } {
  const { account: home } = management(inspected);
  return {
    principal: user.arn,
    principalId: user.id,
    principalInManagementAccount: true,
    resourceInManagementAccount: target.account.id === home.id,
    action: 'sts:AssumeRole',
    resource: roleArnIn(inspected, target.account.id),
    resourceAccount: target.account.id,
    context: hopContext(inspected, user, target, { mfa: 'true', mfaAge: 1, at: inspected.now, ...circumstances }),
  };
}

/** Every hop of the drill: through each Region, in each way. */
export function madeHops({ file, snapshot }: Inspected): Pick<Circumstances, 'region' | 'byCode' | 'mfaAge'>[] {
  const regions = file.monitoring?.regions ?? [snapshot.organization.homeRegion];
  return regions.flatMap((region) =>
    waysOf(file).map((way) => {
      const byCode = way === 'long-term-key';
      return { region, byCode, mfaAge: byCode ? 0 : 1 };
    }),
  );
}

/**
 * Hops that are allowed now and not under other circumstances, by whose policy stops to allow them: a statement of a trust
 * policy, which is one cause for both users, or the policies of a user.
 */
export function lapsing(
  inspected: Inspected,
  circumstances: Partial<Circumstances>,
  words: (whose: string) => Explanation,
): Problem[] {
  return collect(
    hops(inspected).flatMap((hop) => {
      const later = tryHop(inspected, hop.user, hop.in, hop.role, circumstances);
      if (hop.evaluation.decision !== 'allow' || later.decision === 'allow') return [];
      const statement =
        later.decidedBy === 'role trust policy'
          ? hop.evaluation.trace.find(({ type, finding }) => type === 'role trust policy' && finding === 'allows')
              ?.statement
          : undefined;
      const whose =
        statement === undefined
          ? `the ${later.decidedBy} of user "${hop.user.name}"`
          : `the trust policy of ${inspected.file.breakGlass.role}, statement "${statement}",`;
      return [{ account: hop.in.name, explanation: words(whose) }];
    }),
  );
}

/** Whether the user's own policies would let it into the role of an account that does not exist yet. */
export function mayHopAnywhere(inspected: Inspected, user: BreakGlassUser): boolean {
  const target = { name: '', account: { ...management(inspected).account, id: '000000000000' } };
  const request = {
    principal: user.arn,
    principalInManagementAccount: true,
    action: 'sts:AssumeRole',
    resource: roleArnIn(inspected, target.account.id),
    resourceAccount: target.account.id,
    context: hopContext(inspected, user, target, { mfa: 'true', mfaAge: 1, at: inspected.now }),
  };
  return (
    evaluate(request, {
      identity: ownPoliciesOf(inspected, user).identity,
      trust: ANYBODY,
      scpsByLevel: [],
    }).decision === 'allow'
  );
}

const ANYBODY: Policy = {
  name: 'trust policy',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
};

/** Context keys of a hop: those that AWS sends for a user, its credentials and the role that it asks for. */
export function hopContext(
  inspected: Inspected,
  user: BreakGlassUser,
  target: NamedAccount,
  { mfa, mfaAge, at, region, byCode, chosen }: Circumstances,
): Record<string, string | string[]> {
  const { organization } = inspected.snapshot;
  return {
    'aws:CurrentTime': secondsOf(at),
    'aws:EpochTime': String(Math.floor(at / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region ?? organization.homeRegion,
    'aws:ViaAWSService': 'false',
    'aws:PrincipalAccount': management(inspected).account.id,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalOrgID': organization.id,
    'aws:PrincipalOrgPaths': [`${organization.id}/${organization.rootId}/`],
    'aws:PrincipalType': 'User',
    'aws:PrincipalArn': user.arn,
    'aws:userid': user.id,
    'aws:username': user.name,
    'aws:ResourceAccount': target.account.id,
    'aws:ResourceOrgID': organization.id,
    ...(mfa === 'absent' || byCode === true ? {} : { 'aws:TokenIssueTime': secondsOf(at - mfaAge * 1000) }),
    ...hopKeys(inspected.file, user.name, '<drill>'),
    ...Object.fromEntries(Object.entries(user.user.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...(mfa === 'absent' ? {} : { 'aws:MultiFactorAuthPresent': mfa }),
    ...(mfa === 'true' ? { 'aws:MultiFactorAuthAge': String(mfaAge) } : {}),
    ...chosen,
  };
}

function secondsOf(instant: number): string {
  return isoTime(instant).replace(/\.\d{3}Z$/, 'Z');
}

/** Context keys that say where a caller stands: no configuration tells them. */
const WHEREABOUTS = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|useragent|referer)$/i;

/** Resource control policies by level, without statements that depend on where the caller stands. */
function rcpsByLevel(inspected: Inspected, target: NamedAccount): Policy[][] {
  const policies = Object.entries(decidableRcps(inspected));
  return levelsOf(inspected, target).map((level) =>
    policies.filter(([, { attachedTo }]) => attachedTo.includes(level)).map(([, { policy }]) => policy),
  );
}

const decidableRcps = oncePerInspection(
  ({ snapshot }): Record<string, { attachedTo: readonly string[]; policy: Policy }> =>
    Object.fromEntries(
      Object.entries(snapshot.organization.resourceControlPolicies).map(([name, { attachedTo, statements }]) => {
        const kept = Object.fromEntries(
          Object.entries(statements).filter(([, statement]) => !dependsOnWhereabouts(statement)),
        );
        return [name, { attachedTo, policy: { name, document: compiled(kept) } }];
      }),
    ),
);

function dependsOnWhereabouts({ Condition: condition }: Statement): boolean {
  return Object.values(condition ?? {}).some((keys) => Object.keys(keys).some((key) => WHEREABOUTS.test(key)));
}
