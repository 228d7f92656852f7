/** Who an attempt is made as. */

/** Who an attempt is made as, for the question which statement of a trust policy lets it in. */
export interface CallerIdentity {
  /** ARN of the user or of the session. */
  principal: string;
  principalId: string;
  /** Context keys of its credentials that trust policies ask for. */
  context: Readonly<Record<string, string | readonly string[]>>;
}
