/** An alarm, and clients of CloudWatch in the protocol that a test asks for. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClientConfig, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { WireRequest } from '../../base/http.js';
import type { TwinFixture } from './fixture.js';

export const MINUTE = 60_000;

export const alarm: PutMetricAlarmInput = {
  AlarmName: 'entries',
  Namespace: 'Test',
  MetricName: 'Entries',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

/** A client of the given protocol that tells which requests it sent. */
export function speaking(
  fixture: TwinFixture,
  protocol: CloudWatchClientConfig['protocol'],
  seen: WireRequest[] = [],
): CloudWatchClient {
  const { accessKeyId, secretAccessKey } = fixture.twin.secrets().administrator;
  const plain = fixture.clients({ accessKeyId, secretAccessKey }).cloudwatch();
  const client = new CloudWatchClient({
    region: 'eu-west-1',
    endpoint: 'http://twin.invalid',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: plain.config.requestHandler,
    ...(protocol ? { protocol } : {}),
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { method, path, headers, body } = args.request as {
        method: string;
        path: string;
        headers: Record<string, string>;
        body: Uint8Array | string;
      };
      seen.push({
        method,
        target: path,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : new Uint8Array(body),
      });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}
