/** Results of drills that nobody played, as large and as broken as a report must bear. */
import type { CustodyResult, DrillResult, Outcome } from '../../reports/result.js';
import { USERS, time } from './synthetic-size.js';
import type { Size } from './synthetic-size.js';
import { syntheticAccounts, syntheticCounts, syntheticExceptions } from './synthetic-matrix.js';
import { syntheticAlarms, syntheticUses } from './synthetic-alarms.js';
import { syntheticFindings, syntheticRisks, syntheticScenarios } from './synthetic-findings.js';

/** A result of this size. It fits the schema and the figures in it fit each other. */
export function syntheticResult(size: Size): DrillResult {
  const accounts = syntheticAccounts(size);
  const exceptions = syntheticExceptions(accounts);
  const broken = size.exceptions > 0;
  const alarms = syntheticAlarms(size.alarmPoints, broken);
  const findings = broken ? syntheticFindings(accounts) : [];
  const outcome: Outcome = broken ? 'broken' : 'held';
  return {
    schema: 'breakglass-drill/result/2',
    drill: {
      id: 'live-7f3c0a11',
      name: 'Q4 game day',
      mode: 'LIVE',
      outcome,
      exitCode: broken ? 1 : 0,
      startedAt: time(0),
      endedAt: time(2820),
      seed: '1',
      tool: { name: 'breakglass-drill', version: '0.1.0' },
      planSha256: 'ab'.repeat(32),
      example: false,
    },
    target: {
      name: 'aws',
      capabilities: { 'enforces trust policies': true, 'delivers alarms': true, 'can be written to': false },
    },
    organization: { id: 'o-a1b2c3d4e5', name: 'management' },
    inventory: {
      accounts: { active: size.accounts + 2, tested: size.accounts, notActive: 3, excluded: 2 },
      notTested: ['mergers-1', 'mergers-2', 'old-datalake', 'closed-1', 'closed-2'].map((name, index) => ({
        name,
        id: String(900_000_000_001 + index),
        reason: index < 2 ? 'owner moves it until 2026-12-15 (approved by the head of platform)' : 'SUSPENDED',
      })),
      breakGlassUsers: USERS,
      role: '/break-glass/BreakGlass',
      controls: [{ id: 'outsider', title: 'An outsider of the organization, with MFA' }],
      calls: size.accounts * 11,
    },
    premises: [
      {
        scenario: 'identity-provider-failure',
        title: 'The identity provider is down',
        how: 'the drill refuses every connection to it',
        putBack: 'undone',
      },
      {
        scenario: 'team-loss',
        title: 'Site "head-office" is lost',
        how: 'taken out of the plan: what only they can open stays shut',
        putBack: 'undone',
      },
    ],
    scenarios: syntheticScenarios(broken),
    matrix: { accounts, counts: syntheticCounts(accounts), exceptions },
    alarms,
    ...syntheticUses(broken),
    custody: syntheticCustody(broken),
    residualRisks: syntheticRisks(),
    findings,
    notUndone: [],
    timeline: [
      { at: time(0), lane: 'drill', what: 'The drill starts', seq: 1 },
      {
        at: time(4),
        until: time(1500),
        lane: 'premise',
        scenario: 'identity-provider-failure',
        what: 'The identity provider is down',
        seq: 40,
      },
      {
        at: time(900),
        lane: 'check',
        scenario: 'identity-provider-failure',
        outcome,
        what: 'it lets every break-glass user enter every account and act there',
        seq: 6041,
      },
      {
        at: time(1500),
        lane: 'undo',
        scenario: 'identity-provider-failure',
        what: 'Put back: The identity provider is down',
        seq: 6042,
      },
      ...alarms.map((alarm, index) => ({
        at: time(1600 + index),
        lane: 'alarm' as const,
        scenario: 'identity-provider-failure',
        outcome: alarm.outcome,
        what: `${alarm.path} in ${alarm.region}`,
        seq: 6043 + index,
      })),
      { at: time(2820), lane: 'drill', what: 'The drill ends', seq: 6100 },
    ],
    headHash: 'cd'.repeat(32),
  };
}

function syntheticCustody(broken: boolean): CustodyResult {
  const holders = (name: string, first: string[], mfa: string[]): CustodyResult['users'][number] => ({
    name,
    password: first,
    accessKey: first,
    mfa,
  });
  return {
    users: [
      holders(
        'break-glass-1',
        ['custodian 1', 'custodian 2'],
        broken ? ['custodian 2', 'custodian 3'] : ['custodian 3'],
      ),
      holders('break-glass-2', ['custodian 4'], ['custodian 5']),
    ],
    people: [1, 2, 3, 4, 5].map((number) => ({
      name: `custodian ${number}`,
      team: `team ${number}`,
      site: number < 4 ? 'head office' : 'second site',
    })),
    losses: [
      { kind: 'person', name: 'custodian 1', left: USERS },
      { kind: 'person', name: 'custodian 4', left: ['break-glass-1'] },
      { kind: 'person', name: 'custodian 5', left: ['break-glass-1'] },
      { kind: 'site', name: 'head office', left: broken ? [] : ['break-glass-2'] },
      { kind: 'site', name: 'second site', left: ['break-glass-1'] },
    ],
    smallestLockouts: [
      ['custodian 3', 'custodian 4'],
      ['custodian 3', 'custodian 5'],
    ],
    searchedUpTo: 2,
    withstand: 1,
  };
}
