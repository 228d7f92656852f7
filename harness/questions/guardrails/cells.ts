/** From judgements of guardrail tests to cells. */
import type { Cell } from '../../drill/cell.js';
import type { BothJudgements, SideJudgement } from './judge-answers.js';
import type { GuardrailTest } from './choose-tests.js';

type GuardrailPart = NonNullable<Cell['guardrail']>;

/** Both cells of a test. `calls` is how many were made: the control makes one of three. */
export function guardrailCells(
  scenario: string,
  test: GuardrailTest,
  by: 'call' | 'hop' | 'question',
  judged: BothJudgements,
  calls: number,
): [breakGlass: Cell, control: Cell] {
  const { name } = test.guardrail;
  const part = (side: GuardrailPart['side'], { message }: SideJudgement): GuardrailPart => {
    const evaluated = by === 'question' || message === 'evaluated';
    // What the outsider of a hop would be told is decided by the evaluator, as every question is.
    return {
      name,
      side,
      expects: test.expects,
      by: by === 'hop' && side === 'control' ? 'question' : by,
      evidence: evaluated ? 'evaluated' : 'observed',
    };
  };
  const controls = by === 'hop' ? 0 : Math.min(1, calls);
  const cell = (user: string, side: GuardrailPart['side'], judgement: SideJudgement, made: number): Cell =>
    guardrailCell(
      { scenario, account: test.account, user: `${name}: ${user}`, calls: made },
      part(side, judgement),
      judgement,
    );
  return [
    cell('break-glass role', 'break-glass', judged.breakGlass, calls - controls),
    cell(by === 'hop' ? 'outsider' : 'ordinary administrator', 'control', judged.control, controls),
  ];
}

/** One side in one account. */
export function guardrailCell(
  { scenario, account, user, calls }: Pick<Cell, 'scenario' | 'account' | 'user' | 'calls'>,
  guardrail: GuardrailPart,
  judged: SideJudgement,
): Cell {
  return {
    scenario,
    question: 'guardrails',
    kind: 'guardrail',
    user,
    control: '',
    guardrail,
    account,
    stage: 'act',
    requestId: '',
    calls,
    ms: 0,
    ...judged,
  };
}
