/** Organizations of the twin, as tests use it again and again. */
import { CreateAccountCommand, DescribeCreateAccountStatusCommand } from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator } from './identity-center.js';

/** Id of the account `log-archive`. */
export const ARCHIVE = '222233334444';
export const SCP = 'SERVICE_CONTROL_POLICY' as const;
/** A document that denies one action everywhere. */
export const deny = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });

export interface Scene {
  fixture: TwinFixture;
  client: OrganizationsClient;
  rootId: string;
}

/** The landing zone, administered by erin. */
export async function scene(...overlays: string[]): Promise<Scene> {
  const fixture = twinFixture(landingZone(...overlays));
  return {
    fixture,
    client: fixture.clients(await administrator(fixture)).organizations(),
    rootId: fixture.organization.rootId,
  };
}

/** The reason that an error of Organizations carries. */
export async function reason(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: Error & { Reason?: string }) => `${error.name} ${error.Reason ?? ''}`.trim(),
  );
}

/** Id of a new account. */
export async function makeAccount(client: OrganizationsClient, name: string, more: object = {}): Promise<string> {
  const { CreateAccountStatus: status } = await client.send(
    new CreateAccountCommand({ AccountName: name, Email: `${name}@example.org`, ...more }),
  );
  const asked = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: status?.Id }));
  return asked.CreateAccountStatus?.AccountId ?? '';
}
