import { expect } from 'chai';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';

/** Rules of the management account, in flow style. */
const rules = (content: string): string => `accounts: { management: { monitoring: { eventRules: ${content} } } }`;
const target = (member: string): string => `{ targets: { topic: { ${member} } } }`;

/** What the check of alarms says in a scenario: in this one hops and the console are used. */
async function alarms(
  overlay: string,
  scenario = 'identity-provider-failure',
): Promise<{ outcome: string; reason: string; codes: string[] }> {
  const { result } = await playDrill([overlay], { scenarios: [scenario] });
  const check = result.scenarios
    .flatMap(({ checks }) => checks)
    .find(({ title }) => title.startsWith('raises every alarm'));
  const codes = result.findings.map(({ code }) => code);
  return { outcome: check?.outcome ?? '', reason: check?.reason ?? '', codes };
}

describe('news of a use that comes another way than by a plain message', function () {
  this.timeout(120_000);

  const held: Record<string, string> = {
    'a message that keeps the id of its record': rules(
      `{ break-glass-assumed: ${target(`inputTransformer: { paths: { id: "$.detail.eventID" }, template: '"Break glass, see <id>"' }`)} }`,
    ),
    'a message that is the record alone': rules(`{ break-glass-assumed: ${target('inputPath: "$.detail"')} }`),
    'rules in one Region, to which the others forward': rules(
      '{ break-glass-assumed: { regions: [eu-west-1] }, break-glass-signed-in: { regions: [eu-west-1] }, home: { regions: [us-east-1, us-east-2, eu-north-1, ap-southeast-2], pattern: { source: [aws.sts, aws.signin] }, targets: { bus: { arn: "arn:aws:events:eu-west-1:<self>:event-bus/default" } } } }',
    ),
    'a function beside the topic': rules(
      '{ break-glass-assumed: { targets: { more: { arn: "arn:aws:lambda:<region>:<self>:function:tell" } } } }',
    ),
    'a rule that knows hops by keys of either kind': rules(
      '{ break-glass-assumed: { pattern: { detail: { userIdentity: { accessKeyId: [{ prefix: AKIA }, { prefix: ASIA }] } } } } }',
    ),
  };
  for (const [what, overlay] of drawn('news that holds', Object.entries(held), { few: 2, more: 3 }))
    it(`holds: ${what}`, async () => {
      expect(await alarms(overlay)).to.deep.equal({ outcome: 'held', reason: '', codes: [] });
    });

  const unclear: Record<string, [overlay: string, reason: RegExp]> = {
    'messages that are all alike': [
      rules(`{ break-glass-assumed: ${target(`input: '"used"'`)} }`),
      /rewrites its message/,
    ],
    'a function alone': [
      rules(`{ break-glass-assumed: ${target('arn: "arn:aws:lambda:<region>:<self>:function:tell"')} }`),
      /event rule "break-glass-assumed" sends to arn:aws:lambda:eu-west-1:\d+:function:tell, which is not run here/,
    ],
    'a plan of Incident Manager': [
      'accounts: { management: { monitoring: { alarms: { break-glass-used: { actions: ["arn:aws:ssm-incidents::<self>:response-plan/p"] } } } } }',
      /alarm "break-glass-used" sends to arn:aws:ssm-incidents::\d+:response-plan\/p, which is not run here/,
    ],
  };
  for (const [what, [overlay, reason]] of drawn('news that is open', Object.entries(unclear), { few: 1, more: 2 }))
    it(`leaves open, and says what: ${what}`, async () => {
      const seen = await alarms(overlay);
      expect([seen.outcome, seen.codes]).to.deep.equal(['inconclusive', []]);
      expect(seen.reason).to.match(reason);
    });

  it('breaks on messages in other words that never came', async () => {
    const refusing = `accounts: { management: { monitoring: { eventRules: { break-glass-assumed: ${target(`input: '"used"'`)} }, topics: { break-glass-alarms: { policy: { PublishAlarms: { Principal: { Service: [cloudwatch.amazonaws.com] } } } } } } } }`;
    expect((await alarms(refusing)).codes).to.deep.equal(['BG_ALARM_TOPIC_REFUSES']);
  });

  it('breaks on a way to use break glass that no use of the drill went', async () => {
    // Nobody goes to the console in this scenario.
    const seen = await alarms(rules('{ break-glass-signed-in: null }'), 'identity-center-outage');
    expect(seen.outcome).to.equal('broken');
    expect(seen.reason).to.match(/console sign-in/);
  });
});
