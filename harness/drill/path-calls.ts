/** Every call that the drill made, counted, and those to the identity system one by one. */
import { belongsToIdentitySystem } from '../../aws/call.js';
import type { ObservedCall } from '../../aws/guard.js';

/** A call to the identity provider or to Identity Center. */
export interface IdentityCall extends Pick<ObservedCall, 'service' | 'operation'> {
  scenario: string;
}

/** What one scenario did on the break-glass path. */
export interface PathCalls {
  total: number;
  identitySystem: IdentityCall[];
  /** Sign-ins with MFA that were answered with a session while the premises held. */
  signIns: number;
  /** Likewise hops with a long-term key, which bring a code of their own. */
  hopsByCode: number;
}

export interface CallLog {
  observe(call: ObservedCall): void;
  /** Counts the calls on the path to what was taken over from the drill that is resumed. */
  takeOver(scenario: string, calls: PathCalls): void;
  /** From now on calls belong to this scenario. */
  enter(scenario: string): void;
  /** The premises of the current scenario hold from now on. */
  premisesHold(): void;
  /** Calls of a scenario that lay on the break-glass path. */
  onPath(scenario: string): PathCalls;
}

/** A log that tells `journal` of each call that is no part of a cell. */
export function createCallLog(journal: (call: ObservedCall, scenario: string | undefined) => void): CallLog {
  let current: string | undefined;
  let held = false;
  const totals = new Map<string, number>();
  const signIns = new Map<string, number>();
  const hopsByCode = new Map<string, number>();
  const identityCalls: IdentityCall[] = [];
  return {
    takeOver: (scenario, { total, identitySystem, signIns: signedIn, hopsByCode: hopped }) => {
      totals.set(scenario, (totals.get(scenario) ?? 0) + total);
      signIns.set(scenario, (signIns.get(scenario) ?? 0) + signedIn);
      hopsByCode.set(scenario, (hopsByCode.get(scenario) ?? 0) + hopped);
      identityCalls.push(...identitySystem);
    },
    enter: (scenario) => {
      current = scenario;
      held = false;
    },
    premisesHold: () => {
      held = true;
    },
    observe: (call) => {
      if (current !== undefined && call.purpose === 'path') {
        totals.set(current, (totals.get(current) ?? 0) + 1);
        if (held && call.statusCode === 200) {
          if (call.operation === 'GetSessionToken') signIns.set(current, (signIns.get(current) ?? 0) + 1);
          if (call.operation === 'AssumeRole' && call.accessKeyId?.startsWith('AKIA'))
            hopsByCode.set(current, (hopsByCode.get(current) ?? 0) + 1);
        }
        if (belongsToIdentitySystem(call)) identityCalls.push({ ...call, scenario: current });
      }
      if (!isPartOfCell(call) || call.fault !== undefined) journal(call, current);
    },
    onPath: (scenario) => ({
      total: totals.get(scenario) ?? 0,
      identitySystem: identityCalls.filter((call) => call.scenario === scenario),
      signIns: signIns.get(scenario) ?? 0,
      hopsByCode: hopsByCode.get(scenario) ?? 0,
    }),
  };
}

/** A cell's record stands for its own calls: journaling them one by one would triple the journal of a large sweep. */
function isPartOfCell(call: ObservedCall): boolean {
  return (
    (call.purpose === 'path' || call.purpose === 'control') &&
    call.operation !== 'GetSessionToken' &&
    !belongsToIdentitySystem(call)
  );
}
