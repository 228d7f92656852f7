/** Clients of S3 and KMS in an organization with guardrails over buckets and keys. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from '../../aws/signer.js';
import { serveTwin } from '../../twin/endpoint/server.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { enter, portalToken } from './identity-center.js';

export const ARCHIVE = '222233334444';

export const POLICY = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** Guardrails over every member account, as landing zones have them. */
const GUARDRAILS = `
serviceControlPolicies:
  no-buckets-of-others: { attachedTo: [Root], expects: indifferent, statements: { DenyAcls: { Effect: Deny, Action: "s3:CreateBucket", Resource: "*", Condition: { StringNotEqualsIfExists: { "s3:x-amz-object-ownership": BucketOwnerEnforced } } } } }
  thirty-days: { attachedTo: [Root], expects: indifferent, statements: { DenyShort: { Effect: Deny, Action: "kms:ScheduleKeyDeletion", Resource: "*", Condition: { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": 30 } } } } }
`;

export interface Resources {
  fixture: TwinFixture;
  /** Clients of erin in a member account, and of mallory outside. */
  s3: S3Client;
  kms(): Promise<KMSClient>;
  logs(): Promise<CloudWatchLogsClient>;
  outsider: S3Client;
  close(): Promise<void>;
}

export async function setUp(): Promise<Resources> {
  const fixture = twinFixture(
    landingZone(
      GUARDRAILS,
      'outsiders: { stranger: { users: { mallory: { policies: { s3: { All: { Effect: Allow, Action: "s3:*", Resource: "*" } } } } } } }',
    ),
  );
  const { endpoint, close } = await serveTwin(fixture.twin, fixture.clock);
  const shared = { endpoint, region: 'eu-west-1', maxAttempts: 1 };
  const erin = async (): Promise<Credentials> => {
    const { accessKeyId, secretAccessKey, sessionToken } = await enter(
      fixture,
      await portalToken(fixture, 'erin'),
      ARCHIVE,
      'Administrator',
    );
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
  return {
    fixture,
    s3: new S3Client({ ...shared, credentials: await erin() }),
    kms: async () => new KMSClient({ ...shared, credentials: await erin() }),
    logs: async () => fixture.clients(await erin()).logs(),
    outsider: new S3Client({ ...shared, credentials: fixture.keys('stranger', 'mallory') }),
    close,
  };
}

export const inEurope = {
  CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  ObjectOwnership: 'BucketOwnerEnforced',
} as const;
