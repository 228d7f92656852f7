/** The result, derived from plan and journal alone: `verify` recounts by calling the same function. Pure. */
import { sha256 } from '../base/canonical-json.js';
import { accept } from './acceptance.js';
import type { Accepted } from './acceptance.js';
import { drillExitCode } from './exit-codes.js';
import { seenFindings } from './findings.js';
import { measuredIn, problemOf, recordsOf } from './journal-record.js';
import type { JournalRecord } from './journal-record.js';
import { matrix } from './matrix.js';
import { openUndoRecords } from './open-undos.js';
import { worst } from './outcomes.js';
import type { DrillPlan } from './plan.js';
import type { CheckResult, DrillResult, PremiseResult, ScenarioResult } from './result.js';
import { timeline } from './timeline.js';

/** Summarizes a drill. `planText` are the bytes of plan.json. Throws a RangeError that names the line of a record that fits no kind: what is left out of a report would be missed by nobody. */
export function summarize(plan: DrillPlan, planText: string, records: readonly JournalRecord[]): DrillResult {
  records.forEach(refuseMisfit);
  const accepted = accept(seenFindings(records), plan.exceptions ?? []);
  const scenarios = plan.scenarios.map((scenario) =>
    summarizeScenario(scenario, records, plan.required ?? [], accepted),
  );
  const notUndone = openUndoRecords(records).map(({ what, finish }) => ({ what, finish }));
  const aborted = recordsOf(records, 'aborted').length > 0;
  const outcome = aborted ? 'aborted' : worst(scenarios.map((scenario) => scenario.outcome));
  const head = records.at(-1);
  const planSha256 = sha256(planText);
  return {
    schema: 'breakglass-drill/result/2',
    drill: {
      id: plan.drill.id,
      name: plan.drill.name,
      mode: plan.drill.mode,
      outcome,
      exitCode: drillExitCode(outcome, notUndone.length > 0),
      startedAt: records[0]?.ts ?? NEVER,
      endedAt: head?.ts ?? NEVER,
      seed: plan.drill.seed,
      tool: plan.drill.tool,
      planSha256,
      example: plan.drill.example,
    },
    ...resumed(plan, records),
    target: {
      name: plan.drill.target,
      capabilities: plan.capabilities,
      ...(plan.answers ? { answers: plan.answers } : {}),
    },
    organization: plan.organization,
    inventory: {
      accounts: {
        active: plan.accounts.length + plan.notTested.filter((account) => account.excluded).length,
        tested: new Set(recordsOf(records, 'cell').map(({ account }) => account)).size,
        notActive: plan.notTested.filter((account) => !account.excluded).length,
        excluded: plan.notTested.filter((account) => account.excluded).length,
      },
      notTested: plan.notTested.map(({ id, name, reason }) => ({ name, id, reason })),
      breakGlassUsers: plan.breakGlassUsers,
      role: plan.role,
      controls: plan.controls,
      calls:
        recordsOf(records, 'call').length +
        recordsOf(records, 'cell').reduce((sum, cell) => sum + (cell.resumed ? 0 : cell.calls), 0),
    },
    premises: premises(records),
    scenarios,
    matrix: matrix(plan, records, accepted),
    alarms: measuredIn(records, 'alarm-path'),
    uses: measuredIn(records, 'use'),
    coverage: measuredIn(records, 'coverage'),
    ...deliveries(records),
    ...custody(records),
    residualRisks: measuredIn(records, 'residual-risk'),
    findings: accepted.findings,
    ...(plan.exceptions ? { exceptions: accepted.exceptions } : {}),
    notUndone,
    timeline: timeline(records, accepted),
    headHash: head?.hash ?? planSha256,
  };
}

const NEVER = '1970-01-01T00:00:00.000Z';

function summarizeScenario(
  scenario: DrillPlan['scenarios'][number],
  records: readonly JournalRecord[],
  required: readonly string[],
  accepted: Accepted,
): ScenarioResult {
  const answers = recordsOf(records, 'check').filter((record) => record.scenario === scenario.id);
  const aborted = recordsOf(records, 'aborted').length > 0;
  const checks = scenario.checks.map(({ id, title, controls }): CheckResult => {
    const planned = { id, title, controls };
    const answer = answers.find((record) => record.check === id);
    if (!answer) return { ...planned, outcome: aborted ? 'aborted' : 'inconclusive', reason: 'it was not played' };
    const { outcome, evidence, reason, summary } = answer;
    if (outcome === 'not applicable' && isRequired(required, scenario.id, id))
      return {
        ...planned,
        outcome: 'inconclusive',
        reason: `the drill file requires it, and it is not applicable: ${reason ?? ''}`,
      };
    const acceptances = accepted.check(answer);
    return {
      ...planned,
      began: answer.began,
      ended: answer.ts,
      outcome,
      ...(evidence ? { evidence } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(summary === undefined ? {} : { summary }),
      ...(acceptances ? { accepted: acceptances } : {}),
    };
  });
  return {
    id: scenario.id,
    title: scenario.title,
    source: scenario.source,
    outcome: worst(checks.map((check) => (check.accepted ? 'held' : check.outcome))),
    checks,
  };
}

/** Id of a scenario, or `scenario/check`. */
function isRequired(required: readonly string[], scenario: string, check: string): boolean {
  return required.some((entry) => entry === scenario || entry === `${scenario}/${check}`);
}

function resumed({ resumes }: DrillPlan, records: readonly JournalRecord[]): Pick<DrillResult, 'resumed'> {
  if (!resumes) return {};
  const times = [...recordsOf(records, 'cell'), ...recordsOf(records, 'item')]
    .flatMap((record) => record.resumed?.at ?? [])
    .sort();
  const [first, last] = [times[0], times.at(-1)];
  return {
    resumed: { ...resumes, ...(first === undefined || last === undefined ? {} : { answered: { first, last } }) },
  };
}

function premises(records: readonly JournalRecord[]): PremiseResult[] {
  const all = recordsOf(records, 'premise');
  return all
    .filter(({ event }) => event === 'begins')
    .map(({ scenario, title, how }) => {
      const ended = all.some((other) => other.event === 'ends' && other.scenario === scenario && other.title === title);
      return { scenario, title, how, putBack: ended ? 'undone' : 'not undone' };
    });
}

/** Nothing is said of them where nothing was waited for. */
function deliveries(records: readonly JournalRecord[]): Pick<DrillResult, 'deliveries'> {
  const all = measuredIn(records, 'delivery');
  return all.length > 0 ? { deliveries: all } : {};
}

/** Every scenario that asks about people writes what it was told: the last record stands. */
function custody(records: readonly JournalRecord[]): Pick<DrillResult, 'custody'> {
  const last = measuredIn(records, 'custody').at(-1);
  return last ? { custody: last } : {};
}

function refuseMisfit(record: JournalRecord, index: number): void {
  const problem = problemOf(record);
  if (problem !== undefined) throw new RangeError(`journal.jsonl line ${index + 1}: ${problem}`);
}
