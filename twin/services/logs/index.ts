/** Amazon CloudWatch Logs: log groups, events and metric filters. */
import * as schemas from '@aws-sdk/client-cloudwatch-logs';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { eventOperations } from './events.js';
import { groupOperations } from './groups.js';
import { metricFilterOperations } from './metric-filters.js';
import { tagOperations } from './tags.js';

export const logs: Service = {
  id: 'logs',
  protocols: [awsJson('1.1', 'Logs_20140328')],
  permissionPrefix: 'logs',
  schemas,
  operations: [...groupOperations, ...eventOperations, ...metricFilterOperations, ...tagOperations],
};
