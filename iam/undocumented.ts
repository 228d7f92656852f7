/**
 * Points that AWS's pages leave open or contradict each other on. Each is one switch, with the case that pins it
 * (test/iam/cases.json), so that an answer from a live account changes one line here.
 */
export const undocumented: Readonly<
  Record<
    | 'silentSessionPolicyLimitsSessionGrants'
    | 'boundaryLimitsTrustGrants'
    | 'unresolvedNotResourceExcludesNothing'
    | 'emptyTextsAreAnEmptySet'
    | 'arnValuesTakeVariablesInEveryPart'
    | 'booleansTakeVariables'
    | 'rcpsBindTheRootUser'
    | 'sessionTokensCannotBeDenied'
    | 'plainOperatorsTakeOneValue'
    | 'ifExistsHoldsUnderForAnyValue'
    | 'arnStarMatchesAnything'
    | 'fourDigitsAreAYear'
    | 'wildcardTrustNeedsNoIdentityPolicy',
    boolean
  >
> = {
  /** SRP-03, SRP-04, SRP-08: a same-account grant to the session itself gets past a silent boundary and session policy. */
  silentSessionPolicyLimitsSessionGrants: false,
  /** TRU-21: a boundary limits AssumeRole even when the trust policy names the user or everybody. */
  boundaryLimitsTrustGrants: true,
  /** VAR-12: a NotResource pattern whose variable has no value matches no resource, so that it spares none. */
  unresolvedNotResourceExcludesNothing: true,
  /** CON-45: a key whose values are all empty texts counts as an empty set for ForAllValues and ForAnyValue. */
  emptyTextsAreAnEmptySet: true,
  /** CON-38: the rule "variables only after the fifth colon" is about Resource; values of ARN operators take them anywhere. */
  arnValuesTakeVariablesInEveryPart: true,
  /** The page on variables says that Bool takes none, the page on operators that it does: CON-122. */
  booleansTakeVariables: true,
  /** RCP-09: an RCP binds the root user of the account that owns the resource. */
  rcpsBindTheRootUser: true,
  /** SPC-02: no policy can take GetSessionToken away, an SCP no more than any other. */
  sessionTokensCannotBeDenied: true,
  /** CON-160, CON-161: an operator without a set qualifier, on a key with several values, matches nothing. */
  plainOperatorsTakeOneValue: true,
  /** CON-159: IfExists holds for an absent key, ForAnyValue does not; of the two IfExists counts. */
  ifExistsHoldsUnderForAnyValue: true,
  /** CON-144: an ARN operator with `*` alone matches every value, also one that is no ARN. */
  arnStarMatchesAnything: true,
  /** CON-113, CON-114: four digits in a date condition could be a year or seconds since 1970. */
  fourDigitsAreAYear: true,
  /** TRU-23: a trust policy that admits everybody, or a session by its ARN, asks no identity policy in the own account. */
  wildcardTrustNeedsNoIdentityPolicy: true,
};
