import { memoryLedger } from '../memory-ledger.js';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { loadDrill } from '../../harness/engine/load.js';
import type { Verdict } from '../../harness/drill/verdict.js';
import { silentProgress } from '../../harness/drill/progress.js';
import type { Services } from '../../harness/targets/organization-as-read.js';
import { deliverOneUse } from '../../harness/targets/delivery.js';
import { openRemote } from '../../harness/targets/remote.js';
import type { DeliveryResult } from '../../reports/monitoring-result.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie } from '../lying-endpoint.js';
import { jsonAnswer } from '../tampered-target.js';

const { file, organization } = loadDrill('drill.yaml', {});
const services: Services = {
  organizations: true,
  identityCenter: true,
  metricFilters: true,
  pendingSubscriptions: true,
};

/** Delivers a use at an endpoint that lies, and looks what is left of it there. */
async function deliver(
  lie: Lie,
  signal?: AbortSignal,
  has: Services = services,
): Promise<{ verdict: Verdict; deliveries: readonly DeliveryResult[]; said: string[]; left: string[] }> {
  const { endpoint, secrets, close } = await lyingEndpoint(lie);
  const said: string[] = [];
  const remote = await openRemote({ endpoint, secrets, accountId: '', region: organization.homeRegion });
  try {
    const { verdict, deliveries } = await deliverOneUse(
      {
        remote,
        organization,
        file,
        services: has,
        ledger: memoryLedger({ administrator: (account, region) => remote.ways.clients(account, region) }).ledger,
        progress: { ...silentProgress, step: (line) => void said.push(line) },
      },
      signal,
    );
    const clients = await remote.ways.clients(remote.ways.accountId, organization.homeRegion);
    const [{ logGroups }, { logStreams }, { MetricAlarms: alarms }] = await Promise.all([
      clients.logs().send(new DescribeLogGroupsCommand({})),
      clients.logs().send(new DescribeLogStreamsCommand({ logGroupName: 'organization-trail' })),
      clients.cloudwatch().send(new DescribeAlarmsCommand({})),
    ]);
    return {
      verdict,
      deliveries,
      said,
      left: JSON.stringify([logGroups, logStreams, alarms]).match(/"breakglass-drill-[\w-]+"/g) ?? [],
    };
  } finally {
    await remote.close();
    await close();
  }
}

const fails =
  (operation: string): Lie =>
  ({ call, next }) =>
    call.operation === operation
      ? Promise.resolve(jsonAnswer(400, { __type: 'OperationAbortedException', message: 'busy' }))
      : next();

describe('a use that is put into an endpoint', function () {
  this.timeout(60_000);

  it('is not put into a log group where no record moves a metric', async () => {
    const { verdict, deliveries } = await deliver(({ next }) => next(), undefined, {
      ...services,
      metricFilters: false,
    });
    expect(verdict.outcome).to.equal('not applicable');
    expect(deliveries.at(-1)).to.deep.equal({
      place: 'log group organization-trail',
      notTried: 'no record moves a metric there, so alarms are evaluated alone',
    });
  });

  it('is lost where EventBridge takes it and nothing comes of it', async () => {
    const { verdict, deliveries } = await deliver(({ call, next }) =>
      call.operation === 'PutEvents'
        ? Promise.resolve(jsonAnswer(200, { FailedEntryCount: 0, Entries: [{ EventId: 'taken' }] }))
        : next(),
    );
    expect([verdict.outcome, verdict.reason]).to.deep.equal([
      'broken',
      'the endpoint delivered nothing to break-glass-receipts about a use put into EventBridge in eu-west-1, EventBridge in us-east-1',
    ]);
    expect(
      deliveries.filter(({ seconds, notTried }) => seconds === undefined && notTried === undefined),
    ).to.have.lengthOf(2);
  });

  it('is not taken for lost where EventBridge answers a page', async () => {
    const { deliveries } = await deliver(({ call, next }) =>
      call.operation === 'PutEvents'
        ? Promise.resolve({ ...jsonAnswer(500, {}), body: new Uint8Array(Buffer.from('<!doctype html>')) })
        : next(),
    );
    expect(deliveries.find(({ place }) => place === 'EventBridge in us-east-1')?.notTried).to.include(
      "no answer of AWS's form",
    );
  });
});

describe('what a delivery makes at an endpoint', function () {
  this.timeout(60_000);

  it('is taken away when it came', async () => {
    const { verdict, deliveries, said, left } = await deliver(({ next }) => next());
    expect(verdict.summary).to.match(/delivered 1 of 1/);
    // The twin moves its clock; it lets nobody speak for AWS.
    expect(
      deliveries.map(({ place, seconds, notTried = '' }) => [
        place,
        seconds !== undefined && seconds > 0,
        notTried.replace(/ \(.*/, ''),
      ]),
    ).to.deep.equal([
      ['log group organization-trail', true, ''],
      ['EventBridge in eu-west-1', false, 'takes no events of AWS from others'],
      ['EventBridge in us-east-1', false, 'takes no events of AWS from others'],
    ]);
    expect([said, left]).to.deep.equal([[], []]);
  });

  it('is taken away when it failed half way', async () => {
    for (const operation of ['PutLogEvents', 'PutMetricFilter', 'ReceiveMessage']) {
      const { verdict, said, left } = await deliver(fails(operation));
      expect([verdict.outcome, verdict.reason, said, left], operation).to.deep.equal(['inconclusive', 'busy', [], []]);
    }
  });

  it('is taken away when the drill is stopped', async () => {
    const stop = new AbortController();
    const { verdict, said, left } = await deliver(({ call, next }) => {
      if (call.operation === 'ReceiveMessage') stop.abort(new Error('stopped'));
      return next();
    }, stop.signal);
    expect([verdict.reason, said, left]).to.deep.equal(['stopped', [], []]);
  });

  it('is named where it could not be taken away', async () => {
    const { said, left } = await deliver(fails('DeleteLogStream'));
    expect(left).to.have.lengthOf(1);
    expect(said).to.deep.equal([
      `could not take the stream ${JSON.parse(left[0] ?? '') as string} of the log group organization-trail away again (busy): delete it`,
    ]);
  });
});
