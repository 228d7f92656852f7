/** Which records a trail keeps, and which reach a rule of EventBridge. */
import type { CloudTrailEvent } from './cloudtrail-event.js';

/** What decides about a trail. A trail of the organization document is one. */
export interface TrailScope {
  /** Home Region. */
  region: string;
  multiRegion: boolean;
  globalServiceEvents: boolean;
  logging: boolean;
  /** Which management events its selectors let through. */
  records: 'All' | 'ReadOnly' | 'WriteOnly' | 'None';
}

/** Sources whose records are events of global services, where they are recorded in the Region of those. */
const GLOBAL_SOURCES = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com', 'cloudfront.amazonaws.com', 'signin.amazonaws.com']);

/**
 * True if the trail keeps a record of an account that it covers. A trail of one Region keeps what is recorded there; events of
 * global services are recorded in one Region, and only there, since November 2021 (CloudTrail user guide, "About global service events").
 */
export function trailKeeps(trail: TrailScope, record: CloudTrailEvent): boolean {
  if (!trail.logging || trail.records === 'None') return false;
  if (!trail.multiRegion && record.awsRegion !== trail.region) return false;
  if (!trail.globalServiceEvents && GLOBAL_SOURCES.has(record.eventSource)) return false;
  return trail.records === 'All' || record.readOnly === (trail.records === 'ReadOnly');
}

/** State of a rule. */
export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** Operations that rules see although their names begin as those of readers do. */
const SEEN_READERS = new Set(['GetFederationToken', 'GetSessionToken']);

/**
 * True if a rule in this state is matched against the record at all. Plainly enabled rules do not see reads whose names begin
 * with Describe, Get or List (EventBridge user guide, "Receiving read-only management events from AWS services").
 */
export function reachesRule(state: RuleState, record: CloudTrailEvent): boolean {
  if (state !== 'ENABLED') return state !== 'DISABLED';
  const sts = record.eventSource === 'sts.amazonaws.com' && SEEN_READERS.has(record.eventName);
  return sts || !/^(Describe|Get|List)/.test(record.eventName);
}
