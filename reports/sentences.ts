/** Sentences and numbers that several writers share, so that all of them say the same. */
import type { CellKind, DrillResult, Outcome } from './result.js';

/** `1 account`, `2 accounts`; `plurals` where an s is not enough. */
export function plural(count: number, noun: string, plurals = `${noun}s`): string {
  return `${groupDigits(count)} ${count === 1 ? noun : plurals}`;
}

/** Thousands apart, so that 10,000 and 100,000 are told apart at a glance. */
export function groupDigits(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Seconds as people say them: `0.4 s`, `41 s`, `6 min 5 s`, `15 min`. */
export function durationWords(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return minutes === 0 ? `${rest} s` : rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** A list as people say it: `a`, `a and b`, `a, b and c`; after `most`, how many more. */
export function listWords(items: readonly string[], most = items.length): string {
  const shown = items.length <= most ? items : [...items.slice(0, most), `${groupDigits(items.length - most)} more`];
  return shown.length < 2 ? (shown[0] ?? 'nobody') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

/** The verdict in one sentence, for somebody who reads nothing else. */
export function verdictSentence(result: DrillResult): string {
  const { tested, active } = result.inventory.accounts;
  if (result.drill.exitCode === 5)
    return 'The drill could not put back something that it changed: finish it by hand, see below.';
  switch (result.drill.outcome) {
    case 'held':
      if (result.findings.length > 0) return acceptedSentence(result);
      return whoGotIn(result).length > 0
        ? `Break glass works: ${listWords(whoGotIn(result), 3)} got into ${groupDigits(tested)} of ${plural(active, 'active account')}.`
        : 'Everything that was asked about break glass holds.';
    case 'broken':
      return consequence(result);
    case 'aborted':
      return 'The drill was stopped before it could answer; everything was put back.';
    default:
      return 'The drill could not answer everything that it should: what was not tested is not held.';
  }
}

/** Break-glass users who were let in: where people are lost, not every user is asked. */
function whoGotIn({ matrix, inventory }: DrillResult): string[] {
  return inventory.breakGlassUsers.filter((user) => matrix.accounts.some(({ users }) => users[user] === 'held'));
}

/** What the worst of it means in an emergency. */
function consequence(result: DrillResult): string {
  const accounts = result.matrix.accounts;
  const users = result.inventory.breakGlassUsers;
  const inventory = result.inventory.accounts;
  // A drill that enters nothing reads all of them.
  const tested = plural(inventory.tested > 0 ? inventory.tested : inventory.active, 'account');
  const blocked = accounts.filter((account) => Object.values(account.users).includes('broken'));
  const shut = blocked.filter((account) => users.every((user) => account.users[user] === 'broken'));
  if (shut.length > 0) return `In an emergency nobody gets into ${groupDigits(shut.length)} of ${tested}.`;
  if (blocked.length > 0)
    return `In an emergency a break-glass user is locked out of ${groupDigits(blocked.length)} of ${tested}.`;
  const open = accounts.filter(({ control }) => control === 'broken');
  if (open.length > 0) return `Somebody who must be refused gets into ${groupDigits(open.length)} of ${tested}.`;
  const [finding] = result.findings;
  if (!finding) return 'What should hold in an emergency does not.';
  return finding.accounts.length > 0 && accounts.length > 0
    ? `${finding.title}, in ${groupDigits(finding.accounts.length)} of ${tested}.`
    : `${finding.title}.`;
}

/** What is accepted is told first: it stays what it is. */
function acceptedSentence(result: DrillResult): string {
  const [first = '', ...others] = result.findings.flatMap(({ accepted }) => accepted?.until ?? []).sort();
  return `${consequence(result)} ${others.length === 0 ? `This is accepted until ${first}` : `This and ${plural(others.length, 'other finding')} are accepted, the first until ${first}`}; everything else holds.`;
}

/** What was tested, in one sentence. */
export function testedSentence({ inventory, scenarios }: DrillResult): string {
  const { tested, active, excluded, notActive } = inventory.accounts;
  const left = [
    ...(excluded > 0 ? [`${groupDigits(excluded)} excluded`] : []),
    ...(notActive > 0 ? [`${groupDigits(notActive)} not active`] : []),
  ];
  return `Tested ${groupDigits(tested)} of ${plural(active, 'active account')}${left.length > 0 ? ` (${left.join(', ')})` : ''} with ${plural(inventory.breakGlassUsers.length, 'break-glass user')} in ${plural(scenarios.length, 'scenario')}.`;
}

/** What was taken over, from when; `undefined` for a drill that resumed no other. */
export function resumedSentence({ resumed }: DrillResult): string | undefined {
  if (!resumed) return undefined;
  const { folder, startedAt, items, answered } = resumed;
  const when = answered ? `, answered from ${answered.first} to ${answered.last}` : '';
  return `It resumed the drill of the folder ${folder}, begun ${startedAt}, and took over ${groupDigits(items.takenOver)} of ${plural(items.of, 'item')}${when}; it played the rest itself.`;
}

/** The option that goes on with a drill that was stopped; `undefined` where nothing is left to go on with, or something must be taken back first. */
export function resumeWords({ drill, target }: DrillResult, folder: string): string | undefined {
  return drill.exitCode === 4 && target.name === 'endpoint' ? `the same command with --resume ${folder}` : undefined;
}

/** Cells of one kind by outcome. */
export function cellFigures(result: DrillResult, kind: CellKind): { held: number; broken: number; total: number } {
  const figures = { held: 0, broken: 0, total: 0 };
  for (const count of result.matrix.counts) {
    if (count.kind !== kind) continue;
    figures.held += count.held;
    figures.broken += count.broken;
    figures.total += count.held + count.broken + count.inconclusive;
  }
  return figures;
}

/** Checks by strength of evidence, strongest first, those without an answer last. */
export function evidenceMix(result: DrillResult): { evidence: string; count: number }[] {
  const checks = result.scenarios.flatMap((scenario) => scenario.checks);
  const known = ['observed', 'evaluated', 'declared', 'attested'].map((evidence) => ({
    evidence,
    count: checks.filter((check) => check.evidence === evidence).length,
  }));
  return [
    ...known,
    { evidence: 'without an answer', count: checks.filter((check) => check.evidence === undefined).length },
  ].filter(({ count }) => count > 0);
}

/** The outcome as a word for headings, and a sign that needs no colour. */
export const SIGNS: Readonly<Record<Outcome, string>> = {
  held: '✔',
  broken: '✘',
  inconclusive: '?',
  'not applicable': '–',
  aborted: '■',
};

/** Says that nobody confirmed the messages, and why; `undefined` where somebody did. */
export function notConfirmedSentence(alarms: readonly { acknowledgement: Outcome }[]): string | undefined {
  if (alarms.some(({ acknowledgement }) => acknowledgement === 'held')) return undefined;
  return `Delivered, nobody confirmed: ${alarms.some(({ acknowledgement }) => acknowledgement === 'broken') ? 'a person was asked, and did not confirm' : 'no person was asked'}.`;
}
