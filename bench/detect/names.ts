/** What a fault is about, by how the document of the faulty organization differs from that of the sound one. */
import { isDeepStrictEqual } from 'node:util';
import type { Organization } from '../../organization/model.js';

/** Members whose keys are names that a tool could tell. */
const COLLECTIONS: ReadonlySet<string> = new Set([
  ...['users', 'roles', 'groups', 'policies', 'mfa', 'samlProviders', 'permissionSets', 'ous', 'accounts'],
  ...['serviceControlPolicies', 'resourceControlPolicies', 'guardrails', 'trails', 'logGroups', 'metricFilters'],
  ...['alarms', 'eventRules', 'rules', 'topics', 'subscriptions', 'queues', 'buses', 'instanceProfiles'],
]);

/** Names on the way to each difference: of the policy, role, user, alarm and so on, but not of the account it is in. */
export function namesOfFault(sound: unknown, faulty: unknown, path: readonly string[] = []): Set<string> {
  if (isDeepStrictEqual(sound, faulty)) return new Set();
  if (!isRecord(sound) || !isRecord(faulty)) return new Set(named(path));
  const keys = new Set([...Object.keys(sound), ...Object.keys(faulty)]);
  return new Set([...keys].flatMap((key) => [...namesOfFault(sound[key], faulty[key], [...path, key])]));
}

function named(path: readonly string[]): string[] {
  return path.filter((_name, index) => {
    const collection = path[index - 1] ?? '';
    return COLLECTIONS.has(collection) && !(collection === 'accounts' && index === 1);
  });
}

/** The management account, and the first other account that differs: where tools look. */
export function accountsToScan(sound: Organization, faulty: Organization, management: string): string[] {
  const differing = Object.keys(faulty.accounts).filter(
    (name) => name !== management && !isDeepStrictEqual(sound.accounts[name], faulty.accounts[name]),
  );
  return [management, ...differing.slice(0, 1)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
