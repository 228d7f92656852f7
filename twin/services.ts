/** Every service of the twin, one line each. */
import { accessPortalToken, getRoleCredentials } from './access-portal/index.js';
import { cloudtrail } from './cloudtrail/index.js';
import { events } from './events/index.js';
import { iam } from './iam/index.js';
import { identityProviderSignIn } from './identity-provider/index.js';
import { logs } from './logs/index.js';
import { organizations } from './organizations/index.js';
import { sts } from './sts/index.js';
import type { PlainOperation } from './wire/plain.js';
import { indexed } from './wire/service.js';
import type { IndexedService } from './wire/service.js';

/** Signed services by signing name. */
export const services: ReadonlyMap<string, IndexedService> = new Map([sts, iam, organizations, cloudtrail, logs, events].map((service) => [service.id, indexed(service)]));

/** Operations that are not signed. */
export const plainOperations: readonly PlainOperation[] = [identityProviderSignIn, accessPortalToken, getRoleCredentials];
