/** What the journal says of a cell and of a call. Pure. */
import type { ObservedCall } from '../../aws/guard.js';
import type { JournalEntry, RecordOf } from '../../reports/journal-record.js';
import type { Cell, Judged, Stage } from '../drill/cell.js';
import type { AccountInScope } from '../drill/context.js';

export function cellEntry(cell: Cell): JournalEntry {
  return {
    kind: 'cell',
    scenario: cell.scenario,
    question: cell.question,
    item: cell.item ?? '',
    cell: cell.kind,
    user: cell.user,
    account: cell.account.id,
    accountName: cell.account.name,
    ou: cell.account.ou,
    outcome: cell.outcome,
    code: cell.code,
    calls: cell.calls,
    ms: cell.ms,
    ...(cell.requestId === '' ? {} : { request_id: cell.requestId }),
    ...(cell.control === '' ? {} : { control: cell.control }),
    ...(cell.outcome === 'held' ? {} : { stage: cell.stage, message: cell.message }),
    ...(cell.guardrail ? { guardrail: cell.guardrail } : {}),
    ...(cell.caller && cell.outcome === 'broken' ? { caller: asRecorded(cell.caller) } : {}),
    ...(cell.resumed ? { resumed: cell.resumed } : {}),
  };
}

function asRecorded({ principal, principalId, context }: NonNullable<Cell['caller']>): RecordOf<'cell'>['caller'] {
  const keys = Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]);
  return { principal, principalId, context: Object.fromEntries(keys) as Record<string, string | string[]> };
}

/** The cell that a record was made of, all that verdicts and explanations ask of it. */
export function cellOf(record: RecordOf<'cell'>, account: AccountInScope): Cell {
  const { scenario, question, item, cell: kind, user, outcome, code, calls, ms, guardrail, caller } = record;
  return {
    scenario,
    question,
    item,
    kind,
    user,
    control: record.control ?? '',
    account,
    ...({ outcome, code } as Judged),
    // How far a cell came is only asked of one that did not hold.
    stage: (record.stage ?? 'done') as Stage,
    message: record.message ?? '',
    requestId: record.request_id ?? '',
    calls,
    ms,
    ...(guardrail ? { guardrail } : {}),
    ...(caller ? { caller } : {}),
  };
}

/** `isTaken`: a premise took away whatever it was sent to. */
export function callEntry(call: ObservedCall, scenario: string | undefined, isTaken: boolean): JournalEntry {
  return {
    kind: 'call',
    ...(scenario === undefined ? {} : { scenario }),
    call: `${call.service}:${call.operation}`,
    purpose: call.purpose,
    ...(call.region === '' ? {} : { region: call.region }),
    ...(call.statusCode === undefined ? {} : { status: call.statusCode }),
    // That fails what a premise took away is no fault of the way.
    ...(call.fault === undefined || isTaken ? {} : { fault: call.fault }),
  };
}
