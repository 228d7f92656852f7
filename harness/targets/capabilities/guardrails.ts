/** Do service control policies bind anybody there? */
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from '../../../aws/clients.js';
import { isWayFault } from '../../../aws/way-faults.js';
import { callsOf } from '../../../aws/snapshot/calls.js';
import { removal, removalCalls } from '../undoers.js';
import { answerOf, placeOf, refusal } from './capability.js';
import type { CapabilityProbe, Probing } from './capability.js';

/** Denies one session one call that only reads, by its unique id: nobody else is touched. */
export const serviceControlPolicies: CapabilityProbe = {
  capability: 'enforces service control policies',
  asked: 'GetAccountSummary in a member account, before and after a policy denies it to this session',
  calls: [
    ...callsOf('organizations', 'AttachPolicy CreatePolicy'),
    'iam:GetAccountSummary',
    'sts:GetCallerIdentity',
    ...removalCalls('service-control-policy'),
  ],
  ask: async (probing, { name, make }) => {
    const { remote } = probing;
    const organizations = (await remote.ways.clients(remote.ways.accountId)).organizations();
    const document = (userId: string): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: 'iam:GetAccountSummary',
            Resource: '*',
            Condition: { StringEquals: { 'aws:userid': userId } },
          },
        ],
      });
    let last = 'no account besides the administrator’s';
    for (const TargetId of memberAccounts(probing)) {
      const inside = await enter(probing, TargetId);
      if (typeof inside === 'string') {
        last = inside;
        continue;
      }
      const undo = removal('service-control-policy', placeOf(probing, name), { attachedTo: TargetId });
      try {
        await make(`the service control policy ${name}`, undo, async () => {
          const { Policy: policy } = await organizations.send(
            new CreatePolicyCommand({
              Name: name,
              Description: 'Asks whether policies are enforced; safe to delete.',
              Type: 'SERVICE_CONTROL_POLICY',
              Content: document(inside.userId),
            }),
          );
          await organizations.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId }));
        });
      } catch (error) {
        // Where the type is not enabled no policy binds anybody, on AWS too: there is nothing to enforce.
        if ((error as { name?: string }).name === 'PolicyTypeNotEnabledException')
          return { able: true, answer: answerOf(error) };
        throw error;
      }
      const { refused, answer } = await refusal(inside.summary);
      return { able: refused, answer };
    }
    return { able: false, answer: last };
  },
};

/** As many as must fail before nobody asks further: each may be closed to the administrator for reasons of its own. */
const TRIED = 5;

function memberAccounts({ organization, remote }: Probing): string[] {
  return Object.values(organization.accounts)
    .filter(({ id, state }) => state === 'ACTIVE' && id !== remote.ways.accountId)
    .map(({ id }) => id)
    .slice(0, TRIED);
}

interface Inside {
  userId: string;
  summary(): Promise<unknown>;
}

/** A session in the account for which the call works as long as nothing denies it; or why there is none. */
async function enter({ remote }: Probing, accountId: string): Promise<Inside | string> {
  let clients: Clients;
  try {
    clients = await remote.ways.clients(accountId);
  } catch (error) {
    if (isWayFault(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
  const summary = (): Promise<unknown> => clients.iam().send(new GetAccountSummaryCommand({}));
  const { answer, refused } = await refusal(summary);
  if (refused || answer !== 'succeeded') return `GetAccountSummary before any policy: ${answer}`;
  const { UserId: userId = '' } = await clients.sts().send(new GetCallerIdentityCommand({}));
  return { userId, summary };
}
