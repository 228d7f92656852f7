/** Judges what a guardrail's call was answered. Three sessions make the same call, so that the order in which a service checks does not matter. Pure. */
import { isExplicit } from '../../causes/denied-by.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { Cell, Judged } from '../../drill/cell.js';
import { codeOf, readAnswer, whyUntold } from '../harmless/ask.js';
import type { CallAnswer } from '../harmless/ask.js';
import type { GuardrailTest } from './choose-tests.js';
import type { Decided, Decisions } from './statements.js';

export interface Answers {
  /** Break-glass role with a session policy that denies everything: calibration. */
  calibration: CallAnswer;
  /** Break-glass role with a session policy that allows exactly this call. */
  breakGlass: CallAnswer;
  /** Ordinary administrator. */
  control: CallAnswer;
}

/** The judgement of one side. */
export type SideJudgement = Judged & Pick<Cell, 'message'>;

export interface BothJudgements {
  breakGlass: SideJudgement;
  control: SideJudgement;
}

type Reading = 'passed' | 'stopped here' | 'stopped elsewhere' | 'unclear';

/** Both sides of a tested guardrail. */
export function judgeAnswers(test: GuardrailTest, absentAnswers: readonly string[], answers: Answers): BothJudgements {
  const { calibration } = answers;
  if (readAnswer(calibration, absentAnswers) !== 'denied') {
    const { code, message } = whyUntold(calibration);
    return bothSides(code, message);
  }
  const read = (answer: CallAnswer): Reading => {
    const reading = readAnswer(answer, absentAnswers);
    if (reading !== 'denied') return reading;
    // AWS names the policy by its ARN at the end of the text.
    return codeOf(answer) === 'BG_SCP_DENIED' && answer?.message.endsWith(test.guardrail.arn) === true
      ? 'stopped here'
      : 'stopped elsewhere';
  };
  return {
    breakGlass: judgeBreakGlass(test, read(answers.breakGlass), answers.breakGlass),
    control: judgeControl(read(answers.control), answers.control),
  };
}

/** What the evaluator decided from the guardrail as it was read: whom each of its statements denies. */
export function judgeDecisions(
  { expects }: Pick<GuardrailTest, 'expects'>,
  { decided, open }: Decisions,
): BothJudgements {
  const wrong = expects === 'binds' ? 'BG_GUARDRAIL_YIELDS' : 'BG_GUARDRAIL_LOCKS_OUT';
  const side = (wanted: boolean, code: FindingCode, denied: (one: Decided) => boolean): SideJudgement => {
    if (decided.some((one) => denied(one) !== wanted)) return { outcome: 'broken', code, message: 'evaluated' };
    if (open.length > 0) return { outcome: 'inconclusive', code: 'BG_SERVICE_ERROR', message: unreached(open) };
    return { outcome: 'held', code: 'BG_SCP_DENIED', message: 'evaluated' };
  };
  return {
    // What no session of a role meets locks none out, and binds by stopping whom it means.
    breakGlass: side(expects === 'binds', wrong, ({ breakGlass, aboutRoles, control }) =>
      expects === 'binds' && !aboutRoles ? control : breakGlass,
    ),
    control: side(true, 'BG_GUARDRAIL_TOO_WIDE', ({ control }) => control),
  };
}

function unreached(labels: readonly string[]): string {
  return `no request could be made that ${labels.map((label) => `statement "${label}"`).join(', ')} denies to anybody`;
}

/**
 * An answer is the stronger evidence, and tells of one statement: where the evaluator finds another one wrong, the guardrail is
 * wrong all the same.
 */
export function alsoEvaluated(answered: BothJudgements, decided: BothJudgements): BothJudgements {
  const worse = (side: keyof BothJudgements): SideJudgement =>
    decided[side].outcome === 'broken' && answered[side].outcome !== 'broken' ? decided[side] : answered[side];
  return { breakGlass: worse('breakGlass'), control: worse('control') };
}

/** Both sides could not be tested, for one reason. */
export function bothSides(code: FindingCode, message: string): BothJudgements {
  const unclear: SideJudgement = { outcome: 'inconclusive', code, message };
  return { breakGlass: unclear, control: unclear };
}

function judgeBreakGlass({ expects }: GuardrailTest, reading: Reading, answer: CallAnswer): SideJudgement {
  const message = answer?.message ?? '';
  if (reading === 'unclear') return { outcome: 'inconclusive', code: codeOf(answer), message };
  if (expects === 'yields') {
    if (reading === 'passed') return { outcome: 'held', code: 'BG_HELD', message };
    // Another guardrail locks out as well; a policy of the role itself is no matter of guardrails.
    // Where nothing allows, no guardrail denies: an Allow is missing on some level.
    if (codeOf(answer) === 'BG_SCP_DENIED')
      return {
        outcome: 'broken',
        code: isExplicit(message) ? 'BG_GUARDRAIL_LOCKS_OUT' : 'BG_SCP_DENIED',
        message,
      };
    return { outcome: 'inconclusive', code: codeOf(answer), message: `denied, but not by a guardrail: ${message}` };
  }
  if (reading === 'stopped here') return { outcome: 'held', code: 'BG_SCP_DENIED', message };
  if (reading === 'passed') return { outcome: 'broken', code: 'BG_GUARDRAIL_YIELDS', message };
  return { outcome: 'inconclusive', code: codeOf(answer), message: `denied, but not by this guardrail: ${message}` };
}

function judgeControl(reading: Reading, answer: CallAnswer): SideJudgement {
  const message = answer?.message ?? '';
  if (reading === 'stopped here') return { outcome: 'held', code: 'BG_SCP_DENIED', message };
  if (reading === 'passed') return { outcome: 'broken', code: 'BG_GUARDRAIL_TOO_WIDE', message };
  if (reading === 'unclear') return { outcome: 'inconclusive', code: codeOf(answer), message };
  return { outcome: 'inconclusive', code: codeOf(answer), message: `denied, but not by this guardrail: ${message}` };
}
