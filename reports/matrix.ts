/** The cells of the journal counted by OU and by account, and those that did not hold by name. Pure. */
import type { Accepted } from './acceptance.js';
import { recordsOf } from './journal-record.js';
import type { JournalRecord, RecordOf } from './journal-record.js';
import { worst } from './outcomes.js';
import type { DrillPlan } from './plan.js';
import type { DrillResult, MatrixAccount, MatrixCount, MatrixException, Outcome } from './result.js';

/** The matrix of a drill, in an order that does not depend on the order of the cells. */
export function matrix(
  plan: DrillPlan,
  records: readonly JournalRecord[],
  accepted: Pick<Accepted, 'cell'>,
): DrillResult['matrix'] {
  const cells = recordsOf(records, 'cell');
  return { accounts: accounts(plan, cells), counts: counts(cells), exceptions: exceptions(cells, accepted) };
}

type Cell = RecordOf<'cell'>;

function accounts(plan: DrillPlan, cells: readonly Cell[]): MatrixAccount[] {
  const found = new Map(
    plan.accounts.map(({ id, name, ou }): [string, MatrixAccount] => [id, { id, name, ou, users: {} }]),
  );
  for (const { account: id, user, outcome, cell } of cells) {
    const account = found.get(id);
    if (!account) continue;
    if (cell === 'break-glass') account.users[user] = worse(account.users[user], outcome);
    else account[cell] = worse(account[cell], outcome);
  }
  const inOrder = (users: Record<string, Outcome>): Record<string, Outcome> =>
    Object.fromEntries(Object.entries(users).sort(([left], [right]) => compare(left, right)));
  return [...found.values()].map(({ id, name, ou, users, control, guardrail }) => ({
    id,
    name,
    ou,
    users: inOrder(users),
    ...(control ? { control } : {}),
    ...(guardrail ? { guardrail } : {}),
  }));
}

function worse(known: Outcome | undefined, outcome: Outcome): Outcome {
  return known === undefined ? outcome : worst([known, outcome]);
}

function counts(cells: readonly Cell[]): MatrixCount[] {
  const found = new Map<string, MatrixCount>();
  for (const { scenario, user, ou, cell: kind, outcome } of cells) {
    const key = [scenario, kind, ou, user].join('\u0000');
    const count = found.get(key) ?? { scenario, kind, ou, user, held: 0, broken: 0, inconclusive: 0 };
    if (outcome === 'held') count.held++;
    else if (outcome === 'broken') count.broken++;
    else count.inconclusive++;
    found.set(key, count);
  }
  return [...found.entries()].sort(([left], [right]) => compare(left, right)).map(([, count]) => count);
}

function exceptions(cells: readonly Cell[], accepted: Pick<Accepted, 'cell'>): MatrixException[] {
  return cells
    .filter(({ outcome }) => outcome !== 'held')
    .map((record): MatrixException => ({
      scenario: record.scenario,
      kind: record.cell,
      user: record.user,
      account: record.accountName,
      accountId: record.account,
      ou: record.ou,
      outcome: record.outcome,
      code: record.code,
      ...(accepted.cell(record) ? { accepted: true } : {}),
    }))
    .sort(
      (left, right) =>
        compare(left.outcome, right.outcome) ||
        compare(left.accountId, right.accountId) ||
        compare(left.user, right.user) ||
        compare(left.scenario, right.scenario),
    );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
