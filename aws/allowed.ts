/** Which calls a drill may send: those that stand in its preparation list or in its plan, and no other. Pure. */
import type { Call } from './call.js';
import type { Principal } from './principals.js';

/** Accounts by id, or all that there are. */
export type Accounts = readonly string[] | 'any';

/** A call that may be sent. */
export interface CallRule {
  /** `service:Operation`, the service by its signing name. */
  call: string;
  /** Name of the principal that signs, or `anybody` for a request that is not signed. */
  as: string;
  /** Accounts that the principal may be in; none is asked for of a request that is not signed. */
  from: Accounts;
  /** Of a hop: accounts whose roles may be entered. */
  into?: Accounts;
}

/** A call and whose it is. */
export type IdentifiedCall = Pick<Call, 'service' | 'operation' | 'into'> & { principal?: Principal };

/** Tells whether a call is in a list. */
export interface Allowed {
  add(rules: Iterable<CallRule>): void;
  includes(call: IdentifiedCall): boolean;
}

/** An empty list. Rules are found by call and principal; their accounts are sets, shared where the arrays are. */
export function createAllowed(): Allowed {
  const byCall = new Map<
    string,
    { from: ReadonlySet<string> | 'any'; into: ReadonlySet<string> | 'any' | undefined }[]
  >();
  const sets = new Map<readonly string[], ReadonlySet<string>>();
  const setOf = (accounts: Accounts): ReadonlySet<string> | 'any' => {
    if (accounts === 'any') return accounts;
    const known = sets.get(accounts) ?? new Set(accounts);
    sets.set(accounts, known);
    return known;
  };
  const holds = (set: ReadonlySet<string> | 'any', account: string | undefined): boolean =>
    set === 'any' || (account !== undefined && set.has(account));
  return {
    add: (rules) => {
      for (const { call, as, from, into } of rules) {
        const key = keyOf(call, as);
        const entry = { from: setOf(from), into: into === undefined ? undefined : setOf(into) };
        const known = byCall.get(key);
        if (known) known.push(entry);
        else byCall.set(key, [entry]);
      }
    },
    includes: ({ service, operation, principal, into }) =>
      byCall
        .get(keyOf(`${service}:${operation}`, principal?.name ?? 'anybody'))
        ?.some(
          (rule) =>
            (principal === undefined || holds(rule.from, principal.account)) &&
            (into === undefined ? rule.into === undefined : rule.into !== undefined && holds(rule.into, into)),
        ) ?? false,
  };
}

/** Signing names do not always have the case that documentation has. */
function keyOf(call: string, as: string): string {
  return `${call.toLowerCase()} ${as}`;
}
