/** Says which documented classes explain a difference between the oracle and this evaluator. */
import { evaluate } from '../../iam/index.js';
import { simulationOf } from './adapter.js';
import type { Question } from './adapter.js';
import { classes } from './classes/index.js';
import type { Both } from './classes/difference.js';
import type { Oracle } from './process.js';
import { without } from './seen.js';

/** How a question came out. `agreed`, or the ids of the classes, or `undefined`: nothing documented explains it. */
export type Explanation = 'agreed' | readonly string[] | undefined;

/** Asks both. Throws if the oracle does not decide. */
export async function askBoth(oracle: Pick<Oracle, 'ask'>, question: Question): Promise<Both> {
  const { decision, ignored, refused } = await oracle.ask(simulationOf(question));
  if (decision === undefined) throw new Error(`the oracle refuses the question: ${refused ?? 'no reason'}`);
  const ours = evaluate(question.request, question.policies).decision;
  return { question, ours, theirs: decision, ignored: ignored.map((key) => key.toLowerCase()) };
}

/**
 * Explains a pair of answers. A class of requests explains by its predicate. Classes of conditions and statements must prove
 * themselves: without what they point at, both must agree, or differ by a class of requests.
 */
export async function explain(oracle: Pick<Oracle, 'ask'>, both: Both): Promise<Explanation> {
  if (both.ours === both.theirs) return 'agreed';
  const byRequest = classes.filter(({ request }) => request?.(both));
  if (byRequest.length > 0) return byRequest.map(({ id }) => id);
  const pointedAt = new Set<string>();
  const point = <T>(
    predicates: readonly (readonly [id: string, predicate: ((seen: T) => boolean) | undefined])[],
    seen: T,
  ): boolean => {
    const ids = predicates.filter(([, predicate]) => predicate?.(seen)).map(([id]) => id);
    for (const id of ids) pointedAt.add(id);
    return ids.length > 0;
  };
  const neutral: Question = without(both.question, {
    condition: (seen) =>
      point(
        classes.map(({ id, condition }) => [id, condition] as const),
        seen,
      ),
    statement: (seen) =>
      point(
        classes.map(({ id, statement }) => [id, statement] as const),
        seen,
      ),
  });
  if (pointedAt.size === 0) return undefined;
  const again = await askBoth(oracle, neutral);
  if (again.ours === again.theirs) return [...pointedAt];
  const rest = classes.filter(({ request }) => request?.(again)).map(({ id }) => id);
  return rest.length > 0 ? [...pointedAt, ...rest] : undefined;
}
