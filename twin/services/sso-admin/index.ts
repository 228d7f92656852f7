/** The API of IAM Identity Center, called SSO Admin by the SDKs: permission sets and account assignments. */
import * as schemas from '@aws-sdk/client-sso-admin';
import { awsJson } from '../../wire/json.js';
import type { Service } from '../shared/service.js';
import { assignmentOperations } from './assignments.js';
import { requestOperations } from './asynchronous-requests.js';
import { instanceOperations } from './instances.js';
import { permissionSetOperations } from './permission-sets.js';
import { policyOperations } from './policies.js';
import { provisioningOperations } from './provisioning.js';
import { tagOperations } from './tags.js';

export const ssoAdmin: Service = {
  id: 'sso',
  protocols: [awsJson('1.1', 'SWBExternalService')],
  permissionPrefix: 'sso',
  component: 'identity-center',
  schemas,
  operations: [
    ...instanceOperations,
    ...permissionSetOperations,
    ...policyOperations,
    ...assignmentOperations,
    ...provisioningOperations,
    ...requestOperations,
    ...tagOperations,
  ],
};
