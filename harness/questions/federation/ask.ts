/** Answers the questions about a hostile identity provider: what its people can do, and whether they can be stopped. */
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import type { Explanation } from '../../causes/explanation.js';
import type { Found } from '../../causes/found.js';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { itemsOf } from '../../drill/work.js';
import { toldBy } from '../catalogue.js';
import type { Asking, Judgement } from '../question.js';
import { readConfiguration } from '../read-configuration.js';
import { refusedEverywhere } from '../refusal/attempts.js';
import { isAccessDenied, isUnclear } from '../../causes/denial.js';
import { attackProtections, attackRole, boundaryOf, residualRisks } from './attack.js';
import type { ChangeAttempt } from './attack.js';
import { containment } from './contain.js';
import { openFederated } from './identities.js';
import type { Federated, FederatedIdentity, Opened } from './identities.js';
import { WORK } from './planned.js';
import { attackRolesOfMembers, judgeRoleAttempts } from './members.js';
import { exceptFor } from './untried.js';

/** What is asked about, by its word. */
export async function askAttackers(asking: Asking, federated: Federated, word: string): Promise<Judgement> {
  const { context } = asking;
  if (federated.people.length === 0)
    return {
      verdict: {
        outcome: 'inconclusive',
        evidence: 'observed',
        summary: 'no identity',
        reason: federated.untried[0]?.why ?? 'nobody holds a permission set in an account that is drilled',
      },
    };
  // Opened once, when they are first asked about: before any containment.
  const opened = await asking.onceAScenario('identities', async () => {
    const all = await openFederated(context, federated.people);
    finish(asking, WORK.open);
    return all;
  });
  const home = context.inventory.managementAccountId;
  const looksAt = LOOKS_AT[word] ?? ((): boolean => true);
  const untried = [...federated.untried, ...opened.untried].filter(({ account }) => looksAt(account.id === home));
  return exceptFor(await askAbout(asking, federated, opened, word), untried);
}

/** Words that are about the management account alone, or about member accounts alone. */
const LOOKS_AT: Readonly<Record<string, (atHome: boolean) => boolean>> = {
  'alter nothing': (atHome) => atHome,
  weighed: (atHome) => atHome,
  'alter noRole': (atHome) => !atHome,
};

async function askAbout(asking: Asking, federated: Federated, opened: Opened, word: string): Promise<Judgement> {
  const { context, scenario } = asking;
  const attackers = opened.identities;
  if (word === 'enter nothing') return { verdict: refusedEverywhere(await attackRole(asking, opened)) };
  if (word === 'alter nothing') {
    const attempts = await attackProtections(context, attackers);
    finish(asking, WORK.protections);
    return judgeChanges(context, scenario, attempts);
  }
  if (word === 'alter noRole') {
    const attempts = await attackRolesOfMembers(context, attackers);
    finish(asking, WORK.members);
    return judgeRoleAttempts(attempts, scenario, await readConfiguration(asking));
  }
  if (word === 'weighed') return weigh(asking, attackers);
  return contain(asking, attackers, federated);
}

/** Notes that everything of a part was done. */
function finish({ work, done }: Asking, part: string): void {
  for (const one of work)
    if (one.id.startsWith(`${part}/`) && one.certainty === 'certain') itemsOf(one).forEach((item) => done(item));
}

/** One finding a cause: a missing boundary is the cause of everything that it would have stopped. */
async function judgeChanges(
  context: DrillContext,
  scenario: string,
  attempts: readonly ChangeAttempt[],
): Promise<Judgement> {
  const [passed, unclear] = (['passed', 'unclear'] as const).map((reading) =>
    attempts.filter((attempt) => attempt.reading === reading),
  );
  const held = attempts.filter(({ reading }) => reading === 'denied').length;
  const summary = `${held} of ${attempts.length} attempts in the management account denied`;
  const findings = new Map<string, Found>();
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
    const boundary = await boundaryOf(context, identity);
    const explained: Explanation =
      'unread' in boundary
        ? { code, cause: `${set} in the management account lets it ${titles}` }
        : boundary.arn === undefined
          ? {
              code: 'BG_FEDERATION_UNBOUND',
              cause: `${set} has no permissions boundary in the management account, where no guardrail binds it`,
            }
          : { code, cause: `the boundary of ${set} in the management account lets it ${titles}` };
    findings.set(`${explained.code} ${explained.cause}`, {
      code: explained.code,
      cause: explained.cause,
      accounts: [{ id: identity.account.id, name: identity.account.name }],
      scenarios: [scenario],
      evidence: 'observed',
    });
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
        reason: open
          ? `${open.title}: ${open.message}`
          : 'nobody was tried who holds a permission set in the management account',
      },
    };
  return { findings: [], verdict: { outcome: 'held', evidence: 'observed', summary } };
}

/** Nothing is expected of the answer: what is left is told, and nobody has accepted it yet. */
async function weigh(asking: Asking, attackers: readonly FederatedIdentity[]): Promise<Judgement> {
  const { risks, untried } = await residualRisks(asking.context, attackers);
  finish(asking, WORK.risks);
  for (const value of risks) asking.measure({ measure: 'residual-risk', evidence: 'evaluated', value });
  const summary = `${risks.length} things are left to federated administrators of the management account; the report lists them`;
  return exceptFor({ verdict: { outcome: 'held', evidence: 'evaluated', summary } }, untried);
}

/** Contains, and then tries sessions from before and new ones: neither may do anything. What was changed is undone with the scenario. */
async function contain(
  asking: Asking,
  attackers: readonly FederatedIdentity[],
  federated: Federated,
): Promise<Judgement> {
  const { context, scenario } = asking;
  const before = await working(context, attackers);
  try {
    const { changes, closed } = await containment(context, scenario, federated);
    for (const change of changes) {
      context.progress.step(`Containment: ${change.what}`);
      await asking.apply(change);
    }
    const after = await working(context, before);
    const renewed = await signInAgain(context, before);
    finish(asking, WORK.contain);
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
          reason: 'no federated session could act before the containment',
        },
      };
    if (left.length === 0) return { findings: [], verdict: { outcome: 'held', evidence: 'observed', summary } };
    const reason = `${left.join(', ')} can still act after every permission set was told to deny everything`;
    if (acting.every(({ account }) => closed.has(account.id)))
      return { findings: [], verdict: { outcome: 'broken', evidence: 'observed', summary, reason } };
    return failed(context, scenario, summary, reason);
  } catch (error) {
    context.signal.throwIfAborted();
    const told = toldBy(error);
    // What got no answer of AWS shows nothing about what the role can do.
    if (told && isUnclear(told.code))
      return {
        findings: [],
        verdict: { outcome: 'inconclusive', evidence: 'observed', summary: 'not contained', reason: told.cause },
      };
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

function failed({ inventory }: DrillContext, scenario: string, summary: string, cause: string): Judgement {
  const management = inventory.inScope
    .filter(({ id }) => id === inventory.managementAccountId)
    .map(({ id, name }) => ({ id, name }));
  const findings: Found[] = [
    { code: 'BG_CONTAINMENT_FAILED', cause, accounts: management, scenarios: [scenario], evidence: 'observed' },
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
