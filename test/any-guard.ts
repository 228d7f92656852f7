/** A guard that lets everything through, for tests of what lies behind it. */
import type { Guard, ObservedCall } from '../aws/guard.js';

/** Knows every key, and allows every call that is not on the never-list. */
export function anyGuard(observe: (call: ObservedCall) => void = () => undefined): Guard {
  return {
    observe,
    principals: { know: () => undefined, of: () => ({ account: '', name: 'anybody' }), learn: () => undefined },
    allowed: { includes: () => true },
  };
}
