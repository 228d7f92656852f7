/** Journals that nobody played, for what is derived from them. */
import { JOURNAL_VERSION } from '../../reports/journal-record.js';
import type { Grounds, JournalEntry, JournalRecord } from '../../reports/journal-record.js';
import type { DrillPlan, PlannedException } from '../../reports/plan.js';
import type { DrillResult, Outcome } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';

/** A check of the one scenario; its grounds name findings by code, and cells by the account that they are in. */
export interface MadeCheck {
  outcome: Outcome;
  grounds?: { cells?: string[]; findings?: string[] };
}

/** A finding whose cause is its code in words; `cells` are the accounts of the cells that are broken because of it. */
export interface MadeFinding {
  code: string;
  cause?: string;
  accounts?: string[];
  cells?: string[];
}

export interface MadeDrill {
  checks: readonly MadeCheck[];
  findings: readonly MadeFinding[];
  /** Accounts of cells that are inconclusive. */
  inconclusive?: readonly string[];
  /** Kinds of the records at the end. */
  ends?: readonly ('aborted' | 'undo')[];
}

/** An exception in force, unless it says otherwise. */
export function exception(id: string, more: Partial<PlannedException> = {}): PlannedException {
  return { id, owner: 'ana', reason: 'known', until: '2026-12-31', inForce: true, ...more };
}

/** What a drill comes to that has this journal, and these exceptions in its plan. */
export function summarizeMade(
  { checks, findings, inconclusive = [], ends = [] }: MadeDrill,
  exceptions: readonly PlannedException[],
): DrillResult {
  const causeOf = (code: string): string =>
    findings.find((finding) => finding.code === code)?.cause ?? `the cause of ${code}`;
  const accounts = [
    ...new Set([
      ...findings.flatMap(({ cells = [] }) => cells),
      ...inconclusive,
      ...checks.flatMap(({ grounds }) => grounds?.cells ?? []),
    ]),
  ];
  const line = (account: string): number => accounts.indexOf(account) + 1;
  const entries: JournalEntry[] = [
    ...accounts.map((account): JournalEntry => ({
      kind: 'cell',
      scenario: 's',
      question: 'access',
      item: `access/u/${account}`,
      cell: 'break-glass',
      user: 'u',
      account,
      accountName: account,
      ou: 'Root',
      outcome: inconclusive.includes(account) ? 'inconclusive' : 'broken',
      code: 'BG_ROLE_MISSING',
      calls: 1,
      ms: 0,
    })),
    ...checks.map(({ outcome, grounds }, index): JournalEntry => ({
      kind: 'check',
      scenario: 's',
      check: `check-${index}`,
      began: '2026-01-05T03:00:00.000Z',
      title: `check ${index}`,
      outcome,
      ...(grounds ? { grounds: groundsOf(grounds, line, causeOf) } : {}),
    })),
    ...findings.map(({ code, accounts: places = [], cells = [] }): JournalEntry => ({
      kind: 'finding',
      question: 'access',
      finding: {
        code,
        cause: causeOf(code),
        severity: 'high',
        title: code,
        accounts: places.map((name) => ({ id: name, name })),
        scenarios: ['s'],
        evidence: 'observed',
        remedy: 'Mend it.',
        controls: [],
      },
      cells: cells.map(line),
    })),
    ...ends.map((kind): JournalEntry =>
      kind === 'aborted'
        ? { kind, why: 'stopped' }
        : {
            kind,
            id: 1,
            state: 'planned',
            what: 'a premise',
            finish: 'by hand',
            undo: { kind: 'people', parameters: {} },
          },
    ),
    { kind: 'end' },
  ];
  const plan: DrillPlan = {
    ...PLAN,
    scenarios: [
      {
        id: 's',
        title: 'S',
        source: '',
        premises: [],
        checks: checks.map((_, index) => ({ id: `check-${index}`, title: `check ${index}`, controls: [] })),
      },
    ],
    exceptions: [...exceptions],
  };
  return summarize(plan, '', chained(entries));
}

/** Entries as records, of which nobody looks at the chain. */
function chained(entries: readonly JournalEntry[]): JournalRecord[] {
  const nobody = '0'.repeat(64);
  return entries.map((entry, index) => ({
    v: JOURNAL_VERSION,
    seq: index + 1,
    ts: '2026-01-05T03:00:00.000Z',
    drill: 'd',
    prev: nobody,
    hash: nobody,
    ...entry,
  }));
}

function groundsOf(
  { cells = [], findings = [] }: NonNullable<MadeCheck['grounds']>,
  line: (account: string) => number,
  causeOf: (code: string) => string,
): Grounds {
  return { cells: cells.map(line), findings: findings.map((code) => ({ code, cause: causeOf(code) })) };
}

/** The plan of a drill that asks nothing. */
export const PLAN: DrillPlan = {
  schema: 'breakglass-drill/plan/2',
  drill: {
    id: 'd',
    name: 'n',
    mode: 'EMULATED',
    target: 'embedded',
    seed: '1',
    example: false,
    tool: { name: 't', version: '1' },
    inputSha256: '',
  },
  capabilities: {},
  organization: { id: 'o', name: 'management' },
  role: '/r',
  breakGlassUsers: ['u'],
  accounts: [],
  notTested: [],
  controls: [],
  scenarios: [],
  calls: [],
  work: [],
  sets: {},
  messages: [],
};
