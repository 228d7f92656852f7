/** Reads the service control policies through Organizations: their documents, and the accounts that each reaches. */
import { DescribePolicyCommand, paginateListPolicies, paginateListTargetsForPolicy } from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { PolicyDocument } from '../../iam/index.js';
import type { AccountInScope } from '../context.js';

/** A service control policy as it stands, with the accounts in scope that it reaches. */
export interface Guardrail {
  name: string;
  arn: string;
  document: PolicyDocument;
  awsManaged: boolean;
  /** Ids of accounts; the management account is never among them, because SCPs do not bind it. */
  reaches: ReadonlySet<string>;
}

/** Every service control policy of the organization. */
export async function readGuardrails(client: OrganizationsClient, accounts: readonly AccountInScope[], managementAccountId: string): Promise<Guardrail[]> {
  const guardrails: Guardrail[] = [];
  for await (const page of paginateListPolicies({ client }, { Filter: 'SERVICE_CONTROL_POLICY' })) {
    for (const { Id: id = '', Name: name = '', Arn: arn = '', AwsManaged: awsManaged = false } of page.Policies ?? []) {
      const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }));
      const targets = new Set<string>();
      for await (const targetPage of paginateListTargetsForPolicy({ client }, { PolicyId: id })) for (const target of targetPage.Targets ?? []) targets.add(target.TargetId ?? '');
      const reached = accounts.filter((account) => account.id !== managementAccountId && account.ancestry.some((ancestor) => targets.has(ancestor)));
      guardrails.push({ name, arn, awsManaged, document: JSON.parse(policy?.Content ?? '{"Statement":[]}') as PolicyDocument, reaches: new Set(reached.map(({ id: accountId }) => accountId)) });
    }
  }
  return guardrails;
}
