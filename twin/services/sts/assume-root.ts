/** AssumeRoot: a short session as the root user of a member account, for one task (STS API reference, AssumeRoot). */
import { fullAwsAccess } from '../../access/aws-managed-policies.js';
import { mayAdministerRootAccess } from '../../state/organization-tree.js';
import type { TwinAccount, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { credentialsOf, issueSession } from './issue-session.js';
import { rootTask } from './root-tasks.js';

interface AssumeRootInput {
  TargetPrincipal: string;
  TaskPolicyArn: { arn?: string };
  DurationSeconds?: number;
}

/** Sessions last fifteen minutes, or less. */
const LONGEST_SECONDS = 900;

export const assumeRoot = operation<AssumeRootInput, unknown>({
  name: 'AssumeRoot',
  permissions: (input, context) => {
    const { caller, state } = context;
    if (caller.kind === 'root')
      throw new AwsError('AccessDenied', 'Root users may not be assumed by root accounts.', 403);
    checkInput(input);
    const id = accountId(input.TargetPrincipal);
    const resource = `arn:${state.partition}:iam::${id}:root`;
    const { arn = '' } = input.TaskPolicyArn;
    return [{ action: 'sts:AssumeRoot', resource, resourceAccount: id, context: { 'sts:TaskPolicyArn': arn } }];
  },
  run: (input, context) => {
    const account = memberOf(context, accountId(input.TargetPrincipal));
    const task = rootTask(input.TaskPolicyArn.arn ?? '');
    if (!account || !task) throw refused(context, input);
    const session = issueSession(context, input.DurationSeconds ?? LONGEST_SECONDS, {
      accountId: account.id,
      kind: 'assumed-root',
      // The task denies all but itself; what the root user may otherwise stays.
      sessionPolicies: [fullAwsAccess, task],
    });
    return { Credentials: credentialsOf(session) };
  },
});

function checkInput({
  TargetPrincipal: target,
  TaskPolicyArn: task,
  DurationSeconds: seconds = LONGEST_SECONDS,
}: AssumeRootInput): void {
  const refuse = (value: unknown, member: string, rule: string): AwsError =>
    new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${rule}`,
    );
  if (!/^(\d{12}|arn:[\w-]+:iam::\d{12}:root)$/.test(target))
    throw refuse(target, 'targetPrincipal', 'Member must be the id of an account or the ARN of its root user');
  if (!rootTask(task.arn ?? ''))
    throw refuse(task.arn, 'taskPolicyArn', 'Member must be one of the policies of AWS for root tasks');
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_SECONDS)
    throw refuse(seconds, 'durationSeconds', `Member must have value between 0 and ${LONGEST_SECONDS}`);
}

function accountId(target: string): string {
  return /\d{12}/.exec(target)?.[0] ?? '';
}

/**
 * The member account, if sessions of root users are switched on and the caller's account is the management account or IAM's
 * delegated administrator (IAM user guide, "Centralize root access for member accounts").
 */
function memberOf({ state, caller }: OperationContext, id: string): TwinAccount | undefined {
  const account = state.accounts.get(id);
  const switchedOn =
    state.organization.rootAccess.has('RootSessions') && mayAdministerRootAccess(state, caller.account);
  return switchedOn && account && isActiveMember(state, account) ? account : undefined;
}

function isActiveMember({ organization }: TwinState, account: TwinAccount): boolean {
  return (
    account.parentId !== undefined && account.id !== organization.managementAccountId && account.state === 'ACTIVE'
  );
}

/** AWS does not document another code for what stands in the way here. */
function refused({ caller }: OperationContext, { TargetPrincipal: target }: AssumeRootInput): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRoot on resource: ${target}`,
    403,
  );
}
