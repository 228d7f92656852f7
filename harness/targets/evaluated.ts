/**
 * A target that enforces nothing: its configuration is read back, and a twin that is built of it decides who gets in. What the
 * endpoint does not hold comes from the document. What it does itself is asked of it: see `delivery.ts`.
 */
import { regionsOf } from '../../aws/deploy/monitoring.js';
import type { Snapshot, Unread } from '../../aws/snapshot/snapshot.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import type { Random } from '../../base/random.js';
import type { Account, Organization, Statements, User } from '../../organization/model.js';
import type { DrillFile } from '../config.js';
import { deliverOneUse } from './delivery.js';
import { embeddedTarget } from './embedded.js';
import { readRemote } from './read-remote.js';
import type { Remote } from './remote.js';
import type { Target } from './target.js';

/** Reads what the endpoint holds and builds a twin of it. Throws a usage error for what should have been readable and was not. */
export async function evaluatedTarget(remote: Remote, document: Organization, random: Random, file: DrillFile, signal?: AbortSignal): Promise<{ target: Target; organization: Organization }> {
  // Rules look at the management account and at every account that the document says something of.
  const watched = Object.entries(document.accounts).filter(([name, { monitoring }]) => name === document.management || name === file.monitoring?.receipts.account || regionsOf(monitoring).length > 0).map(([name]) => name);
  const snapshot = await readRemote(remote, { document, watched, ...(signal ? { signal } : {}) });
  const [gap] = snapshot.unread.filter((one) => !isAbsent(one));
  if (gap) throw usageError(`${gap.what} of ${gap.account.name} could not be read: ${gap.why}`, 'What cannot be read cannot be decided.');
  const organization = danglingPrincipals(asRead(document, snapshot));
  // Begun now and asked for at the end: meanwhile the rest of the drill is played.
  const stop = new AbortController();
  const delivery = deliverOneUse(remote, organization, file, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
  const twin = embeddedTarget(organization, random, virtualClock(wallClock.now()));
  return {
    organization,
    target: {
      ...twin,
      evidence: 'evaluated',
      delivered: () => delivery,
      close: async () => {
        stop.abort();
        await delivery;
        await remote.close();
      },
    },
  };
}

/** What the endpoint does not have at all: nothing about it could be read, and the document says it. */
function isAbsent({ absent, part }: Unread): boolean {
  return part === 'SAML providers' || absent === true;
}

/** The document with what was read in place of what it says. */
function asRead(document: Organization, { organization, unread }: Snapshot): Organization {
  const accounts = Object.entries(document.accounts).map(([name, declared]): [string, Account] => {
    const read = organization.accounts[name];
    if (!read || declared.state !== 'ACTIVE') return [name, declared];
    const { users, roles, groups, policies, passwordPolicy, monitoring } = read;
    const { passwordPolicy: _declared, ...rest } = declared;
    const untold = new Set(unread.filter(({ account }) => account.name === name).map(({ what }) => what.split(' in ')[0] ?? ''));
    return [
      name,
      {
        ...rest,
        users: Object.fromEntries(Object.entries(users).map(([user, as]): [string, User] => [user, kept(as, declared.users[user])])),
        roles,
        groups,
        policies,
        ...(passwordPolicy ? { passwordPolicy } : {}),
        monitoring: { ...monitoring, ...(untold.has('trails') ? { trails: declared.monitoring.trails } : {}) },
      },
    ];
  });
  return { ...document, accounts: Object.fromEntries(accounts) };
}

/** Who keeps what is not in AWS. */
function kept(read: User, declared: User | undefined): User {
  return declared?.custody === undefined ? read : { ...read, custody: declared.custody };
}

/** Principals that are not there any more, as AWS shows them: by a unique id that is nobody's (IAM user guide, "AWS JSON policy elements: Principal"). */
function danglingPrincipals(organization: Organization): Organization {
  const all = [...Object.values(organization.accounts), ...Object.values(organization.outsiders)];
  const known = new Set(all.flatMap(({ id, users, roles }) => [...Object.entries(users).map(([name, { path }]) => `arn:${organization.partition}:iam::${id}:user${path}${name}`), ...Object.entries(roles).map(([name, { path }]) => `arn:${organization.partition}:iam::${id}:role${path}${name}`)]));
  const shown = (arn: string): string => (/^arn:[\w-]+:iam::\d{12}:(user|role)\//.test(arn) && !arn.includes('/aws-reserved/') && !known.has(arn) ? (arn.includes(':user/') ? 'AIDAGONEGONEGONEGONE2' : 'AROAGONEGONEGONEGONE2') : arn);
  const mended = (trust: Statements): Statements =>
    JSON.parse(JSON.stringify(trust), (key, value: unknown) => (key === 'AWS' ? (Array.isArray(value) ? value.map((one) => shown(String(one))) : shown(String(value))) : value)) as Statements;
  const accounts = Object.entries(organization.accounts).map(([name, account]) => [name, { ...account, roles: Object.fromEntries(Object.entries(account.roles).map(([role, as]) => [role, { ...as, trust: mended(as.trust) }])) }] as const);
  return { ...organization, accounts: Object.fromEntries(accounts) };
}
