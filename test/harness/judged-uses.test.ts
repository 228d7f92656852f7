import { expect } from 'chai';
import fc from 'fast-check';
import { judgeUses } from '../../harness/monitoring/judge.js';
import type { Evidence, Report } from '../../harness/monitoring/judge.js';
import { alarmResults } from '../../harness/monitoring/results.js';
import type { ResultOptions } from '../../harness/monitoring/results.js';
import { sampleUses } from '../../harness/monitoring/sample.js';
import type { Use } from '../../harness/monitoring/use.js';
import { LIMITS, HARD, ALARM, NEVER_LOST, use, event, alarm } from './alarm-evidence.js';

const outcomes = (uses: Use[], evidence: Evidence): string[] =>
  judgeUses(uses, evidence, LIMITS, HARD).map(({ path, outcome }) => `${path} ${outcome}`);

describe('uses are judged on both paths', () => {
  const rows: [string, Use[], Evidence, string[]][] = [
    [
      'in time',
      [use('a')],
      { receipts: [event('a', 10), alarm(400)], episodes: [] },
      ['events in time', 'logs in time'],
    ],
    ['late', [use('a')], { receipts: [event('a', 301), alarm(901)], episodes: [] }, ['events late', 'logs late']],
    [
      'beyond the hard limit is missing',
      [use('a')],
      { receipts: [event('a', 901), alarm(1801)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    ['nothing came', [use('a')], { receipts: [], episodes: [] }, ['events missing', 'logs missing']],
    [
      'a message about another use is none about this one',
      [use('a')],
      { receipts: [event('b', 10)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm from before the use is none about it',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that went off and out again before the use',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 90_000 }] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that is ringing while the use is made covers it',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 190_000 }] },
      ['events missing', 'logs in time'],
    ],
    [
      'an alarm that rings without having told anybody covers nothing',
      [use('a', 100)],
      { receipts: [], episodes: [{ alarmArn: ALARM, start: 50_000 }] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that somebody set by hand is none',
      [use('a')],
      { receipts: [event('a', 10), { ...alarm(400), evaluated: false } as Evidence['receipts'][number]], episodes: [] },
      ['events in time', 'logs missing'],
    ],
    [
      'a return to OK is no alarm',
      [use('a')],
      {
        receipts: [{ kind: 'alarm', at: 9000, alarmArn: ALARM, state: 'OK', changedAt: 9000, evaluated: true }],
        episodes: [],
      },
      ['events missing', 'logs missing'],
    ],
  ];
  for (const [title, uses, evidence, expected] of rows)
    it(title, () => expect(outcomes(uses, evidence)).to.deep.equal(expected));

  it('counts every use once a path, whatever arrives', () => {
    const receipts = fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(2000)).map(([id, at]) => event(id, at)),
        fc.nat(4000).map((at) => alarm(at)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(receipts, fc.array(fc.nat(2000), { minLength: 1, maxLength: 3 }), (arrived, starts) => {
        const uses = starts.map((at, index) => use(['a', 'b', 'c'][index] ?? '', at));
        const results = alarmResults(judgeUses(uses, { receipts: arrived, episodes: [] }, LIMITS, HARD), NEVER_LOST);
        return results.every(
          (result) =>
            result.uses === uses.length &&
            result.delivered + result.missing === result.uses &&
            result.late <= result.delivered &&
            (result.outcome === 'held') === (result.late + result.missing === 0),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('draws measured figures: quantiles are among the points, which are ascending', () => {
    const uses = Array.from({ length: 500 }, (_, index) => use(`u${index}`));
    const receipts = uses.map(({ requestId = '' }, index) => event(requestId, index / 2));
    const [events] = alarmResults(judgeUses(uses, { receipts, episodes: [] }, LIMITS, HARD), NEVER_LOST);
    expect(events?.points).to.have.length(200);
    expect(events?.points).to.deep.equal([...(events?.points ?? [])].sort((left, right) => left - right));
    expect(events?.seconds).to.deep.equal({ p50: 124.5, p95: 237, max: 249.5 });
  });
});

describe('detection, notification and acknowledgement are judged apart', () => {
  const judged = (evidence: Evidence, beforeDetection?: boolean): string[] => {
    const reports: Report[] = judgeUses([use('a')], evidence, LIMITS, HARD);
    const lostAt = (): ReturnType<ResultOptions['lostAt']> =>
      beforeDetection === undefined ? undefined : { cause: 'c', beforeDetection };
    return alarmResults(reports, { ...NEVER_LOST, lostAt }).map(
      ({ path, detection, notification, acknowledgement }) =>
        `${path}: ${detection}, ${notification}, ${acknowledgement}`,
    );
  };
  const episodes = [{ alarmArn: ALARM, start: 300_000 }];
  const rows: [string, Evidence, boolean | undefined, string[]][] = [
    [
      'all is well',
      { receipts: [event('a', 10), alarm(301, 300)], episodes },
      undefined,
      ['events: held, held, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'the alarm rang and told nobody',
      { receipts: [event('a', 10)], episodes },
      false,
      ['events: held, held, not applicable', 'logs: held, broken, not applicable'],
    ],
    [
      'the alarm did not ring',
      { receipts: [event('a', 10)], episodes: [] },
      true,
      ['events: held, held, not applicable', 'logs: broken, broken, not applicable'],
    ],
    [
      'a rule that told nobody may have matched',
      { receipts: [alarm(301, 300)], episodes },
      false,
      ['events: inconclusive, broken, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'a rule whose pattern is wrong has not',
      { receipts: [alarm(301, 300)], episodes },
      true,
      ['events: broken, broken, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'late is not undetected',
      { receipts: [event('a', 400), alarm(301, 300)], episodes },
      undefined,
      ['events: held, broken, not applicable', 'logs: held, held, not applicable'],
    ],
  ];
  for (const [title, evidence, before, expected] of rows)
    it(title, () => expect(judged(evidence, before)).to.deep.equal(expected));
});

describe('alarms are judged by a sample', () => {
  const uses = Array.from({ length: 90 }, (_, index): Use => ({
    ...use(`u${index}`),
    account: index % 3 === 0 ? 'a' : 'b',
    region: index % 2 === 0 ? 'eu-west-1' : 'us-east-1',
    succeeded: index % 5 !== 0,
  }));
  const groupsOf = (chosen: readonly Use[]): Map<string, number> => {
    const groups = new Map<string, number>();
    for (const { account, region, succeeded } of chosen)
      groups.set(`${account} ${region} ${succeeded}`, (groups.get(`${account} ${region} ${succeeded}`) ?? 0) + 1);
    return groups;
  };

  it('of every OU, Region and kind, as large as allowed, the same for the same seed', () => {
    const chosen = sampleUses(uses, (id) => id, 4, '1');
    for (const [group, count] of groupsOf(uses))
      expect(groupsOf(chosen).get(group), group).to.equal(Math.min(4, count));
    expect(sampleUses(uses, (id) => id, 4, '1')).to.deep.equal(chosen);
    expect(sampleUses(uses, (id) => id, 4, '2')).to.not.deep.equal(chosen);
    expect(sampleUses(uses, (id) => id, 90, '1')).to.deep.equal(uses);
  });
});
