/** A question of the comparison, what AWS answers, and what other emulators were seen to answer. */
import type { World } from './world.js';

export interface Row {
  question: string;
  /** The answer that AWS documents: `allowed`, a code, or a word for what happens. The twin's must be the same. */
  aws: string;
  /** Answers of the others; absent where the question was not put to them. */
  fakecloud?: string;
  moto?: string;
  localstack?: string;
  /** Puts the question to the twin. */
  ask(world: World): Promise<string>;
}

/** Rows about one subject. */
export interface Subject {
  title: string;
  rows: readonly Row[];
}
