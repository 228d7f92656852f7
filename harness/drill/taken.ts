/** Which systems a premise has taken away at the moment: that they fail is what is asked, and no fault of the way. */
import { belongsToIdentitySystem } from '../../aws/call.js';
import type { Call } from '../../aws/call.js';
import type { Component, Target } from './target.js';

/** The target, and whether a call goes to what was taken from it. */
export function knowingTaken(target: Target): Target & Required<Pick<Target, 'isTaken'>> {
  const taken = new Set<Component>();
  return {
    ...target,
    take: async (component) => {
      taken.add(component);
      await target.take(component);
    },
    giveBack: async (component) => {
      await target.giveBack(component);
      taken.delete(component);
    },
    isTaken: (call: Pick<Call, 'service'>) =>
      belongsToIdentitySystem(call) &&
      taken.has(call.service === 'identity-provider' ? 'identity-provider' : 'identity-center'),
  };
}
