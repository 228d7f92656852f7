/** What one guardrail alone decides, by the evaluator. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { Guardrail } from './read.js';

/** A role or the root user of an account. */
export interface GuardrailPrincipal {
  arn: string;
  accountId: string;
}

/** What is asked. */
export interface Asked {
  action: string;
  resource: string;
  region: string;
}

const everything = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } },
};

/** Whether this service control policy denies it, whatever else allows it. */
export function denies(
  { arn, document }: Pick<Guardrail, 'arn' | 'document'>,
  principal: GuardrailPrincipal,
  { action, resource, region }: Asked,
): boolean {
  const root = principal.arn.endsWith(':root');
  const [partition, session] = [principal.arn.split(':')[1] ?? 'aws', principal.arn.split('/').at(-1) ?? ''];
  const { decision } = evaluate(
    {
      principal: root ? principal.arn : `arn:${partition}:sts::${principal.accountId}:assumed-role/${session}/test`,
      action,
      resource,
      resourceAccount: principal.accountId,
      context: {
        'aws:PrincipalArn': principal.arn,
        'aws:PrincipalAccount': principal.accountId,
        'aws:RequestedRegion': region,
      },
    },
    { identity: [everything], scpsByLevel: [[everything, { name: arn, document }]] },
  );
  return decision === 'explicitDeny';
}

/** Whether this resource control policy keeps a caller, given by its context, from assuming a role, whatever its trust policy says. */
export function deniesHop(
  { arn, document }: Pick<Guardrail, 'arn' | 'document'>,
  caller: { principal: string; context: Readonly<Record<string, string | readonly string[]>> },
  roleArn: string,
): boolean {
  const trust = {
    name: 'trust',
    document: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow' as const, Principal: '*' as const, Action: 'sts:AssumeRole' },
    },
  };
  const [, , , , resourceAccount = ''] = roleArn.split(':');
  const request = { ...caller, action: 'sts:AssumeRole', resource: roleArn, resourceAccount };
  const { decision, decidedBy } = evaluate(request, {
    identity: [everything],
    trust,
    scpsByLevel: [],
    rcpsByLevel: [[{ name: arn, document }]],
  });
  return decision === 'explicitDeny' && decidedBy === 'resource control policy';
}
