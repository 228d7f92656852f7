import { expect } from 'chai';
import { judgeUses, useResults } from '../../harness/monitoring/judge.js';
import type { Evidence } from '../../harness/monitoring/judge.js';
import { alarmResults } from '../../harness/monitoring/results.js';
import { seenUpTo } from '../../harness/monitoring/seen-up-to.js';
import { LIMITS, HARD, ALARM, NEVER_LOST, use, record, event, alarm } from './alarm-evidence.js';

describe('each link of the chain has its instant', () => {
  const logged = [{ ...record('a', 0), loggedAt: 240_500 }];
  const whole: Evidence = {
    receipts: [event('a', 10), alarm(301, 300)],
    episodes: [{ alarmArn: ALARM, start: 300_000, end: 420_000 }],
    records: logged,
    counted: [240_000],
  };

  it('from the call to both messages', () => {
    const [result] = useResults(judgeUses([use('a')], whole, LIMITS, HARD));
    const at = (second: number): string => new Date(second * 1000).toISOString();
    expect(result?.times).to.deep.equal({
      called: at(0),
      recorded: at(0),
      published: at(9.8),
      eventMessage: at(10),
      logged: at(240.5),
      counted: at(240),
      rang: at(300),
      alarmMessage: at(301),
    });
    expect([result?.events, result?.logs]).to.deep.equal(['in time', 'in time']);
  });

  it('and each leg its time, in the order of the chain', () => {
    const [events, logs] = alarmResults(judgeUses([use('a')], whole, LIMITS, HARD), NEVER_LOST);
    expect(events?.legs.map(({ from, to, max }) => [from, to, max])).to.deep.equal([
      ['called', 'published', 9.8],
      ['published', 'eventMessage', 0.2],
    ]);
    expect(logs?.legs.map(({ from, to, max }) => [from, to, max])).to.deep.equal([
      ['called', 'logged', 240.5],
      ['logged', 'rang', 59.5],
      ['rang', 'alarmMessage', 1],
    ]);
  });

  it('says how far the news came where the configuration tells nothing', () => {
    const history = { episodes: [], counted: [], failedActions: [], ringing: [] };
    const seen = { history, trail: { from: 'log group "g"' } };
    const rows: [Parameters<typeof seenUpTo>[0], Parameters<typeof seenUpTo>[1], RegExp][] = [
      ['logs', {}, /^there is no record of it in log group "g"$/],
      ['logs', { recorded: 1 }, /never came to the log group$/],
      ['logs', { recorded: 1, logged: 1 }, /the metric counted nothing$/],
      ['logs', { recorded: 1, logged: 1, counted: 1 }, /the alarm did not ring$/],
      ['logs', { recorded: 1, logged: 1, counted: 1, rang: 1 }, /its message never arrived$/],
      ['events', { recorded: 1 }, /does not say why the rule told nobody$/],
    ];
    for (const [path, times, expected] of rows) expect(seenUpTo(path, times, seen)).to.match(expected);
    const failed = { ...seen, history: { ...history, failedActions: ['Failed to execute action x'] } };
    expect(seenUpTo('logs', { recorded: 1, logged: 1, counted: 1, rang: 1 }, failed)).to.match(
      /"Failed to execute action x"$/,
    );
  });
});
