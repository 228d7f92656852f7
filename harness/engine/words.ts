/** The chai plugin: words for scenarios, made of those of the questions. Each word asks the question that its subject is about. */
import * as chai from 'chai';
import { questions } from '../questions/index.js';
import type { Subject } from '../questions/question.js';

/** First part of a word -> its second parts by method; an empty one for a word of one part. */
const words = new Map<string, Map<string, string[]>>();
for (const { methods } of questions) {
  for (const [method, { words: own }] of Object.entries(methods)) {
    for (const word of own) {
      const [first = '', second = ''] = word.split(' ');
      const byMethod = words.get(first) ?? new Map<string, string[]>();
      words.set(first, byMethod.set(method, [...(byMethod.get(method) ?? []), second]));
    }
  }
}

chai.use((library, utilities) => {
  for (const [first, byMethod] of words) {
    utilities.addProperty(library.Assertion.prototype, first, function (this: Chai.AssertionStatic) {
      const subject = subjectOf(utilities.flag(this, 'object'), first, byMethod);
      // A negated question could pass on something that was never tested, and no scenario needs one.
      const ask = (word: string): Promise<void> =>
        utilities.flag(this, 'negate') === true
          ? Promise.reject(new TypeError('questions of a drill cannot be negated: ask the opposite question'))
          : subject.ask(word);
      const seconds = byMethod.get(subject.method) ?? [];
      if (seconds.includes('')) return ask(first);
      return Object.defineProperties(
        {},
        Object.fromEntries(seconds.map((second) => [second, { get: () => ask(`${first} ${second}`) }])),
      );
    });
  }
});

/** chai with the words of the questions. Its type is that of the module, so that the declaration file imports chai's types. */
export const expect: typeof chai.expect = chai.expect;

function subjectOf(subject: unknown, word: string, byMethod: ReadonlyMap<string, unknown>): Subject {
  const method = (subject as Partial<Subject> | undefined)?.method;
  if (method === undefined || !byMethod.has(method))
    throw new TypeError(
      `"${word}" is a word about ${[...byMethod.keys()].map((name) => `drill.${name}()`).join(' or ')}`,
    );
  return subject as Subject;
}
