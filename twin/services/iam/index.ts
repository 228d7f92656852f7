/** AWS Identity and Access Management: all that it takes to build, read and change a break-glass set-up. */
import * as schemas from '@aws-sdk/client-iam';
import { awsQuery } from '../../wire/query.js';
import type { Service } from '../shared/service.js';
import { accessKeyOperations } from './access-keys.js';
import { accountOperations } from './account.js';
import { attachedPolicyOperations } from './attached-policies.js';
import { authorizationDetails } from './authorization-details.js';
import { boundaryOperations } from './boundaries.js';
import { credentialReportOperations } from './credential-report.js';
import { groupOperations } from './groups.js';
import { inlinePolicyOperations } from './inline-policies.js';
import { instanceProfileOperations } from './instance-profiles.js';
import { lastAccessedOperations } from './last-accessed.js';
import { loginProfileOperations } from './login-profiles.js';
import { managedPolicyOperations } from './managed-policies.js';
import { mfaDeviceOperations } from './mfa-devices.js';
import { notHeldOperations } from './not-held.js';
import { policyChangeOperations } from './policy-changes.js';
import { roleOperations } from './roles.js';
import { rootAccessOperations } from './root-access.js';
import { samlProviderOperations } from './saml-providers.js';
import { serviceCredentialOperations } from './service-credential-operations.js';
import { signingCertificateOperations } from './signing-certificates.js';
import { simulatorOperations } from './simulator.js';
import { sshPublicKeyOperations } from './ssh-public-keys.js';
import { tagOperations } from './tags.js';
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
    ...signingCertificateOperations,
    ...sshPublicKeyOperations,
    ...serviceCredentialOperations,
    ...groupOperations,
    ...roleOperations,
    ...inlinePolicyOperations,
    ...managedPolicyOperations,
    ...policyChangeOperations,
    ...attachedPolicyOperations,
    ...boundaryOperations,
    ...instanceProfileOperations,
    ...tagOperations,
    ...samlProviderOperations,
    ...accountOperations,
    ...credentialReportOperations,
    ...lastAccessedOperations,
    ...rootAccessOperations,
    ...simulatorOperations,
    ...notHeldOperations,
    authorizationDetails,
  ],
};
