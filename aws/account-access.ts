/** How whoever administers an emulated organization gets into its accounts: with public calls, as on AWS. */
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { CodedError, describeError } from '../base/errors.js';
import { createClients } from './clients.js';
import type { ClientOptions, Clients } from './clients.js';
import { roleCredentials, signIn } from './federated-sign-in.js';
import type { Credentials } from './signer.js';
import { callsOf } from './snapshot/calls.js';
import { isWayFault } from './way-faults.js';

/** The role that an account of an organization is created with (Organizations user guide, "Accessing member accounts"). */
export const ACCOUNT_ROLE = 'OrganizationAccountAccessRole';

/** Calls by which an administrator gets in, besides those of a person who signs in. */
export const waysInCalls: readonly string[] = [
  ...callsOf('iam', 'GetAccountAuthorizationDetails'),
  ...callsOf('identitystore', 'ListUsers'),
  ...callsOf(
    'sso',
    'DescribePermissionSet ListAccountAssignmentsForPrincipal ListInstances ListManagedPoliciesInPermissionSet',
  ),
];

/** Somebody whom Identity Center gives a permission set in an account. */
export interface Assigned {
  person: string;
  permissionSet: string;
}

/** Clients for every account, by its id; for the home Region where none is named. Rejects with what every way in was answered. */
export interface WaysIn {
  accountId: string;
  partition: string;
  clients(accountId: string, region?: string): Promise<Clients>;
}

/**
 * Ways in of an administrator: their own account directly; another by the role it was created with, and else through the
 * access portal as somebody whom `assigned` names for it. Sessions are kept. Rejects if the keys are refused.
 */
export async function openWaysIn(
  options: ClientOptions,
  administrator: Credentials,
  roleName: string,
  assigned: (accountId: string) => Promise<readonly Assigned[]>,
): Promise<WaysIn> {
  const { Account: accountId = '', Arn: arn = '' } = await createClients(options, administrator)
    .sts()
    .send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = arn.split(':');
  const sessions = new Map<string, Promise<Credentials>>();
  const open = async (id: string): Promise<Credentials> => {
    const refusals: string[] = [];
    try {
      return await throughRole(options, administrator, `arn:${partition}:iam::${id}:role/${roleName}`);
    } catch (error) {
      if (isWayFault(error)) throw error;
      refusals.push(`${roleName}: ${describeError(error)}`);
    }
    for (const one of await assigned(id)) {
      try {
        return await throughPortal(options, one, id);
      } catch (error) {
        if (isWayFault(error)) throw error;
        refusals.push(`${one.person} as ${one.permissionSet}: ${describeError(error)}`);
      }
    }
    throw new CodedError(
      'BG_NO_WAY_IN',
      `nobody gets into account ${id}: ${refusals.join('; ')}`,
      `Deploy ${roleName} there, or name another role with --role.`,
    );
  };
  const session = (id: string): Promise<Credentials> => {
    const known = sessions.get(id) ?? (id === accountId ? Promise.resolve(administrator) : open(id));
    sessions.set(id, known);
    // A way that was not there for the moment is tried again.
    known.catch((error: unknown) => void (isWayFault(error) && sessions.delete(id)));
    return known;
  };
  return {
    accountId,
    partition,
    clients: async (id, region) =>
      createClients(region === undefined ? options : { ...options, region }, await session(id)),
  };
}

async function throughRole(options: ClientOptions, administrator: Credentials, roleArn: string): Promise<Credentials> {
  const { Credentials: issued } = await createClients(options, administrator)
    .sts()
    .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'breakglass-drill' }));
  return {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
}

/** Signs a person in, at the identity provider or at the portal itself, and makes sure that the session may read. */
async function throughPortal(
  options: ClientOptions,
  { person, permissionSet }: Assigned,
  accountId: string,
): Promise<Credentials> {
  const external = await signIn(options.transport, 'external', person);
  const token = external.ok ? external : await signIn(options.transport, 'identity-center', person);
  if (!token.ok) throw new Error(token.message);
  const credentials = await roleCredentials(options, token.value, accountId, permissionSet);
  await createClients(options, credentials)
    .iam()
    .send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 }));
  return credentials;
}
