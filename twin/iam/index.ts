/** AWS Identity and Access Management: what drills read, and the changes that guardrails forbid. */
import * as schemas from '@aws-sdk/client-iam';
import { awsQuery } from '../wire/query.js';
import type { Service } from '../wire/service.js';
import { changeOperations } from './changes.js';
import { policyOperations } from './policies.js';
import { roleOperations } from './roles.js';
import { userOperations } from './users.js';

export const iam: Service = {
  id: 'iam',
  protocols: [awsQuery('2010-05-08', 'https://iam.amazonaws.com/doc/2010-05-08/')],
  permissionPrefix: 'iam',
  schemas,
  operations: [...roleOperations, ...userOperations, ...policyOperations, ...changeOperations],
};
