/** Reads the organization for its inspection, as the read-only reader, who must be able to sign in at the moment. */
import {
  guardrailReads,
  identityCenterReads,
  identityReads,
  monitoringReads,
  treeReads,
} from '../../aws/snapshot/calls.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import { clients } from '../drill/context.js';
import type { DrillContext } from '../drill/context.js';
import { readRegions } from '../drill/watched.js';
import type { Inspected } from '../configuration/rule.js';
import type { Asking } from './question.js';

/** Reads by which the configuration is read. */
export const configurationReads: readonly string[] = [
  ...treeReads,
  ...identityReads,
  ...guardrailReads,
  ...identityCenterReads,
  ...monitoringReads,
];

/** What rules look at, read once a drill. */
export function readConfiguration({ context, onceADrill }: Asking): Promise<Inspected> {
  return onceADrill('configuration', () => readInspected(context));
}

/** The organization as it is now, and what the document and the drill file say of it. */
async function readInspected(context: DrillContext): Promise<Inspected> {
  const { organization, document, file, inventory, signal } = context;
  const { receipts } = file.monitoring ?? {};
  const watched = Object.entries(organization.accounts).filter(
    ([name, { monitoring }]) =>
      name === organization.management ||
      name === receipts?.account ||
      Object.values(monitoring).some((things) => Object.keys(things).length > 0),
  );
  const now = context.target.clock.now();
  const snapshot = await readOrganization(
    {
      clients: async (accountId, region) => clients(context, 'reading', await context.reader(accountId), region),
      concurrency: file.limits.concurrency,
      signal,
    },
    {
      managementAccountId: inventory.managementAccountId,
      homeRegion: organization.homeRegion,
      accounts: inventory.inScope.map(({ id }) => id),
      monitoring: { accounts: watched.map(([, { id }]) => id), regions: readRegions(organization, file) },
      now,
    },
  );
  return { snapshot, declared: document, file, now };
}
