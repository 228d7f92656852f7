/** Users and accounts, by OU, failed OUs first. Up to some hundred accounts by name; of thousands the exceptions by name. */
import { byOutcome, worst } from '../outcomes.js';
import type { DrillResult, MatrixAccount, MatrixException, Outcome } from '../result.js';
import { groupDigits, plural } from '../sentences.js';
import { bar, cell, html, scroll, word } from './markup.js';
import type { Markup } from './markup.js';

/** Up to so many accounts have a row each. */
const ROW_EACH = 60;
/** Up to so many accounts are named. */
const NAME_EACH = 500;
/** Rows of accounts that did not hold; the rest is in result.json. */
const MOST_ROWS = 200;

interface Column {
  title: string;
  of(account: MatrixAccount): Outcome | undefined;
  /** Whether a cell that did not hold is one of this column. */
  has(cell: MatrixException): boolean;
}

/** Whether everything that is broken in this place of the matrix is accepted. */
type IsAccepted = (account: MatrixAccount, column: Column) => boolean;

/** Accounts of an OU, the worst first. */
interface Unit {
  ou: string;
  accounts: { account: MatrixAccount; outcome: Outcome | undefined }[];
}

/** The matrix; `undefined` if no account was in scope. */
export function matrix(result: DrillResult): Markup | undefined {
  const { accounts } = result.matrix;
  if (accounts.length === 0) return undefined;
  const columns = columnsOf(result);
  const units = unitsOf(accounts, columns);
  const codes = codesByAccount(result);
  const known = new Set(accounts.map(({ id }) => id));
  const accepted = acceptance(result);
  const strangers = result.matrix.exceptions.filter(({ accountId }) => !known.has(accountId)).length;
  return html`<p class="legend">${(['held', 'broken', 'inconclusive'] as const).map((outcome) => html`<span>${cell(outcome, 'outcome')} ${outcome}</span>`)}${result.matrix.exceptions.some((one) => one.accepted) ? html`<span>${cell('broken', 'outcome', true)} broken, accepted</span>` : undefined}<span>${cell(undefined, 'outcome')} not played</span></p>
${accounts.length > ROW_EACH ? overview(units) : undefined}
${rows(units, columns, { codes, accepted }, accounts.length)}
${strangers > 0 ? html`<p class="soft">and ${plural(strangers, 'cell')} of accounts that are not in the plan: see result.json</p>` : undefined}`;
}

function columnsOf({ inventory, matrix: { accounts } }: DrillResult): Column[] {
  const users = inventory.breakGlassUsers.map((user): Column => ({
    title: user,
    of: (account) => account.users[user],
    has: (one) => one.kind === 'break-glass' && one.user === user,
  }));
  const others: Column[] = [
    { title: 'others refused', of: ({ control }) => control, has: ({ kind }) => kind === 'control' },
    { title: 'guardrails', of: ({ guardrail }) => guardrail, has: ({ kind }) => kind === 'guardrail' },
  ];
  // A question that no scenario asked has no column.
  return [...users, ...others].filter((column) => accounts.some((account) => column.of(account) !== undefined));
}

function unitsOf(accounts: readonly MatrixAccount[], columns: readonly Column[]): Unit[] {
  const byOu = new Map<string, Unit>();
  for (const account of accounts) {
    const unit = byOu.get(account.ou) ?? { ou: account.ou, accounts: [] };
    unit.accounts.push({ account, outcome: outcomeOf(account, columns) });
    byOu.set(account.ou, unit);
  }
  const units = [...byOu.values()];
  for (const unit of units)
    unit.accounts.sort((left, right) => byOutcome(left.outcome ?? 'inconclusive', right.outcome ?? 'inconclusive'));
  const count = (unit: Unit, outcome: Outcome | undefined): number =>
    unit.accounts.filter((entry) => entry.outcome === outcome).length;
  return units.sort(
    (left, right) =>
      count(right, 'broken') - count(left, 'broken') ||
      count(right, 'inconclusive') - count(left, 'inconclusive') ||
      (left.ou < right.ou ? -1 : 1),
  );
}

function outcomeOf(account: MatrixAccount, columns: readonly Column[]): Outcome | undefined {
  const found = columns.flatMap((column) => column.of(account) ?? []);
  return found.length === 0 ? undefined : worst(found);
}

function codesByAccount({ matrix: { exceptions } }: DrillResult): Map<string, Set<string>> {
  const codes = new Map<string, Set<string>>();
  // What is inconclusive because something else broke would only hide what broke.
  const broken = new Set(exceptions.filter(({ outcome }) => outcome === 'broken').map(({ accountId }) => accountId));
  for (const { accountId, code, outcome } of exceptions) {
    if (broken.has(accountId) && outcome !== 'broken') continue;
    codes.set(accountId, (codes.get(accountId) ?? new Set()).add(code));
  }
  return codes;
}

function acceptance({ matrix: { exceptions } }: DrillResult): IsAccepted {
  const broken = new Map<string, MatrixException[]>();
  for (const one of exceptions)
    if (one.outcome === 'broken') broken.set(one.accountId, [...(broken.get(one.accountId) ?? []), one]);
  return (account, column) =>
    column.of(account) === 'broken' &&
    (broken.get(account.id) ?? []).filter((one) => column.has(one)).every((one) => one.accepted);
}

/** What a row tells besides its outcomes. */
interface Told {
  codes: ReadonlyMap<string, ReadonlySet<string>>;
  accepted: IsAccepted;
}

/** A bar for each OU. */
function overview(units: readonly Unit[]): Markup {
  const row = (unit: Unit): Markup => {
    const count = (outcome: Outcome | undefined): number =>
      unit.accounts.filter((entry) => entry.outcome === outcome).length;
    const [broken, held, idle] = [count('broken'), count('held'), count(undefined)];
    const open = unit.accounts.length - broken - held - idle;
    const label = `${unit.ou}: ${broken} broken, ${open} inconclusive, ${held} held, ${idle} not played`;
    const shares = [
      { className: 'broken', count: broken },
      { className: 'open', count: open },
      { className: 'held', count: held },
      { className: 'none', count: idle },
    ];
    return html`<tr><th scope="row">${unit.ou}</th><td class="wide">${bar(shares, label)}</td><td class="number">${groupDigits(unit.accounts.length)}</td><td class="number">${some(broken)}</td><td class="number">${some(open)}</td></tr>`;
  };
  const failed = units.filter((unit) => unit.accounts.some(({ outcome }) => outcome !== 'held'));
  const sound = units.filter((unit) => !failed.includes(unit));
  const table = html`<table class="units"><caption>Accounts by OU, the worst first</caption><thead><tr><th scope="col">OU</th><td></td><th scope="col" class="number">accounts</th><th scope="col" class="number">broken</th><th scope="col" class="number">open</th></tr></thead><tbody>${failed.map(row)}</tbody></table>`;
  const accounts = sound.reduce((sum, unit) => sum + unit.accounts.length, 0);
  return html`${failed.length > 0 ? table : undefined}${sound.length > 0 ? html`<p>${word('held')} in every account of ${plural(sound.length, 'OU')}, ${plural(accounts, 'account')}: <span class="soft">${sound.map(({ ou }) => ou).join(', ')}</span></p>` : undefined}`;
}

function some(count: number): Markup | string {
  return count === 0 ? html`<span class="soft">0</span>` : groupDigits(count);
}

function rows(units: readonly Unit[], columns: readonly Column[], told: Told, total: number): Markup {
  let room = MOST_ROWS;
  let left = 0;
  const bodies = units.map((unit) => {
    const failed = unit.accounts.filter(({ outcome }) => outcome !== 'held');
    const listed = total <= ROW_EACH ? unit.accounts : failed.slice(0, room);
    room -= Math.min(room, listed.length);
    if (total > ROW_EACH) left += failed.length - listed.length;
    const held =
      total > ROW_EACH && total <= NAME_EACH ? unit.accounts.filter(({ outcome }) => outcome === 'held') : [];
    if (listed.length === 0 && held.length === 0) return undefined;
    return html`<tbody><tr class="unit"><th scope="rowgroup" colspan="${columns.length + 1}">${unit.ou} <span class="soft">${plural(unit.accounts.length, 'account')}${failed.length > 0 ? `, ${groupDigits(failed.length)} not held` : ''}</span></th></tr>
${listed.map(({ account }) => row(account, columns, told))}${heldRow(held, columns.length)}</tbody>`;
  });
  if (bodies.every((body) => body === undefined))
    return html`<p>Every account held: there is no exception to name.</p>`;
  const head = html`<thead><tr><th scope="col">account</th>${columns.map(({ title }) => html`<th scope="col" class="mark"><span>${title}</span></th>`)}</tr></thead>`;
  return html`${scroll('Accounts and users', html`<table class="matrix"><caption>${total <= ROW_EACH ? 'Every account' : 'Accounts that did not hold'}</caption>${head}${bodies}</table>`)}
${left > 0 ? html`<p class="soft">and ${plural(left, 'more account')} in result.json</p>` : undefined}`;
}

function row(account: MatrixAccount, columns: readonly Column[], { codes, accepted }: Told): Markup {
  const found = [...(codes.get(account.id) ?? [])].sort().map((code) => html` <span class="found">${code}</span>`);
  return html`<tr><th scope="row">${account.name} <span class="soft">${account.id}</span>${found}</th>${columns.map((column) => html`<td class="mark">${cell(column.of(account), column.title, accepted(account, column))}</td>`)}</tr>`;
}

function heldRow(held: Unit['accounts'], columns: number): Markup | undefined {
  if (held.length === 0) return undefined;
  return html`<tr><td colspan="${columns + 1}" class="names">${cell('held', 'all')} ${held.map(({ account }) => account.name).join(', ')}</td></tr>`;
}
