/** What an endpoint may claim to do and not do. */
import { PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { PutMetricFilterCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { PutRuleCommandInput } from '@aws-sdk/client-eventbridge';
import { PROBE_PREFIX } from '../../harness/targets/capabilities/capability.js';
import type { Lie } from '../lying-endpoint.js';
import { jsonAnswer, queryAnswer } from '../tampered-target.js';

/** No lie at all. */
export const truth: Lie = ({ next }) => next();

/** A role that anybody gets into, or of some name alone. */
const opensRoles =
  (named: string): Lie =>
  ({ call, request, next }) => {
    const roleArn = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('RoleArn') ?? '';
    const keys =
      '<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>';
    return call.operation === 'AssumeRole' && roleArn.includes(PROBE_PREFIX) && roleArn.endsWith(named)
      ? Promise.resolve(queryAnswer('AssumeRole', keys))
      : next();
  };

const input = <T>(body: Uint8Array): T => JSON.parse(Buffer.from(body).toString('utf8')) as T;

/** What an endpoint does not do, the lie that makes it so, and what shows it. */
export const LIES: readonly { lacking: string; also?: string[]; lie: Lie; shown: RegExp }[] = [
  { lacking: 'enforces trust policies', lie: opensRoles('-absent'), shown: /^a role that is not there: succeeded$/ },
  {
    lacking: 'enforces trust policies',
    lie: opensRoles('-external-id'),
    shown: /^without the external id: succeeded$/,
  },
  { lacking: 'enforces trust policies', lie: opensRoles('-mfa'), shown: /^without MFA: succeeded$/ },
  {
    lacking: 'enforces trust policies',
    lie: ({ call, request, next }) =>
      call.operation === 'AssumeRole' && Buffer.from(request.body).includes('ExternalId=')
        ? Promise.resolve({
            ...queryAnswer('AssumeRole'),
            statusCode: 403,
            body: new Uint8Array(
              Buffer.from(
                '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
              ),
            ),
          })
        : next(),
    shown: /^with the external id: 403 AccessDenied/,
  },
  {
    lacking: 'verifies MFA codes',
    lie: ({ call, next }) =>
      call.operation === 'GetSessionToken' ? Promise.resolve(queryAnswer('GetSessionToken')) : next(),
    shown: /^succeeded$/,
  },
  {
    lacking: 'enforces service control policies',
    lie: ({ call, next }) => (call.operation === 'AttachPolicy' ? Promise.resolve(jsonAnswer(200, {})) : next()),
    shown: /^succeeded$/,
  },
  {
    lacking: 'heeds patterns of metric filters',
    lie: async ({ call, request, as, next }) => {
      if (call.operation !== 'PutMetricFilter') return next();
      await as
        .logs()
        .send(new PutMetricFilterCommand({ ...input<PutMetricFilterCommandInput>(request.body), filterPattern: '' }));
      return jsonAnswer(200, {});
    },
    shown: /^both metrics moved$/,
  },
  {
    lacking: 'counts records in metrics',
    also: ['heeds patterns of metric filters'],
    lie: ({ call, next }) => (call.operation === 'PutLogEvents' ? Promise.resolve(jsonAnswer(200, {})) : next()),
    shown: /^no metric moved in 10 s$/,
  },
  {
    lacking: 'heeds that a rule is disabled',
    lie: async ({ call, request, as, next }) =>
      call.operation === 'PutRule'
        ? jsonAnswer(
            200,
            await as
              .events()
              .send(new PutRuleCommand({ ...input<PutRuleCommandInput>(request.body), State: 'ENABLED' })),
          )
        : next(),
    shown: /^both delivered$/,
  },
  {
    lacking: 'heeds that a rule is disabled',
    lie: ({ call, next }) =>
      call.operation === 'PutEvents' ? Promise.resolve(jsonAnswer(200, { FailedEntryCount: 0, Entries: [] })) : next(),
    shown: /^the enabled rule delivered nothing in 10 s$/,
  },
  {
    lacking: 'enforces policies of topics',
    lie: ({ call, next }) =>
      call.operation === 'SetTopicAttributes' ? Promise.resolve(queryAnswer('SetTopicAttributes')) : next(),
    shown: /^succeeded$/,
  },
];
