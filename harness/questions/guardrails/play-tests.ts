/** Plays the guardrail tests: three sessions an account, three answers a test. */
import type { Answer, IssuedCredentials } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { roleArn } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { absentName, aimAt } from '../harmless/aim.js';
import { ask, breakGlassSession, enterRole, readAnswer, sessionPolicy } from '../harmless/ask.js';
import type { PreparedCall } from '../harmless/call.js';
import type { Cell } from '../../drill/cell.js';
import { denialCode } from '../../causes/denial.js';
import { mapInOrder } from '../../../base/limiter.js';
import { openAdministrators } from './administrators.js';
import type { Administrator } from './administrators.js';
import { guardrailCells } from './cells.js';
import { denies, deniesHop } from './decide.js';
import type { Asked } from './decide.js';
import { playEditing } from './editing.js';
import { bothSides, judgeAnswers, judgeDecisions } from './answers.js';
import type { BothJudgements, SideJudgement } from './answers.js';
import { planGuardrailTests } from './tests.js';
import type { GuardrailTest } from './tests.js';
import type { Guardrail } from './read.js';

/** Regions in which to look for one that a Region lock forbids: default Regions of the partition, enabled in every account. */
const OTHER_REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-west-2', 'eu-west-1', 'ap-southeast-2'],
  'aws-us-gov': ['us-gov-east-1'],
  'aws-cn': ['cn-northwest-1'],
};

/** Tests every guardrail in every account that it reaches, and who may edit guardrails. */
export async function playGuardrails(
  context: DrillContext,
  scenario: string,
  guardrails: readonly Guardrail[],
): Promise<Cell[]> {
  const { inventory, organization, file } = context;
  const reached = inventory.inScope.filter((account) =>
    guardrails.some((guardrail) => guardrail.reaches.has(account.id)),
  );
  const administrators = await openAdministrators(context, reached);
  const { serviceControlPolicies, resourceControlPolicies } = organization;
  const absent = absentName(context);
  const tests = planGuardrailTests({
    guardrails,
    accounts: reached,
    expects: ({ type, name }) =>
      (type === 'SERVICE_CONTROL_POLICY' ? serviceControlPolicies : resourceControlPolicies)[name]?.expects,
    controlRoleArn: (accountId) => administrators.get(accountId)?.arn ?? '',
    aim: (accountId, region) => aimAt(context, accountId, region, absent),
    regions: [organization.homeRegion, ...(OTHER_REGIONS[context.target.partition] ?? [])],
  });
  const session = await breakGlassSession(context);
  const cells: Cell[] = [];
  const keep = (played: readonly Cell[]): void => {
    for (const cell of played) context.record(cell);
    cells.push(...played);
  };
  await mapInOrder(
    reached,
    file.limits.concurrency,
    (account) =>
      playAccount(
        context,
        scenario,
        account,
        tests.filter((test) => test.account === account),
        session,
        administrators.get(account.id),
      ),
    keep,
    context.signal,
  );
  keep(await playEditing(context, scenario, session, administrators, absent));
  return cells;
}

async function playAccount(
  context: DrillContext,
  scenario: string,
  account: AccountInScope,
  tests: readonly GuardrailTest[],
  session: Credentials,
  administrator: Administrator | undefined,
): Promise<Cell[]> {
  if (tests.length === 0 || !administrator) return [];
  const calibration = await enterRole(
    context,
    session,
    account,
    sessionPolicy('Deny', [{ action: '*', resource: '*' }]),
  );
  const cells: Cell[] = [];
  for (const test of tests) {
    const { by } = test;
    if (by === undefined)
      cells.push(
        ...guardrailCells(
          scenario,
          test,
          'question',
          bothSides('BG_SERVICE_ERROR', 'no call and no question reaches this guardrail alone'),
          0,
        ),
      );
    else if ('question' in by)
      cells.push(
        ...guardrailCells(
          scenario,
          test,
          'question',
          decide(
            context,
            test,
            administrator.arn,
            { ...by.question, resource: '*', region: context.organization.homeRegion },
            by.question.principal,
          ),
          0,
        ),
      );
    else if ('hop' in by) cells.push(...guardrailCells(scenario, test, 'hop', judgeHop(context, test, calibration), 1));
    else cells.push(...(await playCalls(context, scenario, test, by.calls, session, calibration, administrator)));
  }
  return cells;
}

/** Makes the calls of a test one after another until one tells something; else the evaluator decides what the first was about. */
async function playCalls(
  context: DrillContext,
  scenario: string,
  test: GuardrailTest,
  calls: readonly PreparedCall[],
  session: Credentials,
  calibration: Answer<IssuedCredentials>,
  administrator: Administrator,
): Promise<Cell[]> {
  if (!calibration.ok)
    return guardrailCells(
      scenario,
      test,
      'call',
      bothSides('BG_ACCESS_DENIED', `the break-glass role could not be assumed: ${calibration.message}`),
      0,
    );
  for (const call of calls) {
    const calibrated = await ask(context, 'path', calibration.value, call);
    if (readAnswer(calibrated, call.absentAnswers) !== 'denied') continue;
    const exact = await enterRole(context, session, test.account, sessionPolicy('Allow', [call]));
    if (!exact.ok)
      return guardrailCells(
        scenario,
        test,
        'call',
        bothSides('BG_ACCESS_DENIED', `the break-glass role could not be assumed: ${exact.message}`),
        1,
      );
    const answers = {
      calibration: calibrated,
      breakGlass: await ask(context, 'path', exact.value, call),
      control: await ask(context, 'control', administrator.credentials, call),
    };
    return guardrailCells(scenario, test, 'call', judgeAnswers(test, call.absentAnswers, answers), 3);
  }
  const [first] = calls;
  const decided = first
    ? decide(context, test, administrator.arn, first, 'roles')
    : bothSides('BG_SERVICE_ERROR', 'nothing was asked');
  return guardrailCells(scenario, test, 'call', decided, 0);
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
