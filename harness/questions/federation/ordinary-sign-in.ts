/** Tries to sign in the way everybody does on a normal day. Shows that a premise really took hold. */
import { signIn } from '../../../aws/federated-sign-in.js';
import type { SignInAnswer } from '../../../aws/federated-sign-in.js';
import type { DrillContext } from '../../drill/context.js';
import type { Verdict } from '../../drill/verdict.js';

/** What a person was told who tried to sign in. */
export interface SignInAttempt {
  person: string;
  answer: SignInAnswer<string>;
}

/** Signs in every person that the drill file names, the way to the access portal that the organization has. */
export async function trySigningIn(context: DrillContext): Promise<SignInAttempt[]> {
  const { transport } = context.connection('premise');
  const people = [...new Set([context.file.controls.federatedAdministrator.person, context.file.reader.person])];
  const attempts: SignInAttempt[] = [];
  for (const person of people) {
    attempts.push({
      person,
      answer: await signIn(transport, context.organization.identityCenter.directory, person, context.signal),
    });
  }
  return attempts;
}

/**
 * Held: nobody can sign in, because the system is down and not because it refuses somebody. Somebody who can still sign
 * in makes the premise untrue, and nothing was rehearsed.
 */
export function federationShut(attempts: readonly SignInAttempt[]): Verdict {
  const shut = attempts.filter(({ answer }) => !answer.ok && answer.statusCode >= 500);
  const summary = `${shut.length} of ${attempts.length} people could not sign in`;
  const other = attempts.find((attempt) => !shut.includes(attempt));
  if (attempts.length > 0 && !other) return { outcome: 'held', evidence: 'observed', summary };
  const reason =
    other?.answer.ok === false
      ? `${other.person} was refused: ${other.answer.message}`
      : `${other?.person ?? 'nobody'} could still sign in: the premise did not take hold`;
  return { outcome: 'inconclusive', evidence: 'observed', summary, reason };
}
