import { expect } from 'chai';
import { consolePages, oneOfEachOu } from '../../harness/questions/console/pages.js';
import { consoleOpen } from '../../harness/questions/console/visits.js';
import type { ConsoleOutcome } from '../../harness/questions/console/visits.js';
import type { AccountInScope } from '../../harness/drill/context.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import type { Cell, CellCode } from '../../harness/drill/cell.js';
import type { UseResult } from '../../reports/monitoring-result.js';
import type { CheckResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';

const account = (name: string, ou: string): AccountInScope => ({ id: name, name, ou, ancestry: [] });
const cell = (code: CellCode): Cell => ({
  scenario: 's',
  question: 'access',
  kind: 'break-glass',
  user: 'u',
  control: '',
  account: account('a', 'O'),
  ...(code === 'BG_HELD' ? { outcome: 'held', code } : { outcome: 'broken', code }),
  stage: 'done',
  message: '',
  requestId: '',
  calls: 2,
  ms: 0,
});
const outcome = (changed: Partial<ConsoleOutcome>): ConsoleOutcome => ({
  cells: [cell('BG_HELD')],
  signIns: 1,
  refusals: 1,
  letIn: [],
  without: [],
  ...changed,
});

describe('the console', () => {
  it('is held only if somebody got in, acted, and no wrong code did', () => {
    const rows: [string, ConsoleOutcome | undefined, string][] = [
      ['all is well', outcome({}), 'held'],
      ['a wrong code was taken', outcome({ letIn: ['u'] }), 'broken'],
      ['a switch was refused', outcome({ cells: [cell('BG_HELD'), cell('BG_TRUST_DENIED')] }), 'broken'],
      [
        'nobody has a password, by plan',
        outcome({ cells: [], signIns: 0, refusals: 0, without: ['u'] }),
        'not applicable',
      ],
      ['only a person can sign in', undefined, 'not applicable'],
    ];
    for (const [title, played, expected] of rows) expect(consoleOpen(played).outcome, title).to.equal(expected);
  });

  it('has a page for each Region in which a sign-in may be recorded', () => {
    expect(consolePages('aws', 'eu-west-1').map(({ region }) => region)).to.deep.equal([
      'us-east-1',
      'us-east-2',
      'eu-north-1',
      'ap-southeast-2',
    ]);
    expect(consolePages('aws-us-gov', 'us-gov-west-1')).to.deep.equal([
      { page: { region: 'us-gov-west-1' }, region: 'us-gov-west-1' },
    ]);
  });

  it('is tried in one account of each OU, the same for the same seed', () => {
    const accounts = ['a', 'b', 'c', 'd'].map((name, index) => account(name, index < 3 ? 'O' : 'P'));
    expect(oneOfEachOu(accounts, '1').map(({ ou }) => ou)).to.deep.equal(['O', 'P']);
    expect(oneOfEachOu(accounts, '1')).to.deep.equal(oneOfEachOu(accounts, '1'));
    expect(
      new Set(Array.from({ length: 20 }, (_, seed) => oneOfEachOu(accounts, String(seed))[0]?.name)).size,
    ).to.equal(3);
  });
});

describe('the console in a drill', () => {
  const played = async (
    overlays: readonly string[],
    without = false,
  ): Promise<{ check: CheckResult | undefined; uses: UseResult[] }> => {
    const openTarget: typeof embeddedTarget = (organization, random) => {
      const { console: port, ...target } = embeddedTarget(organization, random);
      return without || port === undefined ? target : { ...target, console: port };
    };
    const { result } = await playDrill(overlays, { scenarios: ['identity-provider-failure'] }, { openTarget });
    return {
      check: result.scenarios[0]?.checks.find(({ title }) => title.includes('console')),
      uses: result.uses.filter(({ kind }) => kind !== 'AssumeRole'),
    };
  };

  it('makes sign-ins, failed sign-ins and switches in every Region, and all of them are noticed', async () => {
    const { check, uses } = await played([]);
    expect(check?.outcome).to.equal('held');
    for (const region of ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2']) {
      const kinds = new Set(
        uses.filter((use) => use.region === region).map(({ kind, succeeded }) => `${kind} ${succeeded}`),
      );
      expect([...kinds].sort(), region).to.deep.equal(['ConsoleLogin false', 'ConsoleLogin true', 'SwitchRole true']);
    }
    for (const { events, logs } of uses) expect([events, logs]).to.deep.equal(['in time', 'in time']);
  });

  it('finds what only the console shows: a rule that misses failed sign-ins', async () => {
    const { uses } = await played([
      'accounts: { management: { monitoring: { eventRules: { break-glass-signed-in: { pattern: { detail: { responseElements: { ConsoleLogin: [Success] } } } } } } } }',
    ]);
    for (const { kind, succeeded, events } of uses)
      expect(events).to.equal(kind === 'ConsoleLogin' && !succeeded ? 'missing' : 'in time');
  });

  it('is not claimed where only a person can sign in', async () => {
    const { check, uses } = await played([], true);
    expect(check?.outcome).to.equal('not applicable');
    expect(uses).to.deep.equal([]);
  });
});
