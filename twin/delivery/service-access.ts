/** Whether a service of AWS may reach a topic, a queue or a bus: nothing but the resource's policy says so. */
import { evaluate } from '../../iam/index.js';
import type { PolicyDocument } from '../../iam/index.js';
import { guardrailLevels } from '../access/policies-in-effect.js';
import { isInOrganization, organizationPath } from '../state/organization-tree.js';
import type { TwinAccount, TwinState } from '../state/twin-state.js';

export interface ServiceRequest {
  /** Name of the service, e.g. `events.amazonaws.com`. */
  service: string;
  action: string;
  resource: { arn: string; accountId: string; policy: PolicyDocument | undefined };
  /** ARN of the rule, alarm or topic on whose behalf the service acts, and its account. */
  sourceArn: string;
  sourceAccount: string;
  /** Keys that only some services send. */
  context?: Readonly<Record<string, string>>;
}

/** True if the policy of the resource lets the service act (IAM user guide, "AWS service principals"). */
export function serviceMay(
  state: TwinState,
  { service, action, resource, sourceArn, sourceAccount, context }: ServiceRequest,
): boolean {
  const owner = state.accounts.get(resource.accountId);
  const source = state.accounts.get(sourceAccount);
  if (owner?.state !== 'ACTIVE' || !resource.policy) return false;
  const evaluation = evaluate(
    {
      principal: service,
      action,
      resource: resource.arn,
      resourceAccount: resource.accountId,
      resourceInManagementAccount: resource.accountId === state.organization.managementAccountId,
      context: {
        'aws:SourceArn': sourceArn,
        'aws:SourceAccount': sourceAccount,
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': service,
        'aws:SecureTransport': 'true',
        'aws:ViaAWSService': 'false',
        'aws:ResourceAccount': resource.accountId,
        ...organizationKeys(state, 'Source', source),
        ...organizationKeys(state, 'Resource', owner),
        ...context,
      },
    },
    {
      identity: [],
      scpsByLevel: [],
      rcpsByLevel: guardrailLevels(state, owner, 'RESOURCE_CONTROL_POLICY'),
      resource: { name: `policy of ${resource.arn}`, document: resource.policy },
    },
  );
  return evaluation.decision === 'allow';
}

/** `aws:SourceOrgID` and the like, of an account in the organization. */
function organizationKeys(
  state: TwinState,
  of: 'Source' | 'Resource' | 'Principal',
  account: TwinAccount | undefined,
): Record<string, string | readonly string[]> {
  if (!account || !isInOrganization(account)) return {};
  return { [`aws:${of}OrgID`]: state.organization.id, [`aws:${of}OrgPaths`]: [organizationPath(state, account)] };
}

export interface AccountRequest {
  accountId: string;
  action: string;
  resource: { arn: string; accountId: string; policy: PolicyDocument | undefined };
}

/** True if the policy of a resource of another account lets an account act, for an event of which it is the source. */
export function accountMay(state: TwinState, { accountId, action, resource }: AccountRequest): boolean {
  const [account, owner] = [state.accounts.get(accountId), state.accounts.get(resource.accountId)];
  if (account?.state !== 'ACTIVE' || owner?.state !== 'ACTIVE' || !resource.policy) return false;
  const evaluation = evaluate(
    {
      principal: `arn:${state.partition}:iam::${accountId}:root`,
      action,
      resource: resource.arn,
      resourceAccount: resource.accountId,
      context: { 'aws:PrincipalAccount': accountId, ...organizationKeys(state, 'Principal', account) },
    },
    { identity: [], scpsByLevel: [], resource: { name: `policy of ${resource.arn}`, document: resource.policy } },
  );
  return evaluation.decision === 'allow';
}
