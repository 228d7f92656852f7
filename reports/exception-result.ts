/** Exceptions in a result: known findings that somebody accepts until a day. */

/** Who accepted a known finding, why, and until which day (`2026-12-31`, UTC) inclusive. */
export interface Acceptance {
  owner: string;
  reason: string;
  until: string;
}

/** An exception of the drill file, and what became of it. */
export interface ExceptionResult extends Acceptance {
  /** Code of the findings that it accepts. */
  id: string;
  /** Names of the accounts that it is about; absent for all. */
  accounts?: string[];
  /** Words of the cause that it is about. */
  cause?: string;
  /** Ids of scenarios, or of `scenario/check`, that may break on it; absent for all. */
  checks?: string[];
  /** `outgrown`: such a finding is there, and not in these accounts alone. */
  state: 'accepts' | 'expired' | 'outgrown' | 'matches nothing';
  /** Names of accounts that such findings are in, and that it is not about. */
  beyond: string[];
}
