/** Puts laws to random requests. */
import fc from 'fast-check';
import type { Evaluation } from '../../../iam/index.js';
import { given } from '../random/given.js';
import type { Given } from '../random/given.js';
import { ask } from './law.js';
import type { Evaluate, Law } from './law.js';

export interface Play {
  evaluate: Evaluate;
  laws: readonly Law[];
  seed: number;
  requests: number;
  /** Ends at the first broken law, without looking for a smaller example. */
  quick?: boolean;
}

export interface Outcome {
  /** How many requests had which decision. */
  decisions: Record<Evaluation['decision'], number>;
  /** How many requests each law had something to say about. */
  spoken: Record<string, number>;
  broken:
    | {
        law: string;
        how: string;
        path: string;
        example: Pick<Given, 'request' | 'policies' | 'extra' | 'conditions' | 'pick'>;
      }
    | undefined;
}

/** Plays as many requests as told, each put to every law. The same seed plays the same requests. */
export function playLaws({ evaluate, laws, seed, requests, quick = false }: Play): Outcome {
  const decisions = { allow: 0, implicitDeny: 0, explicitDeny: 0 };
  const spoken: Record<string, number> = Object.fromEntries(laws.map(({ title }) => [title, 0]));
  let last = { law: '', how: '' };
  const property = fc.property(given, (drawn) => {
    const asked = ask(evaluate, drawn);
    decisions[asked.before.decision]++;
    for (const { title, check } of laws) {
      const verdict = check(asked);
      if (verdict !== 'silent') spoken[title] = (spoken[title] ?? 0) + 1;
      if (typeof verdict !== 'object') continue;
      last = { law: title, how: verdict.broken };
      return false;
    }
    return true;
  });
  const { failed, counterexample, counterexamplePath, errorInstance } = fc.check(property, {
    seed,
    numRuns: requests,
    endOnFailure: quick,
  });
  if (errorInstance instanceof Error && !errorInstance.message.startsWith('Property failed')) throw errorInstance;
  const [example] = counterexample ?? [];
  if (!failed || !example) return { decisions, spoken, broken: undefined };
  const { request, policies, extra, conditions, pick } = example;
  return {
    decisions,
    spoken,
    broken: { ...last, path: counterexamplePath ?? '', example: { request, policies, extra, conditions, pick } },
  };
}
