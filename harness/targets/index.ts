/** Every target, one line each. */
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { embeddedTarget } from './embedded.js';
import type { Target } from './target.js';

/** Opens the target that a drill file names. */
export const openTarget: Record<'embedded', (organization: Organization, random: Random) => Target> = {
  embedded: embeddedTarget,
};
