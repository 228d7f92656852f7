/** Reads what watches an account, Region by Region, and folds the Regions into one. */
import type { Monitoring } from '../../../organization/monitoring-model.js';
import { readPart } from '../port.js';
import type { Reading } from '../port.js';
import { readAlarms } from './alarms.js';
import { readEventBuses, readEventRules } from './event-rules.js';
import { foldRegions, keepApart } from './fold.js';
import type { Lost } from './lost.js';
import { readQueues, readTopics } from './messages.js';
import { readLogGroups, readTrails } from './records.js';

/** Nothing watches. */
export function noMonitoring(): Monitoring {
  return { trails: {}, logGroups: {}, alarms: {}, eventBuses: {}, eventRules: {}, topics: {}, queues: {} };
}

/** Reads an account's monitoring in these Regions. A Region that refuses one kind of thing is noted and read without it. */
export async function readMonitoring(reading: Reading, regions: readonly string[]): Promise<Monitoring> {
  const found: Monitoring[] = [];
  for (const region of regions) found.push(await readRegion(reading, region));
  return {
    trails: keepApart(found.map(({ trails }) => trails)),
    logGroups: keepApart(found.map(({ logGroups }) => logGroups)),
    alarms: keepApart(found.map(({ alarms }) => alarms)),
    eventBuses: foldRegions(found.map(({ eventBuses }) => eventBuses)),
    eventRules: foldRegions(found.map(({ eventRules }) => eventRules)),
    topics: foldRegions(found.map(({ topics }) => topics)),
    queues: foldRegions(found.map(({ queues }) => queues)),
  };
}

async function readRegion(reading: Reading, region: string): Promise<Monitoring> {
  const nothing = noMonitoring();
  const clients = await readPart(reading, { part: 'monitoring', what: `monitoring in ${region}` }, undefined, () =>
    reading.port.clients(reading.account.id, region),
  );
  if (!clients) return nothing;
  const read = <T>(what: string, otherwise: T, from: () => Promise<T>): Promise<T> =>
    readPart(reading, { part: 'monitoring', what: `${what} in ${region}` }, otherwise, from);
  const lost: Lost = (what, members) => {
    if (members.length > 0)
      reading.unread.push({
        account: { id: reading.account.id, name: reading.account.name },
        part: 'not kept',
        what: `${what} in ${region}`,
        why: `an organization document cannot hold ${members.join(', ')}`,
      });
  };
  return {
    trails: await read('trails', nothing.trails, () => readTrails(clients, region)),
    logGroups: await read('log groups', nothing.logGroups, () => readLogGroups(clients, region)),
    alarms: await read('alarms', nothing.alarms, () => readAlarms(clients, region, lost)),
    eventBuses: await read('event buses', nothing.eventBuses, () => readEventBuses(clients, region)),
    eventRules: await read('event rules', nothing.eventRules, () => readEventRules(clients, region, lost)),
    topics: await read('topics', nothing.topics, () => readTopics(clients, region, lost)),
    queues: await read('queues', nothing.queues, () => readQueues(clients, region)),
  };
}
