/** The matrix of a synthetic result: a cell an account and user, and the figures over them. */
import type { MatrixAccount, MatrixCount, MatrixException, Outcome } from '../../reports/result.js';
import { USERS } from './synthetic-size.js';
import type { Size } from './synthetic-size.js';

export function syntheticAccounts({ accounts, ous, exceptions }: Size): MatrixAccount[] {
  return Array.from({ length: accounts }, (_, index): MatrixAccount => {
    const ou = `${['Workloads', 'Platform', 'Sandbox', 'Partners'][index % 4] ?? ''}/unit-${String(index % ous).padStart(2, '0')}`;
    // Failed accounts come in every second OU, so that some OUs are sound and one is broken as a whole.
    const failed = index % 2 === 1 && (index - 1) / 2 < exceptions;
    const kind = index % 3;
    return {
      id: String(100_000_000_000 + index * 7919),
      name: `team-${String(index).padStart(4, '0')}-${['production', 'test', 'shared-services'][kind] ?? ''}`,
      ou,
      users: {
        'break-glass-1': failed && kind === 0 ? 'broken' : 'held',
        'break-glass-2': failed && kind < 2 ? 'broken' : 'held',
      },
      control: failed && kind === 0 ? 'inconclusive' : 'held',
      guardrail: failed && kind === 2 ? 'broken' : 'held',
    };
  });
}

export function syntheticExceptions(accounts: readonly MatrixAccount[]): MatrixException[] {
  return accounts.flatMap(({ id, name, ou, users, control, guardrail }) => {
    const exception = (
      kind: MatrixException['kind'],
      user: string,
      outcome: Outcome | undefined,
      code: string,
    ): MatrixException[] =>
      outcome === undefined || outcome === 'held'
        ? []
        : [{ scenario: 'identity-provider-failure', kind, user, account: name, accountId: id, ou, outcome, code }];
    return [
      ...USERS.flatMap((user) =>
        exception(
          'break-glass',
          user,
          users[user],
          users['break-glass-1'] === 'broken' ? 'BG_ROLE_MISSING' : 'BG_TRUST_DENIED',
        ),
      ),
      ...exception('control', 'mallory (stranger)', control, 'BG_CONTROL_NOT_ENTITLED'),
      ...exception('guardrail', 'region-lock: break-glass role', guardrail, 'BG_GUARDRAIL_LOCKS_OUT'),
    ];
  });
}

export function syntheticCounts(accounts: readonly MatrixAccount[]): MatrixCount[] {
  const counts = new Map<string, MatrixCount>();
  const count = (kind: MatrixCount['kind'], user: string, ou: string, outcome: Outcome | undefined): void => {
    const key = `${kind} ${user} ${ou}`;
    const known = counts.get(key) ?? {
      scenario: 'identity-provider-failure',
      kind,
      ou,
      user,
      held: 0,
      broken: 0,
      inconclusive: 0,
    };
    known[outcome === 'held' || outcome === 'broken' ? outcome : 'inconclusive']++;
    counts.set(key, known);
  };
  for (const { ou, users, control, guardrail } of accounts) {
    for (const user of USERS) count('break-glass', user, ou, users[user]);
    count('control', 'mallory (stranger)', ou, control);
    count('guardrail', 'region-lock: break-glass role', ou, guardrail);
  }
  return [...counts.values()];
}
