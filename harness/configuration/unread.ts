/**
 * What a finding rests on, where something could not be read: the hole alone must not be its cause. What was not read is taken
 * for what the document says of it; a finding that is gone then was found in the hole. Pure.
 */
import { THE_ACCOUNT } from '../../aws/snapshot/credential-kinds.js';
import type { Part, Snapshot, Unread } from '../../aws/snapshot/snapshot.js';
import { groupedBy } from '../../base/grouped-by.js';
import type { Account, Organization } from '../../organization/model.js';
import type { Monitoring } from '../../organization/monitoring-model.js';
import { oncePerInspection } from './inspected.js';
import type { Inspected, Problem, Rule } from './rule.js';

/** What a rule finds in what was read, and not in what was left out of it. */
export function findingsOf(rule: Rule, inspected: Inspected): Problem[] {
  const found = rule.inspect(inspected);
  const other = asIfDeclared(inspected);
  if (!other || found.length === 0) return found;
  const told = ({ code, cause }: Problem): string => `${code ?? ''} ${cause}`;
  const sure = new Map(
    [...groupedBy(rule.inspect(other), told)].map(([key, all]) => [key, new Set(all.flatMap((one) => one.accounts))]),
  );
  return found.flatMap((problem) => {
    const same = sure.get(told(problem));
    if (!same) return [];
    const accounts = problem.accounts.filter((name) => same.has(name));
    return accounts.length === 0 && problem.accounts.length > 0 ? [] : [{ ...problem, accounts }];
  });
}

/** Parts that rules rest on. */
const HOLES: readonly Part[] = [
  'guardrails',
  'identities',
  'password policy',
  'SAML providers',
  'Identity Center',
  'permission set boundaries',
  'monitoring',
];

/** The organization with every hole filled from the document; `undefined` where there is none. */
const asIfDeclared = oncePerInspection((inspected): Inspected | undefined => {
  const unread = inspected.snapshot.unread.filter(({ part }) => HOLES.includes(part));
  return unread.length === 0 ? undefined : { ...inspected, snapshot: filled(inspected, unread) };
});

function filled({ snapshot, declared }: Inspected, unread: readonly Unread[]): Snapshot {
  const { organization } = snapshot;
  const lacks = (part: Part): boolean => unread.some((one) => one.part === part);
  const byAccount = groupedBy(unread, ({ account: { id } }) => id);
  const accounts = Object.fromEntries(
    Object.entries(organization.accounts).map(([name, account]): [string, Account] => {
      const own = byAccount.get(account.id) ?? [];
      const document = declared.accounts[name];
      return [name, document && own.length > 0 ? filledAccount(account, document, own) : account];
    }),
  );
  const guardrails = lacks('guardrails');
  const { serviceControlPolicies, resourceControlPolicies, withoutFullAccess } = declared;
  return {
    ...snapshot,
    unread: [],
    organization: {
      ...organization,
      accounts,
      ...(guardrails ? { serviceControlPolicies, resourceControlPolicies, withoutFullAccess } : {}),
      ...(lacks('Identity Center') || lacks('permission set boundaries')
        ? { identityCenter: declared.identityCenter }
        : {}),
    },
    ...(guardrails ? { awsGuardrails: fullAccess(organization, withoutFullAccess) } : {}),
    awsPolicies: { ...snapshot.awsPolicies, ...unreadPolicies(unread) },
  };
}

function filledAccount(account: Account, document: Account, unread: readonly Unread[]): Account {
  const lacks = (part: Part): boolean => unread.some((one) => one.part === part && !isPolicy(one));
  const { users, roles, groups, policies, samlProviders, passwordPolicy } = document;
  const { passwordPolicy: _read, ...rest } = account;
  return {
    ...(lacks('password policy') ? { ...rest, ...(passwordPolicy ? { passwordPolicy } : {}) } : account),
    ...(lacks('identities') ? { users, roles, groups, policies } : {}),
    ...(lacks('SAML providers') ? { samlProviders } : {}),
    monitoring: filledMonitoring(account.monitoring, document.monitoring, unread),
  };
}

/** What is called so is unread in the Regions that follow; `monitoring` is all of it. */
const THINGS: Readonly<Record<keyof Monitoring, string>> = {
  trails: 'trails',
  logGroups: 'log groups',
  alarms: 'alarms',
  eventBuses: 'event buses',
  eventRules: 'event rules',
  topics: 'topics',
  queues: 'queues',
};

function filledMonitoring(read: Monitoring, document: Monitoring, unread: readonly Unread[]): Monitoring {
  const fill = (kind: keyof Monitoring): Record<string, Regional> => {
    const regions = unread.flatMap(({ part, what }) => {
      const [things, region = ''] = what.split(' in ');
      return part === 'monitoring' && (things === THINGS[kind] || things === 'monitoring') ? [region] : [];
    });
    const things: Record<string, Regional> = { ...read[kind] };
    for (const [name, thing] of Object.entries<Regional>(document[kind])) {
      const there = (thing.regions ?? [thing.region ?? '']).filter((region) => regions.includes(region));
      if (there.length === 0) continue;
      const known = things[name];
      things[name] = thing.regions
        ? { ...(known ?? thing), regions: [...(known?.regions ?? []), ...there].sort() }
        : (known ?? thing);
    }
    return things;
  };
  return Object.fromEntries(
    (Object.keys(THINGS) as (keyof Monitoring)[]).map((kind) => [kind, fill(kind)]),
  ) as unknown as Monitoring;
}

/** A thing of one Region, or the same in several. */
interface Regional {
  region?: string;
  regions?: string[];
}

const isPolicy = ({ what }: Unread): boolean => what.startsWith(POLICY);
const POLICY = 'the policy ';
const EVERYTHING = { 'statement-1': { Effect: 'Allow', Action: '*', Resource: '*' } } as const;

/** The text of a policy of AWS is in no document: whoever has it may as well do everything. */
function unreadPolicies(unread: readonly Unread[]): Snapshot['awsPolicies'] {
  return Object.fromEntries(unread.filter(isPolicy).map(({ what }) => [what.slice(POLICY.length), EVERYTHING]));
}

function fullAccess(
  { ous, accounts }: Pick<Organization, 'ous' | 'accounts'>,
  without: readonly string[],
): Snapshot['awsGuardrails'] {
  const targets = ['Root', ...Object.keys(ous), ...Object.keys(accounts)].filter((name) => !without.includes(name));
  return { FullAWSAccess: { type: 'SERVICE_CONTROL_POLICY', attachedTo: targets, statements: EVERYTHING } };
}

/** What could not be read of the accounts that a subject looks at, the organization's own parts among them. */
export function gapsOf(
  { snapshot }: Inspected,
  parts: readonly Part[],
  accounts: readonly string[] | undefined,
): Unread[] {
  return snapshot.unread.filter(
    ({ part, account }) => parts.includes(part) && (accounts === undefined || accounts.includes(account.name)),
  );
}

/** In words: what, where, and what was answered. */
export function gapWords(gaps: readonly Unread[]): string {
  const [first] = gaps;
  if (!first) return '';
  const { what, why } = first;
  const alike = gaps.filter((one) => one.what === what).map(({ account }) => account.name);
  const others = gaps.filter((one) => one.what !== what);
  const rest = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${what === THE_ACCOUNT ? 'users, groups, roles and policies' : what} of ${alike.join(', ')} could not be read${rest}: ${why}`;
}
