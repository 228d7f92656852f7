/** The result, derived from plan and journal alone: `verify` recounts by calling the same function. Pure. */
import type { JournalRecord } from './journal-record.js';
import type { DrillPlan } from './plan.js';
import { sha256 } from '../base/canonical-json.js';
import { accept } from './acceptance.js';
import type { Accepted } from './acceptance.js';
import { details } from './details.js';
import { seenFindings } from './findings.js';
import { alarmSchema, coverageSchema, custodySchema, deliverySchema, residualRiskSchema, useSchema } from './schema.js';
import { matrix } from './matrix.js';
import { worst } from './outcomes.js';
import type { CheckResult, DrillResult, Outcome, PremiseResult, ScenarioResult } from './result.js';
import { timeline } from './timeline.js';

/** Summarizes a drill. `planText` are the bytes of plan.json. */
export function summarize(plan: DrillPlan, planText: string, records: readonly JournalRecord[]): DrillResult {
  const accepted = accept(seenFindings(records), plan.exceptions ?? []);
  const scenarios = plan.scenarios.map((scenario) =>
    summarizeScenario(scenario, records, plan.required ?? [], accepted),
  );
  const notUndone = openUndos(records);
  const aborted = records.some((record) => record.kind === 'aborted');
  const outcome = aborted ? 'aborted' : worst(scenarios.map((scenario) => scenario.outcome));
  const head = records.at(-1);
  const planSha256 = sha256(planText);
  return {
    schema: 'breakglass-drill/result/1',
    drill: {
      id: plan.drill.id,
      name: plan.drill.name,
      mode: plan.drill.mode,
      outcome,
      exitCode: exitCode(outcome, notUndone.length > 0),
      startedAt: records[0]?.ts ?? NEVER,
      endedAt: head?.ts ?? NEVER,
      seed: plan.drill.seed,
      tool: plan.drill.tool,
      planSha256,
      example: plan.drill.example,
    },
    target: {
      name: plan.drill.target,
      capabilities: plan.capabilities,
      ...(plan.answers ? { answers: plan.answers } : {}),
    },
    organization: plan.organization,
    inventory: {
      accounts: {
        active: plan.accounts.length + plan.notTested.filter((account) => account.excluded).length,
        tested: new Set(records.filter((record) => record.kind === 'cell').map((record) => record.account)).size,
        notActive: plan.notTested.filter((account) => !account.excluded).length,
        excluded: plan.notTested.filter((account) => account.excluded).length,
      },
      notTested: plan.notTested.map(({ id, name, reason }) => ({ name, id, reason })),
      breakGlassUsers: plan.breakGlassUsers,
      role: plan.role,
      controls: plan.controls,
      calls: records.reduce(
        (sum, record) =>
          sum + (record.kind === 'call' ? 1 : record.kind === 'cell' ? Number(record.detail?.['calls'] ?? 0) : 0),
        0,
      ),
    },
    premises: premises(records),
    scenarios,
    matrix: matrix(plan, records, accepted),
    alarms: details(records, 'alarm', alarmSchema),
    uses: details(records, 'use', useSchema),
    coverage: details(records, 'coverage', coverageSchema),
    ...deliveries(records),
    ...custody(records),
    residualRisks: details(records, 'residual-risk', residualRiskSchema),
    findings: accepted.findings,
    ...(plan.exceptions ? { exceptions: accepted.exceptions } : {}),
    notUndone,
    timeline: timeline(records, accepted),
    headHash: head?.hash ?? planSha256,
  };
}

const NEVER = '1970-01-01T00:00:00.000Z';

/** Precedence 5 > 4 > 1 > 3 > 0. */
function exitCode(outcome: Outcome, leftBehind: boolean): 0 | 1 | 3 | 4 | 5 {
  if (leftBehind) return 5;
  if (outcome === 'aborted') return 4;
  if (outcome === 'broken') return 1;
  return outcome === 'held' || outcome === 'not applicable' ? 0 : 3;
}

function summarizeScenario(
  scenario: DrillPlan['scenarios'][number],
  records: readonly JournalRecord[],
  required: readonly string[],
  accepted: Accepted,
): ScenarioResult {
  const answers = records.filter((record) => record.kind === 'check' && record.scenario === scenario.id);
  const aborted = records.some((record) => record.kind === 'aborted');
  const checks = scenario.checks.map((title): CheckResult => {
    const answer = answers.find((record) => record.detail?.['title'] === title);
    if (!answer) return { title, outcome: aborted ? 'aborted' : 'inconclusive', reason: 'it was not played' };
    const { reason, summary } = answer.detail ?? {};
    if (answer.outcome === 'not applicable' && isRequired(required, scenario.id, title))
      return {
        title,
        outcome: 'inconclusive',
        reason: `the drill file requires it, and it is not applicable: ${String(reason)}`,
      };
    const acceptances = accepted.check(answer);
    return {
      title,
      outcome: answer.outcome ?? 'inconclusive',
      ...(answer.evidence ? { evidence: answer.evidence } : {}),
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof summary === 'string' ? { summary } : {}),
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

/** `scenario`, or `scenario: words of the check`. */
function isRequired(required: readonly string[], scenario: string, title: string): boolean {
  return required.some((entry) => {
    const [id, words = ''] = entry.split(/:\s*/, 2);
    return id === scenario && title.includes(words);
  });
}

function openUndos(records: readonly JournalRecord[]): { what: string; finish: string }[] {
  const open: { scenario: string | undefined; what: string; finish: string }[] = [];
  for (const record of records) {
    const what = String(record.detail?.['what'] ?? '');
    if (record.kind === 'undo-planned')
      open.push({ scenario: record.scenario, what, finish: String(record.detail?.['finish'] ?? '') });
    if (record.kind !== 'undone') continue;
    const index = open.findIndex((undo) => undo.what === what && undo.scenario === record.scenario);
    if (index >= 0) open.splice(index, 1);
  }
  return open.map(({ what, finish }) => ({ what, finish }));
}

function premises(records: readonly JournalRecord[]): PremiseResult[] {
  return records
    .filter((record) => record.kind === 'premise' && record.detail?.['event'] === 'begins')
    .map((record) => {
      const title = String(record.detail?.['title'] ?? '');
      const ended = records.some(
        (other) =>
          other.kind === 'premise' &&
          other.scenario === record.scenario &&
          other.detail?.['event'] === 'ends' &&
          other.detail['title'] === title,
      );
      return {
        scenario: record.scenario ?? '',
        title,
        how: String(record.detail?.['how'] ?? ''),
        putBack: ended ? 'undone' : 'not undone',
      };
    });
}

/** Nothing is said of them where nothing was waited for. */
function deliveries(records: readonly JournalRecord[]): Pick<DrillResult, 'deliveries'> {
  const all = details(records, 'delivery', deliverySchema);
  return all.length > 0 ? { deliveries: all } : {};
}

/** Every scenario that asks about people writes what it was told: the last record stands. */
function custody(records: readonly JournalRecord[]): Pick<DrillResult, 'custody'> {
  const last = details(records, 'custody', custodySchema).at(-1);
  return last ? { custody: last } : {};
}
