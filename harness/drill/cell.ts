/** One user in one account: the smallest thing that a drill judges. */
import { groupedBy } from '../../base/grouped-by.js';
import type { CallerIdentity } from '../causes/caller-identity.js';
import type { FindingCode } from '../causes/explanation.js';
import type { AccountInScope } from './context.js';

/** How far an attempt came. */
export type Stage = 'credentials' | 'sign-in' | 'assume' | 'act' | 'done';

/** What was answered: `BG_HELD` when all is well. */
export type CellCode = FindingCode | 'BG_HELD';

/** What came of a cell. What is broken has a finding, and so never the code of what is well. */
export type Judged = { outcome: 'held' | 'inconclusive'; code: CellCode } | { outcome: 'broken'; code: FindingCode };

/** A cell, judged. */
export type Cell = Judged & Asked;

/** A cell whose cause is to be found. */
export type BrokenCell = Cell & { outcome: 'broken' };

/** What was asked in a cell, and what was answered. */
interface Asked {
  scenario: string;
  /** Id of the question that asked. */
  question: string;
  /** Id of its item in the plan, once it answers one. */
  item?: string;
  /** `break-glass` must get in, `control` must be refused, `guardrail` must yield or bind as expected. */
  kind: 'break-glass' | 'control' | 'guardrail';
  /** Break-glass user, or what the control plays. */
  user: string;
  /** Id of the control; empty for break-glass cells. */
  control: string;
  caller?: CallerIdentity;
  /** For guardrail cells. */
  guardrail?: {
    name: string;
    side: 'break-glass' | 'control';
    expects: 'yields' | 'binds';
    /** What tests it: a call, the hop into the role, a question for the evaluator, or an edit of the guardrails themselves. */
    by: 'call' | 'hop' | 'question' | 'edit';
    /** `evaluated` for questions, and for calls that told nothing. */
    evidence: 'observed' | 'evaluated';
  };
  account: AccountInScope;
  stage: Stage;
  /** AWS's own text, or why the cell is inconclusive. */
  message: string;
  requestId: string;
  /** Calls that the cell stands for. */
  calls: number;
  /** Milliseconds on the target's clock. */
  ms: number;
  /** Of a cell that an earlier drill played: its line in that journal, and when. */
  resumed?: Resumed;
}

/** Where in the journal of the drill that is resumed an answer is, and when it was given; ISO 8601. */
export interface Resumed {
  seq: number;
  at: string;
}

/** Cells that keep a check from being held: those that are inconclusive too, which nobody can accept. */
export function notHeld(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ outcome }) => outcome !== 'held');
}

/** Up to three account names, then how many more. */
export function names(cells: readonly Cell[]): string {
  const accounts = [...new Set(cells.map((cell) => cell.account.name))];
  return accounts.length <= 3
    ? accounts.join(', ')
    : `${accounts.slice(0, 3).join(', ')} and ${accounts.length - 3} more`;
}

/** Why cells are inconclusive: each reason with the accounts that have it, up to three reasons, then how many more. */
export function reasons(cells: readonly Cell[], where: (of: readonly Cell[]) => string = names): string {
  // What differs in the id of the account or of the request alone is one reason.
  const byReason = groupedBy(cells, ({ message }) =>
    message.replaceAll(/\b(\d{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g, ''),
  );
  const told = [...byReason.values()].map((of) => `${where(of)}: ${of[0]?.message ?? ''}`);
  return told.length <= 3 ? told.join('; ') : `${told.slice(0, 3).join('; ')}; and ${told.length - 3} more reasons`;
}
