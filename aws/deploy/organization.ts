/** Deploys the tree of an organization and its guardrails. */
import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  MoveAccountCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Clock } from '../../base/clock.js';
import type { Account, Organization, ServiceControlPolicy } from '../../organization/model.js';
import { statementsOf } from '../../organization/documents.js';
import { notImplemented } from '../missing-operations.js';
import { readGuardrails } from '../snapshot/guardrails.js';
import { accountNames, unitNames } from '../snapshot/names.js';
import { readTree } from '../snapshot/tree.js';
import type { Tree } from '../snapshot/tree.js';
import type { Deployment } from './deployment.js';
import { policyText, sameStatements } from './deployment.js';
import { accountName, unitName } from './localize.js';

/** Where changes of the organization itself are said to be. */
const ORGANIZATION = 'organization';
const TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;
/** How long an account may take to be created; AWS needs some minutes. Milliseconds. */
const LONGEST_CREATION = 600_000;
const POLL = 500;

/** Ids of the endpoint by ids of the document. */
export type Ids = Map<string, string>;

/** Makes the organization, its OUs and its accounts as far as they are not there. `undefined` where there is no Organizations. */
export async function deployTree(
  deployment: Deployment,
  client: OrganizationsClient,
  organization: Organization,
  clock: Clock,
): Promise<Ids | undefined> {
  const before = await treeOrNew(deployment, client);
  if (!before) return undefined;
  for (const type of TYPES) {
    const [wanted, enabled] = [organization.policyTypes.includes(type), before.policyTypes.includes(type)];
    const input = { RootId: before.rootId, PolicyType: type };
    if (wanted && !enabled)
      await deployment.change(ORGANIZATION, `enable ${type}`, () => client.send(new EnablePolicyTypeCommand(input)));
    if (!wanted && enabled)
      await deployment.change(ORGANIZATION, `disable ${type}`, () => client.send(new DisablePolicyTypeCommand(input)));
  }
  const units = await deployUnits(deployment, client, organization, before);
  const ids: Ids = new Map([
    [organization.id, before.organizationId],
    [organization.rootId, before.rootId],
  ]);
  for (const [name, id] of units) ids.set(organization.ous[name]?.id ?? '', id);
  const existing = new Map([...accountNames(before)].map(([id, name]) => [name.toLowerCase(), id]));
  for (const [name, account] of Object.entries(organization.accounts)) {
    const known = name === organization.management ? before.managementAccountId : existing.get(name.toLowerCase());
    const parentId = account.ou === 'Root' ? before.rootId : (units.get(account.ou) ?? before.rootId);
    const id = await deployAccount(deployment, client, { name, account, known, parentId }, before, clock);
    if (id !== undefined) ids.set(account.id, id);
  }
  return ids;
}

/** The tree as it is, after an organization was made where there was none. */
async function treeOrNew(deployment: Deployment, client: OrganizationsClient): Promise<Tree | undefined> {
  try {
    return await readTree(client);
  } catch (error) {
    if (notImplemented(error) !== undefined) return undefined;
    if ((error as { name?: string }).name !== 'AWSOrganizationsNotInUseException') throw error;
  }
  await deployment.change(ORGANIZATION, 'create the organization', () =>
    client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' })),
  );
  return readTree(client);
}

/** Name in the document -> id; those above are made first. */
async function deployUnits(
  deployment: Deployment,
  client: OrganizationsClient,
  { ous }: Organization,
  before: Tree,
): Promise<Map<string, string>> {
  const existing = new Map([...unitNames(before)].map(([id, name]) => [name, id]));
  const made = new Map<string, string>();
  const parentOf = (id: string): string | undefined => before.units.find((unit) => unit.id === id)?.parentId;
  const deployUnit = async (name: string): Promise<string> => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const parent = ous[name]?.in ?? 'Root';
    const parentId = parent === 'Root' ? before.rootId : await deployUnit(parent);
    const found = [existing.get(name), existing.get(unitName(name, parent))].find(
      (id) => id !== undefined && parentOf(id) === parentId,
    );
    let id = found ?? '';
    if (found === undefined) {
      await deployment.change(ORGANIZATION, `create the OU ${name}`, async () => {
        const answer = await client.send(
          new CreateOrganizationalUnitCommand({ ParentId: parentId, Name: unitName(name, parent) }),
        );
        id = answer.OrganizationalUnit?.Id ?? '';
      });
    }
    made.set(name, id);
    return id;
  };
  for (const name of Object.keys(ous)) await deployUnit(name);
  return made;
}

interface Placed {
  /** Name in the document. */
  name: string;
  account: Account;
  /** Its id, if it is there. */
  known: string | undefined;
  parentId: string;
}

async function deployAccount(
  deployment: Deployment,
  client: OrganizationsClient,
  { name, account, known, parentId }: Placed,
  before: Tree,
  clock: Clock,
): Promise<string | undefined> {
  const found = before.accounts.find(({ id }) => id === known);
  let id = known;
  if (id === undefined)
    await deployment.change(
      ORGANIZATION,
      `create the account ${name}`,
      async () => void (id = await createAccount(client, accountName(name), account.email, clock)),
    );
  if (id === undefined) return undefined;
  const created = id;
  const from = found?.path.at(-1) ?? before.rootId;
  if (from !== parentId)
    await deployment.change(ORGANIZATION, `move the account ${name} to ${account.ou}`, () =>
      client.send(new MoveAccountCommand({ AccountId: created, SourceParentId: from, DestinationParentId: parentId })),
    );
  const state = found?.state ?? 'ACTIVE';
  if (account.state === state) return id;
  if (account.state === 'SUSPENDED' && state === 'ACTIVE')
    await deployment.change(ORGANIZATION, `close the account ${name}`, () =>
      client.send(new CloseAccountCommand({ AccountId: created })),
    );
  else
    deployment.leaveOut(
      ORGANIZATION,
      `state ${account.state} of the account ${name}`,
      `no call makes it ${account.state} from ${state}`,
    );
  return id;
}

/** Asks for an account and waits until it is there. */
async function createAccount(
  client: OrganizationsClient,
  AccountName: string,
  Email: string,
  clock: Clock,
): Promise<string> {
  const { CreateAccountStatus: asked } = await client.send(new CreateAccountCommand({ AccountName, Email }));
  const deadline = clock.now() + LONGEST_CREATION;
  for (;;) {
    const { CreateAccountStatus: status } = await client.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: asked?.Id }),
    );
    if (status?.State === 'SUCCEEDED') return status.AccountId ?? '';
    if (status?.State === 'FAILED')
      throw new Error(`the account was not created: ${status.FailureReason ?? 'no reason given'}`);
    if (clock.now() > deadline) throw new Error('the account is still being created');
    await clock.sleep(POLL);
  }
}

/** Guardrails come last: before, they would stop what is deployed. `organization` has the ids of the endpoint. */
export async function deployGuardrails(
  deployment: Deployment,
  client: OrganizationsClient,
  organization: Organization,
): Promise<void> {
  const existing = await readGuardrails(client);
  const targetId = (name: string): string =>
    name === 'Root' ? organization.rootId : (organization.ous[name]?.id ?? organization.accounts[name]?.id ?? '');
  for (const [type, policies] of [
    ['SERVICE_CONTROL_POLICY', organization.serviceControlPolicies],
    ['RESOURCE_CONTROL_POLICY', organization.resourceControlPolicies],
  ] as const) {
    for (const [name, policy] of Object.entries(policies)) {
      const found = existing.find((one) => one.type === type && one.name === name && !one.awsManaged);
      const id = found
        ? (found.arn.split('/').at(-1) ?? '')
        : await createPolicy(deployment, client, type, name, policy);
      if (id === undefined) continue;
      if (
        found &&
        (found.description !== policy.description || !sameStatements(statementsOf(found.content), policy.statements))
      ) {
        await deployment.change(ORGANIZATION, `update the policy ${name}`, () =>
          client.send(
            new UpdatePolicyCommand({
              PolicyId: id,
              Description: policy.description,
              Content: policyText(policy.statements),
            }),
          ),
        );
      }
      // While a type is disabled, nothing of it can be attached.
      const wanted = organization.policyTypes.includes(type) ? policy.attachedTo.map(targetId) : [];
      await attachTo(deployment, client, { id, name }, wanted, found?.targets ?? []);
    }
  }
  const full = existing.find(({ awsManaged, type }) => awsManaged && type === 'SERVICE_CONTROL_POLICY');
  if (!full || !organization.policyTypes.includes('SERVICE_CONTROL_POLICY')) return;
  const without = new Set(organization.withoutFullAccess.map(targetId));
  const targets = [
    organization.rootId,
    ...Object.values(organization.ous).map(({ id }) => id),
    ...Object.values(organization.accounts).map(({ id }) => id),
  ];
  await attachTo(
    deployment,
    client,
    { id: full.arn.split('/').at(-1) ?? '', name: full.name },
    targets.filter((target) => !without.has(target)),
    full.targets,
  );
}

/** Attaches a policy to the targets that are wanted, and takes it off the others. */
async function attachTo(
  deployment: Deployment,
  client: OrganizationsClient,
  { id, name }: { id: string; name: string },
  wanted: readonly string[],
  attached: readonly string[],
): Promise<void> {
  const input = (target: string): { PolicyId: string; TargetId: string } => ({ PolicyId: id, TargetId: target });
  for (const target of new Set(wanted))
    if (!attached.includes(target))
      await deployment.change(ORGANIZATION, `attach the policy ${name} to ${target}`, () =>
        client.send(new AttachPolicyCommand(input(target))),
      );
  for (const target of attached)
    if (!wanted.includes(target))
      await deployment.change(ORGANIZATION, `detach the policy ${name} from ${target}`, () =>
        client.send(new DetachPolicyCommand(input(target))),
      );
}

async function createPolicy(
  deployment: Deployment,
  client: OrganizationsClient,
  type: (typeof TYPES)[number],
  name: string,
  { description, statements }: Pick<ServiceControlPolicy, 'description' | 'statements'>,
): Promise<string | undefined> {
  let id: string | undefined;
  await deployment.change(ORGANIZATION, `create the policy ${name}`, async () => {
    const { Policy: made } = await client.send(
      new CreatePolicyCommand({ Name: name, Description: description, Type: type, Content: policyText(statements) }),
    );
    id = made?.PolicySummary?.Id;
  });
  return id;
}
