/** One break-glass user on the way into one account: a hop, and a read that shows that the session can act. */
import { withFreshCode } from '../../../aws/fresh-code.js';
import type { Answer, IssuedCredentials, MfaProof } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { describeError } from '../../../base/errors.js';
import { denialCode, isUnclear } from '../../causes/denial.js';
import type { Cell, CellCode, Judged, Stage } from '../../drill/cell.js';
import { hopInto, stsRegion } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { secondsBy } from '../../drill/hop-way.js';
import type { HopWay } from '../../drill/hop-way.js';
import { toldBy } from '../catalogue.js';
import { fromAnywhere, lookFor, refusedElsewhere } from './trusted.js';
import type { Made } from './trusted.js';

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
    const answer = await withFreshCode(
      context.connection('path').transport,
      {
        first: mfa,
        next: () => codeOf(context, user),
        send: (code) => context.query('path').getSessionToken(credentials, code, context.signal),
      },
      context.signal,
    );
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

async function keyWithCode(context: DrillContext, user: string): Promise<Required<HopKey>> {
  const credentials = await context.custody.open(context.organization.management, user);
  return { credentials, mfa: await codeOf(context, user) };
}

function codeOf({ custody, organization, signal }: DrillContext, user: string): Promise<MfaProof> {
  return custody.code(organization.management, user, signal);
}

function untold(error: unknown): Reached {
  const told = toldBy(error);
  if (told) return { stage: 'credentials', code: told.code, message: told.cause };
  return { stage: 'sign-in', code: 'BG_NO_ANSWER', message: describeError(error) };
}

/** Hops and reads. */
export async function enterAccount(context: DrillContext, entry: Entry, { credentials, mfa }: HopKey): Promise<Cell> {
  const { account, sampled, way } = entry;
  const region = stsRegion(context, context.inventory.inScope.indexOf(account));
  const query = context.query('path', region);
  const made = { region: region ?? context.organization.homeRegion, way };
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
      ...hopInto(context, account.id, entry.user),
      durationSeconds: secondsBy(context.file, way),
    };
    const hop = (proof?: MfaProof): Promise<Answer<IssuedCredentials>> => {
      const input = { ...role, ...(proof ? { mfa: proof } : {}) };
      return sampled
        ? query.assumeRoleThroughSdk(credentials, input, context.signal)
        : query.assumeRole(credentials, input, context.signal);
    };
    const next = (): Promise<MfaProof> => codeOf(context, entry.user);
    const assumed = mfa
      ? await withFreshCode(context.connection('path').transport, { first: mfa, next, send: hop }, context.signal)
      : await hop();
    if (!assumed.ok) return judgedByPolicies(context, finish('assume', assumed, 1), made);
    // Assumed is not yet able: a role without permissions can be assumed too.
    const read = await query.getAccountSummary(assumed.value, context.signal);
    return judgedByPolicies(context, finish(read.ok ? 'done' : 'act', read, 2), made);
  } catch (error) {
    context.signal.throwIfAborted();
    const told = toldBy(error) ?? { code: 'BG_NO_ANSWER' as const, cause: describeError(error) };
    return cellOf(entry, { stage: 'assume', code: told.code, message: told.cause });
  }
}

/**
 * A cell as the trust policy and the user's own policies have it: inconclusive where the hop was refused for what the drill file does not say, broken where
 * another hop of the drill would be refused that happens to go to another account.
 */
export function judgedByPolicies(context: DrillContext, cell: Cell, made: Made): Cell {
  const { user, account } = cell;
  const trust = context.trusts.get(account.id);
  const refused = cell.stage === 'assume' ? lookFor(cell.code) : undefined;
  if (!context.breakGlassUsers.has(user) || (cell.outcome !== 'held' && !refused)) return cell;
  const look = refused ?? refusedElsewhere;
  const into = { user, accountId: account.id };
  const found = look(context, trust, into, made);
  const elsewhere = refused && !found ? refused(fromAnywhere(context), trust, into, made) : undefined;
  if (elsewhere)
    return {
      ...cell,
      outcome: 'inconclusive',
      code: 'BG_SETTING_MISSING',
      message: `${elsewhere.explanation.cause}: the hop did not come from where the drill file says`,
    };
  if (!found) return cell;
  const { explanation, missing } = found;
  if (missing.length > 0)
    return {
      ...cell,
      outcome: 'inconclusive',
      code: 'BG_SETTING_MISSING',
      message: `${explanation.cause}, and the drill file does not say it: set ${missing.join(' and ')}`,
    };
  if (refused) return cell;
  return { ...cell, outcome: 'broken', code: explanation.code, stage: 'assume', message: explanation.cause };
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
