/** The store of people and groups behind Identity Center. */
import * as schemas from '@aws-sdk/client-identitystore';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { groupOperations } from './groups.js';
import { membershipOperations } from './memberships.js';
import { userOperations } from './users.js';

export const identityStore: Service = {
  id: 'identitystore',
  protocols: [awsJson('1.1', 'AWSIdentityStore')],
  permissionPrefix: 'identitystore',
  component: 'identity-center',
  schemas,
  operations: [...userOperations, ...groupOperations, ...membershipOperations],
};
