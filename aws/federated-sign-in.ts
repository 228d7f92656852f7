/** How a person gets credentials without an IAM user: identity provider, then access portal, then a role in an account. */
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { createAccessPortalClient } from './clients.js';
import type { ClientOptions } from './clients.js';
import type { IssuedCredentials } from './query-client.js';
import type { Transport } from './transport.js';

/** An answer of the sign-in chain: a value, or the status and text of the step that refused. */
export type SignInAnswer<T> = { ok: true; value: T } | { ok: false; step: 'identity-provider' | 'access-portal'; statusCode: number; message: string };

/** Signs a person in at the identity provider. The ticket stands for a SAML assertion. */
export async function signInAtIdentityProvider(transport: Transport, person: string, signal?: AbortSignal): Promise<SignInAnswer<string>> {
  const answer = await postJson(transport, '/identity-provider/sign-in', { person }, signal);
  const ticket = answer.content['ticket'];
  if (answer.statusCode === 200 && typeof ticket === 'string') return { ok: true, value: ticket };
  return { ok: false, step: 'identity-provider', statusCode: answer.statusCode, message: String(answer.content['message'] ?? 'no ticket') };
}

/** Exchanges a ticket for an access-portal token. */
export async function openAccessPortal(transport: Transport, ticket: string, signal?: AbortSignal): Promise<SignInAnswer<string>> {
  const answer = await postJson(transport, '/access-portal/token', { ticket }, signal);
  const token = answer.content['accessToken'];
  if (answer.statusCode === 200 && typeof token === 'string') return { ok: true, value: token };
  return { ok: false, step: 'access-portal', statusCode: answer.statusCode, message: String(answer.content['message'] ?? 'no token') };
}

/** Credentials of a permission set in an account. Throws the SDK's error if the portal refuses. */
export async function roleCredentials(options: ClientOptions, accessToken: string, accountId: string, roleName: string): Promise<IssuedCredentials> {
  const answer = await createAccessPortalClient(options).send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));
  const issued = answer.roleCredentials;
  return {
    accessKeyId: issued?.accessKeyId ?? '',
    secretAccessKey: issued?.secretAccessKey ?? '',
    sessionToken: issued?.sessionToken ?? '',
    expiration: String(issued?.expiration ?? ''),
  };
}

async function postJson(
  transport: Transport,
  target: string,
  content: Record<string, string>,
  signal?: AbortSignal,
): Promise<{ statusCode: number; content: Record<string, unknown> }> {
  const body = new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8'));
  const answer = await transport.send({ method: 'POST', target, headers: { 'content-type': 'application/json' }, body }, signal);
  try {
    const parsed: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    return { statusCode: answer.statusCode, content: typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {} };
  } catch {
    return { statusCode: answer.statusCode, content: {} };
  }
}
