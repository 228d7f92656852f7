/**
 * What the identities of member accounts try: to change the break-glass role of their account. No boundary of the management
 * account binds them; a service control policy must.
 */
import type { Explanation } from '../../causes/explanation.js';
import type { Found } from '../../causes/found.js';
import type { Judgement } from '../question.js';
import { guardrailsDisabled, roleOpenToChange } from '../../causes/guardrails.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { absentName, aimAt } from '../harmless/aim.js';
import { ask, breakGlassSession, codeOf, enterRole, readAnswer, sessionPolicy, whyUntold } from '../harmless/ask.js';
import type { Reading } from '../harmless/ask.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import type { PreparedCall } from '../harmless/call.js';
import { roleCalls } from '../harmless/iam-calls.js';
import { roleActionsAllowed } from '../refusal/ordinary.js';
import type { Inspected } from '../../configuration/rule.js';
import { scpsEnabled } from '../../configuration/inspected.js';
import type { FederatedIdentity } from './identities.js';

/** What one identity was answered. */
export interface RoleAttempt {
  identity: Pick<FederatedIdentity, 'label' | 'account'>;
  call: Pick<PreparedCall, 'title' | 'action'>;
  reading: Reading;
  message: string;
}

/** Every identity of a member account tries to change the role there. A session that may do nothing shows first that a denial would be seen. */
export async function attackRolesOfMembers(
  context: DrillContext,
  identities: readonly FederatedIdentity[],
): Promise<RoleAttempt[]> {
  const session = await breakGlassSession(context);
  const absent = absentName(context);
  const attempts: RoleAttempt[] = [];
  for (const account of context.inventory.inScope.filter(({ id }) => id !== context.inventory.managementAccountId)) {
    const inside = identities.filter((identity) => identity.account.id === account.id);
    const calls = roleCalls.map((call) =>
      prepareCall(
        call,
        aimAt(
          context,
          account.id,
          globalRegion(call, context.target.partition) ?? context.organization.homeRegion,
          absent,
        ),
      ),
    );
    const powerless =
      inside.length > 0
        ? await enterRole(context, session, account, sessionPolicy('Deny', [{ action: '*', resource: '*' }]))
        : undefined;
    for (const call of calls) {
      const calibration = powerless?.ok === true ? await ask(context, 'path', powerless.value, call) : undefined;
      const tells = readAnswer(calibration, call.absentAnswers) === 'denied';
      for (const identity of inside) {
        const answer = await ask(context, 'control', identity.credentials, call);
        const read = readAnswer(answer, call.absentAnswers);
        // A denial is one whatever the calibration says; only getting past means nothing without it.
        const reading = read === 'passed' && !tells ? 'unclear' : read;
        attempts.push({
          identity,
          call,
          reading,
          message:
            read === 'passed' && !tells
              ? powerless?.ok === false
                ? powerless.message
                : whyUntold(calibration).message
              : (answer?.message ?? codeOf(answer)),
        });
      }
    }
  }
  return attempts;
}

/** Held: every attempt was denied. One finding for all accounts that lack the same protection. */
export function judgeRoleAttempts(attempts: readonly RoleAttempt[], scenario: string, inspected: Inspected): Judgement {
  const passed = attempts.filter(({ reading }) => reading === 'passed');
  const summary = `${attempts.filter(({ reading }) => reading === 'denied').length} of ${attempts.length} attempts in member accounts denied`;
  const causes = new Map<string, AccountInScope[]>();
  for (const account of new Set(passed.map(({ identity }) => identity.account))) {
    const { cause } = roleOpenToChange(openActions(inspected, account, passed), inspected.file.breakGlass.role);
    causes.set(cause, [...(causes.get(cause) ?? []), account]);
  }
  const finding = ({ code, cause }: Explanation, accounts: readonly AccountInScope[]): Found => ({
    code,
    cause,
    accounts: accounts.map(({ id, name }) => ({ id, name })),
    scenarios: [scenario],
    evidence: 'observed',
  });
  // Where no guardrail binds anybody, that is the one cause.
  const findings = scpsEnabled(inspected)
    ? [...causes].map(([cause, accounts]) => finding({ code: 'BG_ROLE_UNPROTECTED', cause }, accounts))
    : passed.length > 0
      ? [finding(guardrailsDisabled, [])]
      : [];
  const [first] = passed;
  const unclear = attempts.find(({ reading }) => reading === 'unclear');
  if (first)
    return {
      findings,
      verdict: {
        outcome: 'broken',
        evidence: 'observed',
        summary,
        reason: `${first.identity.label} could ${first.call.title} in ${first.identity.account.name}`,
        faults: unclear ? undefined : findings,
      },
    };
  if (unclear || attempts.length === 0)
    return {
      findings,
      verdict: {
        outcome: 'inconclusive',
        evidence: 'observed',
        summary,
        reason: unclear
          ? `${unclear.call.title}: ${unclear.message}`
          : 'nobody was tried who holds a permission set in a member account',
      },
    };
  return { findings, verdict: { outcome: 'held', evidence: 'observed', summary } };
}

/** In the words of the rule that reads the guardrails, where it sees the same; else the actions that got past. */
function openActions(inspected: Inspected, { name }: AccountInScope, passed: readonly RoleAttempt[]): string[] {
  const account = inspected.snapshot.organization.accounts[name];
  const read = account ? roleActionsAllowed(inspected, { name, account }) : [];
  return read.length > 0
    ? read
    : [...new Set(passed.filter(({ identity }) => identity.account.name === name).map(({ call }) => call.action))];
}
