/** Results of drills that nobody played, as large and as broken as a report must bear. */
import { seededRandom } from '../../base/random.js';
import type { AlarmResult } from '../../reports/monitoring-result.js';
import type {
  CustodyResult,
  DrillResult,
  Finding,
  MatrixAccount,
  MatrixCount,
  MatrixException,
  Outcome,
  ResidualRisk,
  ScenarioResult,
} from '../../reports/result.js';

export interface Size {
  accounts: number;
  ous: number;
  /** Accounts with a cell that did not hold. */
  exceptions: number;
  /** Messages over all alarm paths. */
  alarmPoints: number;
}

const USERS = ['break-glass-1', 'break-glass-2'];
const START = Date.UTC(2026, 10, 19, 9, 0, 0);
const time = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** A result of this size. It fits the schema and the figures in it fit each other. */
export function syntheticResult(size: Size): DrillResult {
  const accounts = syntheticAccounts(size);
  const exceptions = syntheticExceptions(accounts);
  const broken = size.exceptions > 0;
  const alarms = syntheticAlarms(size.alarmPoints, broken);
  const findings = broken ? syntheticFindings(accounts) : [];
  const outcome: Outcome = broken ? 'broken' : 'held';
  return {
    schema: 'breakglass-drill/result/1',
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
        what: 'it lets every break-glass user into every account, and act there',
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

function syntheticAccounts({ accounts, ous, exceptions }: Size): MatrixAccount[] {
  return Array.from({ length: accounts }, (_, index): MatrixAccount => {
    const ou = `${['Workloads', 'Platform', 'Sandbox', 'Partners'][index % 4] ?? ''}/unit-${String(index % ous).padStart(2, '0')}`;
    // Failed accounts come in every second OU, so that some OUs are sound and one is broken as a whole.
    const failed = index % 2 === 1 && (index - 1) / 2 < exceptions;
    const kind = index % 3;
    return {
      id: String(100_000_000_000 + index * 7919),
      name: `team-${String(index).padStart(4, '0')}-${['production', 'test', 'shared-services'][kind] ?? ''}`,
      ou,
      users: {
        'break-glass-1': failed && kind === 0 ? 'broken' : 'held',
        'break-glass-2': failed && kind < 2 ? 'broken' : 'held',
      },
      control: failed && kind === 0 ? 'inconclusive' : 'held',
      guardrail: failed && kind === 2 ? 'broken' : 'held',
    };
  });
}

function syntheticExceptions(accounts: readonly MatrixAccount[]): MatrixException[] {
  return accounts.flatMap(({ id, name, ou, users, control, guardrail }) => {
    const exception = (
      kind: MatrixException['kind'],
      user: string,
      outcome: Outcome | undefined,
      code: string,
    ): MatrixException[] =>
      outcome === undefined || outcome === 'held'
        ? []
        : [{ scenario: 'identity-provider-failure', kind, user, account: name, accountId: id, ou, outcome, code }];
    return [
      ...USERS.flatMap((user) =>
        exception(
          'break-glass',
          user,
          users[user],
          users['break-glass-1'] === 'broken' ? 'BG_ROLE_MISSING' : 'BG_TRUST_DENIED',
        ),
      ),
      ...exception('control', 'mallory (stranger)', control, 'BG_CONTROL_NOT_ENTITLED'),
      ...exception('guardrail', 'region-lock: break-glass role', guardrail, 'BG_GUARDRAIL_LOCKS_OUT'),
    ];
  });
}

function syntheticCounts(accounts: readonly MatrixAccount[]): MatrixCount[] {
  const counts = new Map<string, MatrixCount>();
  const count = (kind: MatrixCount['kind'], user: string, ou: string, outcome: Outcome | undefined): void => {
    const key = `${kind} ${user} ${ou}`;
    const known = counts.get(key) ?? {
      scenario: 'identity-provider-failure',
      kind,
      ou,
      user,
      held: 0,
      broken: 0,
      inconclusive: 0,
    };
    known[outcome === 'held' || outcome === 'broken' ? outcome : 'inconclusive']++;
    counts.set(key, known);
  };
  for (const { ou, users, control, guardrail } of accounts) {
    for (const user of USERS) count('break-glass', user, ou, users[user]);
    count('control', 'mallory (stranger)', ou, control);
    count('guardrail', 'region-lock: break-glass role', ou, guardrail);
  }
  return [...counts.values()];
}

function syntheticAlarms(points: number, broken: boolean): AlarmResult[] {
  const random = seededRandom('alarms');
  const regions = ['eu-west-1', 'us-east-1'];
  return (['events', 'logs'] as const).flatMap((path) =>
    regions.map((region, index): AlarmResult => {
      const [base, slaSeconds] = path === 'events' ? [4, 300] : [240, 900];
      const uses = Math.ceil(points / 4);
      const missing = broken && path === 'events' && index === 1 ? 3 : 0;
      const delivered = Array.from(
        { length: uses - missing },
        () => base + (random.below(1000) / 1000) ** 3 * base * (broken && path === 'logs' ? 3.4 : 2.2),
      ).sort((left, right) => left - right);
      const late = delivered.filter((seconds) => seconds > slaSeconds).length;
      const rank = (share: number): number =>
        delivered[Math.min(delivered.length - 1, Math.floor(delivered.length * share))] ?? 0;
      return {
        path,
        region,
        outcome: missing + late > 0 ? 'broken' : 'held',
        detection: missing > 0 ? 'inconclusive' : 'held',
        notification: missing + late > 0 ? 'broken' : 'held',
        acknowledgement: 'held',
        uses,
        made: uses * 2,
        delivered: delivered.length,
        late,
        missing,
        slaSeconds,
        ...(delivered.length > 0 ? { seconds: { p50: rank(0.5), p95: rank(0.95), max: rank(1) } } : {}),
        legs:
          delivered.length > 0
            ? [
                {
                  from: 'called',
                  to: path === 'events' ? 'published' : 'logged',
                  p50: rank(0.5),
                  p95: rank(0.95),
                  max: rank(1),
                },
              ]
            : [],
        points: delivered,
        ...(missing > 0 ? { lostAt: 'the subscription of topic "break-glass-used" is not confirmed' } : {}),
      };
    }),
  );
}

function syntheticUses(broken: boolean): Pick<DrillResult, 'uses' | 'coverage'> {
  const use = {
    scenario: 'identity-provider-failure',
    kind: 'AssumeRole' as const,
    succeeded: true,
    account: '100000000000',
    region: 'us-east-1',
    requestId: 'request',
    times: { called: time(1000), recorded: time(1000), logged: time(1200) },
  };
  return {
    uses: Array.from({ length: 60 }, (_, index) => ({
      ...use,
      events: broken && index < 55 ? 'missing' : 'in time',
      logs: 'in time',
    })),
    coverage: [
      { path: 'events', region: 'us-east-1', kind: 'AssumeRole', succeeded: true, uses: 60 },
      { path: 'events', region: 'eu-west-1', kind: 'AssumeRole', succeeded: false, uses: 0 },
      { path: 'logs', region: 'us-east-1', kind: 'ConsoleLogin', succeeded: false, uses: 0 },
    ],
  };
}

function syntheticFindings(accounts: readonly MatrixAccount[]): Finding[] {
  const of = (pick: (account: MatrixAccount) => boolean): Finding['accounts'] =>
    accounts.filter(pick).map(({ id, name }) => ({ id, name }));
  const common = {
    scenarios: ['identity-provider-failure'],
    evidence: 'observed' as const,
    controls: ['AWS Well-Architected SEC03-BP03', 'NIST SP 800-53 AC-2(2)'],
  };
  return [
    {
      ...common,
      code: 'BG_ROLE_MISSING',
      severity: 'critical',
      title: 'The break-glass role is missing',
      cause: 'there is no role /break-glass/BreakGlass in the account',
      accounts: of(({ users }) => users['break-glass-1'] === 'broken'),
      remedy: 'Deploy the break-glass role to the account, and make its deployment part of account creation.',
    },
    {
      ...common,
      code: 'BG_TRUST_DENIED',
      severity: 'critical',
      title: 'The trust policy refuses a break-glass user',
      cause: 'the trust policy of /break-glass/BreakGlass does not admit user "break-glass-2" with MFA',
      accounts: of(({ users }) => users['break-glass-1'] === 'held' && users['break-glass-2'] === 'broken'),
      remedy: 'Name both users in the trust policy.',
    },
    {
      ...common,
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      severity: 'critical',
      title: 'A guardrail stops break glass where it should yield',
      cause:
        'policy "region-lock", statement "DenyOtherRegions": StringNotEquals compares literally and never matches a wildcard; use ArnNotLike',
      accounts: of(({ guardrail }) => guardrail === 'broken'),
      remedy:
        'Exempt the role in the statement that denies: ArnNotLike on aws:PrincipalArn with the ARN of the role, path included.',
    },
    {
      ...common,
      code: 'BG_ALARM_MISSING',
      severity: 'high',
      title: 'Use of break glass raises no alarm in a Region',
      cause: 'the subscription of topic "break-glass-used" in us-east-1 is not confirmed',
      accounts: [],
      remedy: 'Confirm the subscription of the receipt queue in us-east-1.',
    },
  ];
}

function syntheticScenarios(broken: boolean): ScenarioResult[] {
  return [
    {
      id: 'identity-provider-failure',
      title: 'Reach every account while the identity provider is down',
      source: 'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access',
      outcome: broken ? 'broken' : 'held',
      checks: [
        {
          title: 'stops everybody who signs in through it',
          outcome: 'held',
          evidence: 'observed',
          summary: '2 of 2 people could not sign in',
        },
        {
          title: 'lets every break-glass user into every account, and act there',
          outcome: broken ? 'broken' : 'held',
          evidence: 'observed',
          summary: 'cells',
          ...(broken
            ? { reason: 'break-glass-2 did not get into team-0001-test, team-0003-production and 58 more' }
            : {}),
        },
        {
          title: 'decides from the configuration what no call may test',
          outcome: 'held',
          evidence: 'evaluated',
          summary: '60 of 60',
        },
        ...(broken
          ? [{ title: 'wakes somebody', outcome: 'inconclusive' as const, reason: 'nobody confirmed a page' }]
          : []),
      ],
    },
    {
      id: 'team-loss',
      title: 'Keep a way in when people, teams or sites are lost',
      source: 'AWS whitepaper',
      outcome: 'held',
      checks: [
        {
          title: 'leaves a way in when any one person is lost',
          outcome: 'held',
          evidence: 'declared',
          summary: '4 of 4',
        },
      ],
    },
  ];
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

function syntheticRisks(): ResidualRisk[] {
  return [
    {
      principal: 'permission set "Administrator" (erin)',
      account: { id: '111122223333', name: 'management' },
      action: 'organizations:DetachPolicy',
      resource: '*',
      meaning: 'A federated administrator of the management account can take a guardrail off every account.',
    },
    {
      principal: 'permission set "Administrator" (erin)',
      account: { id: '111122223333', name: 'management' },
      action: 'cloudtrail:UpdateTrail',
      resource: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization',
      meaning: 'The organization trail can be sent elsewhere, and the alarms over logs fall silent.',
    },
  ];
}
