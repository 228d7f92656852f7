/** Issues temporary credentials. */
import { uniqueId } from '../../../base/ids.js';
import type { Session, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';

/**
 * Expired sessions are forgotten once there are this many, so that a long-running emulator does not grow for ever; then
 * again when those that were left have doubled, so that a sweep on a standing clock does not look at all of them each time.
 */
const FIRST_SWEEP = 50_000;
const nextSweep = new WeakMap<TwinState, number>();

/** No session is shorter. */
export const SHORTEST_SECONDS = 900;

/** Throws `ValidationError` unless the duration asked for is a whole number of seconds from 900 to `longest`. */
export function checkDuration(seconds: number | undefined, longest: number): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= SHORTEST_SECONDS && seconds <= longest)) return;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${SHORTEST_SECONDS} and ${longest}`,
  );
}

/** Makes a session and remembers it. `durationSeconds` counts on the target's clock. */
export function issueSession(
  context: Pick<OperationContext, 'state' | 'clock' | 'random'>,
  durationSeconds: number,
  details: Omit<Session, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'issuedAt' | 'expiresAt'>,
): Session {
  const { state, clock, random } = context;
  const issuedAt = clock.now();
  if (state.sessions.size >= (nextSweep.get(state) ?? FIRST_SWEEP)) forgetExpired(state, issuedAt);
  const session: Session = {
    ...details,
    accessKeyId: uniqueId('ASIA', random),
    // Forty characters of base64, as AWS makes them; drawn in one piece, for a sweep makes thousands a second.
    secretAccessKey: Buffer.from(random.bytes(30)).toString('base64'),
    sessionToken: Buffer.from(random.bytes(96)).toString('base64'),
    issuedAt,
    expiresAt: issuedAt + durationSeconds * 1000,
  };
  state.sessions.set(session.accessKeyId, session);
  return session;
}

function forgetExpired(state: TwinState, now: number): void {
  for (const [id, session] of state.sessions) if (session.expiresAt <= now) state.sessions.delete(id);
  nextSweep.set(state, Math.max(FIRST_SWEEP, state.sessions.size * 2));
}

/** Credentials in the shape of STS. */
export function credentialsOf(session: Session): {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
  Expiration: Date;
} {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    // AWS answers with whole seconds.
    Expiration: new Date(Math.floor(session.expiresAt / 1000) * 1000),
  };
}
