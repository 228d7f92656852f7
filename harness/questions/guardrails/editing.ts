/**
 * Who may edit guardrails: the break-glass role from the management account, which is the last repair when a guardrail locks
 * everybody out, and nobody from a member account (Organizations API reference, UpdatePolicy).
 */
import type { Credentials } from '../../../aws/signer.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { AccountInScope } from '../../drill/context.js';
import { itemIn } from '../../drill/work.js';
import type { Work } from '../../drill/work.js';
import type { Asking } from '../question.js';
import { EDITING } from './planned.js';
import { aimAt } from '../harmless/aim.js';
import {
  ask,
  codeOf,
  codeOfNoEntry,
  enterRole,
  EVERYTHING_DENIED,
  readAnswer,
  sessionPolicy,
  whyUntold,
} from '../harmless/ask.js';
import type { CallAnswer } from '../harmless/ask.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import { editGuardrail } from '../harmless/organization-calls.js';
import type { Cell } from '../../drill/cell.js';
import type { Administrator, Learned } from './administrators.js';
import { guardrailCell } from './cells.js';
import type { SideJudgement } from './judge-answers.js';

/** Cells of the break-glass role in the management account and of the administrator of each member account. */
export async function playEditing(
  asking: Asking,
  session: Credentials,
  administrators: ReadonlyMap<string, Learned<Administrator>>,
  absent: string,
): Promise<Cell[]> {
  const { context, scenario, work } = asking;
  const { inScope, managementAccountId } = context.inventory;
  const management = inScope.find(({ id }) => id === managementAccountId);
  const [asRole, asAdministrator] = [EDITING.role, EDITING.administrator].map((id) =>
    work.find((one) => one.id === id),
  );
  if (!management || !asRole || !asAdministrator || asking.left(asRole).length === 0) return [];
  const call = prepareCall(
    editGuardrail,
    aimAt(context, managementAccountId, globalRegion(editGuardrail, context.target.partition) ?? '', absent),
  );
  const calibration = await enterRole(context, session, management, EVERYTHING_DENIED);
  const exact = await enterRole(context, session, management, sessionPolicy('Allow', [call]));
  const answer = (planned: Work, account: AccountInScope, judged: SideJudgement, calls: number): Cell => {
    const side = planned === asRole ? 'break-glass' : 'control';
    const user = `editing guardrails: ${side === 'break-glass' ? 'break-glass role' : 'ordinary administrator'}`;
    const cell = guardrailCell(
      { scenario, account, user, calls },
      { name: 'editing', side, expects: 'yields', by: 'edit', evidence: 'observed' },
      judged,
    );
    asking.answer(itemIn(planned, account), cell);
    return cell;
  };
  const unclear = (code: FindingCode, message: string, calls: number): Cell[] => {
    const judged: SideJudgement = { outcome: 'inconclusive', code, message };
    return [
      answer(asRole, management, judged, calls),
      ...asAdministrator.accounts.map((account) => answer(asAdministrator, account, judged, 0)),
    ];
  };
  const refused = (entered: Parameters<typeof codeOfNoEntry>[0]): Cell[] =>
    unclear(codeOfNoEntry(entered), `the break-glass role could not be assumed: ${entered.message}`, 0);
  if (!calibration.ok) return refused(calibration);
  if (!exact.ok) return refused(exact);
  const calibrated = await ask(context, 'path', calibration.value, call);
  if (readAnswer(calibrated, call.absentAnswers) !== 'denied') {
    const { code, message } = whyUntold(calibrated);
    return unclear(code, message, 1);
  }
  const cells = [
    answer(asRole, management, judgeEditing(await ask(context, 'path', exact.value, call), call.absentAnswers), 2),
  ];
  for (const account of asAdministrator.accounts) {
    const administrator = administrators.get(account.id);
    const opened = administrator !== undefined && 'value' in administrator;
    const judged: SideJudgement = opened
      ? judgeEditingByOthers(await ask(context, 'control', administrator.value.credentials, call), call.absentAnswers)
      : { outcome: 'inconclusive', code: 'BG_ACCESS_DENIED', message: administrator?.why ?? 'nobody asked there' };
    cells.push(answer(asAdministrator, account, judged, opened ? 1 : 0));
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
    ? { outcome: 'broken', code: 'BG_FEDERATION_CHANGES_GUARDRAILS', message }
    : { outcome: 'inconclusive', code: codeOf(answer), message };
}
