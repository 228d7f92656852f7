/** The chai plugin: words for scenarios. Each word names the one kind of question it is about and asks it. */
import * as chai from 'chai';
import type { Question } from './drill.js';

declare global {
  // eslint's namespace rule does not apply: chai's types are extended through its global namespace.
  namespace Chai {
    interface Assertion {
      /** About `drill.federation()`: nobody can sign in. */
      shut: Promise<void>;
      /** About `drill.sweep()`. */
      reach: { everyAccount: Promise<void> };
      /** About `drill.console()`: every user who has a password signs in and switches to the role, and no wrong code is taken. */
      admit: { breakGlass: Promise<void> };
      /** About `drill.calls()`. */
      avoid: { identityProvider: Promise<void>; earlierSessions: Promise<void> };
      /** About `drill.attempts(…)`: refused everywhere, for the right reason. */
      refused: Promise<void>;
      /** About `drill.guardrails()`: those that should let break glass through do. */
      yield: { toBreakGlass: Promise<void> };
      /** About `drill.guardrails()`: those that should bind break glass do; all of them bind others. */
      bind: { breakGlass: Promise<void>; everybodyElse: Promise<void> };
      /** About `drill.people()`: a way in is left without any one of them, and without as many at once as the drill file asks for. */
      survive: { person: Promise<void>; team: Promise<void>; site: Promise<void>; together: Promise<void> };
      /** About `drill.people()`: the losses are played, and whoever is left gets into every account. */
      open: { everyAccount: Promise<void> };
      /** About `drill.people()`: nobody alone holds both factors of a user. */
      separate: { factors: Promise<void> };
      /** About `drill.attackers()`: what an attacker who owns the identity provider cannot do, what is left to them, and that they can be stopped. */
      enter: { nothing: Promise<void> };
      alter: { nothing: Promise<void>; noRole: Promise<void> };
      weighed: Promise<void>;
      contained: Promise<void>;
      /** About `drill.alarms()`: each use was reported within the service level. */
      fire: { withinSla: Promise<void> };
      /** About `drill.alarms()`: the trail holds no use of break glass that this drill did not make. */
      explain: { everyUse: Promise<void> };
      /** About `drill.inspection(…)`: its rules found nothing, and could look at everything. */
      find: { nothing: Promise<void> };
      /** About `drill.guardrails()`: what no call may test. */
      decide: { byEvaluation: Promise<void> };
      /** About `drill.guardrails()`: the break-glass role may change them, from the management account, and no ordinary administrator. */
      edited: { byBreakGlassAlone: Promise<void> };
    }
  }
}

chai.use((library, utilities) => {
  const word = (name: string, kind: Question['kind'], ...members: readonly string[]): void => {
    utilities.addProperty(library.Assertion.prototype, name, function (this: Chai.AssertionStatic) {
      const subject: unknown = utilities.flag(this, 'object');
      const negated = utilities.flag(this, 'negate') === true;
      const ask = (aspect: string): Promise<void> => settle(questionOf(subject, kind, name), aspect, negated);
      if (members.length === 0) return ask(name);
      return Object.defineProperties(
        {},
        Object.fromEntries(members.map((member) => [member, { get: () => ask(`${name} ${member}`) }])),
      );
    });
  };
  word('shut', 'federation');
  word('reach', 'access', 'everyAccount');
  word('admit', 'console', 'breakGlass');
  word('avoid', 'calls', 'identityProvider', 'earlierSessions');
  word('refused', 'control');
  word('yield', 'guardrails', 'toBreakGlass');
  word('bind', 'guardrails', 'breakGlass', 'everybodyElse');
  word('survive', 'people', 'person', 'team', 'site', 'together');
  word('open', 'people', 'everyAccount');
  word('separate', 'people', 'factors');
  word('enter', 'attackers', 'nothing');
  word('alter', 'attackers', 'nothing', 'noRole');
  word('weighed', 'attackers');
  word('contained', 'attackers');
  word('fire', 'alarms', 'withinSla');
  word('explain', 'alarms', 'everyUse');
  word('decide', 'guardrails', 'byEvaluation');
  word('find', 'inspection', 'nothing');
  word('edited', 'guardrails', 'byBreakGlassAlone');
});

/** chai with the words of this file. */
export const expect = chai.expect;

function questionOf(subject: unknown, kind: Question['kind'], word: string): Question {
  const question = subject as Partial<Question> | undefined;
  if (question?.kind !== kind || !question.judge || !question.recorder)
    throw new TypeError(`"${word}" is a word about drill questions of kind ${kind}`);
  return question as Question;
}

async function settle(question: Question, aspect: string, negated: boolean): Promise<void> {
  // A negated question could pass on something that was never tested, and no scenario needs one.
  if (negated) throw new TypeError('questions of a drill cannot be negated: ask the opposite question');
  question.recorder.begin();
  question.recorder.settle(await question.judge(aspect));
}
