/** Turns broken cells into findings: one per cause, not one per cell. Runs after everything was put back. */
import type { Found } from '../causes/found.js';
import type { Cell } from '../drill/cell.js';
import type { DrillContext } from '../drill/context.js';
import { questions } from '../questions/index.js';
import type { DrillRun } from './drill.js';

/** A finding, and the cells that are broken because of it. */
export interface Diagnosed {
  /** Question that asked about the first of them. */
  question: string;
  finding: Found;
  cells: Cell[];
}

/** Explains every broken cell, as the question does that asked about it. What cannot be read is said in the finding, never guessed. */
export async function diagnose(
  context: DrillContext,
  { cells, once }: Pick<DrillRun, 'cells' | 'once'>,
): Promise<Diagnosed[]> {
  const played = cells();
  const findings = new Map<string, Diagnosed>();
  for (const cell of played.filter((one) => one.outcome === 'broken')) {
    const question = questions.find(({ id }) => id === cell.question);
    if (!question) throw new RangeError(`there is no question "${cell.question}"`);
    const { code, cause, evidence } = await question.explain(context, once, cell, played);
    const key = `${code} ${cause}`;
    const diagnosed = findings.get(key) ?? {
      question: question.id,
      finding: { code, cause, accounts: [], scenarios: [], evidence },
      cells: [],
    };
    diagnosed.cells.push(cell);
    merge(diagnosed.finding, cell);
    findings.set(key, diagnosed);
  }
  return [...findings.values()];
}

function merge({ accounts, scenarios }: Found, { account, scenario }: Cell): void {
  if (!accounts.some(({ id }) => id === account.id)) accounts.push({ id: account.id, name: account.name });
  if (!scenarios.includes(scenario)) scenarios.push(scenario);
}
