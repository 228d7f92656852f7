/** Did use of the role raise the alarms in time, and was every use the drill's own? Judges each scenario by what arrived for all of them. */
import type { AlarmPath, AlarmResult } from '../../../reports/monitoring-result.js';
import { isBeforeDetection } from '../../monitoring/alarm-chain.js';
import type { Explanation } from '../../causes/explanation.js';
import type { Found } from '../../causes/found.js';
import type { Inventory } from '../../drill/context.js';
import type { Acknowledgement } from './acknowledge.js';
import type { AlarmGap } from './alarm-gaps.js';
import type { Collected } from './collect.js';
import type { Limits, Report } from '../../monitoring/judge.js';
import { alarmResults } from '../../monitoring/results.js';
import { indexRecords } from '../../monitoring/seen-record.js';
import { seenUpTo } from '../../monitoring/seen-up-to.js';
import type { Unexplained } from '../../monitoring/unexplained.js';
import type { Use } from '../../monitoring/use.js';
import type { Verdict } from '../../drill/verdict.js';

/** What was expected of the monitoring, and what came. */
export interface AlarmQuestion {
  /** The sample that alarms are judged by, and all that was done. */
  uses: readonly Use[];
  made: readonly Use[];
  reports: readonly Report[];
  collected: Collected;
  sla: Limits;
  /** Uses that are none of this drill's, by the scenario in whose time they fell. */
  leftovers: readonly (Unexplained & { scenario: string })[];
  /** Alarms that were ringing before the drill began. */
  notQuiet: readonly string[];
  acknowledgement: Acknowledgement;
  /** Why a message does not arrive, as read from the configuration: a code and a sentence, or nothing that could be found. */
  explain(path: AlarmPath, use: Use): Explanation | undefined;
  /** What the configuration says of every way to use break glass, also of those that were not made. */
  gaps: readonly AlarmGap[];
  /** What is wrong with an alarm, by its name. */
  explainAlarm(name: string): Explanation | undefined;
}

const PATH_NAMES: Readonly<Record<AlarmPath, string>> = { events: 'EventBridge', logs: 'the trail and its alarm' };

const NOT_LOOKED_FOR: Verdict = {
  outcome: 'inconclusive',
  evidence: 'observed',
  summary: 'not looked for',
  reason: 'the drill file names no receipt queue (monitoring.receipts)',
};

/**
 * The verdict, or that of a check of the scenario that the target cannot play: then no use was made that anybody could have
 * missed. What was found all the same stays found.
 */
export function unlessUnplayed(
  verdict: Verdict,
  question: AlarmQuestion | undefined,
  scenario: string,
  unplayed: Verdict | undefined,
): Verdict {
  const used = question?.uses.some((use) => use.scenario === scenario) ?? true;
  return unplayed && !used && verdict.outcome === 'inconclusive' ? unplayed : verdict;
}

/** Held: every use of this scenario was reported within its service level on both paths. */
export function alarmsInTime(question: AlarmQuestion | undefined, scenario: string): Verdict {
  if (!question) return NOT_LOOKED_FOR;
  const reports = question.reports.filter(({ use }) => use.scenario === scenario);
  const uses = [...new Set(reports.map(({ use }) => use))];
  if (uses.length === 0)
    return {
      outcome: 'inconclusive',
      evidence: 'observed',
      summary: 'no use',
      reason: 'nobody got in, so there was nothing to report',
    };
  const inTime = uses.filter((use) =>
    reports.filter((report) => report.use === use).every(({ outcome }) => outcome === 'in time'),
  );
  const slowest = Math.max(0, ...reports.map(({ seconds }) => seconds ?? 0));
  const made = question.made.filter((use) => use.scenario === scenario).length;
  const sampled = made > uses.length ? `, a sample of ${made}` : '';
  const confirmed =
    question.acknowledgement.outcome === 'held' ? 'a person confirmed them' : 'delivered, nobody confirmed';
  const summary = `${inTime.length} of ${uses.length} uses reported in time on both paths${sampled}, slowest after ${Math.round(slowest)} s; ${confirmed}`;
  const restless = restlessAlarms(question);
  const [reason] = [
    ...(reports.some(({ outcome }) => outcome === 'missing' || outcome === 'late') ? [whyNot(reports)] : []),
    ...restless.map(({ name, seen }) => `alarm "${name}" ${seen}`),
    // Nobody hears of a way that this drill did not go.
    ...question.gaps.map(({ cause }) => cause),
  ];
  const unclear = reports.flatMap(({ why }) => why ?? []);
  if (reason === undefined && unclear.length > 0)
    return {
      outcome: 'inconclusive',
      evidence: 'observed',
      summary,
      reason: `${unclear.length} messages cannot be seen or told apart: ${[...new Set(unclear)].join('; ')}`,
    };
  if (reason === undefined) return { outcome: 'held', evidence: 'observed', summary };
  return {
    outcome: 'broken',
    evidence: 'observed',
    summary,
    reason,
    faults: [
      ...reports.flatMap((report) => explainReport(question, report) ?? []),
      ...restless.map(({ why }) => why),
      ...question.gaps,
    ],
  };
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

/** Held: everything about break glass in the trail was done by this drill, and the trail recorded what the drill did: else it would miss others too. */
export function everyUseExplained(question: AlarmQuestion | undefined, scenario: string): Verdict {
  if (!question) return NOT_LOOKED_FOR;
  const { trail } = question.collected;
  if (trail.unread !== undefined)
    return {
      outcome: 'inconclusive',
      evidence: 'observed',
      summary: 'not read',
      reason: `${trail.from} could not be read: ${trail.unread}`,
    };
  const summary = `${trail.records.length} records about break glass in ${trail.from}`;
  const leftovers = question.leftovers.filter((leftover) => leftover.scenario === scenario);
  const [first, ...others] = leftovers;
  const unseen = whatTheTrailMisses(question, scenario);
  if (first)
    return {
      outcome: 'broken',
      evidence: 'observed',
      summary,
      reason: others.length > 0 ? `${first.cause}, and ${others.length} more` : first.cause,
      faults: unseen === undefined ? leftovers : undefined,
    };
  if (unseen !== undefined) return { outcome: 'inconclusive', evidence: 'observed', summary, reason: unseen };
  return { outcome: 'held', evidence: 'observed', summary };
}

/** Why others may have used break glass and not be in the trail, or `undefined` if it shows all of them. */
function whatTheTrailMisses({ uses, collected: { trail } }: AlarmQuestion, scenario: string): string | undefined {
  // The event history shows what the users did, and nothing of what others tried elsewhere.
  if (!trail.whole)
    return 'there is no log group of an organization trail, and the event history does not show what was done in other accounts';
  const index = indexRecords(trail.records);
  const own = uses.filter((use) => use.scenario === scenario);
  const unseen = own.filter((use) => index.about(use).length === 0).length;
  if (own.length === 0) return 'nobody got in, so nothing shows that the trail records it';
  return unseen > 0
    ? `${unseen} of ${own.length} uses of the drill itself are not in it, so those of others may be missing as well`
    : undefined;
}

/** What came over each path, and the findings: one a cause. */
export function alarmFindings(
  question: AlarmQuestion,
  inventory: Inventory,
): { results: AlarmResult[]; findings: Found[] } {
  const { results, findings } = alarmOutcome(question);
  return {
    results,
    findings: [
      ...findings,
      ...gapFindings(question, findings),
      ...leftoverFindings(inventory, question),
      ...quietFindings(question),
    ],
  };
}

/** Results over all scenarios, and the findings that go with them: one a cause. */
function alarmOutcome(question: AlarmQuestion): { results: AlarmResult[]; findings: Found[] } {
  const { reports, sla, made, acknowledgement } = question;
  const missing = (path: AlarmPath, region: string): Report[] =>
    reports.filter((report) => report.path === path && report.use.region === region && report.outcome === 'missing');
  const results = alarmResults(reports, {
    sla,
    acknowledgement: acknowledgement.outcome,
    made: (region) => made.filter((use) => use.region === region).length,
    lostAt: (path, region) => {
      const [why] = missing(path, region).map((report) => whyMissing(question, report));
      return why && { cause: why.cause, beforeDetection: isBeforeDetection(why.code) };
    },
  });
  const causes = new Map<string, { why: Explanation; scenarios: Set<string> }>();
  for (const report of reports) {
    const why = explainReport(question, report);
    if (!why) continue;
    const cause = causes.get(`${why.code} ${why.cause}`) ?? { why, scenarios: new Set<string>() };
    causes.set(`${why.code} ${why.cause}`, cause);
    cause.scenarios.add(report.use.scenario);
  }
  return {
    results,
    findings: [...causes.values()].map(({ why: { code, cause }, scenarios }) => ({
      code,
      cause,
      scenarios: [...scenarios],
      evidence: 'observed',
      accounts: [],
    })),
  };
}

/** Why a message is not in time; `undefined` for one that is. */
function explainReport(question: AlarmQuestion, report: Report): Explanation | undefined {
  const { outcome, path, use } = report;
  if (outcome === 'in time' || outcome === 'unclear') return undefined;
  if (outcome === 'missing') return whyMissing(question, report);
  const slowest = Math.max(
    ...question.reports
      .filter((other) => other.path === path && other.use.region === use.region)
      .map(({ seconds }) => seconds ?? 0),
  );
  return (
    question.explain(path, use) ?? {
      code: 'BG_ALARM_LATE',
      cause: `messages over ${PATH_NAMES[path]} about uses in ${use.region} took up to ${Math.round(slowest)} s, and ${question.sla[path]} s were promised`,
    }
  );
}

/** What the configuration says, or else how far the news is known to have come. */
function whyMissing({ explain, collected }: AlarmQuestion, { path, use, times }: Report): Explanation {
  return (
    explain(path, use) ?? {
      code: 'BG_ALARM_MISSING',
      cause: `no message came over ${PATH_NAMES[path]} about uses in ${use.region}: ${seenUpTo(path, times, collected)}`,
    }
  );
}

/** Gaps that no use of this drill fell into. */
function gapFindings({ gaps, reports }: AlarmQuestion, found: readonly Found[]): Found[] {
  const scenarios = [...new Set(reports.map(({ use }) => use.scenario))];
  return gaps
    .filter(({ code, cause }) => !found.some((known) => known.code === code && known.cause === cause))
    .map(({ code, cause }) => ({ code, cause, scenarios, evidence: 'evaluated', accounts: [] }));
}

function leftoverFindings(inventory: Inventory, { leftovers }: AlarmQuestion): Found[] {
  const named = [...inventory.inScope, ...inventory.leftOut];
  return leftovers.map(({ code, cause, scenario, accounts }) => ({
    code,
    cause,
    scenarios: [scenario],
    evidence: 'observed',
    accounts: accounts.map((id) => ({ id, name: named.find((account) => account.id === id)?.name ?? id })),
  }));
}

/** An alarm that rang before says nothing of the next use; one that does not stop says nothing of the one after. */
function restlessAlarms({
  notQuiet,
  collected,
  explainAlarm,
}: AlarmQuestion): { name: string; seen: string; why: Explanation }[] {
  const names = [...new Set([...notQuiet, ...collected.history.ringing])];
  return names.map((name) => {
    const seen = notQuiet.includes(name)
      ? 'was ringing before the drill began'
      : 'did not return to OK after the drill';
    return { name, seen, why: explainAlarm(name) ?? { code: 'BG_ALARM_NOT_QUIET', cause: `alarm "${name}" ${seen}` } };
  });
}

function quietFindings(question: AlarmQuestion): Found[] {
  const scenarios = [...new Set(question.reports.map(({ use }) => use.scenario))];
  return restlessAlarms(question).map(({ why: { code, cause } }) => ({
    code,
    cause,
    scenarios,
    evidence: 'observed',
    accounts: [],
  }));
}
