/** That guardrails are attached to what is there, and that something is everywhere. Pure; problems in the order of the document. */
import { checkNames } from './check-names.js';
import type { Organization, Statements } from './model.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';

/** Problems of the guardrails, and of where FullAWSAccess was detached. */
export function* checkGuardrails(organization: Organization): Generator<Problem> {
  const targets = ['Root', ...Object.keys(organization.ous), ...Object.keys(organization.accounts)];
  for (const [index, name] of organization.withoutFullAccess.entries()) {
    if (!targets.includes(name))
      yield {
        path: ['withoutFullAccess', index],
        message: `FullAWSAccess was detached from "${name}", which does not exist`,
        hint: suggestion(name, targets),
      };
    else if (!Object.values(organization.serviceControlPolicies).some(({ attachedTo }) => attachedTo.includes(name))) {
      yield {
        path: ['withoutFullAccess', index],
        message: `nothing else is attached to "${name}"`,
        hint: 'AWS keeps one service control policy at least on everything: attach another one.',
      };
    }
  }
  for (const group of ['serviceControlPolicies', 'resourceControlPolicies'] as const)
    yield* checkGuardrailGroup(organization, group);
}

function* checkGuardrailGroup(
  organization: Organization,
  group: 'serviceControlPolicies' | 'resourceControlPolicies',
): Generator<Problem> {
  yield* checkNames(Object.keys(organization[group]), [group]);
  const targets = ['Root', ...Object.keys(organization.ous), ...Object.keys(organization.accounts)];
  for (const [name, { attachedTo, statements }] of Object.entries(organization[group])) {
    const path = [group, name];
    for (const [index, target] of attachedTo.entries()) {
      const [ou, account] = [target === 'Root' || organization.ous[target], organization.accounts[target]];
      const at = [...path, 'attachedTo', index];
      if (!ou && !account) {
        yield {
          path: at,
          message: `"${name}" is attached to "${target}", which does not exist`,
          hint: suggestion(target, targets),
        };
      } else if (ou && account) {
        yield {
          path: at,
          message: `"${target}" is an OU and an account`,
          hint: 'Name the account otherwise, so that it is clear what the guardrail is attached to.',
        };
      } else if (attachedTo.indexOf(target) < index) {
        yield { path: at, message: `"${name}" is attached to "${target}" twice`, hint: 'Once is enough.' };
      }
    }
    yield* checkEmpty(statements, [...path, 'statements']);
  }
}

/** AWS refuses a policy without a statement. */
function* checkEmpty(statements: Statements, path: string[]): Generator<Problem> {
  if (Object.keys(statements).length === 0)
    yield { path, message: 'a policy has one statement at least', hint: 'Add a statement, or leave the policy out.' };
}
