/**
 * Controls: who must be refused. Each is otherwise fully entitled, so that only the thing tested refuses it; a refusal
 * for another reason proves nothing and is inconclusive.
 */
import type { DrillContext } from '../../drill/context.js';
import type { CallerIdentity } from '../../causes/caller-identity.js';
import type { FindingCode } from '../../causes/explanation.js';
import { signIn } from '../../drill/planned-calls.js';
import { administratorSetIn } from '../../drill/principals.js';
import type { Attempt } from '../../drill/principals.js';
import type { PlannedCall } from '../../drill/work.js';

/** Every control. */
export const CONTROL_IDS = [
  'federated-administrator',
  'ordinary-user',
  'without-mfa',
  'wrong-code',
  'outsider',
] as const;

export type ControlId = (typeof CONTROL_IDS)[number];

/** One way in which a control tries to get in. */
export interface Try {
  /** Unique among those of its control; empty for the only one. */
  key: string;
  /** Principal that hops, and the id of its account. */
  as: string;
  from: string;
  /** A sign-in that is made first. */
  signIn?: PlannedCall;
  /** Opens its session; throws for want of credentials, or of an answer. */
  open(context: DrillContext): Promise<Attempt>;
}

export interface Control {
  id: ControlId;
  title: string;
  /** Codes that are the right reason. Outside the organization AWS gives none: see `BG_ACCESS_DENIED`. */
  rightReasons: readonly FindingCode[];
  /** Code of the finding if it gets in. */
  letIn: FindingCode;
  /** How it tries, with these break-glass users within reach. */
  tries(context: DrillContext, users: readonly string[]): Try[];
}

/**
 * Refused where the role is, whatever the caller's own policies say: by its trust policy, or by a resource control policy that
 * keeps others away from it as well.
 */
const BY_THE_ROLE: readonly FindingCode[] = ['BG_TRUST_DENIED', 'BG_RCP_DENIED'];

/** The controls, one entry each. */
export const controls: Record<ControlId, Control> = {
  'federated-administrator': {
    id: 'federated-administrator',
    title: 'A federated administrator with a session from before the outage',
    rightReasons: BY_THE_ROLE,
    letIn: 'BG_TRUST_TOO_WIDE',
    tries: ({ file, inventory }) => [
      {
        key: '',
        as: `permission-set/${administratorSetIn(file, true)}`,
        from: inventory.managementAccountId,
        open: ({ principals }) => Promise.resolve(principals.federatedAdministrator),
      },
    ],
  },
  'ordinary-user': {
    id: 'ordinary-user',
    title: 'An ordinary IAM user of the organization, with MFA',
    rightReasons: BY_THE_ROLE,
    letIn: 'BG_TRUST_TOO_WIDE',
    tries: ({ file, organization }) => [
      {
        key: '',
        as: `user/${file.controls.ordinaryUser.user}`,
        from: accountOf(organization, file.controls.ordinaryUser.account),
        open: ({ principals }) => Promise.resolve(principals.ordinaryUser),
      },
    ],
  },
  'without-mfa': {
    id: 'without-mfa',
    title: 'A break-glass user without MFA',
    // The same user got in here with MFA: whichever policy refuses without, the lack of MFA is why. It may be asked for more than once.
    rightReasons: [
      'BG_TRUST_DENIED',
      'BG_IDENTITY_DENIED',
      'BG_BOUNDARY_DENIED',
      'BG_RCP_DENIED',
      'BG_RESOURCE_POLICY_DENIED',
    ],
    letIn: 'BG_MFA_NOT_REQUIRED',
    // Two forms, because conditions treat them differently: the key is absent in one and false in the other.
    tries: ({ inventory: { managementAccountId: from } }, users) =>
      users.flatMap((user): Try[] => [
        { key: `${user}/access-key`, as: `user/${user}`, from, open: (context) => withAccessKey(context, user) },
        {
          key: `${user}/session`,
          as: `user/${user}`,
          from,
          signIn: signIn(user, from),
          open: (context) => withoutMfa(context, user),
        },
      ]),
  },
  'wrong-code': {
    id: 'wrong-code',
    title: 'A break-glass user with a wrong MFA code',
    rightReasons: ['BG_MFA_CODE_REJECTED'],
    letIn: 'BG_MFA_CODE_IGNORED',
    tries: ({ inventory: { managementAccountId: from } }, users) =>
      users.map((user): Try => ({
        key: user,
        as: `user/${user}`,
        from,
        open: (context) => withWrongCode(context, user),
      })),
  },
  outsider: {
    id: 'outsider',
    title: 'An outsider of the organization, with MFA',
    rightReasons: ['BG_TRUST_DENIED', 'BG_ACCESS_DENIED'],
    letIn: 'BG_TRUST_TOO_WIDE',
    tries: ({ file, organization }) => [
      {
        key: '',
        as: `user/${file.controls.outsider.user}`,
        from: accountOf(organization, file.controls.outsider.account),
        open: ({ principals }) => Promise.resolve(principals.outsider),
      },
    ],
  },
};

function accountOf({ accounts, outsiders }: DrillContext['organization'], name: string): string {
  return (accounts[name] ?? outsiders[name])?.id ?? '';
}

async function withAccessKey(context: DrillContext, user: string): Promise<Attempt> {
  const credentials = await context.custody.open(context.organization.management, user);
  return { label: `${user}, access key alone`, credentials, caller: callerOf(context, user, {}), pairedWith: user };
}

async function withoutMfa(context: DrillContext, user: string): Promise<Attempt> {
  const longTerm = await context.custody.open(context.organization.management, user);
  const session = await context.query('control').getSessionToken(longTerm, undefined, context.signal);
  if (!session.ok) throw new Error(`no session without MFA was given: ${session.message}`);
  return {
    label: `${user}, session without MFA`,
    credentials: session.value,
    caller: callerOf(context, user, { 'aws:MultiFactorAuthPresent': 'false' }),
    pairedWith: user,
  };
}

async function withWrongCode(context: DrillContext, user: string): Promise<Attempt> {
  const account = context.organization.management;
  const credentials = await context.custody.open(account, user);
  const mfa = context.custody.wrongCode(account, user);
  return { label: `${user}, wrong code`, credentials, mfa, caller: callerOf(context, user, {}), pairedWith: user };
}

function callerOf(context: DrillContext, user: string, keys: Readonly<Record<string, string>>): CallerIdentity {
  const known = context.breakGlassUsers.get(user);
  return {
    principal: known?.arn ?? '',
    principalId: known?.id ?? '',
    context: { 'aws:PrincipalArn': known?.arn ?? '', ...keys },
  };
}
