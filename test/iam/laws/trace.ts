/** Laws about what an evaluation says of itself. */
import type { Policy, PolicyStatement } from '../../../iam/index.js';
import { everyPolicy, mapPolicies, namesPrincipals, statementsOf, withStatements } from '../random/walk.js';
import type { Place } from '../random/walk.js';
import { among, same } from './law.js';
import type { Asked, Law } from './law.js';

const PLACES: Readonly<Record<string, Place>> = {
  'identity-based policy': 'identity',
  'resource-based policy': 'resource',
  'role trust policy': 'trust',
  'permissions boundary': 'boundary',
  'session policy': 'session',
  'service control policy': 'scp',
  'resource control policy': 'rcp',
};

/** The statements of a policy that the evaluation may mean: none if it means another policy. */
function blamed({ before }: Asked, policy: Policy, place: Place): PolicyStatement[] {
  if (place !== PLACES[before.decidedBy] || policy.name !== before.policy) return [];
  return statementsOf(policy).filter(({ Sid }, index) => (Sid ?? `statement-${index + 1}`) === before.statement);
}

/** An Allow of everything, in the form of the place. */
function open(place: Place): PolicyStatement {
  return {
    Effect: 'Allow',
    Action: '*',
    ...(namesPrincipals(place) ? { Principal: '*' } : {}),
    ...(place === 'trust' ? {} : { Resource: '*' }),
  };
}

export const trace: readonly Law[] = [
  {
    title: 'a decision names a step that was taken, and one that found what was decided',
    check: ({ before }) => {
      const { decidedBy, policy: name, statement: label } = before;
      const step = before.trace.find(
        ({ type, policy, statement }) => type === decidedBy && policy === name && statement === label,
      );
      if (!step) return { broken: `no step of the trace is of the ${before.decidedBy}` };
      const expected =
        before.decision === 'explicitDeny'
          ? ['denies']
          : before.decision === 'allow'
            ? ['allows']
            : ['silent', 'denies'];
      return among(step.finding, ...expected);
    },
  },
  {
    title: 'an explicit denial names a Deny, an allow an Allow or AWS, an implicit denial no statement',
    check: (asked) => {
      const { before } = asked;
      if (before.decision === 'implicitDeny') return same(String(before.statement), 'undefined');
      if (before.decidedBy === 'AWS') return same(before.decision, 'allow');
      const named = everyPolicy(asked.policies).flatMap(({ policy, place }) => blamed(asked, policy, place));
      const effect = before.decision === 'allow' ? 'Allow' : 'Deny';
      return named.some(({ Effect }) => Effect === effect)
        ? 'held'
        : { broken: `no ${effect} has the name that it gives` };
    },
  },
  {
    title: 'the Deny that a denial names denies by itself',
    check: (asked) => {
      if (asked.before.decision !== 'explicitDeny') return 'silent';
      const alone = mapPolicies(asked.policies, (policy, place) =>
        withStatements(policy, [
          open(place),
          ...blamed(asked, policy, place).filter(({ Effect }) => Effect === 'Deny'),
        ]),
      );
      return same(asked.decide(alone), 'explicitDeny');
    },
  },
];
