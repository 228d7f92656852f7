/**
 * How a break-glass user ends every federated session: a Deny of everything in each permission set, provisioned everywhere,
 * and in each role of direct federation. Sessions that exist are bound by it as new ones are, and nothing is deleted that
 * could not be put back as it was (IAM user guide, "Revoking IAM role temporary security credentials").
 */
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetInlinePolicyForPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { Clients } from '../../../aws/clients.js';
import type { Credentials } from '../../../aws/signer.js';
import { isWayFault } from '../../../aws/way-faults.js';
import { CodedError } from '../../../base/errors.js';
import { clients, hopInto } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { breakGlassSession } from '../harmless/ask.js';
import { denialCode, isAccessDenied, isUnclear } from '../../causes/denial.js';
import type { Change } from '../../drill/change.js';
import { provision } from './undoers.js';
import { identityCenterOf, permissionSets, samlRoles } from './identities.js';
import type { Federated, IdentityCenterAccess, SamlRole } from './identities.js';

const DENY_ALL = { Sid: 'BreakGlassContainment', Effect: 'Deny', Action: '*', Resource: '*' };
const POLICY_NAME = 'BreakGlassContainment';

/** The changes that contain the attack, in order, and ids of the accounts whose roles could not be looked at. Nothing is done yet. */
export async function containment(
  context: DrillContext,
  scenario: string,
  { sets, untried }: Pick<Federated, 'sets' | 'untried'>,
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
    // Nothing was planned where nobody could look: the question says so.
    if (untried.some((one) => one.account === account)) continue;
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
  } catch (error) {
    context.signal.throwIfAborted();
    // Sessions that go on behind a fault of the way show nothing about the role.
    if (isWayFault(error)) throw error;
    return undefined;
  }
}

/** Enters the break-glass role of an account, without a session policy: this is what it is for. */
async function inside(context: DrillContext, session: Credentials, account: AccountInScope): Promise<Credentials> {
  const answer = await context
    .query('path')
    .assumeRole(session, { ...hopInto(context, account.id), durationSeconds: 3600 }, context.signal);
  if (!answer.ok)
    throw new CodedError(
      isUnclear(denialCode(answer)) ? denialCode(answer) : 'BG_CONTAINMENT_FAILED',
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
  const parameters = {
    account: context.inventory.managementAccountId,
    region: context.organization.homeRegion,
    instanceArn: center.instanceArn,
    permissionSetArn: set,
    before,
  };
  const written = write();
  return {
    scenario,
    what: `permission set ${set.split('/').at(-1) ?? set} denies everything`,
    finish:
      'Take the statement BreakGlassContainment out of the inline policy of the permission set, and provision it to all accounts.',
    undo: { kind: 'permission-set-policy', parameters },
    untouched: () => !written.tried(),
    apply: async () => {
      await written(() =>
        center.admin.send(new PutInlinePolicyToPermissionSetCommand({ ...key, InlinePolicy: quarantined })),
      );
      await provision(center.admin, context.target.clock, parameters);
    },
  };
}

function quarantineRole(context: DrillContext, scenario: string, { account, name }: SamlRole): Change {
  const written = write();
  return {
    scenario,
    what: `role ${name} of ${account.name} denies everything`,
    finish: `Delete the inline policy ${POLICY_NAME} of the role.`,
    undo: { kind: 'role-policy', parameters: { account: account.id, role: name, policy: POLICY_NAME } },
    untouched: () => !written.tried(),
    apply: async () => {
      const iam = clients(context, 'containment', await freshly(context, account)).iam();
      const document = JSON.stringify({ Version: '2012-10-17', Statement: [DENY_ALL] });
      await written(() =>
        iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: POLICY_NAME, PolicyDocument: document })),
      );
    },
  };
}

/** Clients of the break-glass role of an account, for an undo: it comes also when the drill was stopped. */
export async function breakGlassClients(context: DrillContext, accountId: string, region?: string): Promise<Clients> {
  const account = [...context.inventory.inScope, ...context.inventory.leftOut].find(({ id }) => id === accountId);
  if (!account) throw new RangeError(`there is no account ${accountId}`);
  return clients(context, 'containment', await freshly(context, account), region);
}
