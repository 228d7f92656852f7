/** Deploys what watches an account, Region by Region: receivers first, so that whoever sends has somewhere to send to. */
import type { Monitoring } from '../../organization/monitoring-model.js';
import { inRegion as spelt, nameInAws } from '../../organization/monitoring-names.js';
import type { Clients } from '../clients.js';
import { readAlarms } from '../snapshot/monitoring/alarms.js';
import { readEventBuses, readEventRules } from '../snapshot/monitoring/event-rules.js';
import { unheeded } from '../snapshot/monitoring/lost.js';
import { readQueues, readTopics } from '../snapshot/monitoring/messages.js';
import { readLogGroups, readTrails } from '../snapshot/monitoring/records.js';
import type { Transport } from '../transport.js';
import { deployAlarms } from './alarms.js';
import { deployEventBuses, deployEventRules } from './event-rules.js';
import type { Deployment } from './deployment.js';
import { deployQueues, deployTopics } from './messages.js';
import { deployLogGroups, deployTrails } from './records.js';

/** One Region of one account. */
export interface RegionSite {
  deployment: Deployment;
  /** Clients of the account in this Region. */
  clients: Clients;
  transport: Transport;
  /** Name and id of the account. */
  where: string;
  accountId: string;
  partition: string;
  region: string;
}

/** Regions in which the document wants something of an account. */
export function regionsOf(monitoring: Monitoring): string[] {
  const single = [monitoring.trails, monitoring.logGroups, monitoring.alarms].flatMap((things) =>
    Object.values(things).map(({ region }: { region: string }) => region),
  );
  const several = [monitoring.eventBuses, monitoring.eventRules, monitoring.topics, monitoring.queues].flatMap(
    (things) => Object.values(things).flatMap(({ regions }: { regions: string[] }) => regions),
  );
  return [...new Set([...single, ...several])].sort();
}

/** Makes what watches the account in this Region that of the document. What a kind of thing cannot be read of is noted, and nothing of it made. */
export async function deployRegion(site: RegionSite, monitoring: Monitoring): Promise<void> {
  const { clients, region } = site;
  const wanted = inRegion(monitoring, region);
  const part = async <T>(
    what: string,
    things: Record<string, T>,
    read: () => Promise<Record<string, T>>,
    deploy: (things: Record<string, T>, existing: Record<string, T>) => Promise<void>,
  ): Promise<void> => {
    if (Object.keys(things).length === 0) return;
    let existing: Record<string, T> | undefined;
    // Reading is no change, but what becomes of a refusal is the same.
    const readable = await site.deployment.read(
      site.where,
      `${what} in ${region}`,
      async () => void (existing = await read()),
    );
    if (readable && existing) await deploy(things, existing);
  };
  await part(
    'queues',
    wanted.queues,
    () => readQueues(clients, region),
    (things, existing) => deployQueues(site, things, existing),
  );
  await part(
    'topics',
    wanted.topics,
    () => readTopics(clients, region, unheeded),
    (things, existing) => deployTopics(site, things, existing),
  );
  await part(
    'log groups',
    wanted.logGroups,
    () => readLogGroups(clients, region),
    (things, existing) => deployLogGroups(site, things, existing),
  );
  await part(
    'trails',
    wanted.trails,
    () => readTrails(clients, region),
    (things, existing) => deployTrails(site, things, existing),
  );
  await part(
    'alarms',
    wanted.alarms,
    () => readAlarms(clients, region, unheeded),
    (things, existing) => deployAlarms(site, things, existing),
  );
  await part(
    'event buses',
    wanted.eventBuses,
    () => readEventBuses(clients, region),
    (things, existing) => deployEventBuses(site, things, existing),
  );
  await part(
    'event rules',
    wanted.eventRules,
    () => readEventRules(clients, region, unheeded),
    (things, existing) => deployEventRules(site, things, existing),
  );
}

/** What the document wants in one Region, spelt out, under its names in AWS: `name@region` tells two of the same name apart. */
function inRegion(monitoring: Monitoring, region: string): Monitoring {
  const named = <T>(things: Record<string, T>, regionsIn: (thing: T) => readonly string[]): Record<string, T> =>
    Object.fromEntries(
      Object.entries(things)
        .filter(([, thing]) => regionsIn(thing).includes(region))
        .map(([name, thing]) => [nameInAws(name, regionsIn(thing)), spelt(thing, region)]),
    );
  const one = ({ region: home }: { region: string }): string[] => [home];
  const many = ({ regions }: { regions: string[] }): string[] => regions;
  return {
    trails: named(monitoring.trails, one),
    logGroups: named(monitoring.logGroups, one),
    alarms: named(monitoring.alarms, one),
    eventBuses: named(monitoring.eventBuses, many),
    eventRules: named(monitoring.eventRules, many),
    topics: named(monitoring.topics, many),
    queues: named(monitoring.queues, many),
  };
}
