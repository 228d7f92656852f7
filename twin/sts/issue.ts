/** Issues temporary credentials. */
import { secretAccessKey, uniqueId } from '../../base/ids.js';
import type { OperationContext } from '../operation.js';
import type { Session } from '../state.js';

/** Expired sessions are forgotten once there are this many, so that a long-running emulator does not grow for ever. */
const SWEEP_AT = 50_000;

/** Makes a session and remembers it. `durationSeconds` counts on the target's clock. */
export function issueSession(context: Pick<OperationContext, 'state' | 'clock' | 'random'>, durationSeconds: number, details: Omit<Session, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'issuedAt' | 'expiresAt'>): Session {
  const { state, clock, random } = context;
  const issuedAt = clock.now();
  if (state.sessions.size >= SWEEP_AT) {
    for (const [id, session] of state.sessions) if (session.expiresAt <= issuedAt) state.sessions.delete(id);
  }
  const session: Session = {
    ...details,
    accessKeyId: uniqueId('ASIA', random),
    secretAccessKey: secretAccessKey(random),
    sessionToken: Buffer.from(random.bytes(96)).toString('base64'),
    issuedAt,
    expiresAt: issuedAt + durationSeconds * 1000,
  };
  state.sessions.set(session.accessKeyId, session);
  return session;
}

/** Credentials in the shape of STS. */
export function credentialsOf(session: Session): { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date } {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    // AWS answers with whole seconds.
    Expiration: new Date(Math.floor(session.expiresAt / 1000) * 1000),
  };
}
