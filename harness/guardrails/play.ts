/** Plays the guardrail tests: three sessions an account, three answers a test. */
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import type { Credentials } from '../../aws/signer.js';
import { CodedError } from '../../base/errors.js';
import { seededRandom } from '../../base/random.js';
import { uuid } from '../../base/ids.js';
import { roleArn, sessionName } from '../context.js';
import type { AccountInScope, DrillContext } from '../context.js';
import { roleBehind } from '../principals.js';
import type { Cell } from '../probes/cell.js';
import { mapInOrder } from '../sweep/limiter.js';
import type { Aim, GuardrailCall } from './calls.js';
import { judgeAnswers } from './judge.js';
import type { CallAnswer, SideJudgement } from './judge.js';
import { guardrailDecision, planGuardrailTests } from './plan.js';
import type { GuardrailTest } from './plan.js';
import { readGuardrails } from './read.js';
import type { Guardrail } from './read.js';

/** Regions in which to look for one that a Region lock forbids: default Regions of the partition, enabled in every account. */
const OTHER_REGIONS: Readonly<Record<string, readonly string[]>> = { aws: ['us-west-2', 'eu-west-1', 'ap-southeast-2'], 'aws-us-gov': ['us-gov-east-1'], 'aws-cn': ['cn-northwest-1'] };

export interface GuardrailPlay {
  guardrails: readonly Guardrail[];
  cells: Cell[];
}

/** Tests every guardrail in every account that it reaches. */
export async function playGuardrails(context: DrillContext, scenario: string): Promise<GuardrailPlay> {
  const { inventory, organization, file } = context;
  const reader = await context.reader(inventory.managementAccountId);
  const guardrails = await readGuardrails(createClients(context.connection('reading'), reader).organizations(), inventory.inScope, inventory.managementAccountId);
  const reached = inventory.inScope.filter((account) => guardrails.some((guardrail) => guardrail.reaches.has(account.id)));
  const administrators = new Map<string, { credentials: Credentials; arn: string }>();
  for (const account of reached) {
    const credentials = await context.administrator(account.id);
    administrators.set(account.id, { credentials, arn: await roleBehind(context.connection('control'), credentials) });
  }
  const absent = `bgdrill-${uuid(seededRandom(`${file.seed} ${context.drillId}`))}`;
  const tests = planGuardrailTests({
    guardrails,
    accounts: reached,
    expectations: Object.fromEntries(Object.entries(organization.serviceControlPolicies).map(([name, policy]) => [name, policy.expects])),
    controlRoleArn: (accountId) => administrators.get(accountId)?.arn ?? '',
    aim: (accountId, region) => ({ partition: context.target.partition, accountId, region, roleArn: roleArn(context, accountId), roleName: file.breakGlass.role.split('/').at(-1) ?? '', absent }),
    regions: [organization.homeRegion, ...(OTHER_REGIONS[context.target.partition] ?? [])],
  });
  const session = await breakGlassSession(context);
  const cells: Cell[] = [];
  await mapInOrder(
    reached,
    file.limits.concurrency,
    async (account) => {
      const own = tests.filter((test) => test.account === account);
      const played = own.length === 0 ? [] : await playAccount(context, scenario, account, own, session, administrators.get(account.id)?.credentials);
      return [...played, ...own.flatMap((test) => evaluateTest(context, scenario, test, administrators.get(account.id)?.arn ?? ''))];
    },
    (played) => {
      for (const cell of played) context.record(cell);
      cells.push(...played);
    },
    context.signal,
  );
  return { guardrails, cells };
}

/** A session with MFA of the first break-glass user; which user it is makes no difference to a guardrail. */
async function breakGlassSession(context: DrillContext): Promise<Credentials> {
  const [user = ''] = context.file.breakGlass.users;
  const account = context.organization.management;
  const proof = await context.custody.code(account, user, context.signal);
  const answer = await context.query('path').getSessionToken(await context.custody.open(account, user), proof, context.signal);
  if (!answer.ok) throw new CodedError('BG_CREDENTIALS_REJECTED', `break-glass user "${user}" cannot sign in: ${answer.message}`);
  return answer.value;
}

async function playAccount(context: DrillContext, scenario: string, account: AccountInScope, tests: readonly GuardrailTest[], session: Credentials, administrator: Credentials | undefined): Promise<Cell[]> {
  const calls = tests.flatMap((test) => (test.by && 'call' in test.by ? [{ test, ...test.by }] : []));
  const untested = tests.filter((test) => test.by === undefined).flatMap((test) => bothSides(scenario, test, NOTHING_TESTS_IT, NOTHING_TESTS_IT, 0));
  if (calls.length === 0 || !administrator) return untested;
  const nothing = policy('Deny', [{ action: '*', resource: '*' }]);
  const exactly = policy('Allow', calls.map(({ call, aim }) => ({ action: call.action, resource: call.resource(aim) })));
  const [calibration, breakGlass] = [await enter(context, session, account, nothing), await enter(context, session, account, exactly)];
  if (!calibration.ok || !breakGlass.ok) {
    const refused: SideJudgement = { outcome: 'inconclusive', code: 'BG_ACCESS_DENIED', message: `the break-glass role could not be assumed: ${!breakGlass.ok ? breakGlass.message : ''}` };
    return [...untested, ...calls.flatMap(({ test }) => bothSides(scenario, test, refused, refused, 0))];
  }
  const cells: Cell[] = [];
  for (const { test, call, aim } of calls) {
    const ask = (purpose: 'path' | 'control', credentials: Credentials): Promise<CallAnswer> => answerOf(call, createClients({ ...context.connection(purpose), region: aim.region }, credentials), aim);
    const answers = { calibration: await ask('path', calibration.value), breakGlass: await ask('path', breakGlass.value), control: await ask('control', administrator) };
    const judged = judgeAnswers(test, call.absentAnswers, answers);
    cells.push(...bothSides(scenario, test, judged.breakGlass, judged.control, 3));
  }
  return [...untested, ...cells];
}

const NOTHING_TESTS_IT: SideJudgement = { outcome: 'inconclusive', code: 'BG_SERVICE_ERROR', message: 'no call and no question reaches this guardrail alone' };

function enter(context: DrillContext, session: Credentials, account: AccountInScope, sessionPolicy: string): ReturnType<ReturnType<DrillContext['query']>['assumeRole']> {
  return context.query('path').assumeRole(session, { roleArn: roleArn(context, account.id), sessionName: sessionName(context), durationSeconds: 900, policy: sessionPolicy }, context.signal);
}

async function answerOf(call: GuardrailCall, clients: Clients, aim: Aim): Promise<CallAnswer> {
  try {
    await call.send(clients, aim);
    return undefined;
  } catch (error) {
    const { name, message, $metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number; requestId?: string } };
    return { name, message, statusCode: $metadata?.httpStatusCode ?? 0, requestId: $metadata?.requestId ?? '' };
  }
}

/** What no call may test is decided by our evaluator from the policy as it was read. */
function evaluateTest(context: DrillContext, scenario: string, test: GuardrailTest, administratorArn: string): Cell[] {
  if (!test.by || !('question' in test.by)) return [];
  const { action, principal } = test.by.question;
  const denies = (arn: string): boolean => guardrailDecision(test.guardrail, { arn, accountId: test.account.id }, { action, resource: '*', region: 'us-east-1' }).decision === 'explicitDeny';
  const root = `arn:${context.target.partition}:iam::${test.account.id}:root`;
  const [breakGlass, control] = principal === 'root' ? [denies(root), denies(root)] : [denies(roleArn(context, test.account.id)), denies(administratorArn)];
  const held: SideJudgement = { outcome: 'held', code: 'BG_SCP_DENIED', message: 'evaluated' };
  const wrong = test.expects === 'binds' ? 'BG_GUARDRAIL_YIELDS' : 'BG_GUARDRAIL_LOCKS_OUT';
  return bothSides(
    scenario,
    test,
    breakGlass === (test.expects === 'binds') ? held : { outcome: 'broken', code: wrong, message: 'evaluated' },
    control ? held : { outcome: 'broken', code: 'BG_GUARDRAIL_TOO_WIDE', message: 'evaluated' },
    0,
  );
}

function bothSides(scenario: string, test: GuardrailTest, breakGlass: SideJudgement, control: SideJudgement, calls: number): Cell[] {
  const side = (name: 'break-glass' | 'control', who: string, judged: SideJudgement, made: number): Cell => ({
    scenario,
    kind: 'guardrail',
    user: `${test.guardrail.name}: ${who}`,
    control: '',
    guardrail: { name: test.guardrail.name, side: name, expects: test.expects, evidence: test.by && 'question' in test.by ? 'evaluated' : 'observed' },
    account: test.account,
    stage: 'act',
    requestId: '',
    calls: made,
    ms: 0,
    ...judged,
  });
  return [side('break-glass', 'break-glass role', breakGlass, Math.max(0, calls - 1)), side('control', 'ordinary administrator', control, Math.min(1, calls))];
}

function policy(effect: 'Allow' | 'Deny', pairs: readonly { action: string; resource: string }[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: pairs.map(({ action, resource }) => ({ Effect: effect, Action: action, Resource: resource })) });
}
