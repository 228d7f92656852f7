/** `report.md`: short enough for a pull-request comment, complete enough for an after-action report. */
import { DELIVERY_SENTENCE, deliveryOutcome, deliveryWords } from './deliveries.js';
import { coverageMap, coverageWords, legWords, slowestLegs } from './coverage.js';
import { acceptedFindings, acceptedWords, exceptionNotes, openFindings, withAccepted } from './exceptions.js';
import { figures, lockoutWords } from './figures.js';
import { nextSteps } from './next-steps.js';
import { placeWords } from './where-found.js';
import type { DrillResult } from './result.js';
import {
  durationWords,
  notConfirmedSentence,
  plural,
  resumedSentence,
  SIGNS,
  testedSentence,
  verdictSentence,
} from './sentences.js';

/** Rows of a table that a pull-request comment can still be read with; the rest is in report.html. */
const MOST_ROWS = 30;

/** The report as GitHub-flavoured Markdown. */
export function markdownReport(result: DrillResult): string {
  const { drill } = result;
  const accepted = withAccepted(result);
  const lines = [
    `# ${SIGNS[drill.outcome]} ${[drill.outcome.toUpperCase(), ...(accepted === undefined ? [] : [accepted])].join(', ')}: ${text(drill.name)}`,
    '',
    `**${drill.mode}** · drill \`${code(drill.id)}\` · ${drill.startedAt}`,
    '',
    text(verdictSentence(result)),
    '',
    text(testedSentence(result)),
    '',
    ...(result.resumed ? [text(resumedSentence(result) ?? ''), ''] : []),
    ...(drill.mode === 'EMULATED'
      ? ['> Played on an emulated organization: evidence of change testing at most, never of a live control.', '']
      : []),
    ...result.notUndone.flatMap(({ what, finish }) => [`**Not put back:** ${text(what)}. ${text(finish)}`, '']),
    '| | | |',
    '|---|---|---|',
    ...figures(result).map(
      ({ name, outcome, figure, note }) => `| ${SIGNS[outcome]} ${name} | ${text(figure)} | ${text(note)} |`,
    ),
    '',
    ...exceptions(result),
    ...(openFindings(result).length > 0 ? findings(result) : next(result)),
    ...checks(result),
    ...alarms(result),
    ...people(result),
    ...risks(result),
    ...notTested(result),
    `Confidential: names the people and gaps of your emergency access. Plan \`${drill.planSha256.slice(0, 16)}…\`, journal \`${result.headHash.slice(0, 16)}…\`; check with \`breakglass-drill verify\`.`,
    '',
  ];
  return lines.join('\n');
}

function next(result: DrillResult): string[] {
  return [
    '## Do first',
    '',
    ...nextSteps(result).map((step, index) => `${index + 1}. ${text(step.do)} (${text(step.about)})`),
    '',
  ];
}

/** What is accepted, and exceptions that no longer accept anything. */
function exceptions(result: DrillResult): string[] {
  const accepted = acceptedFindings(result);
  const notes = exceptionNotes(result).map((note) => `- ${text(note)}`);
  if (accepted.length + notes.length === 0) return [];
  const rows = accepted
    .slice(0, MOST_ROWS)
    .map(
      ({ finding, accepted: { owner, reason, until } }) =>
        `| **${finding.code}** (${finding.severity}): ${text(finding.cause)} | ${text(placeWords(finding, result))} | ${text(owner)} | ${until} | ${text(reason)} |`,
    );
  const table = [
    '| finding | where | accepted by | until | because |',
    '|---|---|---|---|---|',
    ...rows,
    ...more(accepted.length, 'accepted finding'),
    '',
  ];
  return [
    `## ${accepted.length > 0 ? plural(accepted.length, 'accepted finding') : 'Exceptions'}`,
    '',
    ...(accepted.length > 0 ? table : []),
    ...notes,
    ...(notes.length > 0 ? [''] : []),
  ];
}

function findings(result: DrillResult): string[] {
  const open = openFindings(result);
  return [
    `## ${plural(open.length, 'finding')}`,
    '',
    ...open
      .slice(0, MOST_ROWS)
      .flatMap((finding, index) => [
        `${index + 1}. **${finding.code}** (${finding.severity}): ${text(finding.title)}`,
        ...(finding.accounts.length > 0 ? [`   - Where: ${text(placeWords(finding, result))}`] : []),
        `   - Cause: ${text(finding.cause)}`,
        `   - Do: ${text(finding.remedy)}`,
      ]),
    ...more(open.length, 'finding'),
    '',
  ];
}

function checks(result: DrillResult): string[] {
  return [
    '## Checks',
    '',
    '| scenario | check | outcome | evidence | |',
    '|---|---|---|---|---|',
    ...result.scenarios.flatMap((scenario) =>
      scenario.checks.map(
        (check) =>
          `| ${text(scenario.id)} | it ${text(check.title)} | ${SIGNS[check.outcome]} ${check.outcome}${check.accepted ? ', accepted' : ''} | ${check.evidence ?? ''} | ${text([check.reason ?? check.summary ?? '', ...(check.accepted ? [acceptedWords(check.accepted)] : [])].join('; '))} |`,
      ),
    ),
    '',
  ];
}

function alarms({ alarms: paths, deliveries = [], coverage }: DrillResult): string[] {
  if (paths.length === 0) return [];
  const unconfirmed = notConfirmedSentence(paths);
  return [
    '## Alarms',
    '',
    '| path | Region | detection | notification | acknowledgement | in time | late | missing | p50 | p95 | slowest | service level |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...paths.map((alarm) => {
      const { p50, p95, max } = alarm.seconds ?? {};
      const times = [p50, p95, max].map((seconds) => (seconds === undefined ? '–' : durationWords(seconds)));
      return `| ${alarm.path} | ${text(alarm.region)} | ${[alarm.detection, alarm.notification, alarm.acknowledgement].map((outcome) => `${SIGNS[outcome]} ${outcome}`).join(' | ')} | ${alarm.uses - alarm.late - alarm.missing} of ${alarm.uses}${alarm.uses < alarm.made ? `, a sample of ${alarm.made}` : ''} | ${alarm.late} | ${alarm.missing}${alarm.lostAt === undefined ? '' : ` (lost at: ${text(alarm.lostAt)})`} | ${times.join(' | ')} | ${durationWords(alarm.slaSeconds)} |`;
    }),
    '',
    ...(unconfirmed === undefined ? [] : [unconfirmed, '']),
    ...legTable(paths),
    ...delivered(deliveries),
    ...exercised(coverage),
  ];
}

function legTable(paths: DrillResult['alarms']): string[] {
  const rows = slowestLegs(paths).map(
    ({ path, region, leg }) =>
      `| ${path} | ${legWords(leg)} | ${[leg.p50, leg.p95, leg.max].map(durationWords).join(' | ')} | ${text(region)} |`,
  );
  return rows.length === 0
    ? []
    : ['| path | leg | p50 | p95 | slowest | in |', '|---|---|---|---|---|---|', ...rows, ''];
}

function delivered(deliveries: NonNullable<DrillResult['deliveries']>): string[] {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map(
    (delivery) =>
      `| ${text(delivery.place)} | ${SIGNS[deliveryOutcome(delivery)]} ${deliveryOutcome(delivery)} | ${text(deliveryWords(delivery))} |`,
  );
  return [
    '### What the target itself delivered',
    '',
    DELIVERY_SENTENCE,
    '',
    '| put into | message | after |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

/** Which kinds of use were made where. */
function exercised(coverage: DrillResult['coverage']): string[] {
  if (coverage.length === 0) return [];
  const { regions, rows } = coverageMap(coverage);
  return [
    `| noticed by | use | ${regions.map(text).join(' | ')} |`,
    `|---|---|${regions.map(() => '---|').join('')}`,
    ...rows.map(({ path, kind, uses }) => `| ${path} | ${kind} | ${uses.map(coverageWords).join(' | ')} |`),
    '',
  ];
}

function people({ custody }: DrillResult): string[] {
  if (!custody) return [];
  const who = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : text(names.join(', ')));
  return [
    '## Who can lock us out',
    '',
    `${text(lockoutWords(custody))}${custody.smallestLockouts.length > 1 ? `, or ${plural(custody.smallestLockouts.length - 1, 'other set')} as small` : ''}.`,
    '',
    '| user | password | access key | MFA device |',
    '|---|---|---|---|',
    ...custody.users.map(
      ({ name, password, accessKey, mfa }) => `| ${text(name)} | ${who(password)} | ${who(accessKey)} | ${who(mfa)} |`,
    ),
    '',
  ];
}

function risks({ residualRisks }: DrillResult): string[] {
  if (residualRisks.length === 0) return [];
  return [
    `## ${plural(residualRisks.length, 'residual risk')}`,
    '',
    ...residualRisks
      .slice(0, MOST_ROWS)
      .map(
        ({ principal, account, action, resource, meaning }) =>
          `- ${text(principal)} in ${text(account.name)} may \`${code(action)}\` on \`${code(resource)}\`: ${text(meaning)}`,
      ),
    ...more(residualRisks.length, 'residual risk'),
    '',
  ];
}

function notTested({ inventory, premises }: DrillResult): string[] {
  const left = inventory.notTested;
  return [
    '## Not tested',
    '',
    ...(left.length === 0
      ? ['Every account of the organization was in scope.']
      : left.slice(0, MOST_ROWS).map(({ name, id, reason }) => `- ${text(name)} (${text(id)}): ${text(reason)}`)),
    ...more(left.length, 'account'),
    ...premises.map(
      (premise) =>
        `- Simulated: ${text(premise.title)}, ${text(premise.how)}. ${premise.putBack === 'undone' ? 'Put back.' : 'Not put back.'}`,
    ),
    '',
  ];
}

function more(count: number, noun: string): string[] {
  return count > MOST_ROWS ? ['', `and ${plural(count - MOST_ROWS, `more ${noun}`)} in report.html`] : [];
}

/** Text from a document must not become markup: names and messages come from outside. */
function text(value: string): string {
  return value
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/([\\`*_[\]|])/g, String.raw`\$1`);
}

function code(value: string): string {
  return value.replaceAll(/[`\r\n|]/g, ' ');
}
