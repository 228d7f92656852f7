/** What a verdict is worth on a target: not applicable where it lacks what it takes, and weaker where our evaluator decides. Pure. */
import { isAble } from './capability.js';
import type { CapabilityName } from './capability.js';
import type { DocumentPart, Target } from './target.js';
import type { Verdict } from './verdict.js';

/** The verdict of a check that the target cannot be asked for want of a capability, with the answer that showed it; `undefined` if it can. */
export function lacking(
  { capabilities, answers = [] }: Pick<Target, 'capabilities' | 'answers'>,
  needed: CapabilityName | undefined,
): Verdict | undefined {
  if (needed === undefined || isAble(capabilities, needed)) return undefined;
  const shown = answers.find(({ capability }) => capability === needed);
  const why = shown ? ` (${shown.asked}: ${shown.answer})` : '';
  return {
    outcome: 'not applicable',
    evidence: 'declared',
    summary: 'not applicable on this target',
    reason: `this target lacks what it takes: "${needed}"${why}`,
  };
}

/** The verdict with the evidence that it has on this target: where it does not decide itself, our own evaluator did, partly from the document. */
export function weighed(
  { evidence, declared }: Pick<Target, 'evidence' | 'declared'>,
  part: DocumentPart | undefined,
  verdict: Verdict,
): Verdict {
  if (evidence === undefined || (verdict.evidence !== 'observed' && verdict.evidence !== 'evaluated')) return verdict;
  return { ...verdict, evidence: part !== undefined && declared?.has(part) === true ? 'declared' : evidence };
}

/** What there must be for a part of the document to be read. */
export const READABLE: Readonly<Record<DocumentPart, readonly CapabilityName[]>> = {
  guardrails: ['has Organizations'],
  'Identity Center': ['has Identity Center'],
  'identity provider': [],
  subscriptions: ['shows pending subscriptions'],
};
