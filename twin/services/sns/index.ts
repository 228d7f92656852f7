/** Amazon Simple Notification Service: standard topics. */
import * as schemas from '@aws-sdk/client-sns';
import { awsQuery } from '../../wire/query.js';
import type { Service } from '../shared/service.js';
import { subscriptionOperations } from './subscriptions.js';
import { topicOperations } from './topics.js';

export const sns: Service = {
  id: 'sns',
  protocols: [awsQuery('2010-03-31', 'http://sns.amazonaws.com/doc/2010-03-31/')],
  permissionPrefix: 'sns',
  schemas,
  accessDenied: 'AuthorizationError',
  operations: [...topicOperations, ...subscriptionOperations],
};
