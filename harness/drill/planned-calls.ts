/** Calls that several questions plan, and reads and sign-ins that several declare. Pure. */
import type { CallRule } from '../../aws/allowed.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { PlannedCall } from './work.js';

/** Calls, and what they are for. */
export interface DeclaredCalls {
  why: string;
  calls: readonly CallRule[];
}

/** The break-glass role as a principal. */
export function roleOf({ breakGlass }: Pick<DrillFile, 'breakGlass'>): string {
  return `role${breakGlass.role}`;
}

/** A sign-in with an access key, with or without MFA. */
export function signIn(user: string, from: string): PlannedCall {
  return { call: 'sts:GetSessionToken', as: `user/${user}`, from: [from] };
}

/** A hop of a principal in some accounts into the break-glass role of the item's account. */
export function hop(as: string, from: PlannedCall['from'], times = 1): PlannedCall {
  return { call: 'sts:AssumeRole', as, from, into: 'item', ...(times === 1 ? {} : { times }) };
}

/** The read that shows that a session of the role can act. */
export function firstRead(file: Pick<DrillFile, 'breakGlass'>): PlannedCall {
  return { call: 'iam:GetAccountSummary', as: roleOf(file), from: 'item' };
}

/** The ways in which people sign in on an ordinary day. */
export const ordinarySignIn: readonly CallRule[] = [
  'identity-provider:/identity-provider/sign-in',
  'access-portal:/access-portal/sign-in',
  'access-portal:/access-portal/token',
  'access-portal:/federation/credentials',
].map((call) => ({ call, as: 'anybody', from: 'any' }));

/** Reads of the reader, in any account. */
export function asReader({ reader }: Pick<DrillFile, 'reader'>, calls: readonly string[]): CallRule[] {
  return calls.map((call) => ({ call, as: `permission-set/${reader.permissionSet}`, from: 'any' }));
}
