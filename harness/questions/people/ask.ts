/** Answers the questions about people: by arithmetic over what is declared, and by playing the losses. */
import type { Finding } from '../../../reports/result.js';
import { missingUser } from '../../causes/users.js';
import type { KnownUsers } from '../../causes/users.js';
import type { DrillContext } from '../../drill/context.js';
import { lossOf } from '../../premises/people.js';
import { makeFinding } from '../catalogue.js';
import type { Verdict } from '../../drill/verdict.js';
import type { Premises } from '../../engine/premises.js';
import { everyAccountReached } from '../access/judge.js';
import type { Cell } from '../../drill/cell.js';
import { custodyResult, judgePeople, whatIsUnknown } from './judge.js';
import { sweepBreakGlass } from '../access/sweep.js';
import { custodyPlan, lossSets, together } from '../../causes/losses.js';
import type { CustodyPlan, LossSet } from '../../causes/losses.js';

/** An answer, and what it leaves for the diagnosis and the report. */
export interface PeopleAnswer {
  verdict: Verdict;
  findings: Finding[];
  cells: Cell[];
}

/** Asks about one aspect; the first question of a scenario writes who can open what to the journal. */
export function askPeople(
  context: DrillContext,
  scenario: string,
  premises: Pick<Premises, 'during'>,
): (aspect: string) => Promise<PeopleAnswer> {
  const { withstand } = context.file.people;
  const plan = custodyPlan(context.organization, context.file.breakGlass.users);
  let written = false;
  return async (aspect) => {
    if (!written && whatIsUnknown(plan) === undefined)
      context.journal.append({
        kind: 'measurement',
        question: 'people',
        measure: 'custody',
        evidence: 'declared',
        value: custodyResult(plan, withstand),
      });
    written = true;
    if (aspect === 'open everyAccount')
      return { ...(await playLosses(context, scenario, plan, premises)), findings: [] };
    const judged = judgePeople(aspect, plan, scenario, withstand);
    const findings = explainedByMissingUsers(context.known, judged.findings, scenario);
    return { verdict: { ...judged.verdict, faults: judged.verdict.faults && findings }, findings, cells: [] };
  };
}

/** While there is one user alone, every loss of one of its custodians locks everybody out: the missing user is the cause. */
function explainedByMissingUsers(known: KnownUsers, findings: readonly Finding[], scenario: string): Finding[] {
  const missing = known.present.length < 2 ? known.named.flatMap((user) => missingUser(user, known) ?? []) : [];
  const [others, lockouts] = [
    findings.filter(({ code }) => code !== 'BG_PEOPLE_LOCKOUT'),
    findings.filter(({ code }) => code === 'BG_PEOPLE_LOCKOUT'),
  ];
  if (missing.length === 0 || lockouts.length === 0) return [...findings];
  return [
    ...others,
    ...missing.map(({ code, cause }) =>
      makeFinding(code, { cause, accounts: [], scenarios: [scenario], evidence: 'declared' }),
    ),
  ];
}

/** Plays losses until every smallest group of users that one of them leaves was swept: more users left can only help. */
async function playLosses(
  context: DrillContext,
  scenario: string,
  plan: CustodyPlan,
  premises: Pick<Premises, 'during'>,
): Promise<{ verdict: Verdict; cells: Cell[] }> {
  const unknown = whatIsUnknown(plan);
  const inconclusive = (reason: string, cells: Cell[] = []): { verdict: Verdict; cells: Cell[] } => ({
    verdict: { outcome: 'inconclusive', evidence: 'observed', summary: `${cells.length} cells played`, reason },
    cells,
  });
  if (unknown !== undefined) return inconclusive(unknown);
  const cells: Cell[] = [];
  const played = new Set<string>();
  const withoutKey: string[] = [];
  for (const { losses, left } of lossesToPlay([...lossSets(plan, context.file.people.withstand)])) {
    const users = left.filter((user) => !played.has(user));
    if (users.length === 0) continue;
    const premise = lossOf(losses);
    await premises.during(premise, async () => {
      const reach = context.custody.within(users);
      withoutKey.push(...users.filter((user) => !reach.includes(user)));
      cells.push(...(await sweepBreakGlass(context, scenario, reach)));
    });
    users.forEach((user) => played.add(user));
  }
  if (played.size === 0) return inconclusive('no loss leaves anybody who could be played');
  const verdict = everyAccountReached(cells);
  if (withoutKey.length > 0 && verdict.outcome === 'held')
    return inconclusive(
      `only the password of ${withoutKey.join(', ')} is left, and the drill signs in with access keys`,
      cells,
    );
  return { verdict: withoutKey.length > 0 ? { ...verdict, faults: undefined } : verdict, cells };
}

/** One loss for each smallest group of users left: the one that takes most. Groups that hold a smaller one are left out. */
export function lossesToPlay(sets: readonly LossSet[]): LossSet[] {
  const byGroup = new Map<string, LossSet>();
  for (const set of sets) {
    const key = JSON.stringify(set.left);
    const known = byGroup.get(key);
    if (set.left.length > 0 && (!known || weight(set) > weight(known))) byGroup.set(key, set);
  }
  const groups = [...byGroup.values()];
  return groups.filter(
    ({ left }) =>
      !groups.some((other) => other.left.length < left.length && other.left.every((user) => left.includes(user))),
  );
}

function weight({ losses }: LossSet): number {
  const { people, sites } = together(losses);
  return people.size + sites.size;
}
