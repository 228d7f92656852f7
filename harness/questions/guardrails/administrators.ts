/** The ordinary administrator, who must be stopped, and the break-glass role, as guardrails see them in each account. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createClients } from '../../../aws/clients.js';
import { readIdentities } from '../../../aws/snapshot/identities.js';
import type { Identities } from '../../../aws/snapshot/identities.js';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import { organizationKeys } from '../../causes/guarded.js';
import type { Guarded } from '../../causes/guarded.js';
import { clients, roleArn } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { roleBehind } from '../../drill/principals.js';
import type { Guardrail } from './read.js';
import type { Askers } from './statements.js';

/** A session and the ARN, path and all, of the role behind it. */
export interface Administrator {
  credentials: Credentials;
  arn: string;
}

/** What could be learned of one account, or why nothing could. */
export type Learned<T> = { value: T } | { why: string };

/**
 * ARNs of the administrator's role, by account id. What one account refuses makes no difference to another: Identity Center
 * keeps its roles below one path in every account, and who one is nothing can deny (STS API reference, GetCallerIdentity).
 */
export async function administratorRoles(
  context: DrillContext,
  accounts: readonly AccountInScope[],
): Promise<Map<string, Learned<string>>> {
  const found = new Map<string, Learned<string>>();
  for (const { id } of accounts)
    found.set(
      id,
      await attempt(context, async () => roleBehind(context.connection('control'), await context.administrator(id))),
    );
  const [known] = [...found.values()].flatMap((one) => ('value' in one ? [one.value] : []));
  if (known === undefined) return found;
  for (const [id, one] of found) {
    if ('value' in one) continue;
    const likewise = await attempt(context, () => roleLike(context, id, known));
    if ('value' in likewise) found.set(id, likewise);
  }
  return found;
}

/** The role behind the session, which may not read it, below the path of the one in another account. */
async function roleLike(context: DrillContext, accountId: string, other: string): Promise<string> {
  const credentials = await context.administrator(accountId);
  const { Arn: session = '' } = await createClients(context.connection('control'), credentials)
    .sts()
    .send(new GetCallerIdentityCommand({}));
  const [, name = ''] = session.split('/');
  return other.replace(/::\d{12}:/, `::${accountId}:`).replace(/[^/]*$/, name);
}

/** What it gives, or why it does not. Rejects when the drill is stopped. */
async function attempt<T>(context: DrillContext, learn: () => Promise<T>): Promise<Learned<T>> {
  try {
    return { value: await learn() };
  } catch (error) {
    context.signal.throwIfAborted();
    return { why: describeError(error) };
  }
}

/** A session in one account, opened now: those by which the drill was planned may have ended since. */
export function administratorIn(
  context: DrillContext,
  { id }: AccountInScope,
  arn: string,
): Promise<Learned<Administrator>> {
  return attempt(context, async () => ({ credentials: await context.administrator(id), arn }));
}

/** Tags and unique ids, which some guardrails ask for, of every role of an account. */
export type RoleFacts = Pick<Identities, 'roles' | 'reservedRoles' | 'uniqueIds'>;

/** Whether what is known of a role by its ARN alone is too little for a guardrail. */
export function asksForMore({ document }: Pick<Guardrail, 'document'>): boolean {
  return /"aws:(principaltag\/|userid)/i.test(JSON.stringify(document));
}

/** What roles are in these accounts, as the reader sees them; nothing is read where no guardrail asks for it. */
export async function readRoleFacts(
  context: DrillContext,
  accounts: readonly AccountInScope[],
  guardrails: readonly Guardrail[],
): Promise<Map<string, Learned<RoleFacts>>> {
  const facts = new Map<string, Learned<RoleFacts>>();
  for (const { id } of accounts) {
    if (!guardrails.some((guardrail) => guardrail.reaches.has(id) && asksForMore(guardrail))) continue;
    facts.set(
      id,
      await attempt(context, async () => readIdentities(clients(context, 'reading', await context.reader(id)).iam())),
    );
  }
  return facts;
}

/** Both, as guardrails see them in an account. */
export function askersIn(
  context: DrillContext,
  { id, ancestry }: AccountInScope,
  administratorArn: string,
  facts: RoleFacts | undefined,
): Askers {
  const keys = organizationKeys(context.inventory.organizationId, ancestry.slice(0, -1));
  const guarded = (arn: string): Guarded => {
    const name = arn.split('/').at(-1) ?? '';
    const uniqueId = facts?.uniqueIds[arn];
    return {
      arn,
      tags: (facts?.roles[name] ?? facts?.reservedRoles[name])?.tags ?? {},
      ...(uniqueId === undefined ? {} : { id: uniqueId }),
      keys,
    };
  };
  return { role: guarded(roleArn(context, id)), administrator: guarded(administratorArn) };
}
