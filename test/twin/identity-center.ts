/** Sign-in and Identity Center of the twin, as tests use them again and again. */
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import {
  ListInstancesCommand,
  ListPermissionSetsCommand,
  DescribePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { roleCredentials, signIn } from '../../aws/federated-sign-in.js';
import type { Credentials } from '../../aws/signer.js';
import type { TwinFixture } from './fixture.js';

/** An access-portal token of a person. */
export async function portalToken(fixture: TwinFixture, person: string): Promise<string> {
  const token = await signIn(fixture.transport, fixture.organization.identityCenter.directory, person);
  if (!token.ok) throw new Error(token.message);
  return token.value;
}

/** Credentials of a permission set in an account, taken with a token. */
export function enter(
  fixture: TwinFixture,
  token: string,
  accountId: string,
  permissionSet: string,
): Promise<Credentials> {
  return roleCredentials(
    { transport: fixture.transport, endpoint: 'http://twin.invalid', region: 'eu-west-1' },
    token,
    accountId,
    permissionSet,
  );
}

/** A session of erin, who administers everything, in the management account. */
export async function administrator(fixture: TwinFixture): Promise<Credentials> {
  return enter(fixture, await portalToken(fixture, 'erin'), '111122223333', 'Administrator');
}

/** The instance and its permission sets by name, as the API shows them. */
export async function centerOf(
  sso: SSOAdminClient,
): Promise<{ InstanceArn: string; IdentityStoreId: string; sets: Readonly<Record<string, string>> }> {
  const { Instances: [instance] = [] } = await sso.send(new ListInstancesCommand({}));
  const { InstanceArn = '', IdentityStoreId = '' } = instance ?? {};
  const { PermissionSets: arns = [] } = await sso.send(new ListPermissionSetsCommand({ InstanceArn }));
  const sets: Record<string, string> = {};
  for (const PermissionSetArn of arns)
    sets[
      (await sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }))).PermissionSet?.Name ?? ''
    ] = PermissionSetArn;
  return { InstanceArn, IdentityStoreId, sets };
}
