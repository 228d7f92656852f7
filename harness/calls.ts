/** Every call that the drill made, counted, and those to the identity system one by one. */
import { belongsToIdentitySystem } from '../aws/call.js';
import type { ObservedCall } from '../aws/guard.js';

/** A call to the identity provider or to Identity Center. */
export interface IdentityCall extends ObservedCall {
  scenario: string;
}

export interface CallLog {
  observe(call: ObservedCall): void;
  /** From now on calls belong to this scenario. */
  enter(scenario: string): void;
  /** Calls of a scenario that lay on the break-glass path. */
  onPath(scenario: string): { total: number; identitySystem: IdentityCall[] };
}

/** A log that tells `journal` of each call that is no part of a cell. */
export function createCallLog(journal: (call: ObservedCall, scenario: string | undefined) => void): CallLog {
  let current: string | undefined;
  const totals = new Map<string, number>();
  const identityCalls: IdentityCall[] = [];
  return {
    enter: (scenario) => {
      current = scenario;
    },
    observe: (call) => {
      if (current !== undefined && call.purpose === 'path') {
        totals.set(current, (totals.get(current) ?? 0) + 1);
        if (belongsToIdentitySystem(call)) identityCalls.push({ ...call, scenario: current });
      }
      if (!isPartOfCell(call)) journal(call, current);
    },
    onPath: (scenario) => ({ total: totals.get(scenario) ?? 0, identitySystem: identityCalls.filter((call) => call.scenario === scenario) }),
  };
}

/** A cell's record stands for its own calls: journaling them one by one would triple the journal of a large sweep. */
function isPartOfCell(call: ObservedCall): boolean {
  return (call.purpose === 'path' || call.purpose === 'control') && call.operation !== 'GetSessionToken' && !belongsToIdentitySystem(call);
}
