/** The cells of the journal counted by OU and by account, and those that did not hold by name. Pure. */
import type { Accepted } from './acceptance.js';
import type { JournalRecord } from './journal-record.js';
import { worst } from './outcomes.js';
import type { DrillPlan } from './plan.js';
import type { CellKind, DrillResult, MatrixAccount, MatrixCount, MatrixException, Outcome } from './result.js';

/** The matrix of a drill, in an order that does not depend on the order of the cells. */
export function matrix(
  plan: DrillPlan,
  records: readonly JournalRecord[],
  accepted: Pick<Accepted, 'cell'>,
): DrillResult['matrix'] {
  const cells = records.filter((record) => record.kind === 'cell');
  return { accounts: accounts(plan, cells), counts: counts(cells), exceptions: exceptions(cells, accepted) };
}

function kindOf(record: JournalRecord): CellKind {
  return (['control', 'guardrail'] as const).find((kind) => kind === record.detail?.['kind']) ?? 'break-glass';
}

function accounts(plan: DrillPlan, cells: readonly JournalRecord[]): MatrixAccount[] {
  const found = new Map(
    plan.accounts.map(({ id, name, ou }): [string, MatrixAccount] => [id, { id, name, ou, users: {} }]),
  );
  for (const record of cells) {
    const account = found.get(record.account ?? '');
    const outcome = record.outcome ?? 'inconclusive';
    if (!account) continue;
    const kind = kindOf(record);
    if (kind === 'break-glass') account.users[record.user ?? ''] = worse(account.users[record.user ?? ''], outcome);
    else account[kind] = worse(account[kind], outcome);
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

function counts(cells: readonly JournalRecord[]): MatrixCount[] {
  const found = new Map<string, MatrixCount>();
  for (const record of cells) {
    const [scenario, user, ou, kind] = [
      record.scenario ?? '',
      record.user ?? '',
      String(record.detail?.['ou'] ?? ''),
      kindOf(record),
    ];
    const key = [scenario, kind, ou, user].join('\u0000');
    const count = found.get(key) ?? { scenario, kind, ou, user, held: 0, broken: 0, inconclusive: 0 };
    if (record.outcome === 'held') count.held++;
    else if (record.outcome === 'broken') count.broken++;
    else count.inconclusive++;
    found.set(key, count);
  }
  return [...found.entries()].sort(([left], [right]) => compare(left, right)).map(([, count]) => count);
}

function exceptions(cells: readonly JournalRecord[], accepted: Pick<Accepted, 'cell'>): MatrixException[] {
  return cells
    .filter((record) => record.outcome !== 'held')
    .map((record): MatrixException => ({
      scenario: record.scenario ?? '',
      kind: kindOf(record),
      user: record.user ?? '',
      account: String(record.detail?.['accountName'] ?? ''),
      accountId: record.account ?? '',
      ou: String(record.detail?.['ou'] ?? ''),
      outcome: record.outcome ?? 'inconclusive',
      code: record.code ?? '',
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
