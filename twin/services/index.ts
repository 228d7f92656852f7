/** Every service of the twin, one line each. */
import type { TwinState } from '../state/twin-state.js';
import { accessPortal } from './access-portal/index.js';
import { cloudtrail } from './cloudtrail/index.js';
import { cloudwatch } from './cloudwatch/index.js';
import { ec2 } from './ec2/index.js';
import { events } from './events/index.js';
import { iam } from './iam/index.js';
import { identityProvider } from './identity-provider/index.js';
import { identityStore } from './identity-store/index.js';
import { kms } from './kms/index.js';
import { logs } from './logs/index.js';
import { organizations } from './organizations/index.js';
import { s3 } from './s3/index.js';
import type { PlainOperation } from './shared/plain-operation.js';
import { indexed } from './shared/service.js';
import type { IndexedService } from './shared/service.js';
import { consoleSignIn } from './sign-in/index.js';
import { login } from './sign-in/login.js';
import { switchRole } from './sign-in/switch-role.js';
import { sns } from './sns/index.js';
import { mailbox } from './sns/mailbox.js';
import { sqs } from './sqs/index.js';
import { ssoAdmin } from './sso-admin/index.js';
import { sts } from './sts/index.js';
import { tagging } from './tagging/index.js';

/** Signed services by signing name. */
export const services: ReadonlyMap<string, IndexedService> = new Map(
  [
    sts,
    iam,
    organizations,
    ssoAdmin,
    identityStore,
    cloudtrail,
    logs,
    cloudwatch,
    events,
    sns,
    sqs,
    s3,
    kms,
    ec2,
    tagging,
  ].map((service) => [service.id, indexed(service)]),
);

/**
 * Services with one endpoint for all Regions, and the Region that their requests carry there, by partition (AWS general
 * reference, "Service endpoints"). Whatever Region a client signed for, `aws:RequestedRegion` is this one.
 */
export const globalServices: ReadonlyMap<string, Readonly<Record<TwinState['partition'], string>>> = new Map([
  ['iam', { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' }],
  ['organizations', { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' }],
]);

/** Operations that are not signed. */
export const plainOperations: readonly PlainOperation[] = [
  ...identityProvider,
  ...accessPortal,
  consoleSignIn,
  switchRole,
  login,
  mailbox,
];
