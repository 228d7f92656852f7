/** Why a guardrail is too strict or too loose, from its document as it was read. Pure. */
import type { PolicyStatement } from '../../iam/index.js';
import type { Guardrail } from '../guardrails/read.js';
import type { Cell } from '../probes/cell.js';
import { denialCode } from '../probes/denial.js';
import { deniedBy } from './denied-by.js';
import { hopTo } from './causes.js';
import type { Explanation } from './causes.js';

/** The cause of a broken guardrail cell. `exemptArn` is the ARN that an exemption should name, `rolePath` the role's path and name. */
export function explainGuardrail(cell: Cell, guardrails: readonly Guardrail[], exemptArn: string, rolePath: string): Explanation {
  if (cell.guardrail?.by === 'edit') return explainEditing(cell, rolePath);
  if (cell.code === 'BG_RCP_DENIED') return { code: cell.code, cause: deniedBy(cell.code, '', hopTo(rolePath), cell.message) ?? cell.message };
  // AWS's text may name another policy than the one that was tested: that one is to blame.
  const blamed = guardrails.find(({ arn }) => cell.message.endsWith(arn)) ?? guardrails.find(({ name }) => name === cell.guardrail?.name);
  if (!blamed) return { code: cell.code, cause: cell.message };
  const denies = statementsOf(blamed).filter(({ statement }) => statement.Effect === 'Deny');
  if (cell.code === 'BG_GUARDRAIL_LOCKS_OUT') {
    const told = denies.map(({ statement, label }) => `statement "${label}": ${whyNotExempt(statement, exemptArn)}`);
    return { code: cell.code, cause: `policy "${blamed.name}", ${told[0] ?? 'has no Deny, so an Allow is missing'}` };
  }
  const exemptions = denies.flatMap(({ statement, label }) => principalArns(statement).map(({ operator, value }) => `statement "${label}" exempts ${operator} ${value}`));
  const other = blamed.type === 'RESOURCE_CONTROL_POLICY' ? 'an outsider' : 'an ordinary administrator';
  const what = cell.code === 'BG_GUARDRAIL_YIELDS' ? 'does not bind the break-glass role' : `does not stop ${other}`;
  return { code: cell.code, cause: `policy "${blamed.name}" ${what}${exemptions.length > 0 ? `: ${exemptions.join('; ')}` : ''}` };
}

function explainEditing(cell: Cell, rolePath: string): Explanation {
  if (cell.code !== 'BG_REPAIR_DENIED') return { code: cell.code, cause: 'an administrator of a member account may change guardrails' };
  const code = denialCode({ ok: false, code: 'AccessDenied', message: cell.message, statusCode: 403, requestId: '' });
  return { code: cell.code, cause: deniedBy(code, `the role ${rolePath}`, 'organizations:UpdatePolicy in the management account', cell.message) ?? cell.message };
}

/** The usual ways in which an exemption misses the role (IAM user guide, aws:PrincipalArn and the string and ARN operators). */
function whyNotExempt(statement: PolicyStatement, exemptArn: string): string {
  const exemptions = principalArns(statement);
  if (exemptions.length === 0) return 'it exempts nobody';
  const literal = exemptions.find(({ operator, value }) => /^String(Not)?Equals/i.test(operator) && /[*?]/.test(value));
  if (literal) return `${literal.operator} compares literally and never matches a wildcard; use ArnNotLike`;
  const session = exemptions.find(({ value }) => value.includes(':assumed-role/'));
  if (session) return `it names the session ${session.value}, but aws:PrincipalArn of a session is the ARN of its role`;
  return `its exemption ${exemptions.map(({ value }) => value).join(', ')} does not match ${exemptArn}`;
}

function principalArns(statement: PolicyStatement): { operator: string; value: string }[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => key.toLowerCase() === 'aws:principalarn')
      .flatMap(([, values]) => [values].flat().map((value) => ({ operator, value: String(value) }))),
  );
}

function statementsOf({ document }: Guardrail): { statement: PolicyStatement; label: string }[] {
  return [document.Statement].flat().map((statement, index) => ({ statement, label: statement.Sid ?? `statement-${index + 1}` }));
}
