/** What an attacker who owns the identity provider tries: to enter the break-glass role, and to change what protects it. */
import { SimulatePrincipalPolicyCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { describeError } from '../../../base/errors.js';
import type { ResidualRisk } from '../../../reports/result.js';
import { clients, hopInto } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { absentName, aimAt } from '../harmless/aim.js';
import { ask, breakGlassSession, codeOf, enterRole, readAnswer, sessionPolicy, whyUntold } from '../harmless/ask.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import type { PreparedCall } from '../harmless/call.js';
import type { Cell } from '../../drill/cell.js';
import type { FindingCode } from '../../causes/explanation.js';
import { denialCode } from '../../causes/denial.js';
import type { Asking } from '../question.js';
import type { FederatedIdentity, Opened } from './identities.js';
import { WORK } from './planned.js';
import { DANGEROUS } from './dangerous.js';
import { protections } from './protections.js';
import type { Untried } from './untried.js';

/** Every identity tries the role of every account. Any refusal will do: an attacker does not care for the reason. */
export async function attackRole(asking: Asking, { identities, untried }: Opened): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const work of asking.work.filter(({ id }) => id.startsWith(`${WORK.enter}/`))) {
    cells.push(
      ...(await asking.each(work, ({ account, caller, principal }) => {
        const identity = identities.find((one) => one.as === principal && one.account === caller);
        if (identity) return tryRole(asking, identity, account);
        const { why = '' } = untried.find((one) => one.account === caller) ?? {};
        return Promise.resolve(untriedCell(asking.scenario, principal, account, why));
      })),
    );
  }
  return cells;
}

/** Of somebody who got no session. */
function untriedCell(scenario: string, user: string, account: AccountInScope, message: string): Cell {
  return {
    scenario,
    question: 'federation',
    kind: 'control',
    user,
    control: 'federated-identity',
    account,
    outcome: 'inconclusive',
    code: 'BG_CONTROL_NOT_ENTITLED',
    message,
    stage: 'credentials',
    requestId: '',
    calls: 0,
    ms: 0,
  };
}

async function tryRole(
  { context, scenario }: Asking,
  identity: FederatedIdentity,
  account: AccountInScope,
): Promise<Cell> {
  const input = { ...hopInto(context, account.id), durationSeconds: 900 };
  const answer = await context.query('control').assumeRole(identity.credentials, input, context.signal);
  const refused = !answer.ok && /^AccessDenied/.test(answer.code);
  const [principalId = ''] = identity.roleArn.split('/').slice(-1);
  return {
    scenario,
    question: 'federation',
    kind: 'control',
    user: identity.label,
    control: 'federated-identity',
    account,
    caller: {
      principal: identity.roleArn,
      principalId,
      context: { 'aws:PrincipalArn': identity.roleArn, 'aws:MultiFactorAuthPresent': 'false' },
    },
    ...(answer.ok
      ? { outcome: 'broken', code: 'BG_TRUST_TOO_WIDE' }
      : { outcome: refused ? 'held' : 'inconclusive', code: denialCode(answer) }),
    message: answer.ok ? '' : answer.message,
    stage: answer.ok ? 'done' : 'assume',
    requestId: answer.requestId,
    calls: 1,
    ms: 0,
  };
}

/** What one identity of the management account was answered when it touched what protects break glass. */
export interface ChangeAttempt {
  identity: FederatedIdentity;
  code: FindingCode;
  title: string;
  reading: 'denied' | 'passed' | 'unclear';
  message: string;
}

/**
 * Harmless calls about the role, its users, the guardrails and the alarms, made by every identity of the management account,
 * where no service control policy binds. The break-glass role makes them too, so that it is known that only policies refuse.
 */
export async function attackProtections(
  context: DrillContext,
  identities: readonly FederatedIdentity[],
): Promise<ChangeAttempt[]> {
  const { managementAccountId, inScope } = context.inventory;
  const management = inScope.find(({ id }) => id === managementAccountId);
  if (!management) return [];
  const absent = absentName(context);
  const [user = ''] = context.file.breakGlass.users;
  const calls = protections(context.breakGlassUsers.get(user)?.arn ?? '', user).map(({ code, call }) => ({
    code,
    call: prepareCall(
      call,
      aimAt(
        context,
        managementAccountId,
        globalRegion(call, context.target.partition) ?? context.organization.homeRegion,
        absent,
      ),
    ),
  }));
  const session = await breakGlassSession(context);
  const [calibration, exact] = [
    await enterRole(context, session, management, sessionPolicy('Deny', [{ action: '*', resource: '*' }])),
    await enterRole(
      context,
      session,
      management,
      sessionPolicy(
        'Allow',
        calls.map(({ call }) => call),
      ),
    ),
  ];
  const attempts: ChangeAttempt[] = [];
  for (const { code, call } of calls) {
    const why = !calibration.ok
      ? calibration.message
      : !exact.ok
        ? exact.message
        : await whyMisread(context, calibration.value, exact.value, call);
    for (const identity of identities.filter(({ account }) => account.id === managementAccountId)) {
      const answer = await ask(context, 'control', identity.credentials, call);
      const reading = why === undefined ? readAnswer(answer, call.absentAnswers) : 'unclear';
      attempts.push({
        identity,
        code,
        title: call.title,
        reading,
        message: why ?? answer?.message ?? codeOf(answer),
      });
    }
  }
  return attempts;
}

/** Why answers to the call tell nothing; `undefined` if one who may do nothing is denied and one who may make it gets past. */
async function whyMisread(
  context: DrillContext,
  denied: FederatedIdentity['credentials'],
  allowed: FederatedIdentity['credentials'],
  call: PreparedCall,
): Promise<string | undefined> {
  const calibration = await ask(context, 'path', denied, call);
  if (readAnswer(calibration, call.absentAnswers) !== 'denied') return whyUntold(calibration).message;
  const exact = await ask(context, 'path', allowed, call);
  return readAnswer(exact, call.absentAnswers) === 'passed' ? undefined : whyUntold(exact).message;
}

/** ARN of the permissions boundary of the role behind an identity, none, or that it could not be read. Read as the reader. */
export async function boundaryOf(
  context: DrillContext,
  identity: FederatedIdentity,
): Promise<{ arn: string | undefined } | { unread: true }> {
  try {
    const iam = clients(context, 'reading', await context.reader(identity.account.id)).iam();
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: identity.roleArn.split('/').at(-1) ?? '' }));
    return { arn: role?.PermissionsBoundary?.PermissionsBoundaryArn };
  } catch {
    context.signal.throwIfAborted();
    return { unread: true };
  }
}

/** What each identity of the management account may still do, by AWS's policy simulator over its policies and boundary. */
export async function residualRisks(
  context: DrillContext,
  identities: readonly FederatedIdentity[],
): Promise<{ risks: ResidualRisk[]; untried: Untried[] }> {
  const { managementAccountId } = context.inventory;
  const iam = clients(context, 'reading', await context.reader(managementAccountId)).iam();
  const risks: ResidualRisk[] = [];
  const untried: Untried[] = [];
  for (const identity of identities.filter(({ account }) => account.id === managementAccountId)) {
    const { account, label } = identity;
    try {
      risks.push(...(await risksOf(iam, identity, context.target.partition)));
    } catch (error) {
      context.signal.throwIfAborted();
      untried.push({ account, what: `what is left to ${label}`, why: describeError(error) });
    }
  }
  return { risks, untried };
}

async function risksOf(
  iam: IAMClient,
  { label, account, roleArn: source }: FederatedIdentity,
  partition: string,
): Promise<ResidualRisk[]> {
  const risks: ResidualRisk[] = [];
  for (const { action, resource, meaning } of DANGEROUS) {
    const asked = resource.replaceAll('<management>', account.id).replaceAll('<partition>', partition);
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: source, ActionNames: [action], ResourceArns: [asked] }),
    );
    if (result?.EvalDecision === 'allowed')
      risks.push({
        principal: label,
        account: { id: account.id, name: account.name },
        action,
        resource: asked,
        meaning,
      });
  }
  return risks;
}
