/** Who made a request, after its signature was verified. */
import type { Session, TwinAccount, TwinRole, TwinUser } from '../state/twin-state.js';
import type { Accepted } from './saml/accept-response.js';

/**
 * An IAM user with a long-term key or a GetSessionToken session, an assumed-role session, a GetFederationToken session of a
 * user, an account's root user, or whoever brings an assertion of a SAML provider instead of a signature: then `account` and
 * `arn` are the provider's.
 */
export type Caller =
  | { kind: 'user'; account: TwinAccount; user: TwinUser; session?: Session; arn: string }
  | { kind: 'role'; account: TwinAccount; role: TwinRole; session: Session; arn: string }
  | { kind: 'federated-user'; account: TwinAccount; user: TwinUser; session: Session; arn: string }
  | { kind: 'root'; account: TwinAccount; session?: Session; arn: string }
  | { kind: 'saml'; account: TwinAccount; arn: string; providerName: string; nameQualifier: string; claims: Accepted };

/** The temporary credentials that a caller uses. */
export function sessionOf(caller: Caller): Session | undefined {
  return 'session' in caller ? caller.session : undefined;
}

/** `aws:userid` (IAM user guide, "Variables and tags", principal key values). */
export function userIdOf(caller: Caller): string {
  switch (caller.kind) {
    case 'root':
      return caller.account.id;
    case 'user':
      return caller.user.id;
    case 'role':
      return `${caller.role.id}:${caller.session.sessionName ?? ''}`;
    case 'federated-user':
      return `${caller.account.id}:${caller.session.sessionName ?? ''}`;
    case 'saml':
      return `${caller.nameQualifier}:${caller.claims.subject}`;
  }
}
