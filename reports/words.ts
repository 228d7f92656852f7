/** Sentences and figures that several writers share, so that all of them say the same. */
import type { DrillResult, Finding, MatrixCount, Outcome } from './result.js';

/** `1 account`, `2 accounts`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The verdict in one sentence, for somebody who reads nothing else. */
export function verdictSentence(result: DrillResult): string {
  const { tested } = result.inventory.accounts;
  const users = plural(result.inventory.breakGlassUsers.length, 'user');
  if (result.drill.exitCode === 5) return 'Something that the drill changed could not be put back: finish it by hand, see below.';
  switch (result.drill.outcome) {
    case 'held':
      return `Break glass works: ${users} got into ${tested} of ${result.inventory.accounts.active} active accounts.`;
    case 'broken':
      return consequence(result);
    case 'aborted':
      return 'The drill was stopped before it could answer; everything was put back.';
    default:
      return 'The drill could not answer everything that it should: what was not tested is not held.';
  }
}

/** What the worst finding means in an emergency. */
function consequence(result: DrillResult): string {
  const blocked = new Map<string, Set<string>>();
  for (const { account, user, outcome } of breakGlassExceptions(result)) {
    if (outcome === 'broken') blocked.set(account, (blocked.get(account) ?? new Set()).add(user));
  }
  const users = result.inventory.breakGlassUsers.length;
  const shut = [...blocked.values()].filter((by) => by.size === users).length;
  const { tested } = result.inventory.accounts;
  if (shut > 0) return `In an emergency nobody gets into ${shut} of ${plural(tested, 'account')}.`;
  if (blocked.size > 0) return `In an emergency one break-glass user is locked out of ${blocked.size} of ${plural(tested, 'account')}.`;
  const open = new Set(result.matrix.exceptions.filter(({ outcome }) => outcome === 'broken').map(({ account }) => account));
  if (open.size > 0) return `Somebody who must be refused gets into ${open.size} of ${plural(tested, 'account')}.`;
  const [finding] = result.findings;
  return finding ? `${finding.title}.` : 'What should hold in an emergency does not.';
}

function breakGlassExceptions(result: DrillResult): DrillResult['matrix']['exceptions'] {
  return result.matrix.exceptions.filter(({ user }) => result.inventory.breakGlassUsers.includes(user));
}

/** Cells by kind: how many there are and how many held. */
export function cellFigures(result: DrillResult, kind: MatrixCount['kind']): { held: number; total: number } {
  const counts = result.matrix.counts.filter((count) => count.kind === kind);
  return {
    held: counts.reduce((sum, count) => sum + count.held, 0),
    total: counts.reduce((sum, count) => sum + count.held + count.broken + count.inconclusive, 0),
  };
}

/** Accounts of a finding: all of them up to three, else three and how many more. */
export function accountWords({ accounts }: Finding): string {
  const names = accounts.map(({ name }) => name);
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** Checks by strength of evidence, strongest first. */
export function evidenceMix(result: DrillResult): { evidence: string; count: number }[] {
  const checks = result.scenarios.flatMap((scenario) => scenario.checks);
  return ['observed', 'evaluated', 'declared', 'attested'].map((evidence) => ({ evidence, count: checks.filter((check) => check.evidence === evidence).length }));
}

/** The outcome as a word for headings, and a sign that needs no colour. */
export const SIGNS: Readonly<Record<Outcome, string>> = { held: '✔', broken: '✘', inconclusive: '?', 'not applicable': '–', aborted: '■' };
