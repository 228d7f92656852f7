/** Accepted findings, and what became of exceptions, in words that every report shares. Pure. */
import type { Acceptance } from './exception-result.js';
import type { DrillResult, Finding } from './result.js';
import { listWords, plural } from './sentences.js';

/** Findings that nobody accepted. */
export function openFindings({ findings }: Pick<DrillResult, 'findings'>): Finding[] {
  return findings.filter(({ accepted }) => accepted === undefined);
}

/** Findings that somebody accepted, with who did. */
export function acceptedFindings({
  findings,
}: Pick<DrillResult, 'findings'>): { finding: Finding; accepted: Acceptance }[] {
  return findings.flatMap((finding) => (finding.accepted ? [{ finding, accepted: finding.accepted }] : []));
}

/** Such as `accepted by ana until 2026-12-31`. */
export function acceptanceWords({ owner, until }: Acceptance): string {
  return `accepted by ${owner} until ${until}`;
}

/** Who accepted something, until when and why; several times if several did. */
export function acceptedWords(acceptances: readonly Acceptance[]): string {
  return acceptances.map((acceptance) => `${acceptanceWords(acceptance)}: ${acceptance.reason}`).join('; ');
}

/** Such as `with 2 accepted findings`; `undefined` if none is. */
export function withAccepted(result: Pick<DrillResult, 'findings'>): string | undefined {
  const count = acceptedFindings(result).length;
  return count === 0 ? undefined : `with ${plural(count, 'accepted finding')}`;
}

/** Exceptions that do not do what their owners may believe, a sentence each. */
export function exceptionNotes({ exceptions = [], drill }: Pick<DrillResult, 'exceptions' | 'drill'>): string[] {
  return exceptions.flatMap(({ id, accounts = [], owner, until, state, beyond }) => {
    if (state === 'expired') return [`The exception of ${id} expired on ${until}: ${owner}.`];
    if (state === 'outgrown')
      return [
        `${id} is accepted in ${listWords(accounts)} alone and is ${beyond.length > 0 ? `in ${listWords(beyond, 3)} as well` : 'of no account'}, so it is not accepted (${owner}).`,
      ];
    // A drill that was stopped has not looked for everything.
    return state === 'matches nothing' && drill.outcome !== 'aborted'
      ? [`The exception of ${id} matches nothing: take it out of the drill file (${owner}).`]
      : [];
  });
}

/** Whether a check broke on anything that nobody accepted. */
export function brokeOpenly({ scenarios }: Pick<DrillResult, 'scenarios'>): boolean {
  return scenarios.some(({ checks }) => checks.some(({ outcome, accepted }) => outcome === 'broken' && !accepted));
}
