/** What a resource control policy decides about the hop, by the evaluator. Pure. */
import { evaluate } from '../../../iam/index.js';
import { EVERYTHING } from '../../causes/guarded.js';
import type { Guardrail } from './read.js';

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
    identity: [EVERYTHING],
    trust,
    scpsByLevel: [],
    rcpsByLevel: [[{ name: arn, document }]],
  });
  return decision === 'explicitDeny' && decidedBy === 'resource control policy';
}
