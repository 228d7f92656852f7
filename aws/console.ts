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

/** Signs in with a code, with the touch of a security key, or with neither. */
export async function consoleSignIn(
  transport: Transport,
  who: { account: string; user: string; mfaCode?: string; securityKey?: boolean },
  page: ConsolePage,
): Promise<ConsoleAnswer<{ session: string; passwordResetRequired: boolean }>> {
  const { statusCode, content } = await postJson(transport, '/sign-in/console', { ...who, ...page });
  if (statusCode !== 200)
    return { ok: false, code: 'AuthenticationFailure', message: String(content['message'] ?? statusCode) };
  return {
    ok: true,
    value: {
      session: String(content['session'] ?? ''),
      passwordResetRequired: content['passwordResetRequired'] === true,
    },
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
    Record<keyof Credentials, string>
  >;
  if (statusCode === 200 && accessKeyId !== undefined && secretAccessKey !== undefined && sessionToken !== undefined)
    return { ok: true, value: { accessKeyId, secretAccessKey, sessionToken } };
  return {
    ok: false,
    code: statusCode === 403 ? 'AccessDenied' : `HTTP ${statusCode}`,
    message: String(content['message'] ?? statusCode),
  };
}
