/** Who made a call, and how a record shows it (CloudTrail user guide, "CloudTrail userIdentity element"). */
import type { SessionContext, UserIdentity } from './cloudtrail-event.js';
import { recordTime } from './cloudtrail-event.js';

/** A session made of long-term credentials, or of a console sign-in. */
export interface SessionFacts {
  /** When it was issued, in milliseconds since 1970. */
  issuedAt: number;
  mfa: boolean;
}

/** The caller of an operation, as a server knows it. */
export type CallerFacts =
  | {
      kind: 'user';
      accountId: string;
      userId: string;
      userName: string;
      arn: string;
      accessKeyId?: string;
      session?: SessionFacts;
    }
  | { kind: 'root'; accountId: string; partition?: string; accessKeyId?: string; session?: SessionFacts }
  | {
      kind: 'role';
      accountId: string;
      role: RoleFacts;
      sessionName: string;
      accessKeyId: string;
      session: SessionFacts;
      sourceIdentity?: string;
      /** Of a session that the access portal gave out: the person. */
      onBehalfOf?: { userId: string; identityStoreArn: string };
    }
  /** A session from GetFederationToken: `arn` and the user who asked for it. */
  | {
      kind: 'federated-user';
      accountId: string;
      arn: string;
      user: { id: string; name: string; arn: string };
      accessKeyId: string;
      session: SessionFacts;
    }
  /** Whoever gave a name at the sign-in page that no user of the account has. */
  | { kind: 'unknown-user'; accountId: string }
  /** Signed in with a SAML assertion, before there are credentials. */
  | { kind: 'saml'; nameQualifier: string; subject: string }
  | { kind: 'service'; service: string };

/** The role behind a session. */
export interface RoleFacts {
  /** `AROA…`. */
  id: string;
  name: string;
  /** With its path. */
  arn: string;
}

/** The caller as the records of its own account show it. */
export function userIdentity(caller: CallerFacts): UserIdentity {
  switch (caller.kind) {
    case 'user':
      return {
        type: 'IAMUser',
        principalId: caller.userId,
        arn: caller.arn,
        accountId: caller.accountId,
        ...accessKey(caller),
        userName: caller.userName,
        ...sessionContext(caller.session),
      };
    case 'root':
      return {
        type: 'Root',
        principalId: caller.accountId,
        arn: `arn:${caller.partition ?? 'aws'}:iam::${caller.accountId}:root`,
        accountId: caller.accountId,
        ...accessKey(caller),
        ...sessionContext(caller.session),
      };
    case 'role':
      return assumedRole(caller);
    case 'federated-user':
      return {
        type: 'FederatedUser',
        principalId: `${caller.accountId}:${caller.arn.slice(caller.arn.indexOf('/') + 1)}`,
        arn: caller.arn,
        accountId: caller.accountId,
        accessKeyId: caller.accessKeyId,
        sessionContext: {
          sessionIssuer: {
            type: 'IAMUser',
            principalId: caller.user.id,
            arn: caller.user.arn,
            accountId: caller.accountId,
            userName: caller.user.name,
          },
          ...attributes(caller.session),
        },
      };
    case 'unknown-user':
      // People type their password into the wrong field: the name is hidden (IAM user guide, "Logging IAM and AWS STS API calls").
      return { type: 'IAMUser', accountId: caller.accountId, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    case 'saml':
      return {
        type: 'SAMLUser',
        principalId: `${caller.nameQualifier}:${caller.subject}`,
        userName: caller.subject,
        identityProvider: caller.nameQualifier,
      };
    case 'service':
      return { type: 'AWSService', invokedBy: caller.service };
  }
}

/**
 * The caller as another account sees it: its account and unique id, and no name (IAM user guide, "Logging IAM and AWS STS API
 * calls"). A pattern on `userIdentity.userName` never matches there.
 */
export function foreignIdentity(caller: CallerFacts): UserIdentity {
  const { type, principalId, accountId } = userIdentity(caller);
  if (type === 'AWSService' || type === 'SAMLUser') return userIdentity(caller);
  return {
    type: 'AWSAccount',
    ...(principalId === undefined ? {} : { principalId }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

/** Account of the caller; `undefined` if it has none. */
export function accountOf(caller: CallerFacts): string | undefined {
  return 'accountId' in caller ? caller.accountId : undefined;
}

function assumedRole({
  accountId,
  role,
  sessionName,
  accessKeyId,
  session,
  sourceIdentity,
  onBehalfOf,
}: CallerFacts & { kind: 'role' }): UserIdentity {
  const [, partition = 'aws'] = role.arn.split(':');
  const issuer = { type: 'Role' as const, principalId: role.id, arn: role.arn, accountId, userName: role.name };
  return {
    type: 'AssumedRole',
    principalId: `${role.id}:${sessionName}`,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: issuer,
      ...attributes(session),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    },
    ...(onBehalfOf ? { onBehalfOf } : {}),
  };
}

function accessKey({ accessKeyId }: { accessKeyId?: string }): { accessKeyId?: string } {
  return accessKeyId === undefined ? {} : { accessKeyId };
}

function sessionContext(session: SessionFacts | undefined): { sessionContext?: SessionContext } {
  return session === undefined ? {} : { sessionContext: attributes(session) };
}

function attributes({ issuedAt, mfa }: SessionFacts): Pick<SessionContext, 'attributes'> {
  return { attributes: { creationDate: recordTime(issuedAt), mfaAuthenticated: mfa ? 'true' : 'false' } };
}
