/**
 * A target that enforces nothing: its configuration is read back, and a twin that is built of it decides who gets in. What the
 * endpoint does not hold comes from the document. What it does itself is asked of it: see `delivery.ts`.
 */
import { regionsOf } from '../../aws/deploy/monitoring.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import type { Organization, Statements } from '../../organization/model.js';
import { asRead, gapOf } from './organization-as-read.js';
import type { Services } from './organization-as-read.js';
import { deliverOneUse } from './delivery.js';
import { embeddedTarget } from './embedded.js';
import type { Opening } from './index.js';
import { readRemote } from './read-remote.js';
import type { Remote } from './remote.js';
import type { Target } from '../drill/target.js';

interface Evaluated {
  remote: Remote;
  /** With the ids of the endpoint. */
  document: Organization;
  services: Services;
  opening: Opening;
}

/** Reads what the endpoint holds and builds a twin of it. Throws a usage error for what should have been readable and was not. */
export async function evaluatedTarget({
  remote,
  document,
  services,
  opening: { file, progress, random, signal, ledger },
}: Evaluated): Promise<{ target: Target; organization: Organization }> {
  // Rules look at the management account and at every account that the document says something of.
  const watched = Object.entries(document.accounts)
    .filter(
      ([name, { monitoring }]) =>
        name === document.management || name === file.monitoring?.receipts.account || regionsOf(monitoring).length > 0,
    )
    .map(([name]) => name);
  const snapshot = await readRemote(remote, { document, watched, ...(signal ? { signal } : {}) });
  const gap = snapshot.unread.find(({ fault }) => fault === true) ?? gapOf(snapshot, services);
  if (gap)
    throw usageError(
      `${gap.what} of ${gap.account.name} could not be read: ${gap.why}`,
      'What cannot be read cannot be decided.',
    );
  const read = asRead(document, snapshot, services);
  const organization = danglingPrincipals(read.organization);
  // Begun now and asked for at the end: meanwhile the rest of the drill is played.
  const stop = new AbortController();
  const delivery = deliverOneUse(
    { remote, organization, file, services, progress, ledger },
    signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  );
  const twin = embeddedTarget(organization, random, virtualClock(wallClock.now()), file.breakGlass.from?.sourceIp);
  return {
    organization,
    target: {
      ...twin,
      evidence: 'evaluated',
      declared: read.declared,
      delivered: () => delivery,
      close: async () => {
        stop.abort();
        await delivery;
        await remote.close();
      },
    },
  };
}

/** Principals that are not there any more, as AWS shows them: by a unique id that is nobody's (IAM user guide, "AWS JSON policy elements: Principal"). */
function danglingPrincipals(organization: Organization): Organization {
  const all = [...Object.values(organization.accounts), ...Object.values(organization.outsiders)];
  const known = new Set(
    all.flatMap(({ id, users, roles }) => [
      ...Object.entries(users).map(([name, { path }]) => `arn:${organization.partition}:iam::${id}:user${path}${name}`),
      ...Object.entries(roles).map(([name, { path }]) => `arn:${organization.partition}:iam::${id}:role${path}${name}`),
    ]),
  );
  const shown = (arn: string): string =>
    /^arn:[\w-]+:iam::\d{12}:(user|role)\//.test(arn) && !arn.includes('/aws-reserved/') && !known.has(arn)
      ? arn.includes(':user/')
        ? 'AIDAGONEGONEGONEGONE2'
        : 'AROAGONEGONEGONEGONE2'
      : arn;
  const mended = (trust: Statements): Statements =>
    JSON.parse(JSON.stringify(trust), (key, value: unknown) =>
      key === 'AWS' ? (Array.isArray(value) ? value.map((one) => shown(String(one))) : shown(String(value))) : value,
    ) as Statements;
  const accounts = Object.entries(organization.accounts).map(
    ([name, account]) =>
      [
        name,
        {
          ...account,
          roles: Object.fromEntries(
            Object.entries(account.roles).map(([role, as]) => [role, { ...as, trust: mended(as.trust) }]),
          ),
        },
      ] as const,
  );
  return { ...organization, accounts: Object.fromEntries(accounts) };
}
