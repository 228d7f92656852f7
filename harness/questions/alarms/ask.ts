/** Waits for what must come of the uses of a drill, once for all scenarios, and keeps what came. */
import { management } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import type { DrillContext } from '../../drill/context.js';
import { coverage } from '../../monitoring/coverage.js';
import { judgeUses, untold, useResults } from '../../monitoring/judge.js';
import type { Report } from '../../monitoring/judge.js';
import { sampleUses } from '../../monitoring/sample.js';
import { unexplained } from '../../monitoring/unexplained.js';
import { readConfiguration } from '../read-configuration.js';
import type { Asking } from '../question.js';
import { acknowledgement as askForAcknowledgement } from './acknowledge.js';
import { alarmGaps, alarmsOfBreakGlass, rewritten, unseenAlarms, useKey } from './alarm-gaps.js';
import { kindsOfUse } from './kinds-of-use.js';
import { collectEvidence } from './collect.js';
import { alarmFindings } from './judge.js';
import type { AlarmQuestion } from './judge.js';

/** What came of every use, waited for and kept once a drill. */
export function collectAlarms(asking: Asking): Promise<AlarmQuestion | undefined> {
  return asking.onceADrill('alarms', async () => {
    const inspected = await readConfiguration(asking);
    const question = await askAlarms(asking.context, inspected);
    if (question) keep(asking, question, inspected);
    return question;
  });
}

/** Measures what came over each path and of each use, and keeps the findings. */
function keep(asking: Asking, question: AlarmQuestion, inspected: Inspected): void {
  const { context } = asking;
  const { results, findings } = alarmFindings(question, context.inventory);
  const evidence = context.target.evidence ?? 'observed';
  for (const value of results) asking.measure({ measure: 'alarm-path', evidence, value });
  for (const value of useResults(question.reports, question.acknowledgement.at))
    asking.measure({ measure: 'use', evidence, value });
  for (const value of coverage(kindsOfUse(inspected), question.uses, context.file.monitoring?.failures ?? true))
    asking.measure({ measure: 'coverage', evidence, value });
  asking.found(findings);
}

/** Waits for what must come of all uses; `undefined` if the drill file does not say where messages arrive. */
async function askAlarms(context: DrillContext, inspected: Inspected): Promise<AlarmQuestion | undefined> {
  const { monitoring: file } = context.file;
  if (!file) return undefined;
  const { inventory, uses: log, own, watched, since } = context;
  const made = log.all().filter(({ succeeded }) => succeeded || file.failures);
  const ouOf = new Map(inventory.inScope.map(({ id, ou }) => [id, ou]));
  const uses = sampleUses(made, (id) => ouOf.get(id) ?? '', file.sample, context.file.seed);
  const { monitoring } = management(inspected).account;
  const collected = await collectEvidence(context, {
    file,
    uses,
    alarms: alarmsOfBreakGlass(inspected),
    monitoring,
    since,
  });
  const leftovers = unexplained(sinceBegun(context, collected.trail.records), own, log.all()).map((leftover) => ({
    ...leftover,
    scenario: log.scenarioAt(leftover.at),
  }));
  const explain: AlarmQuestion['explain'] = (path, { kind, succeeded, region }) =>
    alarmGaps(inspected).find(
      (gap) =>
        gap.path === path && gap.kinds.includes(kind) && gap.regions.includes(region) && (gap.succeeded || !succeeded),
    );
  const explainAlarm: AlarmQuestion['explainAlarm'] = (name) =>
    alarmGaps(inspected).find(({ cause }) => cause.startsWith(`alarm "${name}" `));
  const reports = unclearReports(
    judgeUses(uses, collected, file.sla, file.hardLimit),
    untold(collected).length,
    inspected,
  );
  const delivered = reports.filter(({ outcome }) => outcome !== 'missing' && outcome !== 'unclear').length;
  const confirmed = await askForAcknowledgement(context, delivered, file.acknowledgeSeconds);
  return {
    uses,
    made,
    reports,
    collected,
    sla: file.sla,
    leftovers,
    notQuiet: watched?.notQuiet ?? [],
    acknowledgement: confirmed,
    explain,
    explainAlarm,
    gaps: unreadMonitoring(inspected) === undefined ? alarmGaps(inspected) : [],
  };
}

/** What a fault of the way kept from being read of the monitoring: where to look for messages is not known then. */
function unreadMonitoring({ snapshot }: Inspected): string | undefined {
  const gap = snapshot.unread.find(({ part, fault }) => part === 'monitoring' && fault === true);
  return gap && `${gap.what} of ${gap.account.name} could not be read: ${gap.why}`;
}

/** The drill that this one resumes made uses before, and their records may come late: a record has whole seconds. */
function sinceBegun<Seen extends { at: number }>(
  { earlierUses, since }: Pick<DrillContext, 'earlierUses' | 'since'>,
  records: readonly Seen[],
): readonly Seen[] {
  return earlierUses ? records.filter(({ at }) => at >= Math.floor(since / 1000) * 1000) : records;
}

/**
 * A message that nobody here can see, or tell from others, is not missing. Of those that a target rewrites as many may be
 * among the messages that were not told apart as there are such messages, and no more.
 */
function unclearReports(reports: readonly Report[], untoldMessages: number, inspected: Inspected): Report[] {
  const [unseen, rewrites] = [unseenAlarms(inspected), rewritten(inspected)];
  let left = untoldMessages;
  return reports.map((report) => {
    if (report.outcome !== 'missing') return report;
    const key = useKey(report.path, report.use);
    const rewrite = rewrites.get(key);
    const why =
      unseen.get(key) ?? unreadMonitoring(inspected) ?? (rewrite !== undefined && left-- > 0 ? rewrite : undefined);
    return why === undefined ? report : { ...report, outcome: 'unclear', why };
  });
}
