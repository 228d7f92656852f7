/** The policy simulator. */
import { evaluate } from '../../iam/index.js';
import { delegatesTo, guardrailLevels, identityPolicies, managedPolicy } from '../lookup.js';
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import type { TwinRole, TwinUser } from '../state.js';
import { noSuchEntity } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

interface SimulateInput extends PageInput {
  PolicySourceArn: string;
  ActionNames: string[];
  ResourceArns?: string[];
  ContextEntries?: { ContextKeyName?: string; ContextKeyValues?: string[] }[];
}

export const simulatorOperations = [
  operation<SimulateInput, unknown>({
    name: 'SimulatePrincipalPolicy',
    permissions: ({ PolicySourceArn }) => [{ action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn }],
    run: (input, context) => {
      const source = sourceOf(context, input.PolicySourceArn);
      const pairs = input.ActionNames.flatMap((action) => (input.ResourceArns ?? ['*']).map((resource) => ({ action, resource })));
      const results = pairs.map(({ action, resource }) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: simulate(context, source, action, resource, input),
        MatchedStatements: [],
        MissingContextValues: [],
      }));
      const { items, ...rest } = page(results, input);
      return { EvaluationResults: items, ...rest };
    },
  }),
];

function sourceOf({ caller }: OperationContext, arn: string): TwinUser | TwinRole {
  const name = arn.split('/').at(-1) ?? '';
  const source = arn.includes(':user/') ? caller.account.users.get(name) : caller.account.roles.get(name);
  if (source?.arn !== arn) throw noSuchEntity(`Entity ${arn} cannot be found.`);
  return source;
}

/** The principal's own side alone, with guardrails: AWS's simulator leaves trust policies out of `sts:AssumeRole`. */
function simulate({ caller, state }: OperationContext, source: TwinUser | TwinRole, action: string, resource: string, input: SimulateInput): string {
  const inManagement = caller.account.id === state.organization.managementAccountId;
  const given = (input.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }): [string, string | string[]] => [
    ContextKeyName,
    ContextKeyValues.length === 1 ? (ContextKeyValues[0] ?? '') : ContextKeyValues,
  ]);
  const [boundary] = source.permissionsBoundary === undefined ? [] : managedPolicy(caller.account, source.permissionsBoundary);
  const evaluation = evaluate(
    {
      principal: source.arn,
      principalId: source.id,
      principalInManagementAccount: inManagement,
      action,
      resource,
      resourceAccount: caller.account.id,
      context: { 'aws:PrincipalArn': source.arn, 'aws:PrincipalAccount': caller.account.id, ...Object.fromEntries(given) },
    },
    { identity: identityPolicies(caller.account, source), trust: delegatesTo(caller.account.id), scpsByLevel: guardrailLevels(state, caller.account, 'SERVICE_CONTROL_POLICY'), ...(boundary ? { boundary } : {}) },
  );
  return evaluation.decision === 'allow' ? 'allowed' : evaluation.decision;
}
