/** How large a synthetic result is, whose it is and when it was. */

export interface Size {
  accounts: number;
  ous: number;
  /** Accounts with a cell that did not hold. */
  exceptions: number;
  /** Messages over all alarm paths. */
  alarmPoints: number;
}

export const USERS = ['break-glass-1', 'break-glass-2'];
const START = Date.UTC(2026, 10, 19, 9, 0, 0);
export const time = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
