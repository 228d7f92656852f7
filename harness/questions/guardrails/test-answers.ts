/** Plays the guardrail tests: three sessions an account, three answers a test. */
import type { Answer, IssuedCredentials } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { mapInOrder } from '../../../base/limiter.js';
import { denialCode } from '../../causes/denial.js';
import type { Cell } from '../../drill/cell.js';
import { roleArn } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { itemIn, itemsOf } from '../../drill/work.js';
import type { Work, WorkItem } from '../../drill/work.js';
import { absentName } from '../harmless/aim.js';
import { ask, breakGlassSession, enterRole, EVERYTHING_DENIED, readAnswer, sessionPolicy } from '../harmless/ask.js';
import type { Asking } from '../question.js';
import { administratorIn } from './administrators.js';
import type { Administrator } from './administrators.js';
import { bothSides, judgeAnswers, judgeDecisions } from './judge-answers.js';
import type { BothJudgements, SideJudgement } from './judge-answers.js';
import { guardrailCells } from './cells.js';
import { denies, deniesHop } from './decide.js';
import type { Asked } from './decide.js';
import { playEditing } from './editing.js';
import { CALIBRATION, EDITING, fallbackOf, SIGN_IN, sideOf, testsOf } from './planned.js';
import type { GuardrailFacts } from './planned.js';
import type { GuardrailTest } from './choose-tests.js';

type Answered = readonly [item: WorkItem, cell: Cell];

/** Tests every guardrail in every account that it reaches, and who may edit guardrails. */
export async function playGuardrails(asking: Asking, facts: GuardrailFacts): Promise<Cell[]> {
  const { context, work } = asking;
  const cells: Cell[] = work.flatMap((one) => asking.takenOver(one));
  const left = new Set(work.flatMap((one) => asking.left(one).map((account) => `${one.id} ${account.id}`)));
  const isLeft = (id: string, account: AccountInScope): boolean => left.has(`${id} ${account.id}`);
  const tests = testsOf(context, facts).filter((test) => isLeft(sideOf(test, 'role'), test.account));
  for (const one of work.filter(({ certainty }) => certainty === 'conditional'))
    if (asking.left(one).length === 0) asking.skipped(one, 'the drill that this one resumes answered what it is for');
  if (left.size === 0) return cells;
  const session = await breakGlassSession(context);
  workCalled(work, SIGN_IN).forEach((one) => itemsOf(one).forEach((item) => asking.done(item)));
  const administrators = new Map<string, Administrator>();
  const reached = facts.reached.filter(
    (account) =>
      facts.administrators.has(account.id) &&
      (isLeft(EDITING.administrator, account) || tests.some((test) => test.account === account)),
  );
  await mapInOrder(
    reached,
    context.file.limits.concurrency,
    async (account): Promise<Answered[]> => {
      const administrator = await administratorIn(context, account, facts.administrators.get(account.id) ?? '');
      administrators.set(account.id, administrator);
      const own = tests.filter((test) => test.account === account);
      return own.length === 0 ? [] : playAccount(asking, own, { account, session, administrator });
    },
    (answered) => {
      for (const [item, cell] of answered) {
        asking.answer(item, cell);
        cells.push(cell);
      }
    },
    context.signal,
  );
  for (const one of work.filter(({ certainty }) => certainty === 'conditional'))
    if (asking.left(one).length > 0) asking.skipped(one, 'every other service authorizes before it answers');
  cells.push(...(await playEditing(asking, session, administrators, absentName(context))));
  return cells;
}

/** An account, and who asks in it. */
interface Inside {
  account: AccountInScope;
  session: Credentials;
  administrator: Administrator;
}

async function playAccount(asking: Asking, tests: readonly GuardrailTest[], inside: Inside): Promise<Answered[]> {
  const { context, scenario, work } = asking;
  const { account, session, administrator } = inside;
  const calibration = await enterRole(context, session, account, EVERYTHING_DENIED);
  workCalled(work, CALIBRATION).forEach((one) => asking.done(itemIn(one, account)));
  const answered: Answered[] = [];
  for (const test of tests) {
    const { by } = test;
    const kind = by === undefined || 'question' in by ? 'question' : 'hop' in by ? 'hop' : 'call';
    const { judged, calls } =
      by === undefined
        ? { judged: bothSides('BG_SERVICE_ERROR', 'no call and no question reaches this guardrail alone'), calls: 0 }
        : 'question' in by
          ? {
              judged: decide(
                context,
                test,
                administrator.arn,
                { ...by.question, resource: '*', region: context.organization.homeRegion },
                by.question.principal,
              ),
              calls: 0,
            }
          : 'hop' in by
            ? { judged: judgeHop(context, test, calibration), calls: 1 }
            : await playCalls(asking, test, calibration, inside);
    const [breakGlass, control] = guardrailCells(scenario, test, kind, judged, calls);
    for (const [side, cell] of [
      ['role', breakGlass],
      ['administrator', control],
    ] as const) {
      const [planned] = workCalled(work, sideOf(test, side));
      if (planned) answered.push([itemIn(planned, account), cell]);
    }
  }
  return answered;
}

function workCalled(work: readonly Work[], id: string): Work[] {
  return work.filter((one) => one.id === id);
}

/** Makes the calls of a test one after another until one tells something; else the evaluator decides what the first was about. */
async function playCalls(
  { context, work, done }: Asking,
  test: GuardrailTest,
  calibration: Answer<IssuedCredentials>,
  { account, session, administrator }: Inside,
): Promise<{ judged: BothJudgements; calls: number }> {
  const planned = test.by !== undefined && 'calls' in test.by ? test.by.calls : [];
  const refused = (message: string, calls: number): { judged: BothJudgements; calls: number } => ({
    judged: bothSides('BG_ACCESS_DENIED', `the break-glass role could not be assumed: ${message}`),
    calls,
  });
  if (!calibration.ok) return refused(calibration.message, 0);
  for (const [index, call] of planned.entries()) {
    if (index === 1) workCalled(work, fallbackOf(test)).forEach((one) => done(itemIn(one, account)));
    const calibrated = await ask(context, 'path', calibration.value, call);
    if (readAnswer(calibrated, call.absentAnswers) !== 'denied') continue;
    const exact = await enterRole(context, session, test.account, sessionPolicy('Allow', [call]));
    if (!exact.ok) return refused(exact.message, 1);
    const answers = {
      calibration: calibrated,
      breakGlass: await ask(context, 'path', exact.value, call),
      control: await ask(context, 'control', administrator.credentials, call),
    };
    return { judged: judgeAnswers(test, call.absentAnswers, answers), calls: 3 };
  }
  const [first] = planned;
  return {
    judged: first
      ? decide(context, test, administrator.arn, first, 'roles')
      : bothSides('BG_SERVICE_ERROR', 'nothing was asked'),
    calls: 0,
  };
}

/** Decided by the evaluator from the policy as it was read. */
function decide(
  context: DrillContext,
  test: GuardrailTest,
  administratorArn: string,
  asked: Asked,
  principal: 'roles' | 'root',
): BothJudgements {
  const denied = (arn: string): boolean => denies(test.guardrail, { arn, accountId: test.account.id }, asked);
  const root = `arn:${context.target.partition}:iam::${test.account.id}:root`;
  if (principal === 'root') return judgeDecisions(test, { breakGlass: denied(root), control: denied(root) });
  return judgeDecisions(test, {
    breakGlass: denied(roleArn(context, test.account.id)),
    control: denied(administratorArn),
  });
}

/** The break-glass side is the hop itself; whether an outsider would be stopped is decided by the evaluator, for AWS tells outsiders no reason. */
function judgeHop(context: DrillContext, test: GuardrailTest, hop: Answer<IssuedCredentials>): BothJudgements {
  const stranger = context.principals.outsider.caller;
  const control = deniesHop(test.guardrail, stranger, roleArn(context, test.account.id));
  return {
    breakGlass: judgeHopOfBreakGlass(test, hop),
    control: judgeDecisions(test, { breakGlass: false, control }).control,
  };
}

function judgeHopOfBreakGlass({ guardrail, expects }: GuardrailTest, hop: Answer<IssuedCredentials>): SideJudgement {
  const inconclusive = (message: string): SideJudgement => ({
    outcome: 'inconclusive',
    code: hop.ok ? 'BG_HELD' : denialCode(hop),
    message,
  });
  const here = !hop.ok && denialCode(hop) === 'BG_RCP_DENIED' && hop.message.endsWith(guardrail.arn);
  if (expects === 'binds') {
    if (here) return { outcome: 'held', code: 'BG_RCP_DENIED', message: hop.message };
    return hop.ok
      ? { outcome: 'broken', code: 'BG_GUARDRAIL_YIELDS', message: '' }
      : inconclusive(`denied, but not by this guardrail: ${hop.message}`);
  }
  if (hop.ok) return { outcome: 'held', code: 'BG_HELD', message: '' };
  return here
    ? { outcome: 'broken', code: 'BG_RCP_DENIED', message: hop.message }
    : inconclusive(`denied, but not by this guardrail: ${hop.message}`);
}
