/** Why something is broken. A rule and a probe that see the same cause say it in the same words, or it would be two findings. */
export interface Explanation {
  code: string;
  /** One sentence without a full stop and without the account; equal sentences become one finding. */
  cause: string;
}
