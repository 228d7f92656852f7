/** The service control policies of an inspected organization, each with what is expected of it. Pure. */
import type { GuardrailExpectation, ServiceControlPolicy } from '../../../organization/model.js';
import { labelled } from '../../causes/access.js';
import type { NamedGuardrail } from '../../causes/guardrails.js';
import { compiled, oncePerInspection, reachedBy } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { guardedAdministrator, guardedRole } from '../refusal/ordinary.js';
import type { Place } from './inside.js';
import { derivedExpectation, stopsRepairs } from './statements.js';
import type { Askers } from './statements.js';

/** One as it stands, and what the document expects of it, or what follows from it where the document does not declare it. */
export interface Expected {
  guardrail: NamedGuardrail;
  policy: ServiceControlPolicy;
  expects: GuardrailExpectation;
  reaches: NamedAccount[];
}

/** Every service control policy that stands there. */
export const guardrailsRead = oncePerInspection((inspected): Expected[] =>
  Object.entries(inspected.snapshot.organization.serviceControlPolicies).map(([name, policy]) => {
    const declared = inspected.declared.serviceControlPolicies[name]?.expects;
    const reaches = reachedBy(inspected, policy);
    const [first] = reaches;
    return {
      guardrail: namedGuardrail(inspected, name, policy),
      policy,
      expects:
        declared ??
        (first
          ? derivedExpectation(compiled(policy.statements), askersOf(inspected, first), placeIn(inspected, first))
          : 'indifferent'),
      reaches,
    };
  }),
);

/** A policy as causes call it. */
function namedGuardrail(inspected: Inspected, name: string, { statements }: ServiceControlPolicy): NamedGuardrail {
  return {
    name,
    statements: labelled(statements),
    ...(inspected.declared.serviceControlPolicies[name] ? {} : { undeclared: true as const }),
  };
}

/** Of a guardrail that nobody declared, the statements that stop break glass where an emergency needs it; else all of them. */
export function judgedOf(inspected: Inspected, { guardrail, policy }: Expected, account: NamedAccount): NamedGuardrail {
  if (!guardrail.undeclared) return guardrail;
  const labels = stopsRepairs(compiled(policy.statements), askersOf(inspected, account), placeIn(inspected, account));
  return { ...guardrail, statements: guardrail.statements.filter(({ label }) => labels.includes(label)) };
}

function askersOf(inspected: Inspected, account: NamedAccount): Askers {
  return { role: guardedRole(inspected, account), administrator: guardedAdministrator(inspected, account) };
}

function placeIn({ snapshot: { organization } }: Inspected, { account }: NamedAccount): Place {
  return {
    partition: organization.partition,
    accountId: account.id,
    regions: [organization.homeRegion, ...ELSEWHERE.filter((region) => region !== organization.homeRegion)],
  };
}

/** Regions in which a lock on others would be felt. */
const ELSEWHERE: readonly string[] = ['us-west-2', 'eu-west-1', 'us-east-1'];
