/** How a person gets credentials without an IAM user: identity provider, then access portal, then a role in an account. */
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { AssumeRoleWithSAMLCommand } from '@aws-sdk/client-sts';
import { isoTime } from '../base/clock.js';
import { createAccessPortalClient, createClients } from './clients.js';
import type { ClientOptions } from './clients.js';
import { withFreshCode } from './fresh-code.js';
import { completeCredentials } from './issued-credentials.js';
import type { Issued, IssuedCredentials } from './issued-credentials.js';
import type { Transport } from './transport.js';

/** An answer of the sign-in chain: a value, or the status and text of the step that refused. */
export type SignInAnswer<T> =
  | { ok: true; value: T }
  | { ok: false; step: 'identity-provider' | 'access-portal'; statusCode: number; message: string };

/** Where people sign in: at the external identity provider, or at the access portal itself. */
export type Directory = 'external' | 'identity-center';

/** Signs a person in the ordinary way, and gives an access-portal token. */
export async function signIn(
  transport: Transport,
  directory: Directory,
  person: string,
  signal?: AbortSignal,
): Promise<SignInAnswer<string>> {
  if (directory === 'identity-center')
    return portalToken(await postJson(transport, '/access-portal/sign-in', { person }, signal));
  const ticket = (): Promise<SignInAnswer<string>> => signInAtIdentityProvider(transport, person, signal);
  const send = async (held: SignInAnswer<string>): Promise<SignInAnswer<string>> =>
    held.ok ? openAccessPortal(transport, held.value, signal) : held;
  return withFreshCode(transport, { first: await ticket(), next: ticket, send }, signal);
}

/** Signs a person in at the identity provider. The ticket stands for a SAML assertion. */
export async function signInAtIdentityProvider(
  transport: Transport,
  person: string,
  signal?: AbortSignal,
): Promise<SignInAnswer<string>> {
  const answer = await postJson(transport, '/identity-provider/sign-in', { person }, signal);
  const ticket = answer.content['ticket'];
  if (answer.statusCode === 200 && typeof ticket === 'string') return { ok: true, value: ticket };
  return {
    ok: false,
    step: 'identity-provider',
    statusCode: answer.statusCode,
    message: String(answer.content['message'] ?? 'no ticket'),
  };
}

/** Exchanges a ticket for an access-portal token. */
export async function openAccessPortal(
  transport: Transport,
  ticket: string,
  signal?: AbortSignal,
): Promise<SignInAnswer<string>> {
  return portalToken(await postJson(transport, '/access-portal/token', { ticket }, signal));
}

function portalToken({ statusCode, content }: JsonAnswer): SignInAnswer<string> {
  const token = content['accessToken'];
  if (statusCode === 200 && typeof token === 'string') return { ok: true, value: token };
  return { ok: false, step: 'access-portal', statusCode, message: String(content['message'] ?? 'no token') };
}

/** Credentials of a permission set in an account. Throws the SDK's error if the portal refuses. */
export async function roleCredentials(
  options: ClientOptions,
  accessToken: string,
  accountId: string,
  roleName: string,
): Promise<IssuedCredentials> {
  const answer = await createAccessPortalClient(options).send(
    new GetRoleCredentialsCommand({ accessToken, accountId, roleName }),
  );
  const issued = answer.roleCredentials;
  return complete('the access portal', {
    AccessKeyId: issued?.accessKeyId,
    SecretAccessKey: issued?.secretAccessKey,
    SessionToken: issued?.sessionToken,
    Expiration: issued?.expiration === undefined ? undefined : isoTime(issued.expiration),
  });
}

/** Throws for an answer that says that credentials were issued and holds none. */
function complete(who: string, issued: Issued): IssuedCredentials {
  const credentials = completeCredentials(issued);
  if ('missing' in credentials) throw new Error(`${who} answered without ${credentials.missing}`);
  return credentials;
}

/** Signs a person into a role of direct federation: an assertion of the identity provider for credentials of STS. Throws if either refuses. */
export async function samlRoleCredentials(
  options: ClientOptions,
  person: string,
  roleArn: string,
  providerArn: string,
): Promise<IssuedCredentials> {
  const { statusCode, content } = await postJson(options.transport, '/identity-provider/saml', {
    person,
    role: roleArn,
    provider: providerArn,
  });
  const assertion = content['assertion'];
  if (statusCode !== 200 || typeof assertion !== 'string')
    throw new Error(`the identity provider gives no assertion: ${String(content['message'] ?? statusCode)}`);
  // The call is not signed: the assertion is what it proves itself with.
  const sts = createClients(options, { accessKeyId: 'unused', secretAccessKey: 'unused' }).sts();
  const { Credentials: issued } = await sts.send(
    new AssumeRoleWithSAMLCommand({ RoleArn: roleArn, PrincipalArn: providerArn, SAMLAssertion: assertion }),
  );
  const { Expiration: expires } = issued ?? {};
  return complete('STS', { ...issued, Expiration: expires === undefined ? undefined : isoTime(expires.getTime()) });
}

export interface JsonAnswer {
  statusCode: number;
  content: Record<string, unknown>;
}

export async function postJson(
  transport: Transport,
  target: string,
  content: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<JsonAnswer> {
  const body = new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8'));
  const answer = await transport.send(
    { method: 'POST', target, headers: { 'content-type': 'application/json' }, body },
    signal,
  );
  try {
    const parsed: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    return {
      statusCode: answer.statusCode,
      content: typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {},
    };
  } catch {
    return { statusCode: answer.statusCode, content: {} };
  }
}
