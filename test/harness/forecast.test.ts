import { expect } from 'chai';
import { virtualClock } from '../../base/clock.js';
import { askConsent } from '../../harness/engine/consent.js';
import { messagesForPeople } from '../../harness/monitoring/forecast.js';
import { createPace, pacePerMinute } from '../../harness/drill/pace.js';
import type { DrillPlan, PlannedMessages } from '../../reports/plan.js';
import { keptDrill, playDrill } from '../drill.js';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:break-glass-alarms';

describe('the forecast of messages', () => {
  it('is never less than what comes, and not out of all proportion', async () => {
    const { texts, result } = await keptDrill();
    const { messages } = JSON.parse(texts.get('plan.json') ?? '{}') as DrillPlan;
    const queue = messages
      .filter(({ path, subscriber }) => path === 'events' && subscriber === 'sqs')
      .reduce((sum, { atMost }) => sum + atMost, 0);
    const made = result.alarms.filter(({ path }) => path === 'events').reduce((sum, alarm) => sum + alarm.made, 0);
    expect(queue)
      .to.be.at.least(made)
      .and.at.most(3 * made);
    // People are called as often as the queue is.
    expect(messagesForPeople(messages)).to.be.at.least(queue);
    expect(messages.map(({ path, subscriber }) => `${path} ${subscriber}`).sort()).to.include.members([
      'events email',
      'events sqs',
      'logs email',
      'logs sqs',
    ]);
  });

  it('calls nobody whose subscription was never confirmed, and nothing through a rule that is disabled', async () => {
    const planned = async (patch: string): Promise<PlannedMessages[]> => {
      const { texts } = await playDrill([`accounts: { management: { monitoring: ${patch} } }`], {
        scenarios: ['readiness', 'identity-center-outage'],
      });
      return (JSON.parse(texts.get('plan.json') ?? '{}') as DrillPlan).messages;
    };
    expect(
      (await planned('{ topics: { break-glass-alarms: { subscriptions: { on-call: { confirmed: false } } } } }')).map(
        ({ subscriber }) => subscriber,
      ),
    ).to.not.include('email');
    expect(
      (await planned('{ eventRules: { break-glass-assumed: { state: DISABLED } } }')).map(({ path }) => path),
    ).to.not.include('events');
  });
});

describe('consent to many messages', () => {
  const plan = (mode: 'LIVE' | 'EMULATED', atMost: number): Pick<DrillPlan, 'drill' | 'messages'> => ({
    drill: {
      id: 'd',
      name: 'd',
      mode,
      target: 't',
      seed: '1',
      example: false,
      tool: { name: 't', version: '1' },
      inputSha256: '',
    },
    messages: [
      { path: 'events', topic: TOPIC, subscriber: 'email', atMost },
      { path: 'events', topic: TOPIC, subscriber: 'sqs', atMost: 99_999 },
    ],
  });
  const limits = (messages?: number): Parameters<typeof askConsent>[1] => ({
    limits: { concurrency: 16, ...(messages === undefined ? {} : { messages }) },
  });
  const outcome = (asked: Promise<void>): Promise<string> =>
    asked.then(
      () => 'goes on',
      (error: { code?: string; message: string }) => `${error.code ?? ''} ${error.message}`,
    );

  it('is asked for above the limit, where somebody would be called', async () => {
    const yes = (): Promise<boolean> => Promise.resolve(true);
    const no = (): Promise<boolean> => Promise.resolve(false);
    expect(await outcome(askConsent(plan('LIVE', 1000), limits(), undefined))).to.equal('goes on');
    expect(await outcome(askConsent(plan('LIVE', 1001), limits(), undefined))).to.equal(
      'BG_USAGE this drill sends up to 1,001 messages to people, and 1,000 are allowed without asking',
    );
    expect(await outcome(askConsent(plan('LIVE', 1001), limits(), no))).to.match(/^BG_USAGE/);
    expect(await outcome(askConsent(plan('LIVE', 1001), limits(), yes))).to.equal('goes on');
    expect(await outcome(askConsent(plan('EMULATED', 100_000), limits(), undefined))).to.equal('goes on');
    expect(await outcome(askConsent(plan('EMULATED', 11), limits(10), undefined))).to.match(
      /^BG_USAGE .* 11 messages .* 10 are allowed/,
    );
  });
});

describe('the pace of hops', () => {
  it('keeps them apart on the clock of the target', async () => {
    const clock = virtualClock(0);
    const pace = createPace(clock, 60);
    const made: number[] = [];
    for (let hop = 0; hop < 4; hop++) {
      await pace();
      made.push(clock.now());
    }
    expect(made).to.deep.equal([0, 1000, 2000, 3000]);
    clock.advance(10_000);
    await pace();
    expect(clock.now(), 'time that passed is no debt').to.equal(13_000);
  });

  it('is asked for, or usual where messages are real', () => {
    expect([
      pacePerMinute('EMULATED', undefined),
      pacePerMinute('LIVE', undefined),
      pacePerMinute('EMULATED', 5),
    ]).to.deep.equal([undefined, 300, 5]);
  });
});
