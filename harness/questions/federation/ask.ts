/** Answers the questions about a hostile identity provider: what its people can do, and whether they can be stopped. */
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import type { Finding } from '../../../reports/result.js';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { makeFinding } from '../catalogue.js';
import type { Inspected } from '../../configuration/rule.js';
import { once } from '../../drill/once.js';
import type { Verdict } from '../../drill/verdict.js';
import type { Cell } from '../../drill/cell.js';
import { refusedEverywhere } from '../refusal/attempts.js';
import { isAccessDenied } from '../../causes/denial.js';
import type { UndoLedger } from '../../engine/undo.js';
import { attackProtections, attackRole, boundaryOf, residualRisks } from './attack.js';
import type { ChangeAttempt } from './attack.js';
import { containment } from './contain.js';
import { openFederatedIdentities } from './identities.js';
import type { FederatedIdentity } from './identities.js';
import { attackRolesOfMembers, judgeRoleAttempts } from './members.js';

/** An answer, and what it leaves for the diagnosis and the report. */
export interface FederationAnswer {
  verdict: Verdict;
  findings: Finding[];
  cells: Cell[];
}

/** Asks about one aspect. Identities are opened once, when they are first asked about: before any containment. */
export function askAttackers(
  context: DrillContext,
  scenario: string,
  ledger: UndoLedger,
  inspected: () => Promise<Inspected>,
): (aspect: string) => Promise<FederationAnswer> {
  const identities = once(() => openFederatedIdentities(context));
  return async (aspect) => {
    const attackers = await identities();
    if (attackers.length === 0)
      return {
        ...nothing,
        verdict: {
          outcome: 'inconclusive',
          evidence: 'observed',
          summary: 'no identity',
          reason: 'nobody holds a permission set in an account that is drilled',
        },
      };
    if (aspect === 'enter nothing') {
      const cells = await attackRole(context, scenario, attackers);
      return { ...nothing, cells, verdict: refusedEverywhere(cells) };
    }
    if (aspect === 'alter nothing')
      return { ...nothing, ...(await judgeChanges(context, scenario, await attackProtections(context, attackers))) };
    if (aspect === 'alter noRole')
      return {
        ...nothing,
        ...judgeRoleAttempts(await attackRolesOfMembers(context, attackers), scenario, await inspected()),
      };
    if (aspect === 'be weighed') return { ...nothing, verdict: await weigh(context, attackers) };
    return { ...nothing, ...(await contain(context, scenario, ledger, attackers)) };
  };
}

const nothing: Pick<FederationAnswer, 'findings' | 'cells'> = { findings: [], cells: [] };

/** One finding a cause: a missing boundary is the cause of everything that it would have stopped. */
async function judgeChanges(
  context: DrillContext,
  scenario: string,
  attempts: readonly ChangeAttempt[],
): Promise<Pick<FederationAnswer, 'verdict' | 'findings'>> {
  const [passed, unclear] = (['passed', 'unclear'] as const).map((reading) =>
    attempts.filter((attempt) => attempt.reading === reading),
  );
  const held = attempts.filter(({ reading }) => reading === 'denied').length;
  const summary = `${held} of ${attempts.length} attempts in the management account denied`;
  const findings = new Map<string, Finding>();
  const groups = new Map<string, ChangeAttempt[]>();
  for (const attempt of passed ?? [])
    groups.set(`${attempt.identity.permissionSet} ${attempt.code}`, [
      ...(groups.get(`${attempt.identity.permissionSet} ${attempt.code}`) ?? []),
      attempt,
    ]);
  for (const [{ identity, code }, titles] of [...groups.values()].flatMap((group): [ChangeAttempt, string][] =>
    group[0] ? [[group[0], group.map(({ title }) => title).join('; ')]] : [],
  )) {
    const set = `permission set "${identity.permissionSet}"`;
    const unbound = (await boundaryOf(context, identity)) === undefined;
    const explained = unbound
      ? {
          code: 'BG_FEDERATION_UNBOUND',
          cause: `${set} has no permissions boundary in the management account, where no guardrail binds it`,
        }
      : { code, cause: `the boundary of ${set} in the management account lets it ${titles}` };
    findings.set(
      `${explained.code} ${explained.cause}`,
      makeFinding(explained.code, {
        cause: explained.cause,
        accounts: [{ id: identity.account.id, name: identity.account.name }],
        scenarios: [scenario],
        evidence: 'observed',
      }),
    );
  }
  const [first] = passed ?? [];
  const [open] = unclear ?? [];
  const found = [...findings.values()];
  if (first)
    return {
      findings: found,
      verdict: {
        outcome: 'broken',
        evidence: 'observed',
        summary,
        reason: `${first.identity.label} could ${first.title}`,
        faults: open ? undefined : found,
      },
    };
  if (open || attempts.length === 0)
    return {
      findings: [],
      verdict: {
        outcome: 'inconclusive',
        evidence: 'observed',
        summary,
        reason: open ? `${open.title}: ${open.message}` : 'nobody holds a permission set in the management account',
      },
    };
  return { findings: [], verdict: { outcome: 'held', evidence: 'observed', summary } };
}

/** Nothing is expected of the answer: what is left is told, and nobody has accepted it yet. */
async function weigh(context: DrillContext, attackers: readonly FederatedIdentity[]): Promise<Verdict> {
  const risks = await residualRisks(context, attackers);
  for (const risk of risks)
    context.journal.append({
      kind: 'measurement',
      question: 'federation',
      measure: 'residual-risk',
      evidence: 'evaluated',
      value: risk,
    });
  return {
    outcome: 'held',
    evidence: 'evaluated',
    summary: `${risks.length} things are left to federated administrators of the management account; the report lists them`,
  };
}

/** Contains, and then tries sessions from before and new ones: neither may do anything. What was changed is undone with the scenario. */
async function contain(
  context: DrillContext,
  scenario: string,
  ledger: UndoLedger,
  attackers: readonly FederatedIdentity[],
): Promise<Pick<FederationAnswer, 'verdict' | 'findings'>> {
  const before = await working(context, attackers);
  try {
    const { changes, closed } = await containment(context, scenario);
    for (const change of changes) {
      context.progress.step(`Containment: ${change.what}`);
      await ledger.apply(change);
    }
    const after = await working(context, before);
    const renewed = await signInAgain(context, before);
    const acting = [...after, ...renewed];
    const left = [...new Set(acting.map(({ label }) => label))];
    const summary = `${before.length - after.length} of ${before.length} sessions ended by ${changes.length} changes`;
    if (before.length === 0)
      return {
        findings: [],
        verdict: {
          outcome: 'inconclusive',
          evidence: 'observed',
          summary,
          reason: 'no federated session could do anything before',
        },
      };
    if (left.length === 0) return { findings: [], verdict: { outcome: 'held', evidence: 'observed', summary } };
    const reason = `${left.join(', ')} can still act after every permission set was told to deny everything`;
    if (acting.every(({ account }) => closed.has(account.id)))
      return { findings: [], verdict: { outcome: 'broken', evidence: 'observed', summary, reason } };
    return failed(context, scenario, summary, reason);
  } catch (error) {
    context.signal.throwIfAborted();
    const cause = `the break-glass role could not end the federated sessions: ${describeError(error)}`;
    // That the role cannot be assumed, or that its own policies do not allow it, is found by the sweep and by the rules: this is a consequence.
    if (/could not be assumed|identity-based policy|permissions boundary/.test(cause))
      return {
        findings: [],
        verdict: { outcome: 'broken', evidence: 'observed', summary: 'not contained', reason: cause },
      };
    return failed(context, scenario, 'not contained', cause);
  }
}

function failed(
  { inventory }: DrillContext,
  scenario: string,
  summary: string,
  cause: string,
): Pick<FederationAnswer, 'verdict' | 'findings'> {
  const management = inventory.inScope
    .filter(({ id }) => id === inventory.managementAccountId)
    .map(({ id, name }) => ({ id, name }));
  const findings = [
    makeFinding('BG_CONTAINMENT_FAILED', { cause, accounts: management, scenarios: [scenario], evidence: 'observed' }),
  ];
  return { findings, verdict: { outcome: 'broken', evidence: 'observed', summary, reason: cause, faults: findings } };
}

/** Those whose session can do a first read. GetCallerIdentity would prove nothing: it cannot be denied. */
async function working(context: DrillContext, identities: readonly FederatedIdentity[]): Promise<FederatedIdentity[]> {
  const able: FederatedIdentity[] = [];
  for (const identity of identities) if (await canRead(context, identity.credentials)) able.push(identity);
  return able;
}

async function signInAgain(
  context: DrillContext,
  identities: readonly FederatedIdentity[],
): Promise<FederatedIdentity[]> {
  const able: FederatedIdentity[] = [];
  for (const identity of identities) {
    if (await canRead(context, await identity.renew())) able.push(identity);
  }
  return able;
}

async function canRead(context: DrillContext, credentials: Credentials): Promise<boolean> {
  try {
    await clients(context, 'control', credentials).iam().send(new GetAccountSummaryCommand({}));
    return true;
  } catch (error) {
    if (isAccessDenied((error as { name?: string }).name ?? '')) return false;
    throw error;
  }
}
