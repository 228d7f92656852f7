/** Writes an organization document into an emulator through public calls alone, so that deploying twice changes nothing. */
import type { Clock } from '../../base/clock.js';
import { mapInOrder } from '../../base/limiter.js';
import type { Random } from '../../base/random.js';
import type { AccountContent, Organization } from '../../organization/model.js';
import { notImplemented } from '../missing-operations.js';
import { noIdentities, readIdentities } from '../snapshot/identities.js';
import type { Transport } from '../transport.js';
import { isWayFault } from '../way-faults.js';
import type { WaysIn } from '../account-access.js';
import { deployCredentials } from './credentials.js';
import type { MadeCredentials } from './credentials.js';
import { createDeployment } from './deployment.js';
import type { Change, Deployment, NotDeployed } from './deployment.js';
import { deployIdentities, deployTrust } from './identities.js';
import type { Site } from './identities.js';
import { deployIdentityCenter } from './identity-center.js';
import { localize } from './localize.js';
import { deployRegion, regionsOf } from './monitoring.js';
import { deployGuardrails, deployTree } from './organization.js';
import { deploySignIn, readMetadata } from './sign-in.js';
import type { IdentityProviderMetadata } from './sign-in.js';

/** What a deployment needs. */
export interface DeploymentPort {
  ways: WaysIn;
  transport: Transport;
  /** The target's clock: MFA codes are of its time. */
  clock: Clock;
  /** Passwords come from here. */
  random: Random;
  progress(change: Change): void;
  signal?: AbortSignal;
}

/** What became of it. */
export interface Deployed {
  /** The document with the ids of the endpoint. */
  organization: Organization;
  changes: readonly Change[];
  notDeployed: readonly NotDeployed[];
  /** Credentials that were made, by name of the account and of the user. */
  credentials: Record<string, Record<string, MadeCredentials>>;
}

/** Accounts that are deployed at once. */
const CONCURRENCY = 4;

/** One account as it is deployed. */
interface Place {
  name: string;
  id: string;
  content: AccountContent;
}

/** How often it is deployed at most where faults of the way leave open what was made. */
const PASSES = 10;

/**
 * Deploys it. What is refused, and what the endpoint does not have, is in `notDeployed`. Rejects if the endpoint does not
 * answer or when aborted. What a fault of the way left open is looked at and deployed again, as whoever deploys twice would.
 */
export async function deployOrganization(port: DeploymentPort, document: Organization): Promise<Deployed> {
  const changes: Change[] = [];
  const credentials: Deployed['credentials'] = {};
  let refusedBefore: string | undefined;
  let last = false;
  for (let pass = 1; ; pass++) {
    last ||= pass >= PASSES;
    const deployment = createDeployment(port.progress, port.signal);
    let organization: Organization | undefined;
    try {
      organization = await deployOnce(port, document, { deployment, credentials, last });
    } catch (error) {
      if (last || !isWayFault(error)) throw error;
    }
    changes.push(...deployment.changes);
    const { notDeployed } = deployment;
    const refused = JSON.stringify(notDeployed.filter((one) => one.refused));
    if (organization && (last || !deployment.isOpen())) return { organization, changes, notDeployed, credentials };
    // Another look told nothing new.
    last = refused === refusedBefore;
    refusedBefore = refused;
  }
}

interface Pass {
  deployment: Deployment;
  /** Gets the credentials that are made, as they are made. */
  credentials: Deployed['credentials'];
  /** What is open now stays open. */
  last: boolean;
}

/** Makes what differs from the document. */
async function deployOnce(
  port: DeploymentPort,
  document: Organization,
  { deployment, credentials, last }: Pass,
): Promise<Organization> {
  const management = await port.ways.clients(port.ways.accountId, document.homeRegion);
  const ids = await deployTree(deployment, management.organizations(), document, port.clock);
  if (!ids)
    deployment.leaveOut('organization', 'organization, OUs and guardrails', 'the endpoint has no AWS Organizations');
  const organization = localize(
    document,
    ids ?? new Map([[document.accounts[document.management]?.id ?? '', port.ways.accountId]]),
  );
  // An account of no organization is nobody's to create; where none is needed, keys of its number are enough.
  const outsiders = ids ? [] : Object.entries(organization.outsiders);
  if (ids)
    for (const name of Object.keys(document.outsiders))
      deployment.leaveOut(name, 'account of no organization', 'no call creates one');
  const accounts = Object.entries(organization.accounts).filter(
    ([, { id, state }]) => state === 'ACTIVE' && (!ids || [...ids.values()].includes(id)),
  );
  const places: Place[] = [...accounts, ...outsiders].map(([name, content]) => ({ name, id: content.id, content }));
  const metadata = await readMetadata(port.transport);
  const sites: Site[] = [];
  // Several accounts at once; in each, one change after another.
  await mapInOrder(
    places,
    CONCURRENCY,
    async (place) => {
      const site = await openSite(port, deployment, place);
      if (!site) return undefined;
      await deployAccount(port, site, metadata, (credentials[place.name] ??= {}));
      for (const region of regionsOf(place.content.monitoring)) await deployRegionOf(port, site, region);
      return site;
    },
    (site) => {
      if (site) sites.push(site);
    },
    port.signal,
  );
  const center = await port.ways.clients(port.ways.accountId, organization.homeRegion);
  await unlessAbsent(deployment, organization.management, 'IAM Identity Center', () =>
    deployIdentityCenter({
      deployment,
      admin: center.ssoAdmin(),
      store: center.identityStore(),
      where: organization.management,
      organization,
      clock: port.clock,
    }),
  );
  for (const site of sites) await deployTrust(site);
  // What is still to be made they would stop.
  if (ids && (last || !deployment.isOpen()))
    await unlessAbsent(deployment, 'organization', 'guardrails', () =>
      deployGuardrails(deployment, management.organizations(), organization),
    );
  return organization;
}

/** What an account holds now; `undefined` if nobody gets in, which is noted. */
async function openSite(
  { ways }: DeploymentPort,
  deployment: Deployment,
  { name, id, content }: Place,
): Promise<Site | undefined> {
  const site: Partial<Site> = {};
  const opened = await deployment.read(name, 'what the account holds', async () => {
    const iam = (await ways.clients(id)).iam();
    Object.assign(site, {
      deployment,
      iam,
      where: name,
      accountId: id,
      partition: ways.partition,
      content,
      existing: noIdentities(),
    });
    site.existing = await readIdentities(iam);
  });
  return opened ? (site as Site) : undefined;
}

async function deployAccount(
  { clock, random, transport }: DeploymentPort,
  site: Site,
  metadata: IdentityProviderMetadata,
  credentials: Record<string, MadeCredentials>,
): Promise<void> {
  const { deployment, where } = site;
  await deployIdentities(site);
  for (const [name, user] of Object.entries(site.content.users)) {
    const made = credentials[name] ?? {};
    await deployment.read(where, `credentials of the user ${name}`, () =>
      deployCredentials({ ...site, name, user, clock, random, transport, made }),
    );
    if (Object.keys(made).length > 0) credentials[name] = made;
  }
  await deployment.read(where, 'password policy and SAML providers', () => deploySignIn(site, metadata, clock.now()));
}

async function deployRegionOf(
  { ways, transport }: DeploymentPort,
  { deployment, where, accountId, partition, content }: Site,
  region: string,
): Promise<void> {
  const clients = await ways.clients(accountId, region);
  await deployRegion({ deployment, clients, transport, where, accountId, partition, region }, content.monitoring);
}

async function unlessAbsent(
  deployment: Deployment,
  where: string,
  what: string,
  deploy: () => Promise<void>,
): Promise<void> {
  try {
    await deploy();
  } catch (error) {
    const absent = notImplemented(error);
    if (absent === undefined) throw error;
    deployment.leaveOut(where, what, absent);
  }
}
