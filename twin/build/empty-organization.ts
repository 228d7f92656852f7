/** A made-up AWS as a customer begins with it: one account, of no organization, and a user who may do everything in it. */
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';

/**
 * What the twin is built from to hold nothing but one account. Its administrator is an IAM user, because a root user cannot
 * assume roles. Identity Center is in the Region of whoever makes an organization of it.
 */
export function emptyOrganization(random: Random): Organization {
  const id = String(1 + random.below(9)) + Array.from({ length: 11 }, () => random.below(10)).join('');
  return {
    id: '',
    rootId: '',
    partition: 'aws',
    homeRegion: 'us-east-1',
    management: '',
    ous: {},
    accounts: {},
    outsiders: {
      management: {
        id,
        users: {
          administrator: {
            path: '/',
            groups: [],
            tags: {},
            mfa: {},
            password: false,
            passwordResetRequired: false,
            accessKey: true,
            otherCredentials: {},
            policies: {},
            managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          },
        },
        roles: {},
        groups: {},
        policies: {},
        samlProviders: {},
        monitoring: { trails: {}, logGroups: {}, alarms: {}, eventBuses: {}, eventRules: {}, topics: {}, queues: {} },
      },
    },
    policyTypes: [],
    withoutFullAccess: [],
    serviceControlPolicies: {},
    resourceControlPolicies: {},
    identityCenter: {
      instanceArn: '',
      identityStoreId: '',
      directory: 'external',
      people: {},
      groups: {},
      permissionSets: {},
      assignments: {},
    },
    doors: {},
    identityProvider: { name: 'identity provider' },
    credentialStores: {},
    people: {},
  };
}
