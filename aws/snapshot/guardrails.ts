/** Reads service control policies and resource control policies: their documents, and what each is attached to. */
import {
  DescribePolicyCommand,
  paginateListPolicies,
  paginateListTargetsForPolicy,
} from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { everyItem } from './port.js';

const TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/** A guardrail as it stands. */
export interface ReadGuardrail {
  type: (typeof TYPES)[number];
  name: string;
  arn: string;
  description: string;
  awsManaged: boolean;
  /** Its document as JSON. */
  content: string;
  /** Ids of the root, of OUs and of accounts. */
  targets: string[];
}

/** Every guardrail of the organization, by a client of the management account or of a delegated administrator. */
export async function readGuardrails(client: OrganizationsClient): Promise<ReadGuardrail[]> {
  const guardrails: ReadGuardrail[] = [];
  for (const type of TYPES) {
    for (const summary of await everyItem(
      paginateListPolicies({ client }, { Filter: type }),
      ({ Policies }) => Policies,
    )) {
      const {
        Id: id = '',
        Name: name = '',
        Arn: arn = '',
        Description: description = '',
        AwsManaged: awsManaged = false,
      } = summary;
      const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: id }));
      const targets = await everyItem(
        paginateListTargetsForPolicy({ client }, { PolicyId: id }),
        ({ Targets }) => Targets,
      );
      guardrails.push({
        type,
        name,
        arn,
        description,
        awsManaged,
        content: policy?.Content ?? '{"Statement":[]}',
        targets: targets.map(({ TargetId: target = '' }) => target),
      });
    }
  }
  return guardrails;
}
