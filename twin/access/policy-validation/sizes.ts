/** How large policy documents may be. Organizations counts characters as stored, IAM leaves white space out. */

/** The most that IAM takes, as of 2026-06, by kind of document; inline policies of one entity share a quota (IAM user guide, "IAM and AWS STS quotas"). */
export const iamSizes = { managed: 6144, trust: 2048 } as const;

/** Characters that count against the quotas of IAM (IAM user guide, "IAM and AWS STS quotas"). */
export function sizeWithoutWhiteSpace(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** Quotas of guardrails (Organizations user guide, "Quotas for AWS Organizations"). */
export interface GuardrailQuotas {
  /** Characters of a service control policy, white space counted. */
  scpCharacters: number;
  /** Service control policies attached to one root, OU or account; FullAWSAccess counts. */
  scpsPerTarget: number;
  rcpCharacters: number;
  rcpsPerTarget: number;
}

/** On this day the quotas of SCPs were doubled. */
const SCP_QUOTAS_DOUBLED = Date.UTC(2026, 4, 15);

/** The quotas at an instant (milliseconds since 1970). */
export function guardrailQuotas(now: number): GuardrailQuotas {
  const scp =
    now < SCP_QUOTAS_DOUBLED ? { scpCharacters: 5120, scpsPerTarget: 5 } : { scpCharacters: 10_240, scpsPerTarget: 10 };
  return { ...scp, rcpCharacters: 5120, rcpsPerTarget: 5 };
}
