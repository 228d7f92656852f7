/** Judges the guardrail cells, one aspect at a time. */
import type { Verdict } from '../../drill/verdict.js';
import { names, notHeld, reasons } from '../../drill/cell.js';
import type { Cell } from '../../drill/cell.js';
import type { Guardrail } from './read.js';

type GuardrailCell = Cell & { guardrail: NonNullable<Cell['guardrail']> };

const ASPECTS: Readonly<Record<string, (guardrail: GuardrailCell['guardrail']) => boolean>> = {
  'yield toBreakGlass': ({ side, expects, by }) =>
    side === 'break-glass' && expects === 'yields' && (by === 'call' || by === 'hop'),
  'bind breakGlass': ({ side, expects, by }) =>
    side === 'break-glass' && expects === 'binds' && (by === 'call' || by === 'hop'),
  'bind everybodyElse': ({ side, by }) => side === 'control' && by === 'call',
  'decide byEvaluation': ({ by }) => by === 'question',
  'edited byBreakGlassAlone': ({ by }) => by === 'edit',
};

/** Held: every cell of the aspect held, and there were some. An organization without such guardrails has nothing to test. */
export function judgeGuardrails(aspect: string, cells: readonly Cell[]): Verdict {
  const belongs = ASPECTS[aspect];
  if (!belongs) throw new TypeError(`guardrails have no aspect "${aspect}"`);
  const chosen = cells.filter((cell): cell is GuardrailCell => cell.guardrail !== undefined && belongs(cell.guardrail));
  const held = chosen.filter((cell) => cell.outcome === 'held').length;
  const broken = chosen.filter((cell) => cell.outcome === 'broken');
  const open = chosen.filter((cell) => cell.outcome === 'inconclusive');
  // As strong as the weakest: a service that answers before it authorizes leaves the decision to the evaluator.
  const evidence = chosen.some(({ guardrail }) => guardrail.evidence === 'evaluated') ? 'evaluated' : 'observed';
  const summary =
    aspect === 'edited byBreakGlassAlone'
      ? `${held} of ${chosen.length} attempts to edit as expected`
      : `${held} of ${chosen.length} guardrails in accounts as expected`;
  const which = (of: readonly Cell[]): string => [...new Set(of.map(({ guardrail }) => guardrail?.name))].join(', ');
  if (broken.length > 0)
    return {
      outcome: 'broken',
      evidence,
      summary,
      reason: `${which(broken)} in ${names(broken)}`,
      faults: notHeld(chosen),
    };
  if (open.length > 0)
    return {
      outcome: 'inconclusive',
      evidence,
      summary,
      reason: reasons(open, (of) => `${which(of)} in ${names(of)}`),
    };
  if (chosen.length === 0)
    return { outcome: 'inconclusive', evidence, summary, reason: 'no guardrail of this kind reaches an account' };
  return { outcome: 'held', evidence, summary };
}

/** What stands there and no document declares is judged as what follows from it, and said to be undeclared. */
export function listUndeclared(
  verdict: Verdict,
  aspect: string,
  guardrails: readonly Pick<Guardrail, 'name' | 'declared' | 'awsManaged' | 'reaches'>[],
  cells: readonly Cell[],
): Verdict {
  const undeclared = guardrails.filter(
    ({ declared, awsManaged, reaches }) => declared === undefined && !awsManaged && reaches.size > 0,
  );
  if (aspect !== 'yield toBreakGlass' || undeclared.length === 0) return verdict;
  const told = undeclared.map(({ name }) =>
    cells.some(({ guardrail }) => guardrail?.name === name)
      ? `"${name}"`
      : `"${name}" (nothing that break glass needs)`,
  );
  return { ...verdict, summary: `${verdict.summary}; not in the document: ${told.join(', ')}` };
}
