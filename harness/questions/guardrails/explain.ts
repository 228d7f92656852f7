/** Why a guardrail is too strict or too loose, from its document as it was read. Pure. */
import { hopDenied, repairDenied } from '../../causes/access.js';
import type { LabelledStatement } from '../../causes/access.js';
import { isExplicit } from '../../causes/denied-by.js';
import type { Explanation } from '../../causes/explanation.js';
import { lockout, tooWide, yielding } from '../../causes/guardrails.js';
import { roleArn } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import type { Asking, Explained } from '../question.js';
import { readGuardrailsOnce } from './read.js';
import type { Guardrail } from './read.js';
import type { BrokenCell } from '../../drill/cell.js';
import { denialCode } from '../../causes/denial.js';

/**
 * The cause of a broken guardrail cell. `exemptArn` is the ARN that an exemption should name, `*` for the account;
 * `rolePath` the role's path and name.
 */
export function explainGuardrail(
  cell: BrokenCell,
  guardrails: readonly Guardrail[],
  exemptArn: string,
  rolePath: string,
): Explanation {
  const asAnswered: Explanation = { code: cell.code, cause: cell.message };
  if (cell.guardrail?.by === 'edit') return explainEditing(cell, rolePath) ?? asAnswered;
  if (cell.code === 'BG_RCP_DENIED') return hopDenied(cell.code, rolePath, '', true) ?? asAnswered;
  // AWS's text may name another policy than the one that was tested: that one is to blame.
  const blamed =
    guardrails.find(({ arn }) => cell.message.endsWith(arn)) ??
    guardrails.find(({ name }) => name === cell.guardrail?.name);
  if (!blamed) return asAnswered;
  const named = { name: blamed.name, statements: statementsOf(blamed) };
  if (cell.code === 'BG_GUARDRAIL_YIELDS') return yielding(named);
  if (cell.code === 'BG_GUARDRAIL_TOO_WIDE')
    return tooWide(named, blamed.type === 'RESOURCE_CONTROL_POLICY' ? 'an outsider' : 'an ordinary administrator');
  return lockout(named, { arn: exemptArn.replace('::*:', `::${cell.account.id}:`), tags: {} }, exemptArn).explanation;
}

function explainEditing({ code, message }: BrokenCell, rolePath: string): Explanation | undefined {
  if (code !== 'BG_REPAIR_DENIED') return { code, cause: 'an administrator of a member account may change guardrails' };
  return repairDenied(
    denialCode({ ok: false, code: 'AccessDenied', message, statusCode: 403, requestId: '' }),
    rolePath,
    isExplicit(message),
  );
}

function statementsOf({ document }: Guardrail): LabelledStatement[] {
  return [document.Statement]
    .flat()
    .map((statement, index) => ({ statement, label: statement.Sid ?? `statement-${index + 1}` }));
}

/** Likewise, with the guardrails as they were read for the drill. */
export async function explainGuardrailCell(
  context: DrillContext,
  once: Asking['onceADrill'],
  cell: BrokenCell,
): Promise<Explained> {
  const guardrails = await readGuardrailsOnce(context, once);
  return {
    ...explainGuardrail(cell, guardrails, roleArn(context, '*'), context.file.breakGlass.role),
    evidence: cell.guardrail?.evidence ?? 'observed',
  };
}
