/** Did use of the role raise the alarms in time? Judges the uses of one scenario from what arrived for all of them. */
import type { AlarmResult, Finding } from '../../reports/result.js';
import type { DrillContext } from '../context.js';
import { alarmGaps } from '../inspection/alarm-gaps.js';
import type { Inspected } from '../inspection/rule.js';
import { collectEvidence } from '../monitoring/collect.js';
import type { Evidence, Limits, Report } from '../monitoring/judge.js';
import { alarmResults, judgeUses } from '../monitoring/judge.js';
import type { Use } from '../monitoring/uses.js';
import type { Verdict } from '../outcome.js';
import { makeFinding } from '../findings/index.js';

/** What was expected of the monitoring, and what came. */
export interface AlarmQuestion {
  uses: readonly Use[];
  evidence: Evidence;
  sla: Limits;
  hardLimit: Limits;
  /** Why a message does not arrive, as read from the configuration: a code and a sentence, or nothing that could be found. */
  explain(path: AlarmResult['path'], region: string): { code: string; cause: string } | undefined;
}

const PATH_NAMES: Readonly<Record<AlarmResult['path'], string>> = { events: 'EventBridge', logs: 'the trail and its alarm' };

/** Held: every use of this scenario was reported within its service level on both paths. */
export function alarmsInTime(question: AlarmQuestion | undefined, scenario: string): Verdict {
  if (!question) return { outcome: 'inconclusive', evidence: 'observed', summary: 'not looked for', reason: 'the drill file names no receipt queue (monitoring.receipts)' };
  const uses = question.uses.filter((use) => use.scenario === scenario);
  if (uses.length === 0) return { outcome: 'inconclusive', evidence: 'observed', summary: 'no use', reason: 'nobody got in, so there was nothing to report' };
  const reports = judgeUses(uses, question.evidence, question.sla, question.hardLimit);
  const inTime = uses.filter((use) => reports.filter((report) => report.use === use).every(({ outcome }) => outcome === 'in time'));
  const slowest = Math.max(0, ...reports.map(({ seconds }) => seconds ?? 0));
  const summary = `${inTime.length} of ${uses.length} uses reported in time on both paths, slowest after ${Math.round(slowest)} s; nobody confirmed them`;
  if (inTime.length === uses.length) return { outcome: 'held', evidence: 'observed', summary };
  return { outcome: 'broken', evidence: 'observed', summary, reason: whyNot(reports) };
}

function whyNot(reports: readonly Report[]): string {
  const parts = (['missing', 'late'] as const).flatMap((outcome) =>
    (['events', 'logs'] as const).flatMap((path) => {
      const count = reports.filter((report) => report.outcome === outcome && report.path === path).length;
      return count === 0 ? [] : [`${count} ${outcome} over ${PATH_NAMES[path]}`];
    }),
  );
  return `of the messages, ${parts.join(', ')}`;
}

/** Waits for the messages about all uses; `undefined` if the drill file does not say where they arrive. */
export async function askAlarms(context: DrillContext, inspected: Inspected): Promise<AlarmQuestion | undefined> {
  const { monitoring } = context.file;
  if (!monitoring) return undefined;
  const evidence = await collectEvidence(context, monitoring);
  return { uses: context.uses.all(), evidence, sla: monitoring.sla, hardLimit: monitoring.hardLimit, explain: (path, region) => alarmGaps(inspected).find((gap) => gap.kind === 'assume-role' && gap.path === path && gap.regions.includes(region)) };
}

/** Journals what came over each path, and returns the findings. */
export function recordAlarms(context: DrillContext, question: AlarmQuestion): Finding[] {
  const { results, findings } = alarmOutcome(question);
  for (const result of results) context.journal.append({ kind: 'alarm', region: result.region, outcome: result.outcome, evidence: 'observed', detail: { ...result } });
  return findings;
}

/** Results over all scenarios, and the findings that go with them: one a cause. */
function alarmOutcome(question: AlarmQuestion): { results: AlarmResult[]; findings: Finding[] } {
  const reports = judgeUses(question.uses, question.evidence, question.sla, question.hardLimit);
  const results = alarmResults(reports, question.sla, (path, region) => question.explain(path, region)?.cause);
  const findings = results.flatMap(({ path, region, late, missing, seconds }) => {
    const scenarios = [...new Set(reports.filter((report) => report.path === path && report.use.region === region && report.outcome !== 'in time').map(({ use }) => use.scenario))];
    const found = (code: string, cause: string): Finding => makeFinding(code, { cause, scenarios, evidence: 'observed', accounts: [] });
    if (missing > 0) {
      const why = question.explain(path, region) ?? { code: 'BG_ALARM_MISSING', cause: `no message came over ${PATH_NAMES[path]} about uses in ${region}, and the configuration that could be read does not say why` };
      return [found(why.code, why.cause)];
    }
    const slow = late > 0 ? question.explain(path, region) : undefined;
    if (slow) return [found(slow.code, slow.cause)];
    return late > 0 ? [found('BG_ALARM_LATE', `messages over ${PATH_NAMES[path]} about uses in ${region} took up to ${Math.round(seconds?.max ?? 0)} s, and ${question.sla[path]} s were promised`)] : [];
  });
  return { results, findings };
}
