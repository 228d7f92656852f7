/** Turns broken cells into findings: one per cause, not one per cell. Runs after everything was put back. */
import type { Finding } from '../../reports/result.js';
import { isExplicit } from '../causes/denied-by.js';
import { clients, roleArn } from '../drill/context.js';
import type { DrillContext } from '../drill/context.js';
import { makeFinding } from '../questions/catalogue.js';
import type { Cell } from '../drill/cell.js';
import { readGuardrailsAsReader } from '../questions/guardrails/read.js';
import type { Guardrail } from '../questions/guardrails/read.js';
import { once } from '../drill/once.js';
import { explainCell } from '../questions/access/explain.js';
import { explainGuardrail } from '../questions/guardrails/explain.js';
import { readRole } from '../questions/access/role-reading.js';
import type { RoleReading } from '../questions/access/role-reading.js';

/** A finding, and the cells that are broken because of it. */
export interface Diagnosed {
  finding: Finding;
  cells: Cell[];
}

/** Explains every broken cell. What cannot be read is said in the finding, never guessed. */
export async function diagnose(
  context: DrillContext,
  cells: readonly Cell[],
  guardrails: readonly Guardrail[],
): Promise<Diagnosed[]> {
  const broken = cells.filter((cell) => cell.outcome === 'broken');
  if (broken.length === 0) return [];
  const { role: rolePath, sessionSeconds } = context.file.breakGlass;
  const { known } = context;
  const entered = new Set(
    cells
      .filter(
        ({ kind, outcome, account }) =>
          kind === 'break-glass' && outcome === 'held' && account.id !== context.inventory.managementAccountId,
      )
      .map(({ user }) => user),
  );
  const exemptArn = roleArn(context, '*');
  const roles = new Map<string, RoleReading>();
  const findings = new Map<string, Diagnosed>();
  const readOnce = once(async () => (guardrails.length > 0 ? guardrails : await readGuardrailsAsReader(context)));
  const explain = async (cell: Cell): Promise<{ code: string; cause: string; evidence: Finding['evidence'] }> => {
    // AWS names the service control policy that denies: what is wrong with it is the cause.
    const blamed = cell.code === 'BG_SCP_DENIED' && isExplicit(cell.message) ? await readOnce().catch(() => []) : [];
    if (blamed.some(({ arn }) => cell.message.endsWith(arn)))
      return {
        ...explainGuardrail({ ...cell, code: 'BG_GUARDRAIL_LOCKS_OUT' }, blamed, exemptArn, rolePath),
        evidence: 'observed',
      };
    if (cell.guardrail)
      return { ...explainGuardrail(cell, guardrails, exemptArn, rolePath), evidence: cell.guardrail.evidence };
    const role = roles.get(cell.account.id) ?? (await readRoleIn(context, cell.account.id, rolePath));
    roles.set(cell.account.id, role);
    return {
      ...explainCell({ cell, role, rolePath, sessionSeconds, users: context.breakGlassUsers, known, entered }),
      evidence: 'observed',
    };
  };
  for (const cell of broken) {
    const { code, cause, evidence } = await explain(cell);
    merge(findings, cell, code, cause, evidence);
  }
  return [...findings.values()];
}

async function readRoleIn(context: DrillContext, accountId: string, rolePath: string): Promise<RoleReading> {
  try {
    const credentials = await context.reader(accountId);
    return await readRole(clients(context, 'reading', credentials).iam(), rolePath.split('/').at(-1) ?? '');
  } catch (error) {
    return { state: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

function merge(
  findings: Map<string, Diagnosed>,
  cell: Cell,
  code: string,
  cause: string,
  evidence: Finding['evidence'],
): void {
  const key = `${code} ${cause}`;
  const diagnosed = findings.get(key) ?? {
    finding: makeFinding(code, { cause, accounts: [], scenarios: [], evidence }),
    cells: [],
  };
  const { finding } = diagnosed;
  diagnosed.cells.push(cell);
  if (!finding.accounts.some((account) => account.id === cell.account.id))
    finding.accounts.push({ id: cell.account.id, name: cell.account.name });
  if (!finding.scenarios.includes(cell.scenario)) finding.scenarios.push(cell.scenario);
  findings.set(key, diagnosed);
}
