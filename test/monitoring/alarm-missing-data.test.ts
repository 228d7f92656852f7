import { expect } from 'chai';
import { evaluateAlarm } from '../../monitoring/index.js';
import type { AlarmDefinition, AlarmState, MetricSample } from '../../monitoring/index.js';

/**
 * The tables of "Configuring how CloudWatch alarms treat missing data", newest datapoint on the right: 0 is within the
 * threshold, X breaches it, - is missing. `retain` keeps the state. Rows marked 2018 were on the page until then.
 */
const TABLES: {
  needed: 2 | 3;
  datapoints: string;
  missing: string;
  ignore: string;
  breaching: string;
  notBreaching: string;
  page?: '2018';
}[] = [
  { needed: 3, datapoints: '0 - X - X', missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' },
  { needed: 3, datapoints: '0 - - - -', missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' },
  {
    needed: 3,
    datapoints: '- - - - -',
    missing: 'INSUFFICIENT_DATA',
    ignore: 'retain',
    breaching: 'ALARM',
    notBreaching: 'OK',
  },
  { needed: 3, datapoints: '0 X X - X', missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' },
  { needed: 3, datapoints: '- - X - -', missing: 'ALARM', ignore: 'retain', breaching: 'ALARM', notBreaching: 'OK' },
  {
    needed: 3,
    datapoints: 'X - - - -',
    missing: 'ALARM',
    ignore: 'retain',
    breaching: 'ALARM',
    notBreaching: 'OK',
    page: '2018',
  },
  {
    needed: 3,
    datapoints: '- - - - X',
    missing: 'INSUFFICIENT_DATA',
    ignore: 'retain',
    breaching: 'ALARM',
    notBreaching: 'OK',
    page: '2018',
  },
  { needed: 2, datapoints: '0 - X - X', missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' },
  { needed: 2, datapoints: '0 0 X 0 X', missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' },
  { needed: 2, datapoints: '0 - X - -', missing: 'OK', ignore: 'OK', breaching: 'ALARM', notBreaching: 'OK' },
  { needed: 2, datapoints: '- - - - 0', missing: 'OK', ignore: 'OK', breaching: 'ALARM', notBreaching: 'OK' },
  { needed: 2, datapoints: '- - - X -', missing: 'ALARM', ignore: 'retain', breaching: 'ALARM', notBreaching: 'OK' },
  {
    needed: 2,
    datapoints: '- - - - X',
    missing: 'INSUFFICIENT_DATA',
    ignore: 'retain',
    breaching: 'ALARM',
    notBreaching: 'OK',
    page: '2018',
  },
];

const END = Date.UTC(2026, 10, 24, 12);
const PERIOD = 300;

function samples(datapoints: string): MetricSample[] {
  const newestFirst = datapoints.split(' ').toReversed();
  return newestFirst.flatMap((mark, age) =>
    mark === '-' ? [] : [{ at: END - age * PERIOD * 1000 - 1000, value: mark === 'X' ? 4 : 1 }],
  );
}

describe('missing data, as documented', () => {
  for (const { needed, datapoints, page, ...expected } of TABLES) {
    for (const [missingData, state] of Object.entries(expected)) {
      it(`${datapoints}, ${needed} of 3, ${missingData}: ${state}${page === undefined ? '' : ` (page of ${page})`}`, () => {
        const definition: AlarmDefinition = {
          ...{
            statistic: 'Maximum',
            periodSeconds: PERIOD,
            evaluationPeriods: 3,
            datapointsToAlarm: needed,
            threshold: 3,
          },
          ...{ comparison: 'GreaterThanThreshold', missingData: missingData as AlarmDefinition['missingData'] },
        };
        for (const previous of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[]) {
          const evaluation = evaluateAlarm(definition, samples(datapoints), END, previous);
          expect(evaluation.state).to.equal(state === 'retain' ? previous : state);
          expect(evaluation.changed).to.equal(evaluation.state !== previous);
        }
      });
    }
  }
});
