/**
 * Controls: who must be refused. Each is otherwise fully entitled, so that only the thing tested refuses it; a refusal
 * for another reason proves nothing and is inconclusive.
 */
import type { MfaProof } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import type { DrillContext } from '../../drill/context.js';
import type { CallerIdentity } from '../../drill/cell.js';

export type ControlId = 'federated-administrator' | 'ordinary-user' | 'without-mfa' | 'wrong-code' | 'outsider';

/** One way in which a control tries to get in. */
export interface Attempt {
  /** Shown in reports. */
  label: string;
  credentials: Credentials;
  caller: CallerIdentity;
  /** Sent with AssumeRole itself. */
  mfa?: MfaProof;
  /** The break-glass user whose success in the same account shows that only the thing tested refuses this attempt. */
  pairedWith?: string;
  /** Accounts' role ARNs that the control's own policies allow it to assume. Absent: shown by the pair. */
  entitled?: ReadonlySet<string>;
}

export interface Control {
  id: ControlId;
  title: string;
  /** Codes that are the right reason. Outside the organization AWS gives none: see `BG_ACCESS_DENIED`. */
  rightReasons: readonly string[];
  /** Code of the finding if it gets in. */
  letIn: string;
  attempts(context: DrillContext): Promise<Attempt[]>;
}

/** The controls, one entry each. */
export const controls: Record<ControlId, Control> = {
  'federated-administrator': {
    id: 'federated-administrator',
    title: 'A federated administrator with a session from before the outage',
    rightReasons: ['BG_TRUST_DENIED'],
    letIn: 'BG_TRUST_TOO_WIDE',
    attempts: (context) => Promise.resolve([context.principals.federatedAdministrator]),
  },
  'ordinary-user': {
    id: 'ordinary-user',
    title: 'An ordinary IAM user of the organization, with MFA',
    rightReasons: ['BG_TRUST_DENIED'],
    letIn: 'BG_TRUST_TOO_WIDE',
    attempts: (context) => Promise.resolve([context.principals.ordinaryUser]),
  },
  'without-mfa': {
    id: 'without-mfa',
    title: 'A break-glass user without MFA',
    rightReasons: ['BG_TRUST_DENIED'],
    letIn: 'BG_MFA_NOT_REQUIRED',
    attempts: async (context) => {
      const attempts: Attempt[] = [];
      for (const user of context.custody.within(context.known.present)) {
        const longTerm = await context.custody.open(context.organization.management, user);
        const session = await context.query('control').getSessionToken(longTerm, undefined, context.signal);
        // Two forms, because conditions treat them differently: the key is absent in one and false in the other.
        attempts.push({
          label: `${user}, access key alone`,
          credentials: longTerm,
          caller: callerOf(context, user, {}),
          pairedWith: user,
        });
        if (session.ok)
          attempts.push({
            label: `${user}, session without MFA`,
            credentials: session.value,
            caller: callerOf(context, user, NO_MFA),
            pairedWith: user,
          });
      }
      return attempts;
    },
  },
  'wrong-code': {
    id: 'wrong-code',
    title: 'A break-glass user with a wrong MFA code',
    rightReasons: ['BG_MFA_CODE_REJECTED'],
    letIn: 'BG_MFA_CODE_IGNORED',
    attempts: async (context) => {
      const account = context.organization.management;
      const attempts: Attempt[] = [];
      for (const user of context.custody.within(context.known.present)) {
        const credentials = await context.custody.open(account, user);
        const mfa = context.custody.wrongCode(account, user);
        attempts.push({
          label: `${user}, wrong code`,
          credentials,
          mfa,
          caller: callerOf(context, user, {}),
          pairedWith: user,
        });
      }
      return attempts;
    },
  },
  outsider: {
    id: 'outsider',
    title: 'An outsider of the organization, with MFA',
    rightReasons: ['BG_TRUST_DENIED', 'BG_ACCESS_DENIED'],
    letIn: 'BG_TRUST_TOO_WIDE',
    attempts: (context) => Promise.resolve([context.principals.outsider]),
  },
};

const NO_MFA = { 'aws:MultiFactorAuthPresent': 'false' };

function callerOf(context: DrillContext, user: string, keys: Readonly<Record<string, string>>): CallerIdentity {
  const known = context.breakGlassUsers.get(user);
  return {
    principal: known?.arn ?? '',
    principalId: known?.id ?? '',
    context: { 'aws:PrincipalArn': known?.arn ?? '', ...keys },
  };
}
