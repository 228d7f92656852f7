/**
 * How a break-glass user ends every federated session: a Deny of everything in each permission set, provisioned everywhere,
 * and in each role of direct federation. Sessions that exist are bound by it as new ones are, and nothing is deleted that
 * could not be put back as it was (IAM user guide, "Revoking IAM role temporary security credentials").
 */
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteInlinePolicyFromPermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { Credentials } from '../../../aws/signer.js';
import { CodedError } from '../../../base/errors.js';
import { clients, roleArn, sessionName } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { breakGlassSession } from '../harmless/ask.js';
import { isAccessDenied } from '../../causes/denial.js';
import type { Change } from '../../drill/change.js';
import { identityCenterOf, permissionSets, samlRoles } from './identities.js';
import type { Federated, IdentityCenterAccess, SamlRole } from './identities.js';

const DENY_ALL = { Sid: 'BreakGlassContainment', Effect: 'Deny', Action: '*', Resource: '*' };
const POLICY_NAME = 'BreakGlassContainment';
/** Between two looks at a provisioning request; milliseconds on the clock of the target. */
const POLL = 2000;

/** The changes that contain the attack, in order, and ids of the accounts whose roles could not be looked at. Nothing is done yet. */
export async function containment(
  context: DrillContext,
  scenario: string,
  { sets }: Pick<Federated, 'sets'>,
): Promise<{ changes: Change[]; closed: Set<string> }> {
  const session = await breakGlassSession(context);
  const { managementAccountId, inScope } = context.inventory;
  const management = inScope.find(({ id }) => id === managementAccountId);
  if (!management)
    throw new CodedError('BG_CONTAINMENT_FAILED', 'the management account is not drilled', 'Do not exclude it.');
  const center = await identityCenterOf(context, 'containment', await inside(context, session, management));
  const changes: Change[] = [];
  const closed = new Set<string>();
  // Listed again by the role itself: what was planned is what is there.
  const there = await permissionSets(center);
  for (const { arn } of sets.filter((set) => there.includes(set.arn)))
    changes.push(await quarantineSet(context, scenario, center, arn));
  for (const account of inScope) {
    // An account that cannot be entered is told by the sweep; sessions that go on there are told below.
    const roles = await samlRolesInside(context, session, account);
    if (!roles) closed.add(account.id);
    for (const role of roles ?? []) changes.push(quarantineRole(context, scenario, role));
  }
  return { changes, closed };
}

async function samlRolesInside(
  context: DrillContext,
  session: Credentials,
  account: AccountInScope,
): Promise<SamlRole[] | undefined> {
  try {
    return await samlRoles(clients(context, 'containment', await inside(context, session, account)).iam(), account);
  } catch {
    context.signal.throwIfAborted();
    return undefined;
  }
}

/** Enters the break-glass role of an account, without a session policy: this is what it is for. */
async function inside(context: DrillContext, session: Credentials, account: AccountInScope): Promise<Credentials> {
  const answer = await context
    .query('path')
    .assumeRole(
      session,
      { roleArn: roleArn(context, account.id), sessionName: sessionName(context), durationSeconds: 3600 },
      context.signal,
    );
  if (!answer.ok)
    throw new CodedError(
      'BG_CONTAINMENT_FAILED',
      `the break-glass role of ${account.name} could not be assumed: ${answer.message}`,
    );
  return answer.value;
}

/** A fresh session for an undo, which comes later, and comes also when the drill was stopped. */
async function freshly(context: DrillContext, account: AccountInScope): Promise<Credentials> {
  const unstoppable = { ...context, signal: new AbortController().signal };
  return inside(unstoppable, await breakGlassSession(unstoppable), account);
}

/** Remembers whether a write may have happened: one that was denied did not, and needs no undo. */
function write(): { (send: () => Promise<unknown>): Promise<void>; tried(): boolean } {
  let tried = false;
  const attempt = async (send: () => Promise<unknown>): Promise<void> => {
    tried = true;
    try {
      await send();
    } catch (error) {
      if (isAccessDenied((error as { name?: string }).name ?? '')) tried = false;
      throw error;
    }
  };
  return Object.assign(attempt, { tried: () => tried });
}

async function quarantineSet(
  context: DrillContext,
  scenario: string,
  center: IdentityCenterAccess,
  set: string,
): Promise<Change> {
  const key = { InstanceArn: center.instanceArn, PermissionSetArn: set };
  const { InlinePolicy: before = '' } = await center.admin.send(new GetInlinePolicyForPermissionSetCommand(key));
  const document =
    before === ''
      ? { Version: '2012-10-17', Statement: [] }
      : (JSON.parse(before) as { Version: string; Statement: unknown });
  const quarantined = JSON.stringify({ ...document, Statement: [DENY_ALL, ...[document.Statement].flat()] });
  const management = context.inventory.inScope.find(({ id }) => id === context.inventory.managementAccountId);
  const written = write();
  return {
    scenario,
    what: `permission set ${set.split('/').at(-1) ?? set} denies everything`,
    finish:
      'Take the statement BreakGlassContainment out of the inline policy of the permission set, and provision it to all accounts.',
    apply: async () => {
      await written(() =>
        center.admin.send(new PutInlinePolicyToPermissionSetCommand({ ...key, InlinePolicy: quarantined })),
      );
      await provision(context, center, set);
    },
    undo: async () => {
      if (!management || !written.tried()) return;
      const later = await identityCenterOf(context, 'containment', await freshly(context, management));
      if (before === '') await later.admin.send(new DeleteInlinePolicyFromPermissionSetCommand(key));
      else await later.admin.send(new PutInlinePolicyToPermissionSetCommand({ ...key, InlinePolicy: before }));
      await provision(context, later, set);
      const { InlinePolicy: after = '' } = await later.admin.send(new GetInlinePolicyForPermissionSetCommand(key));
      if (after !== before) throw new Error('the inline policy of the permission set is not what it was');
    },
  };
}

async function provision(
  context: DrillContext,
  { admin, instanceArn }: IdentityCenterAccess,
  set: string,
): Promise<void> {
  const { PermissionSetProvisioningStatus: request } = await admin.send(
    new ProvisionPermissionSetCommand({
      InstanceArn: instanceArn,
      PermissionSetArn: set,
      TargetType: 'ALL_PROVISIONED_ACCOUNTS',
    }),
  );
  for (let state = request?.Status; state === 'IN_PROGRESS';) {
    await context.target.clock.sleep(POLL);
    const answer = await admin.send(
      new DescribePermissionSetProvisioningStatusCommand({
        InstanceArn: instanceArn,
        ProvisionPermissionSetRequestId: request?.RequestId,
      }),
    );
    state = answer.PermissionSetProvisioningStatus?.Status;
    if (state === 'FAILED')
      throw new Error(
        answer.PermissionSetProvisioningStatus?.FailureReason ?? 'the permission set could not be provisioned',
      );
  }
}

function quarantineRole(context: DrillContext, scenario: string, { account, name }: SamlRole): Change {
  const written = write();
  return {
    scenario,
    what: `role ${name} of ${account.name} denies everything`,
    finish: `Delete the inline policy ${POLICY_NAME} of the role.`,
    apply: async () => {
      const iam = clients(context, 'containment', await freshly(context, account)).iam();
      await written(() =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName: name,
            PolicyName: POLICY_NAME,
            PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [DENY_ALL] }),
          }),
        ),
      );
    },
    undo: async () => {
      if (!written.tried()) return;
      const iam = clients(context, 'containment', await freshly(context, account)).iam();
      await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: POLICY_NAME })).catch(unlessGone);
    },
  };
}

/** What is not there is as undone as what was deleted. */
function unlessGone(error: unknown): void {
  if ((error as { name?: string }).name !== 'NoSuchEntityException') throw error;
}
