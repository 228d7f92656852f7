/** Every question, one line each. Everything that a drill knows of questions is made of this list. */
import { access } from './access/question.js';
import { alarms } from './alarms/question.js';
import { consoleSignIn } from './console/question.js';
import { doors } from './doors/question.js';
import { federation, ordinaryFederation } from './federation/question.js';
import { guardrails } from './guardrails/question.js';
import { people } from './people/question.js';
import type { Question, Subject } from './question.js';
import { readiness } from './readiness/question.js';
import { refusal } from './refusal/question.js';

/** Named one by one, so that the declaration file imports each: with it come the types of its words, for scenarios of others. */
type All = readonly [
  typeof readiness,
  typeof doors,
  typeof ordinaryFederation,
  typeof access,
  typeof consoleSignIn,
  typeof refusal,
  typeof federation,
  typeof people,
  typeof guardrails,
  typeof alarms,
];

const all: All = [
  readiness,
  doors,
  ordinaryFederation,
  access,
  consoleSignIn,
  refusal,
  federation,
  people,
  guardrails,
  alarms,
];

/** Every question, in the order in which a drill learns what it must know. */
export const questions: readonly Question[] = all;

type AnyMethods = All[number] extends infer Asked ? (Asked extends Question<infer Methods> ? Methods : never) : never;
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Methods = Together<AnyMethods>;

/** The methods by which scenarios ask, with what each may be asked about. */
export type Asks = {
  [Name in keyof Methods]: Methods[Name] extends { abouts: readonly (infer About)[] }
    ? (about: About) => Subject
    : () => Subject;
};

/** The question that a method asks. Throws for one that there is not. */
export function questionOf(method: string): Question {
  const found = questions.find(({ methods }) => Object.hasOwn(methods, method));
  if (!found) throw new RangeError(`no question is asked by "${method}"`);
  return found;
}
