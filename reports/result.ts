/** What a drill leaves behind, typed. The writers in this folder read nothing else. */
import type { Acceptance, ExceptionResult } from './exception-result.js';
import type { DrillExitCode } from './exit-codes.js';
import type { AlarmResult, CoverageResult, DeliveryResult, UseResult } from './monitoring-result.js';

/** How it was found out what a target enforces or has. */
export interface CapabilityAnswer {
  /** Such as `enforces trust policies`. */
  capability: string;
  able: boolean;
  /** The call that was made to find out. */
  asked: string;
  /** What came back, in one line. */
  answer: string;
}

/** `broken`: tested, does not hold. `inconclusive`: should have been testable and was not. Untested never counts as held. */
export type Outcome = 'held' | 'broken' | 'inconclusive' | 'not applicable' | 'aborted';

/** How strong a check's evidence is. `simulated` is a premise, never a check. */
export type Evidence = 'observed' | 'evaluated' | 'declared' | 'attested';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Whether the answers came from AWS itself (`LIVE`) or from an emulator (`EMULATED`, the badge on every page). */
export type Mode = 'LIVE' | 'EMULATED';

/** What a drill took over from the one that it resumes. */
export interface Resumed {
  /** Name of the folder of that drill. */
  folder: string;
  startedAt: string;
  /** SHA-256 of its journal.jsonl. */
  journalSha256: string;
  /** Items that must be answered, and how many that drill, or one that it resumed, had answered. */
  items: { of: number; takenOver: number };
  /** When the first and the last of them were answered; absent if there are none. */
  answered?: { first: string; last: string };
}

export interface CheckResult {
  /** Made of what it asks; unique in its scenario. */
  id: string;
  title: string;
  /** Ids of the controls that it is evidence for. */
  controls: string[];
  /** When it was played, ISO 8601, UTC, on the clock of the target; absent for one that was not. */
  began?: string;
  ended?: string;
  outcome: Outcome;
  /** Absent while nothing was answered. */
  evidence?: Evidence;
  /** Why it is not held, in one sentence. */
  reason?: string;
  /** Figures worth a line in a report, such as `32 of 32 cells`. */
  summary?: string;
  /** Of a broken check: everything that it broke on was accepted, so that it counts as held. */
  accepted?: Acceptance[];
}

export interface ScenarioResult {
  id: string;
  title: string;
  /** Where the scenario comes from, e.g. an AWS page. */
  source: string;
  /** The worst of its checks; one that is accepted counts as held. */
  outcome: Outcome;
  checks: CheckResult[];
}

export interface PremiseResult {
  scenario: string;
  title: string;
  /** How the loss was played. */
  how: string;
  putBack: 'undone' | 'not undone';
}

/** What was asked of a cell: `break-glass` must get in, `control` must be refused, `guardrail` must yield or bind as expected. */
export type CellKind = 'break-glass' | 'control' | 'guardrail';

/** One account of the drill with the worst that was found there; a kind or user that was not played in it is left out. */
export interface MatrixAccount {
  id: string;
  name: string;
  /** Path of OU names below the root, or `Root`. */
  ou: string;
  /** By break-glass user. */
  users: Record<string, Outcome>;
  control?: Outcome;
  guardrail?: Outcome;
}

/** One cell that did not hold. */
export interface MatrixException {
  scenario: string;
  kind: CellKind;
  user: string;
  account: string;
  accountId: string;
  ou: string;
  outcome: Outcome;
  code: string;
  /** It is broken because of a finding that is accepted. */
  accepted?: true;
}

/** Cells of one scenario, one OU and one user counted by outcome. */
export interface MatrixCount {
  scenario: string;
  kind: CellKind;
  ou: string;
  user: string;
  held: number;
  broken: number;
  inconclusive: number;
}

export interface Finding {
  /** Stable code, `BG_…`. */
  code: string;
  severity: Severity;
  title: string;
  /** The cause in one sentence, from what a client could read or was answered. */
  cause: string;
  accounts: { id: string; name: string }[];
  /** Scenarios whose checks saw it. */
  scenarios: string[];
  evidence: Evidence;
  remedy: string;
  /** Control ids such as `NIST AC-2(2)`. */
  controls: string[];
  /** Known and accepted for now; absent for one that is open. */
  accepted?: Acceptance;
}

/** Who can open what, and whose loss locks everybody out. Declared in the organization document. */
export interface CustodyResult {
  users: { name: string; password: string[]; accessKey: string[]; mfa: string[] }[];
  people: { name: string; team: string; site: string }[];
  /** Break-glass users that each single loss leaves: of a person, a team, everybody under a manager, a site. */
  losses: { kind: 'person' | 'team' | 'manager' | 'site'; name: string; left: string[] }[];
  /** The smallest sets of people whose loss leaves no way in; empty if no set of at most `searchedUpTo` people does. */
  smallestLockouts: string[][];
  /** People at once up to which every set was searched. */
  searchedUpTo: number;
  /** Losses of people at once that must leave a way in. */
  withstand: number;
}

/** Something that a principal who is bound by no guardrail may still do; decided by the evaluator, accepted by nobody yet. */
export interface ResidualRisk {
  /** Such as a permission set in the management account. */
  principal: string;
  account: { id: string; name: string };
  action: string;
  resource: string;
  /** What it would mean, in one sentence. */
  meaning: string;
}

export interface TimelineEntry {
  /** ISO 8601, UTC, on the clock of the target. */
  at: string;
  /** When it ended; for premises, if they did. */
  until?: string;
  lane: 'drill' | 'premise' | 'check' | 'alarm' | 'undo';
  scenario?: string;
  outcome?: Outcome;
  /** Of a broken check: everything that it broke on was accepted. */
  accepted?: true;
  what: string;
  /** Sequence number in the journal. */
  seq: number;
}

export interface DrillResult {
  schema: 'breakglass-drill/result/2';
  drill: {
    id: string;
    name: string;
    mode: Mode;
    /** The worst of its scenarios; what is accepted counts as held. */
    outcome: Outcome;
    exitCode: DrillExitCode;
    startedAt: string;
    endedAt: string;
    seed: string;
    tool: { name: string; version: string };
    planSha256: string;
    /** True for the drill that ships with the tool. */
    example: boolean;
  };
  /** Of a drill that resumed another. */
  resumed?: Resumed;
  target: { name: string; capabilities: Record<string, boolean>; answers?: CapabilityAnswer[] };
  organization: { id: string; name: string };
  inventory: {
    accounts: { active: number; tested: number; notActive: number; excluded: number };
    notTested: { name: string; id: string; reason: string }[];
    breakGlassUsers: string[];
    role: string;
    controls: { id: string; title: string }[];
    calls: number;
  };
  premises: PremiseResult[];
  scenarios: ScenarioResult[];
  matrix: { accounts: MatrixAccount[]; counts: MatrixCount[]; exceptions: MatrixException[] };
  alarms: AlarmResult[];
  /** The uses that the alarms were judged by, and what was not exercised. */
  uses: UseResult[];
  coverage: CoverageResult[];
  /** Absent where the target's alarms are not evaluated, or nobody waited for one. */
  deliveries?: DeliveryResult[];
  /** Absent if no scenario asked about people. */
  custody?: CustodyResult;
  residualRisks: ResidualRisk[];
  /** Open ones first, the worst first. */
  findings: Finding[];
  /** Absent if the drill file has none. */
  exceptions?: ExceptionResult[];
  /** What could not be undone, with the command or step that finishes the job. */
  notUndone: { what: string; finish: string }[];
  timeline: TimelineEntry[];
  /** Hash of the last journal record before the result was written. */
  headHash: string;
}
