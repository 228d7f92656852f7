/** One line of `journal.jsonl`: the source of truth, appended as it happens, hash-chained. */
import type { Evidence, Outcome } from './result.js';

export type JournalKind =
  | 'start' // detail: { name, mode, target, capabilities, organization, scenarios, seed, tool, inventory }
  | 'planned' // one planned check; detail: { title }
  | 'premise' // a disaster begins; detail: { title, how, event: 'begins' | 'ends' }
  | 'undo-planned' // on disk before the act; detail: { what, finish, undo }
  | 'undone' // detail: { what }
  | 'undo-failed' // detail: { what, finish }
  | 'call' // a single call outside a sweep
  | 'cell' // one user in one account; detail: { kind: 'break-glass' | 'control', ou, accountName }
  | 'check' // detail: { title, reason?, summary?, grounds?: Grounds }
  | 'alarm' // one path in one Region; detail: an AlarmResult
  | 'use' // one use that alarms are judged by; detail: a UseResult
  | 'coverage' // detail: a CoverageResult
  | 'delivery' // detail: a DeliveryResult
  | 'custody' // detail: a CustodyResult
  | 'residual-risk' // detail: a ResidualRisk
  | 'finding' // detail: a Finding, and the lines of the cells that are broken because of it
  | 'aborted' // detail: { why }
  | 'end'; // detail: { exitCode }

/** All that a broken check broke on: lines of cells, and findings. A check without grounds broke on something that no finding says. */
export interface Grounds {
  cells: number[];
  findings: { code: string; cause: string }[];
}

/** `hash = sha256(prev + canonical JSON of the record without hash)`; the first `prev` is the SHA-256 of `plan.json`. */
export interface JournalRecord {
  v: 1;
  /** Counts from 1 without gaps. */
  seq: number;
  /** ISO 8601, UTC, on the clock of the target. */
  ts: string;
  drill: string;
  kind: JournalKind;
  scenario?: string;
  user?: string;
  /** Account id. */
  account?: string;
  region?: string;
  /** `service:Operation`. */
  call?: string;
  request_id?: string;
  outcome?: Outcome;
  code?: string;
  /** Milliseconds on the clock of the target. */
  ms?: number;
  evidence?: Evidence;
  detail?: Record<string, unknown>;
  prev: string;
  hash: string;
}
