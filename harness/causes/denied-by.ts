/** A refusal in one sentence, from the type of policy that refused, without the account: the same cause in many accounts is one finding. */
import type { FindingCode } from './explanation.js';

/** Beginning of the sentence by code. */
const DENIED_BY: Readonly<Partial<Record<FindingCode, (who: string, explicit: boolean) => string>>> = {
  BG_IDENTITY_DENIED: (who, explicit) => (explicit ? `a policy of ${who} denies` : `no policy of ${who} allows`),
  BG_BOUNDARY_DENIED: (who, explicit) => `the permissions boundary of ${who} ${explicit ? 'denies' : 'does not allow'}`,
  // Guardrails bind whoever asks: the user makes no difference. Where FullAWSAccess was detached, nothing allows.
  BG_SCP_DENIED: (_who, explicit) =>
    explicit ? 'a service control policy denies' : 'no service control policy allows',
  BG_RCP_DENIED: () => 'a resource control policy denies',
};

/** `undefined` for a code that names no type of policy. */
export function deniedBy(code: FindingCode, who: string, what: string, explicit: boolean): string | undefined {
  const sentence = DENIED_BY[code]?.(who, explicit);
  return sentence === undefined ? undefined : `${sentence} ${what}`;
}

/** Whether AWS's text says that something denies, not only that nothing allows. */
export function isExplicit(message: string): boolean {
  return message.includes('explicit deny');
}
