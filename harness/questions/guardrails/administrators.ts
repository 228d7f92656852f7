/** Sessions of the ordinary administrator, who must be stopped, in each account. */
import type { Credentials } from '../../../aws/signer.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { roleBehind } from '../../drill/principals.js';

/** A session and the ARN, path and all, of the role behind it. */
export interface Administrator {
  credentials: Credentials;
  arn: string;
}

/** ARNs of the administrator's role, by account id. */
export async function administratorRoles(
  context: DrillContext,
  accounts: readonly AccountInScope[],
): Promise<Map<string, string>> {
  const arns = new Map<string, string>();
  for (const { id } of accounts)
    arns.set(id, await roleBehind(context.connection('control'), await context.administrator(id)));
  return arns;
}

/** A session in one account, opened now: those by which the drill was planned may have ended since. */
export async function administratorIn(
  context: DrillContext,
  { id }: AccountInScope,
  arn: string,
): Promise<Administrator> {
  return { credentials: await context.administrator(id), arn };
}
