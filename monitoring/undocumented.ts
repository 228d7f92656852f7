/**
 * Points that AWS's pages leave open, or answered in an older version only. Each is one switch, with the case that pins it
 * (test/monitoring/), so that an answer from a live account changes one line here.
 */
export const undocumented: Readonly<
  Record<
    | 'assumeRoleIsReadOnly'
    | 'refusedAssumeRoleReachesTheTargetAccount'
    | 'starsInsideTextsAreWildcards'
    | 'lonelyBreachingDatapointIsInsufficient',
    boolean
  >
> = {
  /** November 2026, no page says so: AssumeRole changes nothing, so a trail of write events leaves it out. Confirm with an event of your own. */
  assumeRoleIsReadOnly: true,
  /** A refused call across accounts leaves a record with its caller only: the other account was never involved. */
  refusedAssumeRoleReachesTheTargetAccount: false,
  /** In metric filters `*` is a wildcard at the beginning and at the end of a text; `Ev*ent` is literal (page of 2022). */
  starsInsideTextsAreWildcards: false,
  /** `- - - - X` of 3 with missing data as missing: "Insufficient data" on the page of 2018, left out since. */
  lonelyBreachingDatapointIsInsufficient: true,
};

/** How many datapoints beyond its evaluation periods an alarm looks back; both tables of the page show 5 for 3. */
export const EXTRA_DATAPOINTS = 2;
