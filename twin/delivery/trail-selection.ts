/** Which trails take an event (CloudTrail user guide, "Multi-Region trails", "Organization trails", "Logging management events"). */
import type { RecordedEvent, TwinTrail } from '../state/monitoring.js';
import { isInOrganization } from '../state/organization-tree.js';
import type { TwinState } from '../state/twin-state.js';

/** Sources whose records are events of global services: recorded in one Region, and only there, since November 2021. */
const GLOBAL_SOURCES: ReadonlySet<string> = new Set([
  'iam.amazonaws.com',
  'organizations.amazonaws.com',
  'cloudfront.amazonaws.com',
  'signin.amazonaws.com',
]);

/** Whether a trail takes an event of the present: of its account or organization, in its Region, and let through by one of its selectors. */
export function isLoggedBy(state: TwinState, trail: TwinTrail, event: RecordedEvent): boolean {
  // The call that stops a trail is the last that it takes.
  if (!trail.logging && !(event.eventName === 'StopLogging' && trail.stoppedAt === event.at)) return false;
  if (trail.accountId !== event.accountId && !(trail.organization && coversMember(state, trail, event.accountId)))
    return false;
  if (!trail.multiRegion && trail.homeRegion !== event.awsRegion) return false;
  if (!trail.globalServiceEvents && GLOBAL_SOURCES.has(event.eventSource)) return false;
  return trail.selectors.some(
    ({ managementEvents, readWriteType, excluded }) =>
      managementEvents &&
      (readWriteType === 'All' || (readWriteType === 'ReadOnly') === event.readOnly) &&
      !excluded.includes(event.eventSource),
  );
}

function coversMember(state: TwinState, trail: TwinTrail, accountId: string): boolean {
  const account = state.accounts.get(accountId);
  return (
    trail.accountId === state.organization.managementAccountId && account !== undefined && isInOrganization(account)
  );
}
