/** Service-specific credentials of users: passwords and keys that one service alone takes. */
import { uniqueId } from '../../../base/ids.js';
import type { TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTime } from './api-shapes.js';
import { userOf } from './entities.js';
import { checkQuota, checkRange } from './input-checks.js';
import { changes, credentialOf, credentialsOf, statusOf } from './other-credentials.js';
import type { Of } from './other-credentials.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';
import { keyAlias, serviceSecret, serviceUserName, SUPPORTED_SERVICES, takesKeys } from './service-credentials.js';

type Credential = Of<'service-specific'>;

interface ListInput extends PageInput {
  UserName?: string;
  ServiceName?: string;
  AllUsers?: boolean;
}

const DAY = 86_400_000;
/** IAM API reference, CreateServiceSpecificCredential. */
const MOST_DAYS = 36_600;

/** Everything but the secret. */
function show({ name }: TwinUser, one: Credential, { clock }: OperationContext): Record<string, unknown> {
  const { expiresAt } = one;
  return {
    UserName: name,
    ServiceName: one.service,
    ServiceSpecificCredentialId: one.id,
    Status: expiresAt !== undefined && expiresAt <= clock.now() ? 'Expired' : statusOf(one),
    CreateDate: showTime(one.createdAt),
    ...(takesKeys(one.service) ? { ServiceCredentialAlias: one.called } : { ServiceUserName: one.called }),
    ...(expiresAt === undefined ? {} : { ExpirationDate: showTime(expiresAt) }),
  };
}

function withSecret(user: TwinUser, one: Credential, context: OperationContext): Record<string, unknown> {
  const secret = serviceSecret(one.service, context.random);
  const shown = takesKeys(one.service) ? { ServiceCredentialSecret: secret } : { ServicePassword: secret };
  return { ServiceSpecificCredential: { ...show(user, one, context), ...shown } };
}

/** Whose credentials are listed; with `AllUsers` those of one service (IAM API reference, ListServiceSpecificCredentials). */
function listedUsers({ UserName, ServiceName, AllUsers }: ListInput, context: OperationContext): TwinUser[] {
  if (AllUsers !== true) return [userOf(context, UserName)];
  if (UserName !== undefined || ServiceName === undefined)
    throw new AwsError('ValidationError', 'AllUsers takes a ServiceName and no UserName.');
  return [...context.caller.account.users.values()];
}

export const serviceCredentialOperations = [
  operation<ListInput, unknown>({
    name: 'ListServiceSpecificCredentials',
    permissions: (input, context) =>
      input.AllUsers === true
        ? [{ action: 'iam:ListServiceSpecificCredentials', resource: '*' }]
        : onEntity<ListInput>('ListServiceSpecificCredentials', 'user')(input, context),
    run: (input, context) => {
      const all = listedUsers(input, context).flatMap((user) =>
        credentialsOf(user, 'service-specific')
          .filter(({ service }) => input.ServiceName === undefined || service === input.ServiceName)
          .map((one) => show(user, one, context)),
      );
      const { items, ...rest } = page(all, input);
      return { ServiceSpecificCredentials: items, ...rest };
    },
  }),
  operation<{ UserName: string; ServiceName: string; CredentialAgeDays?: number }, unknown>({
    name: 'CreateServiceSpecificCredential',
    permissions: onEntity('CreateServiceSpecificCredential', 'user'),
    run: ({ UserName, ServiceName: service, CredentialAgeDays: days }, context) => {
      const user = userOf(context, UserName);
      checkRange('credentialAgeDays', days, 1, MOST_DAYS);
      if (!SUPPORTED_SERVICES.includes(service))
        throw new AwsError('NotSupportedService', `No such service ${service} is supported for this operation`, 404);
      if (days !== undefined && !takesKeys(service))
        throw new AwsError('ValidationError', `CredentialAgeDays is not valid for ${service}.`);
      const own = credentialsOf(user, 'service-specific').filter((one) => one.service === service);
      checkQuota(own.length, 'ServiceSpecificCredentialsPerUser', QUOTAS.serviceCredentialsOfUser);
      const { account } = context.caller;
      const now = context.clock.now();
      const made: Credential = {
        kind: 'service-specific',
        id: uniqueId('ACCA', context.random),
        active: true,
        createdAt: now,
        service,
        called: takesKeys(service)
          ? keyAlias(service, account.id, context.random)
          : serviceUserName(user.name, account.id, own.length),
        ...(days === undefined ? {} : { expiresAt: now + days * DAY }),
      };
      user.otherCredentials.set(made.id, made);
      return withSecret(user, made, context);
    },
  }),
  operation<{ UserName?: string; ServiceSpecificCredentialId: string }, unknown>({
    name: 'ResetServiceSpecificCredential',
    permissions: onEntity('ResetServiceSpecificCredential', 'user'),
    run: ({ UserName, ServiceSpecificCredentialId: id }, context) =>
      withSecret(userOf(context, UserName), credentialOf(context, UserName, 'service-specific', id), context),
  }),
  ...changes('service-specific', 'ServiceSpecificCredential', 'ServiceSpecificCredentialId'),
];
