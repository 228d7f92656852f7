/** `junit.xml` for CI: a suite a scenario, a case a check. Broken fails, inconclusive errs, not applicable is skipped. */
import type { CheckResult, DrillResult, Outcome, ScenarioResult } from './result.js';

/** The report in the form that CI systems read. */
export function junitReport(result: DrillResult): string {
  const suites = result.scenarios.map((scenario) => suite(scenario, result));
  const all = result.scenarios.flatMap((scenario) => scenario.checks);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(result.drill.name)}" ${figures(all)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(scenario: ScenarioResult, { drill, target }: DrillResult): string {
  const properties = [
    ['mode', drill.mode],
    ['target', target.name],
    ['drill', drill.id],
  ].map(([name = '', value = '']) => `      <property name="${name}" value="${attribute(value)}"/>\n`);
  const cases = scenario.checks.map((check) => testCase(scenario.id, check));
  return `  <testsuite name="${attribute(scenario.id)}" ${figures(scenario.checks)} timestamp="${drill.startedAt.slice(0, 19)}">\n    <properties>\n${properties.join('')}    </properties>\n${cases.join('')}  </testsuite>\n`;
}

function testCase(scenario: string, check: CheckResult): string {
  const open = `    <testcase classname="${attribute(scenario)}" name="it ${attribute(check.title)}"`;
  const reason = check.reason ?? check.outcome;
  const element: Partial<Record<Outcome, string>> = {
    broken: `<failure type="broken" message="${attribute(reason)}">${attribute(reason)}</failure>`,
    inconclusive: `<error type="inconclusive" message="${attribute(reason)}"/>`,
    aborted: `<error type="aborted" message="${attribute(reason)}"/>`,
    'not applicable': `<skipped message="${attribute(reason)}"/>`,
  };
  const inside = element[check.outcome];
  return inside === undefined ? `${open}/>\n` : `${open}>\n      ${inside}\n    </testcase>\n`;
}

function figures(checks: readonly CheckResult[]): string {
  const count = (...outcomes: Outcome[]): number => checks.filter((check) => outcomes.includes(check.outcome)).length;
  return `tests="${checks.length}" failures="${count('broken')}" errors="${count('inconclusive', 'aborted')}" skipped="${count('not applicable')}"`;
}

/** XML 1.0 cannot hold control characters, not even escaped. */
function attribute(text: string): string {
  const printable = [...text].filter((character) => character >= ' ').join('');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
