import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { playChanged, told } from '../changed-drill.js';
import { differences, heldAgainst, watchedTarget } from '../planned-calls.js';

const FAILURE = ['identity-provider-failure'];

/** Hops of a break-glass user on the path, by the kind of key that signed them. */
function hopsBy(calls: readonly ObservedCall[], key: 'AKIA' | 'ASIA'): string[] {
  return calls
    .filter(
      ({ operation, purpose, accessKeyId, principal }) =>
        operation === 'AssumeRole' &&
        purpose === 'path' &&
        accessKeyId?.startsWith(key) &&
        principal?.name.startsWith('user/break-glass-'),
    )
    .map(({ into, principal }) => `${principal?.name ?? ''} ${into ?? ''}`);
}

describe('a hop goes with the session of one code, or with a code of its own', function () {
  this.timeout(120_000);

  it('sweeps with a session, and plays the long-term key in a sample of accounts through each Region', async () => {
    const seen: ObservedCall[] = [];
    const openTarget = watchedTarget((call) => void seen.push(call));
    const { result } = await playChanged({ scenarios: FAILURE, options: { openTarget } });
    expect(result.drill.outcome).to.equal('held');
    expect(new Set(hopsBy(seen, 'ASIA')).size).to.equal(32);
    const byCode = seen.filter((call) => hopsBy([call], 'AKIA').length > 0);
    expect(byCode.map(({ principal, region }) => `${principal?.name ?? ''} ${region}`).sort()).to.deep.equal(
      ['break-glass-1', 'break-glass-2'].flatMap((user) => [`user/${user} eu-west-1`, `user/${user} us-east-1`]),
    );
    const [check] = result.scenarios.flatMap(({ checks }) => checks.filter(({ id }) => id.startsWith('sweep.')));
    expect(check?.summary).to.equal('32 of 32 assumed and able to act, and 4 of 4 with a code in the hop');
  });

  it('is never held where it asks for more than an hour with a session, and blames the way and no role', async () => {
    const { result } = await playChanged({
      breakGlass: { sessionSeconds: 14_400 },
      scenarios: ['readiness', ...FAILURE],
    });
    expect(result.drill.outcome).to.equal('broken');
    const [finding = '', ...others] = told(result);
    expect(others).to.deep.equal([]);
    expect(finding).to.match(
      /^BG_SESSION_TOO_SHORT .*a hop with an MFA session lasts 3600 seconds at most, whatever the role allows, and the drill asks for 14400/,
    );
  });

  it('sweeps with the long-term key and a code each, for as long as the role allows, without any session', async () => {
    const seen: ObservedCall[] = [];
    const openTarget = watchedTarget((call) => void seen.push(call));
    const { result, texts } = await playChanged({
      breakGlass: { hop: 'long-term-key', sessionSeconds: 14_400 },
      scenarios: ['readiness', ...FAILURE],
      options: { openTarget },
    });
    expect(told(result)).to.deep.equal([]);
    expect(result.drill.outcome).to.equal('held');
    expect(hopsBy(seen, 'AKIA')).to.have.lengthOf(32);
    expect(hopsBy(seen, 'ASIA')).to.deep.equal([]);
    const { plan, journal, calls, refused } = heldAgainst(texts, seen);
    expect(differences(plan, journal, calls)).to.deep.equal([]);
    expect(refused).to.deep.equal([]);
  });

  it('finds a role that is too short for the long-term key alone', async () => {
    const { result } = await playChanged({
      breakGlass: { longSessionSeconds: 7200 },
      overlays: ['everyAccount: { roles: { BreakGlass: { maxSessionSeconds: 5400 } } }'],
      scenarios: FAILURE,
    });
    expect(told(result).join()).to.match(/^BG_SESSION_TOO_SHORT .*sessions of 5400 seconds at most.*asks for 7200$/);
  });

  it('hears of nothing where alarms know a hop by the session that made it', async () => {
    const known = 'userIdentity: { sessionContext: { attributes: { mfaAuthenticated: ["true"] } } }';
    const { result } = await playChanged({
      overlays: [
        `accounts: { management: { monitoring: { eventRules: { break-glass-assumed: { pattern: { detail: { $or: [{ ${known} }, { errorCode: [{ exists: true }] }, { userIdentity: { invokedBy: ["AWS Internal"] } }] } } } } } } }`,
      ],
      scenarios: FAILURE,
    });
    const alarms = result.scenarios.flatMap(({ checks }) => checks.filter(({ id }) => id.startsWith('alarms.fire')));
    expect(alarms.map(({ outcome }) => outcome)).to.deep.equal(['broken']);
  });
});
