/** Writes an expanded organization as a document that loads as the same organization. Pure. */
import { stringify } from 'yaml';
import { canonicalJson } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import type { Account, AccountContent, Organization } from './model.js';
import type { Monitoring } from './monitoring-model.js';

/** What a document need not say. */
const HOLDER = { path: '/', policies: {}, managedPolicies: [] };
const ROLE = { ...HOLDER, maxSessionSeconds: 3600, tags: {} };
const USER = {
  ...HOLDER,
  groups: [],
  tags: {},
  mfa: {},
  password: false,
  passwordResetRequired: false,
  accessKey: false,
  otherCredentials: {},
};
const CONTENT = { users: {}, roles: {}, groups: {}, policies: {}, samlProviders: {}, monitoring: {} };

/** The document as YAML. What is the same in every ACTIVE member account is written once, under `everyAccount`. */
export function writeDocument(organization: Organization): string {
  const { id, rootId, partition, homeRegion, management, ous, accounts, outsiders, identityCenter, ...rest } =
    organization;
  const shared = sharedContent(organization);
  const document = {
    organization: { id, rootId, partition, homeRegion, management },
    ous,
    everyAccount: mapped(shared, (part) => mapped(part, written)),
    accounts: mapped(accounts, (account, name) =>
      without(accountOf(account, isMember(organization, name) ? shared : {}), { ou: 'Root', state: 'ACTIVE' }),
    ),
    outsiders: mapped(outsiders, (account) => contentOf(account, {})),
    // Where there is none, it has no ids: whoever loads the document makes some up.
    identityCenter: without(identityCenter, { instanceArn: '', identityStoreId: '' }),
    ...rest,
  };
  return stringify(
    without(document, {
      ous: {},
      everyAccount: {},
      outsiders: {},
      serviceControlPolicies: {},
      resourceControlPolicies: {},
      doors: {},
      credentialStores: {},
      people: {},
    }),
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

const PARTS = ['roles', 'users', 'groups', 'policies'] as const;
type Part = (typeof PARTS)[number];
type Shared = Partial<Record<Part, Record<string, unknown>>>;

function isMember({ management, accounts }: Organization, name: string): boolean {
  return name !== management && accounts[name]?.state === 'ACTIVE';
}

/** Entries that every ACTIVE member account has alike, with `<self>` for its own id. */
function sharedContent(organization: Organization): Shared {
  const members = Object.entries(organization.accounts)
    .filter(([name]) => isMember(organization, name))
    .map(([, account]) => account);
  const [first, ...others] = members;
  if (!first || others.length === 0) return {};
  const shared: Shared = {};
  for (const part of PARTS) {
    for (const [name, entry] of Object.entries(first[part])) {
      const form = generic(entry, first.id);
      if (
        !others.every(
          (other) =>
            other[part][name] !== undefined &&
            canonicalJson(generic(other[part][name], other.id)) === canonicalJson(form),
        )
      )
        continue;
      shared[part] = { ...shared[part], [name]: form };
    }
  }
  return shared;
}

function generic(entry: unknown, accountId: string): Json {
  return JSON.parse(JSON.stringify(entry).replaceAll(new RegExp(`(?<=:)${accountId}(?=[:"])`, 'g'), '<self>')) as Json;
}

function accountOf(account: Account, shared: Shared): Record<string, unknown> {
  const { id, email, ou, state, ...content } = account;
  return { id, email, ou, state, ...contentOf(content, shared) };
}

function contentOf(
  { users, roles, groups, policies, monitoring, ...rest }: AccountContent,
  shared: Shared,
): Record<string, unknown> {
  const own = <T>(part: Part, entries: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => shared[part]?.[name] === undefined));
  const content = {
    users: mapped(own('users', users), written),
    roles: mapped(own('roles', roles), written),
    groups: mapped(own('groups', groups), written),
    policies: own('policies', policies),
    ...rest,
    monitoring: without(monitoring, {
      trails: {},
      logGroups: {},
      alarms: {},
      eventBuses: {},
      eventRules: {},
      topics: {},
      queues: {},
    } satisfies Monitoring),
  };
  return without(content, CONTENT);
}

/** A user, role or group without what a document need not say; a policy as it is. */
function written(entry: unknown): unknown {
  const holder = entry as Record<string, unknown>;
  return 'trust' in holder ? without(holder, ROLE) : 'mfa' in holder ? without(holder, USER) : without(holder, HOLDER);
}

function mapped<T, R>(things: Readonly<Record<string, T>>, change: (thing: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, change(thing, name)]));
}

/** Without members that are absent, or have the value that a document means by leaving them out. */
function without(holder: object, usual: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(holder).filter(
      ([key, value]) =>
        value !== undefined && !(key in usual && canonicalJson(value as Json) === canonicalJson(usual[key] as Json)),
    ),
  );
}
