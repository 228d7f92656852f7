/** AWS Organizations, as far as it is read. */
import * as schemas from '@aws-sdk/client-organizations';
import type { PolicyDocument } from '../../iam/index.js';
import { AwsError } from '../aws-error.js';
import { ancestors, isInOrganization } from '../lookup.js';
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import type { TwinAccount, TwinGuardrail, TwinState } from '../state.js';
import { awsJson } from '../wire/json.js';
import type { Service } from '../wire/service.js';

/** Accounts and units come in pages of at most 20 (Organizations API reference, ListAccounts). */
const PAGE = 20;

interface Paged {
  MaxResults?: number;
  NextToken?: string;
}

export const organizations: Service = {
  id: 'organizations',
  protocols: [awsJson('1.1', 'AWSOrganizationsV20161128')],
  permissionPrefix: 'organizations',
  schemas,
  operations: [
    operation<unknown, unknown>({
      name: 'DescribeOrganization',
      run: (_input, { state, caller }) => {
        if (!isInOrganization(caller.account)) throw notInUse();
        return { Organization: describeOrganization(state) };
      },
    }),
    operation<Paged, unknown>({
      name: 'ListRoots',
      run: (_input, context) => {
        managementOnly(context);
        const { rootId } = context.state.organization;
        return { Roots: [{ Id: rootId, Arn: arnOf(context.state, `root/${context.state.organization.id}/${rootId}`), Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] };
      },
    }),
    operation<Paged, unknown>({
      name: 'ListAccounts',
      run: (input, context) => {
        managementOnly(context);
        const { items, NextToken } = page(members(context.state), input);
        return { Accounts: items.map((account) => describeAccount(context.state, account)), NextToken };
      },
    }),
    operation<{ AccountId: string }, unknown>({
      name: 'DescribeAccount',
      run: ({ AccountId }, context) => {
        managementOnly(context);
        const account = members(context.state).find(({ id }) => id === AccountId);
        if (!account) throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
        return { Account: describeAccount(context.state, account) };
      },
    }),
    operation<Paged & { ParentId: string }, unknown>({
      name: 'ListAccountsForParent',
      run: (input, context) => {
        managementOnly(context);
        parent(context.state, input.ParentId);
        const { items, NextToken } = page(members(context.state).filter(({ parentId }) => parentId === input.ParentId), input);
        return { Accounts: items.map((account) => describeAccount(context.state, account)), NextToken };
      },
    }),
    operation<Paged & { ParentId: string }, unknown>({
      name: 'ListOrganizationalUnitsForParent',
      run: (input, context) => {
        managementOnly(context);
        parent(context.state, input.ParentId);
        const { items, NextToken } = page([...context.state.ous.values()].filter(({ parentId }) => parentId === input.ParentId), input);
        return { OrganizationalUnits: items.map(({ id, name }) => ({ Id: id, Name: name, Arn: arnOf(context.state, `ou/${context.state.organization.id}/${id}`) })), NextToken };
      },
    }),
    operation<Paged & { Filter: string }, unknown>({
      name: 'ListPolicies',
      run: (input, context) => {
        managementOnly(context);
        const { items, NextToken } = page([...context.state.guardrails.values()].filter(({ type }) => type === input.Filter), input);
        return { Policies: items.map((policy) => describePolicy(policy)), NextToken };
      },
    }),
    operation<{ PolicyId: string }, unknown>({
      name: 'DescribePolicy',
      run: ({ PolicyId }, context) => {
        managementOnly(context);
        const policy = findPolicy(context.state, PolicyId);
        return { Policy: { PolicySummary: describePolicy(policy), Content: JSON.stringify(policy.document) } };
      },
    }),
    operation<{ PolicyId: string; Name?: string; Description?: string; Content?: string }, unknown>({
      name: 'UpdatePolicy',
      permissions: ({ PolicyId }, { state }) => [{ action: 'organizations:UpdatePolicy', resource: state.guardrails.get(PolicyId)?.arn ?? policyArn(state, PolicyId) }],
      run: ({ PolicyId, Name, Description, Content }, context) => {
        managementOnly(context);
        const policy = findPolicy(context.state, PolicyId);
        if (policy.awsManaged) throw new AwsError('ConstraintViolationException', 'You cannot change a policy that AWS manages.');
        if (Name !== undefined) policy.name = Name;
        if (Description !== undefined) policy.description = Description;
        if (Content !== undefined) policy.document = readDocument(Content);
        return { Policy: { PolicySummary: describePolicy(policy), Content: JSON.stringify(policy.document) } };
      },
    }),
    operation<Paged & { PolicyId: string }, unknown>({
      name: 'ListTargetsForPolicy',
      run: (input, context) => {
        managementOnly(context);
        findPolicy(context.state, input.PolicyId);
        const targets = [...context.state.guardrailTargets].filter(([, ids]) => ids.has(input.PolicyId)).map(([id]) => id);
        const { items, NextToken } = page(targets, input);
        return { Targets: items.map((id) => ({ TargetId: id, Name: nameOf(context.state, id), Type: /^\d/.test(id) ? 'ACCOUNT' : id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' })), NextToken };
      },
    }),
  ],
};

function policyArn({ partition, organization }: TwinState, policyId: string): string {
  const { id, managementAccountId } = organization;
  return `arn:${partition}:organizations::${managementAccountId}:policy/${id}/service_control_policy/${policyId}`;
}

function readDocument(content: string): PolicyDocument {
  try {
    return JSON.parse(content) as PolicyDocument;
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 'The provided policy document does not meet the requirements of the specified policy type.');
  }
}

function findPolicy(state: TwinState, id: string): TwinGuardrail {
  const policy = state.guardrails.get(id);
  if (!policy) throw new AwsError('PolicyNotFoundException', "We can't find a policy with the PolicyId that you specified.");
  return policy;
}

function describePolicy({ id, type, arn, name, description, awsManaged }: TwinGuardrail): Record<string, unknown> {
  return { Id: id, Arn: arn, Name: name, Description: description, Type: type, AwsManaged: awsManaged };
}

function nameOf(state: TwinState, id: string): string {
  return state.ous.get(id)?.name ?? state.accounts.get(id)?.name ?? 'Root';
}

/** Everything but DescribeOrganization is for the management account, whatever IAM allows elsewhere. */
function managementOnly({ state, caller }: OperationContext): void {
  if (!isInOrganization(caller.account)) throw notInUse();
  if (caller.account.id !== state.organization.managementAccountId) throw new AwsError('AccessDenied', "You don't have permissions to access this resource.", 403);
}

function notInUse(): AwsError {
  return new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

function members(state: TwinState): TwinAccount[] {
  return [...state.accounts.values()].filter(isInOrganization);
}

function parent(state: TwinState, id: string): void {
  if (id !== state.organization.rootId && !state.ous.has(id)) throw new AwsError('ParentNotFoundException', "You provided a parent that doesn't exist.");
}

function describeOrganization(state: TwinState): Record<string, unknown> {
  const { id, managementAccountId } = state.organization;
  return {
    Id: id,
    Arn: arnOf(state, `organization/${id}`),
    FeatureSet: 'ALL',
    MasterAccountArn: arnOf(state, `account/${id}/${managementAccountId}`),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: state.accounts.get(managementAccountId)?.email,
  };
}

/** `Status` is being retired in favour of `State`: both are served. */
function describeAccount(state: TwinState, account: TwinAccount): Record<string, unknown> {
  return {
    Id: account.id,
    Arn: arnOf(state, `account/${state.organization.id}/${account.id}`),
    Email: account.email,
    Name: account.name,
    State: account.state,
    Status: account.state === 'ACTIVE' ? 'ACTIVE' : 'SUSPENDED',
    JoinedMethod: 'CREATED',
    Paths: [`${[state.organization.id, ...ancestors(state, account)].join('/')}/${account.id}/`],
  };
}

function arnOf(state: TwinState, resource: string): string {
  return `arn:${state.partition}:organizations::${state.organization.managementAccountId}:${resource}`;
}

function page<T>(items: readonly T[], { MaxResults = PAGE, NextToken: token }: Paged): { items: T[]; NextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0 || MaxResults < 1) throw new AwsError('InvalidInputException', 'The next token or the maximum of results is not valid.');
  const end = start + Math.min(MaxResults, PAGE);
  return { items: items.slice(start, end), NextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined };
}
