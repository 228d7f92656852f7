/** AWS Organizations: the tree of accounts, the guardrails over it, and who administers what. */
import * as schemas from '@aws-sdk/client-organizations';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { listHandshakesForOrganization } from './handshakes.js';
import { lifecycleOperations } from './account-lifecycle.js';
import { accountOperations } from './accounts.js';
import { attachmentOperations } from './attachments.js';
import { delegationOperations } from './delegation.js';
import { organizationOperations } from './organization.js';
import { policyOperations } from './policies.js';
import { describeResourcePolicy } from './resource-policy.js';
import { tagOperations } from './tags.js';
import { unitOperations } from './units.js';

export const organizations: Service = {
  id: 'organizations',
  protocols: [awsJson('1.1', 'AWSOrganizationsV20161128')],
  permissionPrefix: 'organizations',
  schemas,
  operations: [
    ...organizationOperations,
    ...unitOperations,
    ...accountOperations,
    ...lifecycleOperations,
    ...policyOperations,
    ...attachmentOperations,
    ...delegationOperations,
    ...tagOperations,
    describeResourcePolicy,
    listHandshakesForOrganization,
  ],
};
