import { expect } from 'chai';
import { apiCallRecords, consoleLoginRecord, reachesRule, trailKeeps } from '../../monitoring/index.js';
import type { CloudTrailEvent, RuleState, TrailScope } from '../../monitoring/index.js';
import { assumeRole, AT, counting, user } from './record-facts.js';

/** The caller's record of a call. */
function record(service: string, operation: string, region: string): CloudTrailEvent {
  const [own] = apiCallRecords({ ...assumeRole, service, operation, region }, counting());
  if (!own) throw new Error('a record was expected');
  return own;
}

const calls: Record<string, CloudTrailEvent> = {
  'AssumeRole in eu-west-1': record('sts', 'AssumeRole', 'eu-west-1'),
  'AssumeRole in us-east-1': record('sts', 'AssumeRole', 'us-east-1'),
  'StopLogging in eu-west-1': record('cloudtrail', 'StopLogging', 'eu-west-1'),
  'CreateUser in us-east-1': record('iam', 'CreateUser', 'us-east-1'),
  'ConsoleLogin in us-east-1': consoleLoginRecord({ who: user, page: { kind: 'global' }, at: AT, sourceIp: '', userAgent: '', mfaUsed: true }, counting()),
};

describe('trails', () => {
  const organization: TrailScope = { region: 'eu-west-1', multiRegion: true, globalServiceEvents: true, logging: true, records: 'All' };
  const all = Object.keys(calls);
  const table: [title: string, change: Partial<TrailScope>, keeps: string[]][] = [
    ['of all Regions keep everything', {}, all],
    ['that do not log keep nothing', { logging: false }, []],
    ['without management events keep nothing', { records: 'None' }, []],
    ['of writes lose AssumeRole', { records: 'WriteOnly' }, ['StopLogging in eu-west-1', 'CreateUser in us-east-1', 'ConsoleLogin in us-east-1']],
    ['of reads lose everything else', { records: 'ReadOnly' }, ['AssumeRole in eu-west-1', 'AssumeRole in us-east-1']],
    ['of one Region keep what is recorded there', { multiRegion: false }, ['AssumeRole in eu-west-1', 'StopLogging in eu-west-1']],
    ['of us-east-1 keep global services too', { multiRegion: false, region: 'us-east-1' }, ['AssumeRole in us-east-1', 'CreateUser in us-east-1', 'ConsoleLogin in us-east-1']],
    ['unless those are switched off', { multiRegion: false, region: 'us-east-1', globalServiceEvents: false }, ['AssumeRole in us-east-1']],
  ];
  for (const [title, change, keeps] of table) {
    it(title, () => {
      expect(all.filter((call) => trailKeeps({ ...organization, ...change }, calls[call] as CloudTrailEvent))).to.deep.equal(keeps);
    });
  }
});

describe('rules', () => {
  const operations: [service: string, operation: string][] = [
    ...([['sts', 'AssumeRole'], ['sts', 'GetSessionToken'], ['sts', 'GetFederationToken'], ['sts', 'GetCallerIdentity']] satisfies [string, string][]),
    ...([['iam', 'GetRole'], ['iam', 'ListUsers'], ['cloudtrail', 'DescribeTrails'], ['iam', 'SimulatePrincipalPolicy'], ['iam', 'CreateUser']] satisfies [string, string][]),
  ];
  const seen: Record<RuleState, string[]> = {
    DISABLED: [],
    ENABLED: ['AssumeRole', 'GetSessionToken', 'GetFederationToken', 'SimulatePrincipalPolicy', 'CreateUser'],
    ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: operations.map(([, operation]) => operation),
  };
  for (const [state, expected] of Object.entries(seen)) {
    it(`${state} see ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      const reached = operations.filter(([service, operation]) => reachesRule(state as RuleState, record(service, operation, 'eu-west-1')));
      expect(reached.map(([, operation]) => operation)).to.deep.equal(expected);
    });
  }
});
