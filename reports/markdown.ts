/** `report.md`: short enough for a pull-request comment, complete enough for an after-action report. */
import type { DrillResult } from './result.js';
import { accountWords, cellFigures, plural, SIGNS, verdictSentence } from './words.js';

/** The report as GitHub-flavoured Markdown. */
export function markdownReport(result: DrillResult): string {
  const { drill, inventory } = result;
  const access = cellFigures(result, 'break-glass');
  const refused = cellFigures(result, 'control');
  const guardrails = cellFigures(result, 'guardrail');
  const lines = [
    `# ${SIGNS[drill.outcome]} ${drill.outcome.toUpperCase()}: ${text(drill.name)}`,
    '',
    `**${drill.mode}** · drill \`${code(drill.id)}\` · ${drill.startedAt}`,
    '',
    text(verdictSentence(result)),
    '',
    ...(drill.mode === 'EMULATED' ? ['> Played on an emulated organization: evidence of change testing at most, never of a live control.', ''] : []),
    '| | |',
    '|---|---|',
    `| access | ${access.held} of ${access.total} assumed the role and were able to act |`,
    `| refused | ${refused.held} of ${refused.total} turned away for the right reason |`,
    ...(guardrails.total > 0 ? [`| guardrails | ${guardrails.held} of ${guardrails.total} yield to break glass or bind it, as expected, and bind others |`] : []),
    `| accounts | ${inventory.accounts.tested} tested of ${inventory.accounts.active} active, ${inventory.accounts.excluded} excluded, ${inventory.accounts.notActive} not active |`,
    '',
    ...findings(result),
    ...result.notUndone.flatMap(({ what, finish }) => [`**Not put back:** ${text(what)}. ${text(finish)}`, '']),
    '## Checks',
    '',
    '| scenario | check | outcome | evidence | |',
    '|---|---|---|---|---|',
    ...result.scenarios.flatMap((scenario) =>
      scenario.checks.map((check) => `| ${text(scenario.id)} | it ${text(check.title)} | ${SIGNS[check.outcome]} ${check.outcome} | ${check.evidence ?? ''} | ${text(check.reason ?? check.summary ?? '')} |`),
    ),
    '',
    '## Not tested',
    '',
    ...(inventory.notTested.length === 0 ? ['Every account of the organization was in scope.'] : inventory.notTested.map(({ name, id, reason }) => `- ${text(name)} (${text(id)}): ${text(reason)}`)),
    ...result.premises.map((premise) => `- Simulated: ${text(premise.title)}, ${text(premise.how)}. ${premise.putBack === 'undone' ? 'Put back.' : 'Not put back.'}`),
    '',
    `Plan \`${drill.planSha256.slice(0, 16)}…\`, journal \`${result.headHash.slice(0, 16)}…\`. Check with \`breakglass-drill verify\`.`,
    '',
  ];
  return lines.join('\n');
}

function findings(result: DrillResult): string[] {
  if (result.findings.length === 0) return [];
  return [
    `## ${plural(result.findings.length, 'finding')}`,
    '',
    ...result.findings.flatMap((finding, index) => [
      `${index + 1}. **${finding.code}** (${finding.severity}): ${text(finding.title)}`,
      ...(finding.accounts.length > 0 ? [`   - Where: ${text(accountWords(finding))}`] : []),
      `   - Cause: ${text(finding.cause)}`,
      `   - Do: ${text(finding.remedy)}`,
    ]),
    '',
  ];
}

/** Text from a document must not become markup: names and messages come from outside. */
function text(value: string): string {
  return value.replaceAll(/[\r\n]+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(/([\\`*_[\]|])/g, String.raw`\$1`);
}

function code(value: string): string {
  return value.replaceAll(/[`\r\n|]/g, ' ');
}
