/** Judges who can be lost, from what the organization document declares about its custodians. */
import type { CustodyResult } from '../../../reports/result.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { Found } from '../../causes/found.js';
import type { Verdict } from '../../drill/verdict.js';
import { smallestLockouts } from './lockouts.js';
import {
  bothFactorsSentence,
  causesOfLockout,
  holders,
  holdersOfBothFactors,
  lockoutSentence,
  lossesWords,
  lossSets,
  singleLosses,
  takesAsMuch,
  undeclared,
  usersLeft,
} from '../../causes/losses.js';
import type { CustodyPlan, Loss, LossSet } from '../../causes/losses.js';

/** A verdict and the findings that go with it. */
export interface PeopleJudgement {
  verdict: Verdict;
  findings: Found[];
}

/** Judges one aspect: what any one loss leaves, what as many at once as `withstand` leave, or who holds both factors. */
export function judgePeople(aspect: string, plan: CustodyPlan, scenario: string, withstand: number): PeopleJudgement {
  const unknown = whatIsUnknown(plan);
  if (unknown !== undefined)
    return {
      verdict: { outcome: 'inconclusive', evidence: 'declared', summary: 'nothing declared', reason: unknown },
      findings: [],
    };
  if (aspect === 'separate factors') return judgeSeparation(plan, scenario);
  if (aspect === 'survive together') {
    const sets = [...lossSets(plan, withstand)];
    return judgeLosses(plan, sets, sets, scenario, withstand > 1 ? `losses of up to ${withstand} at once` : 'losses');
  }
  const kind = /^survive (person|team|site)$/.exec(aspect)?.[1] as Loss['kind'] | undefined;
  if (!kind) throw new TypeError(`people have no aspect "${aspect}"`);
  const singles = [...lossSets(plan, 1)];
  return judgeLosses(
    plan,
    singles.filter(({ losses: [loss] }) => loss?.kind === kind),
    singles,
    scenario,
    `losses of a ${kind}`,
  );
}

/** Why nothing can be said about people, or `undefined` if something can. */
export function whatIsUnknown(plan: CustodyPlan): string | undefined {
  if (Object.keys(plan.people).length === 0) return 'the organization document names no people and no custodians';
  if (undeclared(plan).length === Object.keys(plan.users).length)
    return 'the organization document does not say where the factors of the break-glass users are kept';
  return undefined;
}

/** Who can open what, and what each loss leaves, for the report. */
export function custodyResult(plan: CustodyPlan, withstand: number): CustodyResult {
  const { sets, searchedUpTo } = smallestLockouts(plan);
  return {
    users: Object.keys(plan.users).map((name) => ({
      name,
      password: holders(plan, name, 'password'),
      accessKey: holders(plan, name, 'accessKey'),
      mfa: holders(plan, name, 'mfa'),
    })),
    people: Object.entries(plan.people).map(([name, { team, site }]) => ({ name, team, site })),
    losses: singleLosses(plan).map((loss) => ({ kind: loss.kind, name: loss.name, left: usersLeft(plan, loss) })),
    smallestLockouts: sets,
    searchedUpTo,
    withstand,
  };
}

/** `sets` are judged; `all` may explain them better: a team is lost with the one person in it who counts. */
function judgeLosses(
  plan: CustodyPlan,
  sets: readonly LossSet[],
  all: readonly LossSet[],
  scenario: string,
  what: string,
): PeopleJudgement {
  const fatal = sets.filter(({ left }) => left.length === 0);
  const summary = `${sets.length - fatal.length} of ${sets.length} ${what} leave a way in`;
  if (fatal.length === 0) return { verdict: { outcome: 'held', evidence: 'declared', summary }, findings: [] };
  const reason = undeclaredReason(plan);
  if (reason !== undefined)
    return { verdict: { outcome: 'inconclusive', evidence: 'declared', summary, reason }, findings: [] };
  const causes = causesOfLockout(plan, all).filter((cause) => fatal.some(({ losses }) => takesAsMuch(losses, cause)));
  const findings = causes.map((cause) => finding('BG_PEOPLE_LOCKOUT', lockoutSentence(cause), scenario));
  return {
    verdict: {
      outcome: 'broken',
      evidence: 'declared',
      summary,
      reason: `nobody gets in ${causes.map((cause) => (cause.length === 0 ? 'even now' : `without ${lossesWords(cause)}`)).join(', ')}`,
      faults: findings,
    },
    findings,
  };
}

function undeclaredReason(plan: CustodyPlan): string | undefined {
  const open = undeclared(plan);
  return open.length === 0
    ? undefined
    : `the organization document does not say where both factors of ${open.join(', ')} are kept`;
}

function judgeSeparation(plan: CustodyPlan, scenario: string): PeopleJudgement {
  const both = holdersOfBothFactors(plan);
  const users = Object.keys(plan.users).length;
  const summary = `${users - new Set(both.map(({ user }) => user)).size} of ${users} users need two people`;
  const open = undeclaredReason(plan);
  if (both.length > 0) {
    const reason = both.map(({ user, person }) => `"${person}" alone holds both factors of "${user}"`).join(', ');
    const findings = both.map((one) => finding('BG_CUSTODY_ONE_PERSON', bothFactorsSentence(one), scenario));
    return {
      verdict: {
        outcome: 'broken',
        evidence: 'declared',
        summary,
        reason,
        faults: open === undefined ? findings : undefined,
      },
      findings,
    };
  }
  return {
    verdict:
      open === undefined
        ? { outcome: 'held', evidence: 'declared', summary }
        : { outcome: 'inconclusive', evidence: 'declared', summary, reason: open },
    findings: [],
  };
}

function finding(code: FindingCode, cause: string, scenario: string): Found {
  return { code, cause, accounts: [], scenarios: [scenario], evidence: 'declared' };
}
