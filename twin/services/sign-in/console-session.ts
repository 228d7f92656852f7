/** Who is signed in to the console, and what the pages do for them. */
import type { Caller } from '../../access/caller.js';
import type { Session, TwinState } from '../../state/twin-state.js';
import type { OperationContext } from '../shared/operation.js';
import type { PlainCall } from '../shared/plain-operation.js';

/** A user or a root user with the session of a sign-in. */
export type Visitor = Extract<Caller, { kind: 'user' | 'root' }> & { session: Session };

/** Whoever is behind a session of the console; `undefined` if there is none, or none any more. */
export function signedIn(state: TwinState, token: string, now: number): Visitor | undefined {
  const session = [...state.sessions.values()].find(
    ({ kind, sessionToken, expiresAt }: Session) =>
      kind === 'session-token' && sessionToken === token && expiresAt > now,
  );
  const account = state.accounts.get(session?.accountId ?? '');
  if (!session || account?.state !== 'ACTIVE') return undefined;
  if (session.userName === undefined)
    return { kind: 'root', account, session, arn: `arn:${state.partition}:iam::${account.id}:root` };
  const user = account.users.get(session.userName);
  return user && user.id === session.userId ? { kind: 'user', account, user, session, arn: user.arn } : undefined;
}

export function contextOf(
  { state, clock, random, delivery, sourceIp, headers }: PlainCall,
  caller: Visitor,
  region: string,
  requestId: string,
): OperationContext {
  return {
    state,
    caller,
    region,
    signedRegion: region,
    requestId,
    clock,
    random,
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
    host: headers['host'] ?? '',
    delivery,
  };
}
