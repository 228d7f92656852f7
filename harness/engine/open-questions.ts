/** Opens the questions that the scenarios of a drill ask: each learns what it must know to plan. */
import type { DrillContext } from '../drill/context.js';
import type { OpenQuestion, Question } from '../questions/question.js';

/** Questions by id; one that could not learn what it must know holds the reason, which the checks that ask it tell. */
export type OpenedQuestions = ReadonlyMap<string, OpenQuestion | { error: unknown }>;

/** Opens them one after the other. Rejects when the drill is stopped. */
export async function openQuestions(context: DrillContext, asked: readonly Question[]): Promise<OpenedQuestions> {
  const opened = new Map<string, OpenQuestion | { error: unknown }>();
  for (const question of asked) {
    try {
      opened.set(question.id, await question.open(context));
    } catch (error) {
      context.signal.throwIfAborted();
      opened.set(question.id, { error });
    }
  }
  return opened;
}
