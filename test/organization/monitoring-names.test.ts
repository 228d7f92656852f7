import { expect } from 'chai';
import { nameInAws, ruleNameInAws } from '../../organization/monitoring-names.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { twinFixture } from '../twin/fixture.js';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';

const NAMES: readonly [string, string[], string][] = [
  ['alarms', ['eu-west-1'], 'alarms'],
  ['alarms@us-east-1', ['us-east-1', 'us-east-2'], 'alarms'],
  ['alarms@us-east-1', ['us-east-2'], 'alarms@us-east-1'],
  ['a@b', ['eu-west-1'], 'a@b'],
];

describe('names that a document tells apart by Regions', () => {
  for (const [name, regions, expected] of NAMES)
    it(`are without them in AWS: ${name} in ${regions.join(', ')}`, () =>
      expect(nameInAws(name, regions)).to.equal(expected));

  it('leave out the bus of a rule as well', () => {
    expect(ruleNameInAws('own/rule@us-east-1', { bus: 'own', regions: ['us-east-1'] })).to.equal('rule');
    expect(ruleNameInAws('own/rule', { bus: 'default', regions: ['us-east-1'] })).to.equal('own/rule');
  });

  it('are those that the twin answers to', async () => {
    const pattern = '{ source: [aws.sts] }';
    const fixture = twinFixture(
      landingZone(
        `accounts: { management: { monitoring: { eventRules: { one: { regions: [eu-west-1], pattern: ${pattern} }, one@us-east-1: { regions: [us-east-1], state: DISABLED, pattern: ${pattern} } } } } }`,
      ),
    );
    const state = async (region: string): Promise<unknown> =>
      (
        await fixture
          .clients(fixture.twin.secrets().administrator, region)
          .events()
          .send(new DescribeRuleCommand({ Name: 'one' }))
      ).State;
    expect([await state('eu-west-1'), await state('us-east-1')]).to.deep.equal(['ENABLED', 'DISABLED']);
  });
});
