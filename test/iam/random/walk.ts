/** Walks over every document that applies to a request and writes changed copies. */
import type { AccessRequest, ApplicablePolicies, Policy, PolicyStatement } from '../../../iam/index.js';

export type Place = 'identity' | 'boundary' | 'session' | 'trust' | 'resource' | 'scp' | 'rcp';

/** Documents of these places say whom they mean. */
export function namesPrincipals(place: Place): boolean {
  return place === 'trust' || place === 'resource' || place === 'rcp';
}

/** The same policies, each replaced by what `change` makes of it. `index` counts over all of them. */
export function mapPolicies(
  policies: ApplicablePolicies,
  change: (policy: Policy, place: Place, index: number) => Policy | Policy[],
): ApplicablePolicies {
  let index = 0;
  const one = (policy: Policy, place: Place): Policy => [change(policy, place, index++)].flat()[0] ?? policy;
  const many = (list: readonly Policy[], place: Place): Policy[] =>
    list.flatMap((policy) => change(policy, place, index++));
  const { identity, boundary, session, trust, resource, scpsByLevel, rcpsByLevel } = policies;
  return {
    identity: many(identity, 'identity'),
    ...(boundary ? { boundary: one(boundary, 'boundary') } : {}),
    ...(session ? { session: many(session, 'session') } : {}),
    ...(trust ? { trust: one(trust, 'trust') } : {}),
    ...(resource ? { resource: one(resource, 'resource') } : {}),
    scpsByLevel: scpsByLevel.map((level) => many(level, 'scp')),
    ...(rcpsByLevel ? { rcpsByLevel: rcpsByLevel.map((level) => many(level, 'rcp')) } : {}),
  };
}

/** The statements of a policy as a list. */
export function statementsOf({ document }: Policy): PolicyStatement[] {
  return [document.Statement].flat();
}

/** The policy with other statements. */
export function withStatements({ name, document }: Policy, Statement: PolicyStatement[]): Policy {
  return { name, document: { ...document, Statement } };
}

/** The same policies, each statement replaced by what `change` makes of it: one, several or none. */
export function mapStatements(
  policies: ApplicablePolicies,
  change: (statement: PolicyStatement, place: Place, policy: Policy) => PolicyStatement | PolicyStatement[],
): ApplicablePolicies {
  return mapPolicies(policies, (policy, place) =>
    withStatements(
      policy,
      statementsOf(policy).flatMap((statement) => change(statement, place, policy)),
    ),
  );
}

/** Every policy with its place, in the order of `mapPolicies`. */
export function everyPolicy(policies: ApplicablePolicies): { policy: Policy; place: Place }[] {
  const found: { policy: Policy; place: Place }[] = [];
  mapPolicies(policies, (policy, place) => {
    found.push({ policy, place });
    return policy;
  });
  return found;
}

/** The chosen policy changed, the others left. `pick` may be any number; without policies nothing changes. */
export function mapOnePolicy(
  policies: ApplicablePolicies,
  pick: number,
  change: (policy: Policy, place: Place) => Policy,
): ApplicablePolicies {
  const chosen = pick % Math.max(1, everyPolicy(policies).length);
  return mapPolicies(policies, (policy, place, index) => (index === chosen ? change(policy, place) : policy));
}

/** The policies without the one of the caller or of the resource that is named. */
export function without<Key extends 'boundary' | 'session' | 'trust' | 'resource' | 'rcpsByLevel'>(
  policies: ApplicablePolicies,
  ...keys: Key[]
): ApplicablePolicies {
  return Object.fromEntries(
    Object.entries(policies).filter(([key]) => !keys.some((left) => left === key)),
  ) as unknown as ApplicablePolicies;
}

/** The value with `change` applied to every list within, from the inside out. */
export function inEveryList<T>(value: T, change: (list: unknown[]) => unknown): T {
  if (Array.isArray(value)) return change(value.map((member: unknown) => inEveryList(member, change))) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, inEveryList(member as unknown, change)]),
  ) as T;
}

/** The request with another context. */
export function withContext(request: AccessRequest, context: AccessRequest['context']): AccessRequest {
  return { ...request, context };
}
