/** Plays the guardrail tests: three sessions an account, three answers a test. */
import type { Answer, IssuedCredentials } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { mapInOrder } from '../../../base/limiter.js';
import type { CallerIdentity } from '../../causes/caller-identity.js';
import { denialCode } from '../../causes/denial.js';
import { exemptionsOf } from '../../causes/exemptions.js';
import type { PolicyDocument } from '../../../iam/index.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { Cell } from '../../drill/cell.js';
import { roleArn } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { itemIn, itemsOf } from '../../drill/work.js';
import type { Work, WorkItem } from '../../drill/work.js';
import { absentName } from '../harmless/aim.js';
import {
  ask,
  breakGlassSession,
  codeOfNoEntry,
  enterRole,
  EVERYTHING_DENIED,
  isUnanswered,
  readAnswer,
  sessionPolicy,
  whyUntold,
} from '../harmless/ask.js';
import type { Asking } from '../question.js';
import { administratorIn } from './administrators.js';
import type { Administrator, Learned } from './administrators.js';
import { alsoEvaluated, bothSides, judgeAnswers, judgeDecisions } from './judge-answers.js';
import type { BothJudgements, SideJudgement } from './judge-answers.js';
import { guardrailCells } from './cells.js';
import { deniesHop } from './decide.js';
import { playEditing } from './editing.js';
import { askersOf, CALIBRATION, EDITING, fallbackOf, SIGN_IN, sideOf, testsOf, whereAimed } from './planned.js';
import type { GuardrailFacts } from './planned.js';
import { placeOf } from './choose-tests.js';
import type { GuardrailTest } from './choose-tests.js';
import { judgedStatements } from './statements.js';
import type { Askers } from './statements.js';

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
  const fellBack = new Set<string>();
  const noting: Asking = {
    ...asking,
    done: (item) => {
      fellBack.add(item.id);
      asking.done(item);
    },
  };
  const administrators = new Map<string, Learned<Administrator>>();
  const reached = facts.reached.filter(
    (account) => isLeft(EDITING.administrator, account) || tests.some((test) => test.account === account),
  );
  await mapInOrder(
    reached,
    context.file.limits.concurrency,
    async (account): Promise<Answered[]> => {
      const arn = facts.administrators.get(account.id);
      const administrator =
        arn !== undefined && 'value' in arn
          ? await administratorIn(context, account, arn.value)
          : (arn ?? { why: 'nobody knows the role of the ordinary administrator' });
      administrators.set(account.id, administrator);
      const own = tests.filter((test) => test.account === account);
      return own.length === 0 ? [] : playAccount(noting, own, facts, { account, session, administrator });
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
    for (const each of unreached(one, asking.left(one), fellBack))
      asking.skipped(each, 'every other service authorizes before it answers');
  cells.push(...(await playEditing(asking, session, administrators, absentName(context))));
  return cells;
}

/** Work as a whole, if no item of it was reached; else those of its items that were not. */
function unreached(work: Work, left: readonly AccountInScope[], reached: ReadonlySet<string>): Work[] {
  const items = left.map((account) => itemIn(work, account));
  if (items.some(({ id }) => reached.has(id)))
    return items.filter(({ id }) => !reached.has(id)).map(({ id }) => ({ ...work, id }));
  return items.length > 0 ? [work] : [];
}

/** An account, and who asks in it. */
interface Inside {
  account: AccountInScope;
  session: Credentials;
  administrator: Learned<Administrator>;
}

async function playAccount(
  asking: Asking,
  tests: readonly GuardrailTest[],
  facts: GuardrailFacts,
  inside: Inside,
): Promise<Answered[]> {
  const { context, scenario, work } = asking;
  const { account, session } = inside;
  const calibration = await enterRole(context, session, account, EVERYTHING_DENIED);
  workCalled(work, CALIBRATION).forEach((one) => asking.done(itemIn(one, account)));
  const answered: Answered[] = [];
  for (const test of tests) {
    const { by } = test;
    const kind = 'calls' in by ? 'call' : 'hop' in by ? 'hop' : 'question';
    const decided = decideTest(context, test, askersOf(context, facts, account, test.guardrail));
    const { judged, calls } =
      'untestable' in by || 'evaluated' in by
        ? { judged: decided, calls: 0 }
        : 'hop' in by
          ? { judged: alsoEvaluated(judgeHop(context, test, calibration), decided), calls: 1 }
          : await playCalls(asking, test, { calibration, decided }, inside);
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

/** Makes the calls of a test one after another until one tells something; else what the evaluator decided stands. */
async function playCalls(
  { context, work, done }: Asking,
  test: GuardrailTest,
  { calibration, decided }: { calibration: Answer<IssuedCredentials>; decided: BothJudgements },
  { account, session, administrator }: Inside,
): Promise<{ judged: BothJudgements; calls: number }> {
  const planned = 'calls' in test.by ? test.by.calls : [];
  const unclear = (code: FindingCode, message: string, calls: number): { judged: BothJudgements; calls: number } => ({
    judged: alsoEvaluated(bothSides(code, message), decided),
    calls,
  });
  const refused = (message: string): string => `the break-glass role could not be assumed: ${message}`;
  if (!calibration.ok) return unclear(codeOfNoEntry(calibration), refused(calibration.message), 0);
  if ('why' in administrator) return unclear('BG_ACCESS_DENIED', administrator.why, 0);
  for (const [index, call] of planned.entries()) {
    if (index === 1) workCalled(work, fallbackOf(test)).forEach((one) => done(itemIn(one, account)));
    const calibrated = await ask(context, 'path', calibration.value, call);
    // A fault of the way tells nothing of the service: neither another call nor the evaluator stands in for this one.
    if (isUnanswered(calibrated)) return unclear(whyUntold(calibrated).code, calibrated.message, 1);
    if (readAnswer(calibrated, call.absentAnswers) !== 'denied') continue;
    const exact = await enterRole(context, session, test.account, sessionPolicy('Allow', [call]));
    if (!exact.ok) return unclear(codeOfNoEntry(exact), refused(exact.message), 1);
    const answers = {
      calibration: calibrated,
      breakGlass: await ask(context, 'path', exact.value, call),
      control: await ask(context, 'control', administrator.value.credentials, call),
    };
    return { judged: alsoEvaluated(judgeAnswers(test, call.absentAnswers, answers), decided), calls: 3 };
  }
  return { judged: decided, calls: 0 };
}

/** What the evaluator decides of every statement, from the policy as it was read. */
function decideTest(context: DrillContext, test: GuardrailTest, askers: Askers | { why: string }): BothJudgements {
  if ('why' in askers) return bothSides('BG_SERVICE_ERROR', askers.why);
  const decisions = judgedStatements(test.guardrail, askers, placeOf(whereAimed(context), test.account));
  const all = judgeDecisions(test, decisions);
  if (!('hop' in test.by)) return all;
  // Where the hop is played, it decides what is about hops: a session of the role is none.
  const beside = judgeDecisions(test, { ...decisions, decided: decisions.decided.filter(({ hop }) => !hop) });
  return { breakGlass: beside.breakGlass, control: all.control };
}

/** The break-glass side is the hop itself; whether an outsider would be stopped is decided by the evaluator, for AWS tells outsiders no reason. */
function judgeHop(context: DrillContext, test: GuardrailTest, hop: Answer<IssuedCredentials>): BothJudgements {
  const stranger = context.principals.outsider.caller;
  // One that exempts nobody is about how a session came about, not about who somebody is: the code that was given, for one.
  const tried = exemptsSomebody(test.guardrail.document) ? [stranger] : [stranger, withoutCode(stranger)];
  const control = tried.some((caller) => deniesHop(test.guardrail, caller, roleArn(context, test.account.id)));
  return {
    breakGlass: judgeHopOfBreakGlass(test, hop),
    control: judgeDecisions(test, {
      decided: [{ label: '', meant: { arn: '', tags: {} }, aboutRoles: true, breakGlass: false, control }],
      open: [],
    }).control,
  };
}

function exemptsSomebody({ Statement: statements }: PolicyDocument): boolean {
  return [statements].flat().some((statement) => exemptionsOf(statement).length > 0);
}

/** Somebody with a long-term key alone: the keys of MFA are absent (IAM user guide, aws:MultiFactorAuthPresent). */
function withoutCode(caller: CallerIdentity): CallerIdentity {
  const context = Object.fromEntries(
    Object.entries(caller.context).filter(([key]) => !/^aws:MultiFactorAuth/i.test(key)),
  );
  return { ...caller, context };
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
