/** Which known findings are accepted, and what is broken because of them alone. Pure. */
import { byUrgency, findingKey } from './findings.js';
import type { SeenFinding } from './findings.js';
import type { RecordOf } from './journal-record.js';
import type { PlannedException } from './plan.js';
import type { Acceptance, ExceptionResult } from './exception-result.js';
import type { Finding } from './result.js';

/** What the exceptions of a drill accept. */
export interface Accepted {
  /** Every finding, open ones first. */
  findings: Finding[];
  exceptions: ExceptionResult[];
  /** Who accepted everything that a check broke on; `undefined` if it did not break, or on anything that nobody accepted. */
  check(record: Pick<RecordOf<'check'>, 'outcome' | 'grounds' | 'scenario' | 'check'>): Acceptance[] | undefined;
  /** Whether a cell is broken because of an accepted finding. */
  cell(record: Pick<RecordOf<'cell'>, 'seq'>): boolean;
}

/** Holds the exceptions against what was found. */
export function accept(seen: readonly SeenFinding[], exceptions: readonly PlannedException[]): Accepted {
  const findings = seen.map(({ finding }): Finding => {
    const exception = exceptions.find((candidate) => candidate.inForce && covers(candidate, finding));
    return exception
      ? { ...finding, accepted: { owner: exception.owner, reason: exception.reason, until: exception.until } }
      : finding;
  });
  const byKey = new Map(findings.map((finding) => [findingKey(finding), finding]));
  const byLine = new Map(
    seen.flatMap(({ finding, cells }) => cells.map((line) => [line, byKey.get(findingKey(finding))] as const)),
  );
  const acceptanceOf = (finding: Finding | undefined, check: CheckNamed): Acceptance | undefined => {
    const exception =
      finding &&
      exceptions.find((candidate) => candidate.inForce && covers(candidate, finding) && isAbout(candidate, check));
    return exception && { owner: exception.owner, reason: exception.reason, until: exception.until };
  };
  return {
    findings: findings.sort(byUrgency),
    exceptions: exceptions.map((exception) => outcomeOf(exception, findings)),
    check: ({ outcome, grounds, scenario, check }) => {
      if (outcome !== 'broken' || !grounds) return undefined;
      const { cells, findings: named } = grounds;
      const acceptances = [
        ...cells.map((line) => acceptanceOf(byLine.get(line), { scenario, check })),
        ...named.map((finding) => acceptanceOf(byKey.get(findingKey(finding)), { scenario, check })),
      ];
      const given = acceptances.filter((acceptance) => acceptance !== undefined);
      return given.length > 0 && given.length === acceptances.length ? distinct(given) : undefined;
    },
    cell: ({ seq }) => byLine.get(seq)?.accepted !== undefined,
  };
}

type CheckNamed = Pick<RecordOf<'check'>, 'scenario' | 'check'>;

/** An exception that names checks lets no other break on the same finding: what else depends on it was not weighed. */
function isAbout({ checks }: PlannedException, { scenario, check }: CheckNamed): boolean {
  return checks === undefined || checks.includes(scenario) || checks.includes(`${scenario}/${check}`);
}

function matches({ id, cause }: PlannedException, finding: Finding): boolean {
  return finding.code === id && (cause === undefined || finding.cause.includes(cause));
}

/** An exception for named accounts accepts nothing that is anywhere else, nor what belongs to no account. */
function covers(exception: PlannedException, finding: Finding): boolean {
  if (!matches(exception, finding)) return false;
  return exception.accounts === undefined || (finding.accounts.length > 0 && beyond(exception, finding).length === 0);
}

function beyond({ accounts }: PlannedException, finding: Finding): string[] {
  return accounts === undefined
    ? []
    : finding.accounts.map(({ name }) => name).filter((name) => !accounts.includes(name));
}

function outcomeOf(exception: PlannedException, findings: readonly Finding[]): ExceptionResult {
  const { id, accounts, cause, checks, owner, reason, until, inForce } = exception;
  const matching = findings.filter((finding) => matches(exception, finding));
  const open = matching.filter(({ accepted }) => accepted === undefined);
  const state = !inForce
    ? 'expired'
    : matching.some((finding) => covers(exception, finding))
      ? 'accepts'
      : open.length > 0
        ? 'outgrown'
        : 'matches nothing';
  // Member by member: the order in a result must not hang on that of a plan.
  return {
    id,
    ...(accounts ? { accounts } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(checks ? { checks } : {}),
    owner,
    reason,
    until,
    state,
    beyond: [...new Set(open.flatMap((finding) => beyond(exception, finding)))],
  };
}

function distinct(acceptances: readonly Acceptance[]): Acceptance[] {
  return [...new Map(acceptances.map((acceptance) => [JSON.stringify(acceptance), acceptance])).values()];
}
