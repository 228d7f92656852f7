/** Answers the questions about people: by arithmetic over what is declared, and by playing the losses. */
import type { Found } from '../../causes/found.js';
import { custodyPlan, lossSets, together, usersWithKey } from '../../causes/losses.js';
import type { CustodyPlan, Loss, LossSet } from '../../causes/losses.js';
import { missingUser } from '../../causes/users.js';
import type { KnownUsers } from '../../causes/users.js';
import type { Cell } from '../../drill/cell.js';
import type { DrillContext } from '../../drill/context.js';
import type { Verdict } from '../../drill/verdict.js';
import type { Work } from '../../drill/work.js';
import { lossOf } from '../../premises/people.js';
import { everyAccountReached } from '../access/judge.js';
import { planSweep, sweep } from '../access/sweep.js';
import type { Asking, Judgement } from '../question.js';
import { custodyResult, judgePeople, whatIsUnknown } from './judge.js';

/** The work of playing the losses that count. */
export function planLosses(context: DrillContext): Work[] {
  return lossesOf(context).flatMap(({ reach }) => planSweep(context, 'people', reach));
}

/** Asks by its word; the first question of a scenario tells who can open what. */
export async function askPeople(asking: Asking, word: string): Promise<Judgement> {
  const { context, scenario } = asking;
  const { withstand } = context.file.people;
  const plan = custodyPlan(context.organization, context.file.breakGlass.users);
  await asking.onceAScenario('custody', () => {
    if (whatIsUnknown(plan) === undefined)
      asking.measure({ measure: 'custody', evidence: 'declared', value: custodyResult(plan, withstand) });
    return Promise.resolve();
  });
  if (word === 'open everyAccount') return { verdict: await playLosses(asking, plan) };
  const judged = judgePeople(word, plan, scenario, withstand);
  const findings = explainedByMissingUsers(context.known, judged.findings, scenario);
  return { verdict: { ...judged.verdict, faults: judged.verdict.faults && findings }, findings };
}

/** While there is one user alone, every loss of one of its custodians locks everybody out: the missing user is the cause. */
function explainedByMissingUsers(known: KnownUsers, findings: readonly Found[], scenario: string): Found[] {
  const missing = known.present.length < 2 ? known.named.flatMap((user) => missingUser(user, known) ?? []) : [];
  const [others, lockouts] = [
    findings.filter(({ code }) => code !== 'BG_PEOPLE_LOCKOUT'),
    findings.filter(({ code }) => code === 'BG_PEOPLE_LOCKOUT'),
  ];
  if (missing.length === 0 || lockouts.length === 0) return [...findings];
  return [
    ...others,
    ...missing.map(({ code, cause }): Found => ({
      code,
      cause,
      accounts: [],
      scenarios: [scenario],
      evidence: 'declared',
    })),
  ];
}

/** A loss, and whom it leaves who were not swept before: by access key, and by the password alone. */
interface PlayedLoss {
  losses: readonly Loss[];
  reach: readonly string[];
  withoutKey: readonly string[];
}

/** Losses until every smallest group of users that one of them leaves is swept: more users left can only help. */
function lossesOf({ organization, file }: DrillContext): PlayedLoss[] {
  const plan = custodyPlan(organization, file.breakGlass.users);
  if (whatIsUnknown(plan) !== undefined) return [];
  const played = new Set<string>();
  return lossesToPlay([...lossSets(plan, file.people.withstand)]).flatMap(({ losses, left }): PlayedLoss[] => {
    const users = left.filter((user) => !played.has(user));
    users.forEach((user) => played.add(user));
    const reach = usersWithKey(organization, users, losses);
    return users.length === 0 ? [] : [{ losses, reach, withoutKey: users.filter((user) => !reach.includes(user)) }];
  });
}

async function playLosses(asking: Asking, plan: CustodyPlan): Promise<Verdict> {
  const unknown = whatIsUnknown(plan);
  const cells: Cell[] = [];
  const inconclusive = (reason: string): Verdict => ({
    outcome: 'inconclusive',
    evidence: 'observed',
    summary: `${cells.length} cells played`,
    reason,
  });
  if (unknown !== undefined) return inconclusive(unknown);
  const losses = lossesOf(asking.context);
  for (const loss of losses)
    cells.push(...(await asking.during(lossOf(loss.losses), () => sweep(asking, 'people', loss.reach))));
  if (losses.length === 0) return inconclusive('no loss leaves anybody whose way in the drill could play');
  const withoutKey = losses.flatMap((loss) => loss.withoutKey);
  const verdict = everyAccountReached(cells);
  if (withoutKey.length > 0 && verdict.outcome === 'held')
    return inconclusive(
      `only the password of ${withoutKey.join(', ')} is left, and the drill signs in with access keys`,
    );
  return withoutKey.length > 0 ? { ...verdict, faults: undefined } : verdict;
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
