/** What the journal says of a cell and of a call. Pure. */
import type { ObservedCall } from '../../aws/guard.js';
import type { JournalEntry } from '../../reports/journal-record.js';
import type { Cell } from '../drill/cell.js';

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
  };
}

export function callEntry(call: ObservedCall, scenario: string | undefined): JournalEntry {
  return {
    kind: 'call',
    ...(scenario === undefined ? {} : { scenario }),
    call: `${call.service}:${call.operation}`,
    purpose: call.purpose,
    ...(call.region === '' ? {} : { region: call.region }),
    ...(call.statusCode === undefined ? {} : { status: call.statusCode }),
  };
}
