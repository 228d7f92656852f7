/** What a drill that resumes another may say of alarms: it judges them by its own uses, and nobody waited for messages about the earlier ones. Pure. */
import { isoTime } from '../../../base/clock.js';
import { listWords, plural } from '../../../reports/sentences.js';
import type { DrillContext } from '../../drill/context.js';
import type { EarlierUse } from '../../drill/earlier-uses.js';
import type { Verdict } from '../../drill/verdict.js';
import type { Use } from '../../monitoring/use.js';
import type { AlarmQuestion } from './judge.js';

/** The parts of a drill that say whether it resumes another. */
type Resuming = Pick<DrillContext, 'earlierUses' | 'since'>;

/** A verdict about the messages of a scenario. It is only held if each kind of use that was taken over was made and watched here as well. */
export function messagesOfThisDrill(
  verdict: Verdict,
  asked: AlarmQuestion | undefined,
  scenario: string,
  { earlierUses }: Resuming,
): Verdict {
  if (!earlierUses || !asked || verdict.outcome === 'broken') return verdict;
  const earlier = earlierUses.filter((use) => use.scenario === scenario);
  const unwatched = new Set(
    earlier.filter((use) => !asked.uses.some((own) => isAlike(own, use))).map((use) => wordsOf(use)),
  );
  const summary =
    earlier.length === 0
      ? verdict.summary
      : `${verdict.summary}; nobody waited for messages about ${plural(earlier.length, 'use')} of the drill that this one resumes`;
  if (unwatched.size > 0)
    return {
      ...verdict,
      outcome: 'inconclusive',
      summary,
      reason: `only the drill that this one resumes made ${listWords([...unwatched], 3)}, and nobody waited for the messages: a new drill does`,
    };
  return { ...verdict, summary };
}

/** A verdict about uses of others: the trail was read from the beginning of this drill on. */
export function usesOfOthers(
  verdict: Verdict,
  asked: AlarmQuestion | undefined,
  scenario: string,
  { earlierUses, since }: Resuming,
): Verdict {
  if (!earlierUses || !asked || verdict.outcome === 'broken') return verdict;
  const earlier = earlierUses.some((use) => use.scenario === scenario);
  if (!earlier) return verdict;
  const summary = `${verdict.summary}, read from ${isoTime(since)} on, when this drill resumed the earlier one`;
  if (asked.uses.some((use) => use.scenario === scenario) || verdict.outcome !== 'inconclusive')
    return { ...verdict, summary };
  return {
    ...verdict,
    summary,
    reason: 'only the drill that this one resumes used break glass here, so nothing shows that the trail records it',
  };
}

function isAlike(own: Use, { scenario, kind, succeeded, region }: EarlierUse): boolean {
  return (
    own.scenario === scenario &&
    own.kind === kind &&
    own.succeeded === succeeded &&
    (region === undefined || own.region === region)
  );
}

function wordsOf({ kind, succeeded, region }: EarlierUse): string {
  return `uses by ${kind}${region === undefined ? '' : ` in ${region}`}${succeeded ? '' : ' that were refused'}`;
}
