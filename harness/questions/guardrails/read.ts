/** The guardrails of the organization as they stand, with the accounts that each reaches. */
import { readGuardrails } from '../../../aws/snapshot/guardrails.js';
import type { ReadGuardrail } from '../../../aws/snapshot/guardrails.js';
import type { GuardrailExpectation } from '../../../organization/model.js';
import type { PolicyDocument } from '../../../iam/index.js';
import { clients } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import type { Level } from '../../causes/guardrails.js';
import type { Asking } from '../question.js';

/** A guardrail with the accounts in scope that it reaches. */
export interface Guardrail extends Pick<ReadGuardrail, 'type' | 'name' | 'arn' | 'awsManaged' | 'targets'> {
  document: PolicyDocument;
  /** Ids of accounts; the management account is never among them, because neither SCPs nor RCPs bind it. */
  reaches: ReadonlySet<string>;
  /** What the document expects of it; absent for one that it does not declare. */
  declared?: GuardrailExpectation;
}

/** Every guardrail, read once for whatever explains. */
export function readGuardrailsOnce(context: DrillContext, once: Asking['onceADrill']): Promise<Guardrail[]> {
  return once('guardrails', () => readGuardrailsAsReader(context));
}

/** Every guardrail, as the reader of the drill file, who must be able to sign in at the moment. */
export async function readGuardrailsAsReader(context: DrillContext): Promise<Guardrail[]> {
  const { inScope, managementAccountId } = context.inventory;
  const members = inScope.filter(({ id }) => id !== managementAccountId);
  const read = await readGuardrails(
    clients(context, 'reading', await context.reader(managementAccountId)).organizations(),
  );
  return read.map(({ type, name, arn, awsManaged, content, targets }) => {
    const reached = members.filter(({ ancestry }) => ancestry.some((ancestor) => targets.includes(ancestor)));
    const { serviceControlPolicies, resourceControlPolicies } = context.document;
    const declared = (type === 'SERVICE_CONTROL_POLICY' ? serviceControlPolicies : resourceControlPolicies)[name]
      ?.expects;
    return {
      ...(declared === undefined ? {} : { declared }),
      type,
      name,
      arn,
      awsManaged,
      targets,
      document: JSON.parse(content) as PolicyDocument,
      reaches: new Set(reached.map(({ id }) => id)),
    };
  });
}

/** Service control policies of an account by level, root first. */
export function levelsFrom(guardrails: readonly Guardrail[], { name, ou, ancestry }: AccountInScope): Level[] {
  const names = ['Root', ...(ou === 'Root' ? [] : ou.split('/')), name];
  return ancestry.map((id, index) => ({
    name: names[index] ?? id,
    policies: guardrails.filter(({ type, targets }) => type === 'SERVICE_CONTROL_POLICY' && targets.includes(id)),
  }));
}
