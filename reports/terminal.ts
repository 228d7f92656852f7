/** The verdict for a terminal: at most 12 lines of at most 80 columns, and 7 more about exceptions; readable without colour. */
import { acceptanceWords, acceptedFindings, exceptionNotes, openFindings, withAccepted } from './exceptions.js';
import { figures } from './figures.js';
import { placeWords } from './where-found.js';
import type { DrillResult, Finding } from './result.js';
import { listWords, plural, resumeWords, verdictSentence } from './sentences.js';

const WIDTH = 80;
const MOST_LINES = 12;
/** Begins a line that somebody copies, as the one of the report does: it is never cut. */
const RESUME = 'Go on   ';
/** Accepted findings that are named, and as many exceptions that accept nothing. */
const MOST_EXCEPTIONS = 2;
const MOST_EXCEPTION_LINES = 6;

export interface TerminalOptions {
  /** Where the report lies. */
  folder: string;
  colour: boolean;
}

/** The lines of the verdict. */
export function terminalVerdict(result: DrillResult, { folder, colour }: TerminalOptions): string[] {
  const { drill } = result;
  const badge = drill.mode === 'EMULATED' ? 'emulated organization' : 'organization';
  const accepted = withAccepted(result);
  const [verdict, named] = [drill.outcome.toUpperCase(), `${badge} "${drill.name}"  drill ${drill.id}`];
  const head = [
    ...(accepted === undefined ? [`${verdict}  ${named}`] : [`${verdict}, ${accepted}`, named]),
    ...wrap(verdictSentence(result), ''),
  ];
  const [finding] = result.findings;
  const resume = resumeWords(result, folder);
  const tail = [
    ...result.notUndone.slice(0, 2).map(({ what, finish }) => `NOT PUT BACK: ${what}. ${finish}`),
    notTestedLine(result),
    ...(drill.example ? ['This was an example. It says nothing about your organization.'] : []),
    ...(result.resumed
      ? [
          `Taken over: ${result.resumed.items.takenOver} of ${plural(result.resumed.items.of, 'item')} from ${result.resumed.folder}.`,
        ]
      : []),
    ...(resume === undefined ? [] : [`${RESUME}${resume}`]),
    `Report  ${folder}/report.html`,
    `Exit ${drill.exitCode}  ${finding ? `Learn more  breakglass-drill explain ${finding.code}` : 'See one fail  breakglass-drill broken'}`,
  ];
  const known = exceptionLines(result);
  const room = MOST_LINES - head.length - tail.length + (accepted === undefined ? 0 : 1);
  const body = drill.outcome === 'broken' ? findingLines(result, room) : figureLines(result).slice(0, room);
  return colourFirst([...head, ...body, ...known, ...tail].map(fit), result, colour);
}

/** A drill without an answer says first what is open. */
function figureLines(result: DrillResult): string[] {
  const checks = result.scenarios.flatMap((scenario) => scenario.checks);
  const held = checks.filter((check) => check.outcome === 'held').length;
  const open = checks.find(
    (check) => check.outcome !== 'held' && check.outcome !== 'not applicable' && !check.accepted,
  );
  const line = (name: string, figure: string, note: string): string =>
    `  ${name.padEnd(10)}  ${figure.padEnd(10)}  ${note}`;
  return [
    ...(open ? [line('checks', `${held} of ${checks.length}`, `open: it ${open.title}`)] : []),
    ...figures(result).map(({ name, figure, note }) => line(name, figure, note)),
  ];
}

/** At most three causes. Each says where, why and, while there is room, what to do. */
function findingLines(result: DrillResult, room: number): string[] {
  const open = openFindings(result);
  if (open.length === 0)
    return [
      result.findings.length > 0
        ? '  It broke on more than was accepted: see the checks in the report.'
        : '  No cause could be found: see the checks in the report.',
    ];
  const shown = open.slice(0, 3);
  const more = open.length > shown.length ? [`  and ${open.length - shown.length} more in the report`] : [];
  const block = (finding: Finding, remedy: boolean, wrapped: boolean): string[] => [
    `  ${finding.code}  ${placeWords(finding, result)}`.trimEnd(),
    ...(wrapped ? wrap(finding.cause) : [`    ${finding.cause}`]),
    ...(remedy ? wrap(`Do: ${finding.remedy}`) : []),
  ];
  const forms = [
    [true, true],
    [false, true],
    [false, false],
  ] as const;
  const candidates = forms.map(([remedy, wrapped]) => [
    ...shown.flatMap((finding) => block(finding, remedy, wrapped)),
    ...more,
  ]);
  return candidates.find((lines) => lines.length <= room) ?? candidates.at(-1)?.slice(0, room) ?? [];
}

/** What is accepted, after what is open, and exceptions that accept nothing. */
function exceptionLines(result: DrillResult): string[] {
  const accepted = acceptedFindings(result).map(({ finding, accepted: acceptance }) =>
    `  ${finding.code}  ${acceptanceWords(acceptance)}  ${placeWords(finding, result, 1)}`.trimEnd(),
  );
  const notes = exceptionNotes(result);
  const left = Math.max(0, accepted.length - MOST_EXCEPTIONS) + Math.max(0, notes.length - MOST_EXCEPTIONS);
  const lines = [
    ...accepted.slice(0, MOST_EXCEPTIONS),
    ...notes.slice(0, MOST_EXCEPTIONS).flatMap((note) => wrap(note, '  ')),
    ...(left > 0 ? [`  and ${plural(left, 'more exception')} in the report`] : []),
  ];
  return lines.slice(0, MOST_EXCEPTION_LINES);
}

/** A text over several lines, indented. */
function wrap(text: string, indent = '    '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, indent + line];
}

function notTestedLine(result: DrillResult): string {
  const left = result.inventory.notTested.map(({ name, reason }) => `${name} (${reason})`);
  const accounts =
    left.length <= 2 ? listWords(left.length === 0 ? ['no account'] : left) : plural(left.length, 'account');
  const risks = result.residualRisks.length;
  return `Not tested: ${accounts}. ${plural(result.premises.length, 'premise')} simulated.${risks > 0 ? ` ${plural(risks, 'residual risk')}.` : ''}`;
}

/** One line of the terminal. Control characters go: names come from outside, and a terminal obeys them. */
function fit(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ');
  return line.length <= WIDTH || line.startsWith('Report ') || line.startsWith(RESUME)
    ? line
    : `${line.slice(0, WIDTH - 1)}…`;
}

function colourFirst(lines: string[], { drill, findings }: DrillResult, colour: boolean): string[] {
  if (!colour) return lines;
  const code = drill.outcome === 'held' && findings.length === 0 ? 32 : drill.outcome === 'broken' ? 31 : 33;
  return lines.map((line, index) => (index === 0 ? `\u001b[1;${code}m${line}\u001b[0m` : line));
}
