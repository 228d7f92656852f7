/** When keys and roles were last used, as IAM remembers it. */
import type { TwinState } from './twin-state.js';

/** A key used more than once in this span is remembered by its first use (IAM user guide, credential report); milliseconds. */
const SPAN = 15 * 60_000;

/** Remembers a call that was authenticated with an access key or a session of a role. */
export function noteUse(
  state: TwinState,
  accessKeyId: string,
  use: { at: number; region: string; service: string },
): void {
  const key = state.accessKeys.get(accessKeyId);
  if (key) {
    if (!key.lastUsed || use.at - key.lastUsed.at >= SPAN) key.lastUsed = use;
    return;
  }
  const session = state.sessions.get(accessKeyId);
  const role = session && state.accounts.get(session.accountId)?.roles.get(session.roleName ?? '');
  if (role) role.lastUsed = { at: use.at, region: use.region };
}
