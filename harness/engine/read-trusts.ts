/** Reads the trust policy of the break-glass role of each account, before anything is gone. */
import { readIdentities } from '../../aws/snapshot/identities.js';
import type { Clients } from '../../aws/clients.js';
import { mapInOrder } from '../../base/limiter.js';
import type { Statements } from '../../organization/model.js';
import type { AccountInScope } from '../drill/context.js';

/** Trust policies by account; one that could not be read, or is not there, is not among them. */
export async function readTrusts(
  accounts: readonly AccountInScope[],
  rolePath: string,
  clientsIn: (accountId: string) => Promise<Clients>,
  concurrency: number,
): Promise<ReadonlyMap<string, Statements>> {
  const trusts = new Map<string, Statements>();
  const name = rolePath.split('/').at(-1) ?? '';
  await mapInOrder(
    accounts,
    concurrency,
    async ({ id }) => {
      try {
        const { roles } = await readIdentities((await clientsIn(id)).iam());
        return roles[name];
      } catch {
        // Whoever asks about this account says that it could not be entered: nothing is known of its role beside.
        return undefined;
      }
    },
    (role, { id }) => {
      if (role) trusts.set(id, role.trust);
    },
  );
  return trusts;
}
