import { expect } from 'chai';
import fc from 'fast-check';
import { compileAlarmRule, PatternError } from '../../monitoring/index.js';
import type { AlarmState } from '../../monitoring/index.js';

const states: Record<string, AlarmState> = {
  high: 'ALARM',
  low: 'OK',
  new: 'INSUFFICIENT_DATA',
  'with space (1)': 'ALARM',
};
const inAlarm = (rule: string): boolean => compileAlarmRule(rule).inAlarm((alarm) => states[alarm]);

/** API reference, PutCompositeAlarm, AlarmRule. */
const cases: [rule: string, expected: boolean][] = [
  ['ALARM(high)', true],
  ['ALARM("high")', true],
  ['ALARM(low)', false],
  ['OK(low)', true],
  ['INSUFFICIENT_DATA(new)', true],
  ['INSUFFICIENT_DATA(never-made)', true],
  ['ALARM("with space (1)")', true],
  ['NOT ALARM(high)', false],
  ['NOT NOT ALARM(high)', true],
  ['ALARM(high) AND ALARM(low)', false],
  ['ALARM(high) OR ALARM(low)', true],
  ['ALARM(high) AND NOT OK(high)', true],
  ['ALARM(high) OR ALARM(low) AND ALARM(new)', true],
  ['(ALARM(high) OR ALARM(low)) AND ALARM(new)', false],
  ['NOT (ALARM(low) OR OK(high))', true],
  ['NOT ALARM(low) AND ALARM(high)', true],
  ['TRUE', true],
  ['FALSE', false],
  ['TRUE AND NOT FALSE', true],
  ['\n ALARM ( high )\n\tAND TRUE', true],
];

describe('rules of composite alarms', () => {
  for (const [rule, expected] of cases) {
    it(`${rule} is ${String(expected)}`, () => {
      expect(inAlarm(rule)).to.equal(expected);
    });
  }

  it('name their alarms once, also by ARN', () => {
    const arn = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:bg';
    expect(compileAlarmRule(`ALARM(${arn}) OR (OK("a \\"b\\"") AND ALARM(${arn}))`).alarms).to.deep.equal([
      arn,
      'a "b"',
    ]);
  });

  const wrong = [
    '',
    'ALARM',
    'ALARM()',
    'ALARM())',
    'ALARM(()',
    'ALARM(")',
    'ALARM(a',
    'ALARM(a b)',
    'BROKEN(a)',
    'alarm(a)',
    'ALARM(a) ALARM(b)',
    'ALARM(a) AND',
    '(ALARM(a)',
    'ALARM(a))',
    'NOT',
    'ALARM("a)',
    'ALARM(a) && OK(b)',
  ];
  for (const rule of [...wrong, `${'('.repeat(5000)}TRUE`, 'NOT '.repeat(2000) + 'TRUE', ' '.repeat(10_241)]) {
    it(`refuses ${rule.slice(0, 40)}`, () => {
      expect(() => compileAlarmRule(rule)).to.throw(PatternError, 'AlarmRule is invalid: ');
    });
  }

  it('mean what they say', () => {
    type States = Record<'a' | 'b' | 'c', AlarmState>;
    interface Expression {
      rule: string;
      holds: (states: States) => boolean;
    }
    const leaf = fc
      .tuple(
        fc.constantFrom<AlarmState[]>('OK', 'ALARM', 'INSUFFICIENT_DATA'),
        fc.constantFrom<(keyof States)[]>('a', 'b', 'c'),
      )
      .map(([state, name]): Expression => ({ rule: `${state}(${name})`, holds: (given) => given[name] === state }));
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
      const two = fc.tuple(tie('expression'), tie('expression'));
      return {
        expression: fc.oneof(
          { maxDepth: 4 },
          leaf,
          two.map(([left, right]): Expression => ({
            rule: `(${left.rule} AND ${right.rule})`,
            holds: (given) => left.holds(given) && right.holds(given),
          })),
          two.map(([left, right]): Expression => ({
            rule: `(${left.rule} OR ${right.rule})`,
            holds: (given) => left.holds(given) || right.holds(given),
          })),
          tie('expression').map(({ rule, holds }): Expression => ({
            rule: `NOT ${rule}`,
            holds: (given) => !holds(given),
          })),
        ),
      };
    });
    const state = fc.constantFrom<AlarmState[]>('OK', 'ALARM', 'INSUFFICIENT_DATA');
    fc.assert(
      fc.property(expression, fc.record({ a: state, b: state, c: state }), ({ rule, holds }, given) => {
        expect(compileAlarmRule(rule).inAlarm((alarm) => given[alarm as keyof States])).to.equal(holds(given));
      }),
      { seed: 20_261_124, numRuns: 300 },
    );
  });
});
