/** A use of break glass that a drill makes or tries to make. */
import type { UseKind } from '../../reports/monitoring-result.js';

/** One use, as the caller saw it. */
export interface Use {
  scenario: string;
  kind: UseKind;
  /** False for an attempt that was refused: CloudTrail records these too. */
  succeeded: boolean;
  /** Id of the account that was entered; of a sign-in, that of the user. */
  account: string;
  /** Region of the endpoint that was called; of a sign-in, that of the page. */
  region: string;
  /** When it was made; milliseconds on the clock of the target. */
  at: number;
  /** When it was answered, where no id of the request tells its record: it may have been sent again meanwhile. */
  until?: number;
  /** AWS's id of the request: CloudTrail records it. The console tells nobody. */
  requestId?: string;
  /** A hop with a long-term key that brings its own code: its record differs from that of a session. */
  byCode?: true;
  /** Break-glass user, where it is known. */
  user?: string;
}
