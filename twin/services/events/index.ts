/** Amazon EventBridge: buses, rules and targets. */
import * as schemas from '@aws-sdk/client-eventbridge';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { busOperations } from './buses.js';
import { ruleOperations } from './rules.js';
import { tagOperations } from '../shared/tagging.js';
import { ruleAndBusTags } from './tags.js';

export const events: Service = {
  id: 'events',
  protocols: [awsJson('1.1', 'AWSEvents')],
  permissionPrefix: 'events',
  schemas,
  operations: [...busOperations, ...ruleOperations, ...tagOperations(ruleAndBusTags)],
};
