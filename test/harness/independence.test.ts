import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { createCallLog } from '../../harness/drill/path-calls.js';
import { identitySystemAvoided, signedInAnew } from '../../harness/questions/access/independence.js';
import type { Cell } from '../../harness/drill/cell.js';

const call = (
  operation: string,
  service = 'sts',
  purpose: ObservedCall['purpose'] = 'path',
  statusCode = 200,
): ObservedCall => ({ service, operation, region: 'us-east-1', purpose, statusCode });

/** The log of a scenario with some calls before and some after its premises took hold. */
function logOf(before: readonly ObservedCall[], after: readonly ObservedCall[]): ReturnType<typeof createCallLog> {
  const log = createCallLog(() => undefined);
  log.enter('earlier');
  log.premisesHold();
  log.observe(call('GetSessionToken'));
  log.enter('now');
  before.forEach((each) => log.observe(each));
  log.premisesHold();
  after.forEach((each) => log.observe(each));
  return log;
}

const cellsOf = (...users: readonly string[]): Cell[] => users.map((user) => ({ user, outcome: 'held' }) as Cell);

describe('the break-glass path stands on its own', () => {
  const signedIn: readonly (readonly [
    string,
    readonly ObservedCall[],
    readonly ObservedCall[],
    readonly string[],
    string,
  ])[] = [
    [
      'every user signed in afterwards',
      [],
      [call('GetSessionToken'), call('GetSessionToken')],
      ['a', 'b', 'a'],
      'held',
    ],
    [
      'one of two lives on an earlier session',
      [call('GetSessionToken')],
      [call('GetSessionToken')],
      ['a', 'b'],
      'inconclusive',
    ],
    ['a refused sign-in gives no session', [], [call('GetSessionToken', 'sts', 'path', 403)], ['a'], 'inconclusive'],
    ['a control that signs in is no user', [], [call('GetSessionToken', 'sts', 'control')], ['a'], 'inconclusive'],
    ['nobody got in', [], [call('GetSessionToken')], [], 'inconclusive'],
  ];
  for (const [title, before, after, users, outcome] of signedIn) {
    it(`sessions: ${title}`, () =>
      expect(signedInAnew(logOf(before, after).onPath('now'), cellsOf(...users)).outcome).to.equal(outcome));
  }

  const avoided: readonly (readonly [string, readonly ObservedCall[], string])[] = [
    ['nothing but STS', [call('GetSessionToken'), call('AssumeRole')], 'held'],
    ['a call to the portal', [call('AssumeRole'), call('GetRoleCredentials', 'access-portal')], 'broken'],
    [
      'the portal asked for a premise',
      [call('AssumeRole'), call('GetRoleCredentials', 'access-portal', 'premise')],
      'held',
    ],
    ['no call at all', [], 'inconclusive'],
  ];
  for (const [title, calls, outcome] of avoided)
    it(`calls: ${title}`, () =>
      expect(identitySystemAvoided(logOf([], calls).onPath('now')).outcome).to.equal(outcome));
});
