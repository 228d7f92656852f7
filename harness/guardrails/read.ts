/** Reads service control policies and resource control policies through Organizations: their documents, and the accounts that each reaches. */
import { DescribePolicyCommand, paginateListPolicies, paginateListTargetsForPolicy } from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { PolicyDocument } from '../../iam/index.js';
import { clients } from '../context.js';
import type { AccountInScope, DrillContext } from '../context.js';

const TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/** A guardrail as it stands, with the accounts in scope that it reaches. */
export interface Guardrail {
  type: (typeof TYPES)[number];
  name: string;
  arn: string;
  document: PolicyDocument;
  awsManaged: boolean;
  /** Ids of accounts; the management account is never among them, because neither SCPs nor RCPs bind it. */
  reaches: ReadonlySet<string>;
}

/** Every guardrail of the organization. */
async function readGuardrails(client: OrganizationsClient, accounts: readonly AccountInScope[], managementAccountId: string): Promise<Guardrail[]> {
  const guardrails: Guardrail[] = [];
  for (const type of TYPES) {
    for await (const page of paginateListPolicies({ client }, { Filter: type })) {
      for (const { Id: id = '', Name: name = '', Arn: arn = '', AwsManaged: awsManaged = false } of page.Policies ?? []) {
        const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }));
        const targets = await targetsOf(client, id);
        const reached = accounts.filter((account) => account.id !== managementAccountId && account.ancestry.some((ancestor) => targets.has(ancestor)));
        guardrails.push({ type, name, arn, awsManaged, document: JSON.parse(policy?.Content ?? '{"Statement":[]}') as PolicyDocument, reaches: new Set(reached.map(({ id: accountId }) => accountId)) });
      }
    }
  }
  return guardrails;
}

/** The same, as the reader of the drill file, who must be able to sign in at the moment. */
export async function readGuardrailsAsReader(context: DrillContext): Promise<Guardrail[]> {
  const { inScope, managementAccountId } = context.inventory;
  return readGuardrails(clients(context, 'reading', await context.reader(managementAccountId)).organizations(), inScope, managementAccountId);
}

async function targetsOf(client: OrganizationsClient, policyId: string): Promise<Set<string>> {
  const targets = new Set<string>();
  for await (const page of paginateListTargetsForPolicy({ client }, { PolicyId: policyId })) for (const target of page.Targets ?? []) targets.add(target.TargetId ?? '');
  return targets;
}
