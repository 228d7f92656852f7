import { expect } from 'chai';
import type { DrillContext } from '../../harness/drill/context.js';
import type { Verdict } from '../../harness/drill/verdict.js';
import { alarmsInTime, everyUseExplained } from '../../harness/questions/alarms/judge.js';
import type { AlarmQuestion } from '../../harness/questions/alarms/judge.js';
import { withDelivery } from '../../harness/questions/alarms/delivered.js';
import { fault, names } from './made-faults.js';

describe('what the alarms broke on', () => {
  const use = {
    scenario: 's',
    kind: 'AssumeRole' as const,
    succeeded: true,
    account: '1',
    region: 'eu-west-1',
    at: 0,
    requestId: 'r',
  };
  const leftover = { code: 'BG_USE_UNEXPLAINED' as const, cause: 'somebody', accounts: [], at: 0, scenario: 's' };
  const record = {
    eventId: 'e',
    eventName: 'AssumeRole',
    service: 'sts',
    at: 0,
    region: 'eu-west-1',
    failed: false,
    requestId: 'r',
    account: '1',
    sourceIp: '',
    who: { type: 'IAMUser', principalId: '' },
  };
  const question = (changed: Partial<AlarmQuestion>, trail: object = {}): AlarmQuestion =>
    ({
      uses: [use],
      made: [use],
      reports: [],
      collected: {
        trail: { records: [record], whole: true, from: 'log group "g"', ...trail },
        history: { ringing: [], episodes: [], counted: [], failedActions: [] },
      },
      sla: { events: 300, logs: 900 },
      leftovers: [],
      notQuiet: [],
      acknowledgement: { outcome: 'not applicable' },
      explain: (path: string) => (path === 'events' ? fault('BG_ALARM_RULE_DISABLED') : undefined),
      explainAlarm: () => undefined,
      gaps: [],
      ...changed,
    }) as unknown as AlarmQuestion;
  const report = (
    path: 'events' | 'logs',
    outcome: 'in time' | 'late' | 'missing',
  ): AlarmQuestion['reports'][number] => ({
    use,
    path,
    outcome,
    detected: undefined,
    times: {},
    ...(outcome === 'late' ? { seconds: 1000 } : {}),
  });

  it('is every message that is not in time, and every alarm that does not rest: one never stands for another', () => {
    const faults = (changed: Partial<AlarmQuestion>): unknown => names(alarmsInTime(question(changed), 's'));
    expect(faults({ reports: [report('events', 'missing'), report('logs', 'in time')] })).to.deep.equal([
      'BG_ALARM_RULE_DISABLED',
    ]);
    expect(faults({ reports: [report('events', 'missing'), report('logs', 'late')] })).to.deep.equal([
      'BG_ALARM_RULE_DISABLED',
      'BG_ALARM_LATE',
    ]);
    expect(
      faults({ reports: [report('events', 'missing'), report('logs', 'in time')], notQuiet: ['alarm'] }),
    ).to.deep.equal(['BG_ALARM_RULE_DISABLED', 'BG_ALARM_NOT_QUIET']);
    expect(
      faults({ reports: [report('events', 'in time'), report('logs', 'in time')], notQuiet: ['alarm'] }),
    ).to.deep.equal(['BG_ALARM_NOT_QUIET']);
  });

  it('is every use by somebody else, if the trail shows all of them', () => {
    const faults = (trail: object, changed: Partial<AlarmQuestion> = {}): unknown => {
      const verdict = everyUseExplained(
        question({ leftovers: [leftover, { ...leftover, cause: 'another' }], ...changed }, trail),
        's',
      );
      return [verdict.outcome, names(verdict)];
    };
    expect(faults({})).to.deep.equal(['broken', ['BG_USE_UNEXPLAINED', 'BG_USE_UNEXPLAINED']]);
    expect(faults({ whole: false }), 'the event history shows other accounts not at all').to.deep.equal([
      'broken',
      undefined,
    ]);
    expect(faults({ records: [] }), 'it misses a use of the drill itself').to.deep.equal(['broken', undefined]);
    expect(faults({}, { uses: [] }), 'nothing shows that it records').to.deep.equal(['broken', undefined]);
  });

  it('is unknown where the configuration explains a missing message, and the endpoint delivers nothing either', () => {
    const context = { organization: { management: 'm', accounts: {} } } as unknown as DrillContext;
    const evaluated = (outcome: Verdict['outcome']): Verdict => ({
      outcome,
      evidence: 'evaluated',
      summary: '',
      ...(outcome === 'broken' ? { faults: [fault('BG_ALARM_OPEN')] } : {}),
    });
    const together = (one: Verdict['outcome'], other: Verdict['outcome']): unknown => {
      const { verdict } = withDelivery(
        context,
        { outcome: other, evidence: 'observed', summary: '', reason: 'nothing came' },
        evaluated(one),
        's',
      );
      return [verdict.outcome, names(verdict)];
    };
    expect(together('broken', 'held')).to.deep.equal(['broken', ['BG_ALARM_OPEN']]);
    expect(together('broken', 'broken')).to.deep.equal(['broken', undefined]);
    expect(together('broken', 'inconclusive')).to.deep.equal(['broken', undefined]);
    expect(together('held', 'broken')).to.deep.equal(['broken', ['BG_ALARM_MISSING']]);
    expect(together('held', 'inconclusive')).to.deep.equal(['inconclusive', undefined]);
  });
});
