/** What the parts of a build share. */
import type { Clock } from '../../base/clock.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';

/** What building needs besides the document. */
export interface BuildContext {
  organization: Organization;
  clock: Clock;
  random: Random;
}
