/** Judges what a guardrail's call was answered. Three sessions make the same call, so that the order in which a service checks does not matter. Pure. */
import { denialCode } from '../probes/denial.js';
import type { GuardrailTest } from './plan.js';

/** An answer to a guardrail call: the service's error, or nothing if it succeeded, which it must not be able to. */
export type CallAnswer = { name: string; message: string; statusCode: number; requestId: string } | undefined;

export interface Answers {
  /** Break-glass role with a session policy that denies everything: calibration. */
  calibration: CallAnswer;
  /** Break-glass role with a session policy that allows exactly this call. */
  breakGlass: CallAnswer;
  /** Ordinary administrator. */
  control: CallAnswer;
}

/** The judgement of one side. */
export interface SideJudgement {
  outcome: 'held' | 'broken' | 'inconclusive';
  code: string;
  message: string;
}

type Reading = 'passed' | 'stopped here' | 'stopped elsewhere' | 'unclear';

/** Both sides of a tested guardrail. */
export function judgeAnswers(test: GuardrailTest, absentAnswers: readonly string[], answers: Answers): { breakGlass: SideJudgement; control: SideJudgement } {
  const read = (answer: CallAnswer): Reading => readAnswer(answer, absentAnswers, test.guardrail.arn);
  if (!['stopped here', 'stopped elsewhere'].includes(read(answers.calibration))) {
    const unclear: SideJudgement = { outcome: 'inconclusive', code: 'BG_SERVICE_ERROR', message: 'the service answers before it authorizes, so the call tells nothing' };
    return { breakGlass: unclear, control: unclear };
  }
  return { breakGlass: judgeBreakGlass(test, read(answers.breakGlass), answers.breakGlass), control: judgeControl(read(answers.control), answers.control) };
}

function judgeBreakGlass({ expects }: GuardrailTest, reading: Reading, answer: CallAnswer): SideJudgement {
  const message = answer?.message ?? '';
  if (reading === 'unclear') return { outcome: 'inconclusive', code: 'BG_SERVICE_ERROR', message };
  if (expects === 'yields') {
    if (reading === 'passed') return { outcome: 'held', code: 'BG_HELD', message };
    // Another guardrail locks out as well; a policy of the role itself is no matter of guardrails.
    if (codeOf(answer) === 'BG_SCP_DENIED') return { outcome: 'broken', code: 'BG_GUARDRAIL_LOCKS_OUT', message };
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
  return { outcome: 'inconclusive', code: codeOf(answer), message: `denied, but not by this guardrail: ${message}` };
}

/** A success counts as passed too: it shows that nothing stopped the call. */
function readAnswer(answer: CallAnswer, absentAnswers: readonly string[], guardrailArn: string): Reading {
  if (answer === undefined || absentAnswers.includes(answer.name)) return 'passed';
  if (!['AccessDenied', 'AccessDeniedException'].includes(answer.name)) return 'unclear';
  // AWS names the policy by its ARN at the end of the text.
  return codeOf(answer) === 'BG_SCP_DENIED' && answer.message.endsWith(guardrailArn) ? 'stopped here' : 'stopped elsewhere';
}

function codeOf(answer: CallAnswer): string {
  return answer ? denialCode({ ok: false, code: answer.name, message: answer.message, statusCode: answer.statusCode, requestId: '' }) : 'BG_HELD';
}
