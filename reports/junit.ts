/**
 * `junit.xml` for CI: a suite a scenario, a case a check. Broken fails, inconclusive errs, not applicable is skipped, and so
 * is what is broken and accepted. In the form of the schema that Jenkins publishes (xunit plugin, junit-10.xsd), which others
 * read too. A case is named by the id of its check, because CI compares runs by name and a title may be reworded; whoever reads
 * a failure, or the list of checks in the output of a suite, sees the title. The schema has no properties for a case.
 */
import { acceptedWords, exceptionNotes } from './exceptions.js';
import { placeWords } from './where-found.js';
import type { CheckResult, DrillResult, Outcome, ScenarioResult } from './result.js';
import { verdictSentence } from './sentences.js';

/** The report in the form that CI systems read. */
export function junitReport(result: DrillResult): string {
  const suites = result.scenarios.map((scenario) => suite(scenario, result));
  const all = result.scenarios.flatMap((scenario) => scenario.checks);
  const { tests, failures, errors } = figures(all);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(result.drill.name)}" tests="${tests}" failures="${failures}" errors="${errors}">\n${suites.join('')}</testsuites>\n`;
}

function suite(scenario: ScenarioResult, result: DrillResult): string {
  const { drill, target } = result;
  const properties = [
    ['mode', drill.mode],
    ['target', target.name],
    ['drill', drill.id],
  ].map(([name = '', value = '']) => `      <property name="${name}" value="${attribute(value)}"/>\n`);
  const cases = scenario.checks.map((check) => testCase(scenario.id, check));
  const { tests, failures, errors, skipped } = figures(scenario.checks);
  const own = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" timestamp="${drill.startedAt.slice(0, 19)}"`;
  return `  <testsuite name="${attribute(scenario.id)}" ${own}>\n    <properties>\n${properties.join('')}    </properties>\n${cases.join('')}    <system-out>${attribute(output(scenario, result))}</system-out>\n  </testsuite>\n`;
}

/** What a person looks for beside a failed case: the verdict, and each cause with its place and remedy. */
function output({ id, checks }: ScenarioResult, result: DrillResult): string {
  const seen = result.findings.filter(({ scenarios }) => scenarios.includes(id));
  return [
    verdictSentence(result),
    ...checks.map((check) => `${check.id}: it ${check.title}`),
    ...seen.map(
      (finding) =>
        `${finding.code} ${placeWords(finding, result)}: ${finding.cause}. ${finding.accepted ? `Now ${acceptedWords([finding.accepted])}. ` : ''}Do: ${finding.remedy}`,
    ),
    ...exceptionNotes(result),
  ].join('\n');
}

function testCase(scenario: string, check: CheckResult): string {
  const open = `    <testcase classname="${attribute(scenario)}" name="${attribute(check.id)}"`;
  const reason = `it ${check.title}: ${check.reason ?? check.outcome}`;
  const element: Partial<Record<Outcome, string>> = {
    broken: `<failure type="broken" message="${attribute(reason)}">${attribute(reason)}</failure>`,
    inconclusive: `<error type="inconclusive" message="${attribute(reason)}"/>`,
    aborted: `<error type="aborted" message="${attribute(reason)}"/>`,
    'not applicable': `<skipped message="${attribute(reason)}"/>`,
  };
  // CI knows no other word for what is known to fail and must not stop a release.
  const inside = check.accepted
    ? `<skipped message="${attribute(`it ${check.title}: broken, ${acceptedWords(check.accepted)}`)}"/>`
    : element[check.outcome];
  return inside === undefined ? `${open}/>\n` : `${open}>\n      ${inside}\n    </testcase>\n`;
}

function figures(checks: readonly CheckResult[]): { tests: number; failures: number; errors: number; skipped: number } {
  const count = (...outcomes: Outcome[]): number =>
    checks.filter((check) => !check.accepted && outcomes.includes(check.outcome)).length;
  return {
    tests: checks.length,
    failures: count('broken'),
    errors: count('inconclusive', 'aborted'),
    skipped: count('not applicable') + checks.filter(({ accepted }) => accepted).length,
  };
}

/** XML 1.0 cannot hold control characters, lone surrogates and two others, not even escaped (XML 1.0, "Characters"). */
function attribute(text: string): string {
  const allowed = text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
