/** AWS Identity and Access Management: what drills read, and the changes that guardrails forbid. */
import * as schemas from '@aws-sdk/client-iam';
import { awsQuery } from '../wire/query.js';
import type { Service } from '../wire/service.js';
import { accessKeyOperations } from './access-keys.js';
import { accountOperations } from './account.js';
import { attachedPolicyOperations } from './attached-policies.js';
import { authorizationDetails } from './authorization-details.js';
import { changeOperations } from './changes.js';
import { credentialReportOperations } from './credential-report.js';
import { groupOperations } from './groups.js';
import { inlinePolicyOperations } from './inline-policies.js';
import { loginProfileOperations } from './login-profiles.js';
import { managedPolicyOperations } from './managed-policies.js';
import { mfaDeviceOperations } from './mfa-devices.js';
import { roleOperations } from './roles.js';
import { samlProviderOperations } from './saml-providers.js';
import { simulatorOperations } from './simulator.js';
import { userOperations } from './users.js';

export const iam: Service = {
  id: 'iam',
  protocols: [awsQuery('2010-05-08', 'https://iam.amazonaws.com/doc/2010-05-08/')],
  permissionPrefix: 'iam',
  schemas,
  operations: [
    ...userOperations,
    ...loginProfileOperations,
    ...accessKeyOperations,
    ...mfaDeviceOperations,
    ...groupOperations,
    ...roleOperations,
    ...inlinePolicyOperations,
    ...managedPolicyOperations,
    ...attachedPolicyOperations,
    ...samlProviderOperations,
    ...accountOperations,
    ...credentialReportOperations,
    ...simulatorOperations,
    ...changeOperations,
    authorizationDetails,
  ],
};
