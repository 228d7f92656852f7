/** Who made a request, after its signature was verified. */
import type { Session, TwinAccount, TwinRole, TwinUser } from './state.js';

/** An IAM user with a long-term key or a GetSessionToken session, an assumed-role session, or an account's root user. */
export type Caller =
  | { kind: 'user'; account: TwinAccount; user: TwinUser; session?: Session; arn: string }
  | { kind: 'role'; account: TwinAccount; role: TwinRole; session: Session; arn: string }
  | { kind: 'root'; account: TwinAccount; arn: string };
