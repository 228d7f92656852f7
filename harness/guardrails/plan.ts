/**
 * Chooses, by the evaluator, which call tests which guardrail in which account: one that this guardrail denies to an
 * ordinary administrator and no other guardrail does. Pure.
 */
import { evaluate } from '../../iam/index.js';
import type { Evaluation, PolicyDocument, PolicyStatement } from '../../iam/index.js';
import type { GuardrailExpectation } from '../../organization/model.js';
import type { AccountInScope } from '../context.js';
import { evaluatedQuestions, guardrailCalls } from './calls.js';
import type { Aim, EvaluatedQuestion, GuardrailCall } from './calls.js';
import type { Guardrail } from './read.js';

/** What the choice depends on. */
export interface GuardrailPlanInput {
  guardrails: readonly Guardrail[];
  accounts: readonly AccountInScope[];
  /** By name of the guardrail; one that the document does not know is left alone. */
  expectations: Readonly<Record<string, GuardrailExpectation>>;
  /** ARN of the control principal's role in an account. */
  controlRoleArn(accountId: string): string;
  aim(accountId: string, region: string): Aim;
  /** Home Region first, then Regions to look for one that a Region lock forbids. */
  regions: readonly string[];
}

/** One guardrail in one account and how it is tested. */
export interface GuardrailTest {
  guardrail: Guardrail;
  expects: Exclude<GuardrailExpectation, 'indifferent'>;
  account: AccountInScope;
  /** A call, a question for the evaluator, or neither: then nothing here can test it. */
  by: { call: GuardrailCall; aim: Aim } | { question: EvaluatedQuestion } | undefined;
}

/** Every test, by guardrail and account. */
export function planGuardrailTests(input: GuardrailPlanInput): GuardrailTest[] {
  const tests: GuardrailTest[] = [];
  for (const guardrail of input.guardrails) {
    const expects = input.expectations[guardrail.name];
    if (expects === undefined || expects === 'indifferent') continue;
    for (const account of input.accounts) {
      if (guardrail.reaches.has(account.id)) tests.push({ guardrail, expects, account, by: chooseCall(input, guardrail, account) ?? chooseQuestion(input, guardrail, account) });
    }
  }
  return tests;
}

/** Whether one guardrail alone denies an action to a role or to the root user of an account. */
export function guardrailDecision(guardrail: Guardrail, principal: { arn: string; accountId: string }, asked: { action: string; resource: string; region: string }): Evaluation {
  const root = principal.arn.endsWith(':root');
  const session = `arn:aws:sts::${principal.accountId}:assumed-role/${principal.arn.split('/').at(-1) ?? ''}/test`;
  return evaluate(
    {
      principal: root ? principal.arn : session,
      action: asked.action,
      resource: asked.resource,
      resourceAccount: principal.accountId,
      context: { 'aws:PrincipalArn': principal.arn, 'aws:PrincipalAccount': principal.accountId, 'aws:RequestedRegion': asked.region },
    },
    { identity: [everything], scpsByLevel: [[everything, { name: guardrail.arn, document: guardrail.document }]] },
  );
}

const everything = { name: 'everything', document: { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } } };

function chooseCall(input: GuardrailPlanInput, guardrail: Guardrail, account: AccountInScope): GuardrailTest['by'] {
  const others = input.guardrails.filter((other) => other !== guardrail && other.reaches.has(account.id));
  const principal = { arn: input.controlRoleArn(account.id), accountId: account.id };
  // What it is about, whoever it exempts: an exemption that is too wide must not hide it from the test.
  const subject = { ...guardrail, document: withoutExemptions(guardrail.document) };
  for (const call of guardrailCalls) {
    for (const region of call.global ? ['us-east-1'] : input.regions) {
      const aim = input.aim(account.id, region);
      const asked = { action: call.action, resource: call.resource(aim), region };
      const denies = (candidate: Guardrail): boolean => guardrailDecision(candidate, principal, asked).decision === 'explicitDeny';
      if (denies(subject) && !others.some(denies)) return { call, aim };
    }
  }
  return undefined;
}

/** Exemptions are negated conditions about the principal: ArnNotLike, StringNotEquals and the like. */
function withoutExemptions(document: PolicyDocument): PolicyDocument {
  const aboutPrincipal = (key: string): boolean => /^aws:(principal|userid|username)/i.test(key);
  const strip = (statement: PolicyStatement): PolicyStatement => {
    const conditions = Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [operator, Object.fromEntries(Object.entries(keys).filter(([key]) => !(/Not/.test(operator) && aboutPrincipal(key))))] as const);
    return { ...statement, Condition: Object.fromEntries(conditions.filter(([, keys]) => Object.keys(keys).length > 0)) };
  };
  return { ...document, Statement: [document.Statement].flat().map(strip) };
}

function chooseQuestion(input: GuardrailPlanInput, guardrail: Guardrail, account: AccountInScope): GuardrailTest['by'] {
  const question = evaluatedQuestions.find(({ action, principal }) => {
    const arn = principal === 'root' ? `arn:aws:iam::${account.id}:root` : input.controlRoleArn(account.id);
    return guardrailDecision(guardrail, { arn, accountId: account.id }, { action, resource: '*', region: 'us-east-1' }).decision === 'explicitDeny';
  });
  return question ? { question } : undefined;
}
