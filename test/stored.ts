/** What is left of an organization document when only what AWS stores counts. */
import type { Account, Organization, Permissions } from '../organization/model.js';
import type { Monitoring } from '../organization/monitoring-model.js';

/** What AWS stores of a document, with names of the document's own taken out. */
export function stored({
  outsiders: _outsiders,
  people: _people,
  doors: _doors,
  credentialStores: _stores,
  identityProvider: _provider,
  ...organization
}: Organization): unknown {
  const managementName = organization.management;
  const active = Object.keys(organization.accounts).filter((name) => organization.accounts[name]?.state === 'ACTIVE');
  const { identityCenter } = organization;
  const guardrails = (group: Organization['serviceControlPolicies']): unknown =>
    Object.fromEntries(
      Object.entries(group).map(([name, { expects: _expects, mustReach: _mustReach, ...policy }]) => [
        name,
        { ...policy, attachedTo: [...policy.attachedTo].sort() },
      ]),
    );
  return {
    ...organization,
    accounts: Object.fromEntries(
      Object.entries(organization.accounts).map(([name, account]) => [name, storedAccount(account)]),
    ),
    serviceControlPolicies: guardrails(organization.serviceControlPolicies),
    resourceControlPolicies: guardrails(organization.resourceControlPolicies),
    identityCenter: {
      ...identityCenter,
      groups: Object.fromEntries(
        Object.entries(identityCenter.groups).map(([name, { members }]) => [name, [...members].sort()]),
      ),
      permissionSets: Object.fromEntries(
        Object.entries(identityCenter.permissionSets).map(([name, set]) => [name, { ...set, ...oneInlinePolicy(set) }]),
      ),
      assignments: Object.values(identityCenter.assignments)
        .flatMap(({ person, group, permissionSet, accounts }) => {
          const names =
            typeof accounts === 'string'
              ? active.filter((name) => accounts === 'everyAccount' || name !== managementName)
              : accounts;
          return names.map((name) => [person, group, permissionSet, name].join(' '));
        })
        .sort(),
    },
  };
}

/** A permission set has one inline policy. */
function oneInlinePolicy({ policies }: Permissions): { policies: unknown } {
  return { policies: Object.assign({}, ...Object.values(policies)) };
}

/** Of an account that is not ACTIVE nothing is read. Who signs for a SAML provider is known only to whoever has the certificate. */
function storedAccount({ users, samlProviders, monitoring, ...account }: Account): unknown {
  if (account.state !== 'ACTIVE') return { id: account.id, state: account.state, ou: account.ou };
  return {
    ...account,
    users: Object.fromEntries(
      Object.entries(users).map(([name, { custody: _custody, mfa, otherCredentials, ...user }]) => [
        name,
        {
          ...user,
          mfa: Object.values(mfa)
            .map(({ kind }) => kind)
            .sort(),
          otherCredentials: Object.values(otherCredentials)
            .map((one) => JSON.stringify(one))
            .sort(),
        },
      ]),
    ),
    samlProviders: Object.fromEntries(
      Object.entries(samlProviders).map(([name, { validUntil }]) => [name, validUntil]),
    ),
    monitoring: spelt(monitoring),
  };
}

/** Everything by name and Region, so that one entry for several Regions and several entries are the same. */
function spelt({ eventRules, topics, queues, ...monitoring }: Monitoring): unknown {
  const each = (things: Record<string, { regions: string[] }>): unknown =>
    Object.fromEntries(
      Object.entries(things).flatMap(([key, thing]) =>
        thing.regions.map((region) => [
          `${key.split('@')[0] ?? ''} ${region}`,
          JSON.parse(JSON.stringify({ ...thing, regions: [] }).replaceAll('<region>', region)) as unknown,
        ]),
      ),
    );
  const named = Object.fromEntries(
    Object.entries(topics).map(([name, topic]) => [
      name,
      {
        ...topic,
        subscriptions: Object.fromEntries(
          Object.values(topic.subscriptions).map((one) => [`${one.protocol} ${one.endpoint}`, one]),
        ),
      },
    ]),
  );
  return { ...monitoring, eventRules: each(eventRules), topics: each(named), queues: each(queues) };
}
