/**
 * A member for each finding code. The catalogue, which stands above every floor that tells a cause, fills it from its entries:
 * a code that has no entry does not compile.
 */
export interface FindingCodes {}

/** Code of a finding, such as `BG_ROLE_MISSING`. */
export type FindingCode = keyof FindingCodes;

/** Why something is broken. A rule and a probe that see the same cause say it in the same words, or it would be two findings. */
export interface Explanation {
  code: FindingCode;
  /** One sentence without a full stop and without the account; equal sentences become one finding. */
  cause: string;
}
