import { expect } from 'chai';
import fc from 'fast-check';
import { evaluateAlarm, evaluationInterval, nextEvaluation, nextStateChange } from '../../monitoring/index.js';
import type { AlarmDefinition, AlarmState, MetricSample } from '../../monitoring/index.js';

const NOON = Date.UTC(2026, 10, 24, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The usual alarm on a metric filter: one count in a minute. */
const onCount: AlarmDefinition = {
  ...{ statistic: 'Sum', periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 1 },
  ...{ comparison: 'GreaterThanOrEqualToThreshold', missingData: 'notBreaching' },
};

function stateOf(
  definition: Partial<AlarmDefinition>,
  samples: MetricSample[],
  at = NOON,
  previous: AlarmState = 'OK',
): AlarmState {
  return evaluateAlarm({ ...onCount, ...definition }, samples, at, previous).state;
}

describe('alarms', () => {
  it('are evaluated every minute, every ten seconds for short periods, every hour for more than a day', () => {
    expect(evaluationInterval(onCount)).to.equal(MINUTE);
    expect(evaluationInterval({ ...onCount, periodSeconds: 30 })).to.equal(10 * SECOND);
    expect(evaluationInterval({ ...onCount, periodSeconds: 86_400 })).to.equal(MINUTE);
    expect(evaluationInterval({ ...onCount, periodSeconds: 43_200, evaluationPeriods: 3 })).to.equal(60 * MINUTE);
    expect(nextEvaluation(onCount, NOON)).to.equal(NOON + MINUTE);
    expect(nextEvaluation(onCount, NOON + 1)).to.equal(NOON + MINUTE);
    expect(nextEvaluation(onCount, NOON - 1)).to.equal(NOON);
  });

  it('see whole periods that have ended, and slide by a minute over longer ones', () => {
    const sample = [{ at: NOON - 1, value: 1 }];
    expect(stateOf({}, sample, NOON - 1)).to.equal('OK');
    expect(stateOf({}, sample, NOON)).to.equal('ALARM');
    expect(stateOf({}, sample, NOON + MINUTE - 1)).to.equal('ALARM');
    expect(stateOf({}, [{ at: NOON, value: 1 }], NOON)).to.equal('OK');
    // Five minutes, one period: at minute 6 it looks at minutes 2 to 6 (page "Alarm evaluation").
    const two = [
      { at: NOON + 30 * SECOND, value: 1 },
      { at: NOON + 5 * MINUTE + 30 * SECOND, value: 1 },
    ];
    const five: Partial<AlarmDefinition> = { periodSeconds: 300, threshold: 2 };
    expect(stateOf(five, two, NOON + 5 * MINUTE)).to.equal('OK');
    expect(stateOf(five, [...two, { at: NOON + 60 * SECOND, value: 1 }], NOON + 6 * MINUTE)).to.equal('ALARM');
    expect(stateOf(five, two, NOON + 6 * MINUTE)).to.equal('OK');
  });

  it('of more than a day take notice at the full hour (page "Alarm evaluation", example of a multi-day alarm)', () => {
    const days: Partial<AlarmDefinition> = { periodSeconds: 86_400, evaluationPeriods: 3, datapointsToAlarm: 1 };
    const failed = [{ at: NOON + 2 * MINUTE, value: 1 }];
    expect(stateOf(days, failed, NOON + 3 * MINUTE)).to.equal('OK');
    expect(stateOf(days, failed, NOON + 63 * MINUTE)).to.equal('ALARM');
  });

  it('put the values of a period together by their statistic', () => {
    const samples = [2, 4, 9].map((value) => ({ at: NOON - 1, value }));
    const expected: Record<AlarmDefinition['statistic'], number> = {
      Sum: 15,
      Average: 5,
      Minimum: 2,
      Maximum: 9,
      SampleCount: 3,
    };
    for (const [statistic, value] of Object.entries(expected)) {
      const definition = { ...onCount, statistic: statistic as AlarmDefinition['statistic'] };
      expect(evaluateAlarm(definition, samples, NOON, 'OK').reasonData.recentDatapoints, statistic).to.deep.equal([
        value,
      ]);
    }
  });

  it('compare in four ways', () => {
    const around = (comparison: AlarmDefinition['comparison']): string =>
      [2, 3, 4]
        .map((value) => (stateOf({ comparison, threshold: 3 }, [{ at: NOON - 1, value }]) === 'ALARM' ? 'X' : '0'))
        .join('');
    expect(around('GreaterThanOrEqualToThreshold')).to.equal('0XX');
    expect(around('GreaterThanThreshold')).to.equal('00X');
    expect(around('LessThanThreshold')).to.equal('X00');
    expect(around('LessThanOrEqualToThreshold')).to.equal('XX0');
  });

  it('take notice of a late value as long as it lies in the evaluation range', () => {
    expect(stateOf({}, [{ at: NOON - 3 * MINUTE, value: 1 }])).to.equal('ALARM');
    expect(stateOf({}, [{ at: NOON - 3 * MINUTE - 1, value: 1 }])).to.equal('OK');
  });

  it('tell the next instant at which they change, with no more values', () => {
    const samples = [{ at: NOON - 10 * SECOND, value: 1 }];
    const raised = nextStateChange(onCount, samples, NOON - 5 * SECOND, 'OK');
    expect(raised).to.deep.include({ at: NOON });
    expect(raised?.evaluation.state).to.equal('ALARM');
    const back = nextStateChange(onCount, samples, NOON, 'ALARM');
    // The value stays in the range of three periods for two more evaluations.
    expect(back).to.deep.include({ at: NOON + 3 * MINUTE });
    expect(back?.evaluation.state).to.equal('OK');
    expect(nextStateChange(onCount, samples, NOON + 3 * MINUTE, 'OK')).to.equal(undefined);
    expect(nextStateChange(onCount, [], NOON, 'OK')).to.equal(undefined);
    expect(nextStateChange({ ...onCount, missingData: 'ignore' }, samples, NOON, 'ALARM'), 'ignore sticks').to.equal(
      undefined,
    );
    expect(nextStateChange({ ...onCount, missingData: 'missing' }, samples, NOON, 'ALARM')?.evaluation.state).to.equal(
      'INSUFFICIENT_DATA',
    );
    expect(nextStateChange({ ...onCount, missingData: 'breaching' }, [], NOON, 'OK')?.at).to.equal(NOON + MINUTE);
  });

  it('jump from change to change as if they were evaluated every minute', () => {
    const sample = fc.record({
      at: fc.integer({ min: NOON - 20 * MINUTE, max: NOON }),
      value: fc.integer({ min: 0, max: 2 }),
    });
    const periods = fc.integer({ min: 1, max: 3 });
    const definition = fc
      .record({
        ...{
          statistic: fc.constantFrom<AlarmDefinition['statistic'][]>('Sum', 'Maximum'),
          periodSeconds: fc.constantFrom(10, 60, 120),
        },
        ...{ evaluationPeriods: periods, datapointsToAlarm: periods, threshold: fc.constant(1) },
        comparison: fc.constantFrom<AlarmDefinition['comparison'][]>(
          'GreaterThanOrEqualToThreshold',
          'LessThanThreshold',
        ),
        missingData: fc.constantFrom<AlarmDefinition['missingData'][]>(
          'missing',
          'ignore',
          'breaching',
          'notBreaching',
        ),
      })
      .filter(({ evaluationPeriods, datapointsToAlarm }) => datapointsToAlarm <= evaluationPeriods);
    const start = NOON - 30 * MINUTE;
    fc.assert(
      fc.property(definition, fc.array(sample, { maxLength: 6 }), (alarm, samples) => {
        const walked: [number, AlarmState][] = [];
        let state: AlarmState = 'INSUFFICIENT_DATA';
        for (let at = nextEvaluation(alarm, start); at <= NOON + 30 * MINUTE; at = nextEvaluation(alarm, at)) {
          const evaluation = evaluateAlarm(alarm, samples, at, state);
          if (evaluation.changed) walked.push([at, (state = evaluation.state)]);
        }
        const jumped: [number, AlarmState][] = [];
        state = 'INSUFFICIENT_DATA';
        for (
          let next = nextStateChange(alarm, samples, start, state);
          next;
          next = nextStateChange(alarm, samples, next.at, state)
        ) {
          jumped.push([next.at, (state = next.evaluation.state)]);
        }
        expect(jumped).to.deep.equal(walked);
      }),
      { seed: 20_261_124, numRuns: 150 },
    );
  });
});

describe('reasons of alarms', () => {
  const reason = (
    definition: Partial<AlarmDefinition>,
    values: (number | undefined)[],
    previous: AlarmState,
  ): string => {
    const samples = values.flatMap((value, age) =>
      value === undefined ? [] : [{ at: NOON - age * MINUTE - 1, value }],
    );
    return evaluateAlarm({ ...onCount, ...definition }, samples, NOON, previous).reason;
  };
  const three: Partial<AlarmDefinition> = {
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    comparison: 'GreaterThanThreshold',
    threshold: 0.5,
  };
  const table: [title: string, text: string, expected: string][] = [
    [
      'crossed',
      reason({}, [1], 'OK'),
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (24/11/26 11:59:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'crossed by several',
      reason(three, [2, 0, 1.25], 'OK'),
      'Threshold Crossed: 2 out of the last 3 datapoints [2.0 (24/11/26 11:59:00), 1.25 (24/11/26 11:57:00)] were greater than the threshold (0.5) (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      'back again',
      reason(three, [0, 0, 1], 'ALARM'),
      'Threshold Crossed: 2 out of the last 3 datapoints [0.0 (24/11/26 11:59:00), 0.0 (24/11/26 11:58:00)] were not greater than the threshold (0.5) (minimum 2 datapoints for ALARM -> OK transition).',
    ],
    [
      'the same as before',
      reason({ comparison: 'LessThanThreshold' }, [5], 'OK'),
      'Threshold Crossed: 1 out of the last 1 datapoints [5.0 (24/11/26 11:59:00)] was not less than the threshold (1.0).',
    ],
    [
      'nothing, taken as good',
      reason({}, [], 'ALARM'),
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
    [
      'nothing, taken as bad',
      reason({ ...three, missingData: 'breaching' }, [], 'OK'),
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
    ],
    [
      'nothing, taken as missing',
      reason({ missingData: 'missing' }, [], 'OK'),
      'Insufficient Data: 1 datapoint was unknown.',
    ],
    [
      'too little, taken as missing',
      reason({ ...three, missingData: 'missing' }, [1], 'OK'),
      'Insufficient Data: 2 datapoints were unknown.',
    ],
  ];
  for (const [title, text, expected] of table) {
    it(title, () => {
      expect(text).to.equal(expected);
    });
  }

  it('come with data for programs', () => {
    const samples = [
      { at: NOON - 1, value: 1 },
      { at: NOON - 2, value: 2 },
      { at: NOON - 2 * MINUTE - 1, value: 4 },
    ];
    const definition = { ...onCount, evaluationPeriods: 3, datapointsToAlarm: 3 };
    expect(evaluateAlarm(definition, samples, NOON + 5 * SECOND, 'OK').reasonData).to.deep.equal({
      version: '1.0',
      queryDate: '2026-11-24T12:00:05.000+0000',
      startDate: '2026-11-24T11:57:00.000+0000',
      statistic: 'Sum',
      period: 60,
      recentDatapoints: [4, 3],
      threshold: 1,
      evaluatedDatapoints: [
        { timestamp: '2026-11-24T11:59:00.000+0000', sampleCount: 2, value: 3 },
        { timestamp: '2026-11-24T11:58:00.000+0000' },
        { timestamp: '2026-11-24T11:57:00.000+0000', sampleCount: 1, value: 4 },
      ],
    });
  });
});
