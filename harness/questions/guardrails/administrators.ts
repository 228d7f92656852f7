/** Sessions of the ordinary administrator, who must be stopped, in each account. */
import type { Credentials } from '../../../aws/signer.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { roleBehind } from '../../drill/principals.js';

/** A session and the ARN, path and all, of the role behind it. */
export interface Administrator {
  credentials: Credentials;
  arn: string;
}

/** A session in each account, by account id. */
export async function openAdministrators(
  context: DrillContext,
  accounts: readonly AccountInScope[],
): Promise<Map<string, Administrator>> {
  const administrators = new Map<string, Administrator>();
  for (const account of accounts) {
    const credentials = await context.administrator(account.id);
    administrators.set(account.id, { credentials, arn: await roleBehind(context.connection('control'), credentials) });
  }
  return administrators;
}
