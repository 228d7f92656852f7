/** What a drill would have come to if somebody had accepted its findings. */
import type { JournalRecord } from '../../reports/journal-record.js';
import { planText } from '../../reports/plan.js';
import type { DrillPlan, PlannedException } from '../../reports/plan.js';
import type { DrillResult, Finding } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';
import type { PlayedDrill } from '../drill.js';
import { exception } from '../reports/made-journal.js';

/** An exception for one finding as it is and nothing else. */
export function exactly({ code, cause, accounts }: Finding): PlannedException {
  return exception(code, { cause, ...(accounts.length > 0 ? { accounts: accounts.map(({ name }) => name) } : {}) });
}

/** What the drill would have come to with these exceptions: they change nothing of what is played. */
export function accepting({ texts }: PlayedDrill): {
  records: JournalRecord[];
  summary(exceptions: readonly PlannedException[]): DrillResult;
} {
  const plan = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const records = (texts.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  return {
    records,
    summary: (exceptions) => summarize({ ...plan, exceptions: [...exceptions] }, planText(plan), records),
  };
}
