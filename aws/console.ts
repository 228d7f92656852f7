/** The console as a program can reach it where its sign-in page takes JSON: nowhere but on an emulator. */
import { postJson } from './federated-sign-in.js';
import type { Credentials } from './signer.js';
import type { Transport } from './transport.js';

/** The page through which somebody signs in: the global one, one to which a cookie leads, or one of a Region. */
export interface ConsolePage {
  region?: string;
  aliasCookie?: boolean;
}

/** An answer of the console, or its refusal. */
export type ConsoleAnswer<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

/** Code of the sign-in page's refusal. */
export const REFUSED = 'AuthenticationFailure';

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Signs in with a code, with the touch of a security key, or with neither. */
export async function consoleSignIn(
  transport: Transport,
  who: { account: string; user: string; mfaCode?: string; securityKey?: boolean },
  page: ConsolePage,
): Promise<ConsoleAnswer<{ session: string; passwordResetRequired: boolean }>> {
  const { statusCode, content } = await postJson(transport, '/sign-in/console', { ...who, ...page });
  const { signedIn, session, passwordResetRequired } = content;
  const mustReset = passwordResetRequired === true;
  if (statusCode === 200 && signedIn === true && (mustReset || isText(session)))
    return { ok: true, value: { session: isText(session) ? session : '', passwordResetRequired: mustReset } };
  // Only the page's own refusal is one: anything else says nothing about who may sign in.
  return {
    ok: false,
    code: statusCode === 401 ? REFUSED : `HTTP ${statusCode}`,
    message: String(content['message'] ?? statusCode),
  };
}

/** Switches to a role; answers with the credentials that the pages of the console then work with. */
export async function consoleSwitchRole(
  transport: Transport,
  switched: { session: string; account: string; role: string },
  page: ConsolePage,
): Promise<ConsoleAnswer<Credentials>> {
  const { statusCode, content } = await postJson(transport, '/sign-in/switch-role', { ...switched, ...page });
  const { accessKeyId, secretAccessKey, sessionToken } = (content['credentials'] ?? {}) as Partial<
    Record<keyof Credentials, unknown>
  >;
  if (statusCode === 200 && isText(accessKeyId) && isText(secretAccessKey) && isText(sessionToken))
    return { ok: true, value: { accessKeyId, secretAccessKey, sessionToken } };
  return {
    ok: false,
    code: statusCode === 403 ? 'AccessDenied' : `HTTP ${statusCode}`,
    message: String(content['message'] ?? statusCode),
  };
}
