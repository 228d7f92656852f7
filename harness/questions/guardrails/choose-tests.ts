/**
 * Chooses, by the evaluator, what tests which guardrail in which account: calls that this guardrail denies to an ordinary
 * administrator and no other guardrail does. Pure.
 */
import type { GuardrailExpectation } from '../../../organization/model.js';
import type { AccountInScope } from '../../drill/context.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import type { Aim, HarmlessCall, PreparedCall } from '../harmless/call.js';
import { identityCalls, roleCalls } from '../harmless/iam-calls.js';
import { absentNames } from '../harmless/names.js';
import { recordCalls } from '../harmless/record-calls.js';
import { denies } from './decide.js';
import { withoutExemptions } from '../../causes/exemptions.js';
import { evaluatedQuestions } from './evaluated.js';
import type { EvaluatedQuestion } from './evaluated.js';
import type { Guardrail } from './read.js';

/** Tried in this order: the first that hits exactly one guardrail tests it. */
export const guardrailCalls: readonly HarmlessCall[] = [...roleCalls, ...identityCalls, ...recordCalls];

/** What the choice depends on. */
export interface GuardrailPlanInput {
  guardrails: readonly Guardrail[];
  accounts: readonly AccountInScope[];
  /** Of a guardrail; one that the document does not know is left alone. */
  expects(guardrail: Guardrail): GuardrailExpectation | undefined;
  /** ARN of the control principal's role in an account. */
  controlRoleArn(accountId: string): string;
  aim(accountId: string, region: string): Aim;
  /** Home Region first, then Regions to look for one that a Region lock forbids. */
  regions: readonly string[];
}

/**
 * How a guardrail is tested: by calls, each of another service, in case the first service answers before it authorizes; by
 * the hop into the role; by a question for the evaluator; or by nothing that we have.
 */
export type TestedBy = { calls: readonly PreparedCall[] } | { hop: true } | { question: EvaluatedQuestion } | undefined;

/** One guardrail in one account and how it is tested. */
export interface GuardrailTest {
  guardrail: Guardrail;
  expects: Exclude<GuardrailExpectation, 'indifferent'>;
  account: AccountInScope;
  by: TestedBy;
}

/** Every test, by guardrail and account. */
export function planGuardrailTests(input: GuardrailPlanInput): GuardrailTest[] {
  const tests: GuardrailTest[] = [];
  for (const guardrail of input.guardrails) {
    const expects = input.expects(guardrail);
    if (expects === undefined || expects === 'indifferent') continue;
    // What it is about, whoever it exempts: an exemption that is too wide must not hide it from the test.
    const subject: Subject = {
      guardrail,
      bare: { arn: guardrail.arn, document: withoutExemptions(guardrail.document) },
    };
    for (const account of input.accounts) {
      if (guardrail.reaches.has(account.id))
        tests.push({ guardrail, expects, account, by: chooseTest(input, subject, account) });
    }
  }
  return tests;
}

interface Subject {
  guardrail: Guardrail;
  /** Without exemptions. */
  bare: Pick<Guardrail, 'arn' | 'document'>;
}

function chooseTest(input: GuardrailPlanInput, subject: Subject, account: AccountInScope): TestedBy {
  // The hop is the one call on the break-glass path that resource control policies decide.
  if (subject.guardrail.type === 'RESOURCE_CONTROL_POLICY') return { hop: true };
  const calls = chooseCalls(input, subject, account);
  return calls.length > 0 ? { calls } : chooseQuestion(input, subject.guardrail, account);
}

function chooseCalls(input: GuardrailPlanInput, { guardrail, bare }: Subject, account: AccountInScope): PreparedCall[] {
  const others = input.guardrails.filter(
    (other) => other.type === guardrail.type && other !== guardrail && other.reaches.has(account.id),
  );
  const principal = { arn: input.controlRoleArn(account.id), accountId: account.id };
  const byService = new Map<string, PreparedCall>();
  for (const call of guardrailCalls) {
    const [service = ''] = call.action.split(':');
    if (byService.has(service)) continue;
    const chosen = aimed(input, call, guardrail, account).find(
      (asked) => denies(bare, principal, asked) && !others.some((other) => denies(other, principal, asked)),
    );
    if (chosen) byService.set(service, chosen);
  }
  return [...byService.values()];
}

/** The call in every Region, and under every name that falls inside what the guardrail protects. */
function aimed(
  input: GuardrailPlanInput,
  call: HarmlessCall,
  { document }: Guardrail,
  account: AccountInScope,
): PreparedCall[] {
  const somewhere = input.aim(account.id, input.regions[0] ?? '');
  const only = globalRegion(call, somewhere.partition);
  return (only === undefined ? input.regions : [only]).flatMap((region) => {
    const aim = input.aim(account.id, region);
    return absentNames([document], call.resource(aim), aim.absent).map((absent) =>
      prepareCall(call, { ...aim, absent }),
    );
  });
}

function chooseQuestion(input: GuardrailPlanInput, guardrail: Guardrail, account: AccountInScope): TestedBy {
  const { partition, region } = input.aim(account.id, input.regions[0] ?? '');
  const question = evaluatedQuestions.find(({ action, principal }) => {
    const arn = principal === 'root' ? `arn:${partition}:iam::${account.id}:root` : input.controlRoleArn(account.id);
    return denies(
      guardrail,
      { arn, accountId: account.id },
      { action, resource: '*', region: globalRegion({ action }, partition) ?? region },
    );
  });
  return question ? { question } : undefined;
}
