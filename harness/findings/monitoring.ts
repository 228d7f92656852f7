/** Codes about how use of break glass is noticed. */
import type { CatalogueEntry } from './entry.js';

const DETECTION: readonly string[] = ['AWS Well-Architected SEC04-BP04', 'NIST SP 800-53 SI-4(5)', 'NIST SP 800-53 AU-6'];

export const monitoringEntries: readonly CatalogueEntry[] = [
  {
    code: 'BG_ALARM_MISSING',
    severity: 'critical',
    title: 'Use of break glass raised no alarm',
    meaning:
      'The role was used and no message about it arrived at the receipt queue before the hard limit. Whoever steals these credentials is not seen.',
    remedy: 'Follow the chain from the trail or the rule to the subscription, mend the first link that is broken, and drill again.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_LATE',
    severity: 'high',
    title: 'The alarm came later than promised',
    meaning: 'The message arrived, but after the time that the drill file promises for this path.',
    remedy: 'Shorten the period of the alarm, or promise what the path can keep.',
    controls: DETECTION,
  },
];
