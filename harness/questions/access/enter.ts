/** One break-glass user on the way into one account: a hop, and a read that shows that the session can act. */
import type { Answer, MfaProof } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import { denialCode, isUnclear } from '../../causes/denial.js';
import type { Cell, CellCode, Judged, Stage } from '../../drill/cell.js';
import { roleArn, sessionName, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { secondsBy } from '../../drill/hop-way.js';
import type { HopWay } from '../../drill/hop-way.js';
import { toldBy } from '../catalogue.js';

/** One user on the way into one account. */
export interface Entry {
  scenario: string;
  question: string;
  user: string;
  account: AccountInScope;
  way: HopWay;
  /** Through the SDK client. */
  sampled: boolean;
}

/** How far somebody came, and what was answered. */
export interface Reached {
  stage: Stage;
  code: CellCode;
  message: string;
}

/** What a hop is signed with, and the code that it brings itself. */
export interface HopKey {
  credentials: Credentials;
  mfa?: MfaProof;
}

/** A session for one code. */
export async function signInWithCode(context: DrillContext, user: string): Promise<HopKey | Reached> {
  try {
    const { credentials, mfa } = await keyWithCode(context, user);
    const answer = await context.query('path').getSessionToken(credentials, mfa, context.signal);
    return answer.ok
      ? { credentials: answer.value }
      : { stage: 'sign-in', code: denialCode(answer), message: answer.message };
  } catch (error) {
    context.signal.throwIfAborted();
    return untold(error);
  }
}

/** The long-term key, and a code that no call brought yet. */
export async function longTermKey(context: DrillContext, user: string): Promise<HopKey | Reached> {
  try {
    return await keyWithCode(context, user);
  } catch (error) {
    context.signal.throwIfAborted();
    return untold(error);
  }
}

async function keyWithCode({ custody, organization, signal }: DrillContext, user: string): Promise<Required<HopKey>> {
  const account = organization.management;
  const credentials = await custody.open(account, user);
  return { credentials, mfa: await custody.code(account, user, signal) };
}

function untold(error: unknown): Reached {
  const told = toldBy(error);
  if (told) return { stage: 'credentials', code: told.code, message: told.cause };
  return { stage: 'sign-in', code: 'BG_NO_ANSWER', message: describeError(error) };
}

/** Hops and reads. */
export async function enterAccount(context: DrillContext, entry: Entry, { credentials, mfa }: HopKey): Promise<Cell> {
  const { account, sampled, way } = entry;
  const query = context.query('path', stsRegion(context, context.inventory.inScope.indexOf(account)));
  const started = context.target.clock.now();
  const finish = (stage: Stage, answer: Answer<unknown>, calls: number): Cell => ({
    ...cellOf(entry, {
      stage,
      code: answer.ok ? 'BG_HELD' : denialCode(answer),
      message: answer.ok ? '' : answer.message,
    }),
    requestId: answer.requestId,
    calls,
    ms: context.target.clock.now() - started,
  });
  try {
    const role = {
      roleArn: roleArn(context, account.id),
      sessionName: sessionName(context),
      durationSeconds: secondsBy(context.file, way),
      ...(mfa ? { mfa } : {}),
    };
    const assumed = sampled
      ? await query.assumeRoleThroughSdk(credentials, role, context.signal)
      : await query.assumeRole(credentials, role, context.signal);
    if (!assumed.ok) return finish('assume', assumed, 1);
    // Assumed is not yet able: a role without permissions can be assumed too.
    const read = await query.getAccountSummary(assumed.value, context.signal);
    return finish(read.ok ? 'done' : 'act', read, 2);
  } catch (error) {
    context.signal.throwIfAborted();
    return cellOf(entry, { stage: 'assume', code: 'BG_NO_ANSWER', message: describeError(error) });
  }
}

/** The cell of an entry that came so far. */
export function cellOf({ scenario, question, user, account }: Entry, { stage, code, message }: Reached): Cell {
  return {
    scenario,
    question,
    kind: 'break-glass',
    user,
    control: '',
    account,
    ...judged(code),
    stage,
    message,
    requestId: '',
    calls: 0,
    ms: 0,
  };
}

function judged(code: CellCode): Judged {
  if (code === 'BG_HELD') return { outcome: 'held', code };
  return isUnclear(code) ? { outcome: 'inconclusive', code } : { outcome: 'broken', code };
}
