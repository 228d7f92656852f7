/**
 * The two ways in which a break-glass user hops into the role. With the session that GetSessionToken gives for one code: AWS
 * takes that for role chaining, and gives an hour at most. With the long-term key and a code in the call itself, which is what
 * the AWS CLI does where a profile has `mfa_serial`: up to the maximum of the role, and of a device one code each 30 seconds
 * (STS API reference, AssumeRole; AWS re:Post, "iam-role-chaining-limit").
 */
import { seededRandom } from '../../base/random.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { AccountInScope, DrillContext } from './context.js';

export type HopWay = DrillFile['breakGlass']['hop'];

/** Every way, that of the sweep first. */
export function waysOf({ breakGlass: { hop } }: Pick<DrillFile, 'breakGlass'>): readonly [HopWay, ...HopWay[]] {
  return hop === 'mfa-session' ? ['mfa-session', 'long-term-key'] : ['long-term-key'];
}

/** Seconds that the drill asks a session for that is got in this way. */
export function secondsBy({ breakGlass }: Pick<DrillFile, 'breakGlass'>, way: HopWay): number {
  const { sessionSeconds, longSessionSeconds = sessionSeconds } = breakGlass;
  return way === 'mfa-session' ? sessionSeconds : longSessionSeconds;
}

/** Seconds that a way gives at most, whatever the role allows. */
export function mostBy(way: HopWay): number {
  return way === 'mfa-session' ? 3600 : 43_200;
}

/**
 * Accounts that a user enters with the long-term key beside the sweep, chosen by the seed: one for each Region of the drill,
 * or else a single one, where each code costs somebody half a minute.
 */
export function accountsByCode(
  { file, inventory, target }: Pick<DrillContext, 'file' | 'inventory' | 'target'>,
  user: string,
): AccountInScope[] {
  const regions = target.mode === 'LIVE' ? 1 : Math.max(1, file.monitoring?.regions.length ?? 1);
  return Array.from({ length: regions }, (_, region) => {
    const through = inventory.inScope.filter((_account, position) => position % regions === region);
    return through[seededRandom(`${file.seed} by code ${user} ${region}`).below(Math.max(1, through.length))] ?? [];
  }).flat();
}
