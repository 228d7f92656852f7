/** AWS CloudTrail: trails, their selectors and the event history. */
import * as schemas from '@aws-sdk/client-cloudtrail';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { lookupEvents } from './event-history.js';
import { getInsightSelectors } from './insight-selectors.js';
import { selectorOperations } from './selectors.js';
import { trailOperations } from './trails.js';

export const cloudtrail: Service = {
  id: 'cloudtrail',
  protocols: [awsJson('1.1', 'CloudTrail_20131101')],
  permissionPrefix: 'cloudtrail',
  schemas,
  operations: [...trailOperations, ...selectorOperations, getInsightSelectors, lookupEvents],
};
