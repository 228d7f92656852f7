/**
 * Who may edit guardrails: the break-glass role from the management account, which is the last repair when a guardrail locks
 * everybody out, and nobody from a member account (Organizations API reference, UpdatePolicy).
 */
import type { Credentials } from '../../../aws/signer.js';
import type { DrillContext } from '../../drill/context.js';
import { aimAt } from '../harmless/aim.js';
import { ANSWERS_FIRST, ask, codeOf, enterRole, readAnswer, sessionPolicy } from '../harmless/ask.js';
import type { CallAnswer } from '../harmless/ask.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import { editGuardrail } from '../harmless/organization-calls.js';
import type { Cell } from '../../drill/cell.js';
import type { Administrator } from './administrators.js';
import { guardrailCell } from './cells.js';
import type { SideJudgement } from './answers.js';

/** Cells of the break-glass role in the management account and of the administrator of each member account. */
export async function playEditing(
  context: DrillContext,
  scenario: string,
  session: Credentials,
  administrators: ReadonlyMap<string, Administrator>,
  absent: string,
): Promise<Cell[]> {
  const { inScope, managementAccountId } = context.inventory;
  const management = inScope.find(({ id }) => id === managementAccountId);
  if (!management) return [];
  const call = prepareCall(
    editGuardrail,
    aimAt(context, managementAccountId, globalRegion(editGuardrail, context.target.partition) ?? '', absent),
  );
  const [calibration, exact] = [
    await enterRole(context, session, management, sessionPolicy('Deny', [{ action: '*', resource: '*' }])),
    await enterRole(context, session, management, sessionPolicy('Allow', [call])),
  ];
  const refused = !calibration.ok ? calibration.message : exact.ok ? undefined : exact.message;
  const cell = (
    side: 'break-glass' | 'control',
    account: Cell['account'],
    judged: SideJudgement,
    calls: number,
  ): Cell =>
    guardrailCell(
      scenario,
      account,
      `editing guardrails: ${side === 'break-glass' ? 'break-glass role' : 'ordinary administrator'}`,
      { name: 'editing', side, expects: 'yields', by: 'edit', evidence: 'observed' },
      judged,
      calls,
    );
  if (!calibration.ok || !exact.ok)
    return [
      cell(
        'break-glass',
        management,
        {
          outcome: 'inconclusive',
          code: 'BG_ACCESS_DENIED',
          message: `the break-glass role could not be assumed: ${refused ?? ''}`,
        },
        0,
      ),
    ];
  const calibrated = await ask(context, 'path', calibration.value, call);
  if (readAnswer(calibrated, call.absentAnswers) !== 'denied')
    return [
      cell('break-glass', management, { outcome: 'inconclusive', code: 'BG_SERVICE_ERROR', message: ANSWERS_FIRST }, 1),
    ];
  const cells = [
    cell('break-glass', management, judgeEditing(await ask(context, 'path', exact.value, call), call.absentAnswers), 2),
  ];
  for (const account of inScope) {
    const administrator = administrators.get(account.id);
    if (administrator && account !== management)
      cells.push(
        cell(
          'control',
          account,
          judgeEditingByOthers(await ask(context, 'control', administrator.credentials, call), call.absentAnswers),
          1,
        ),
      );
  }
  return cells;
}

function judgeEditing(answer: CallAnswer, absentAnswers: readonly string[]): SideJudgement {
  const [reading, message] = [readAnswer(answer, absentAnswers), answer?.message ?? ''];
  if (reading === 'passed') return { outcome: 'held', code: 'BG_HELD', message };
  return reading === 'denied'
    ? { outcome: 'broken', code: 'BG_REPAIR_DENIED', message }
    : { outcome: 'inconclusive', code: codeOf(answer), message };
}

function judgeEditingByOthers(answer: CallAnswer, absentAnswers: readonly string[]): SideJudgement {
  const [reading, message] = [readAnswer(answer, absentAnswers), answer?.message ?? ''];
  if (reading === 'denied') return { outcome: 'held', code: codeOf(answer), message };
  return reading === 'passed'
    ? { outcome: 'broken', code: 'BG_FEDERATION_CAN_CHANGE_GUARDRAILS', message }
    : { outcome: 'inconclusive', code: codeOf(answer), message };
}
