import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { services } from '../../twin/services/index.js';
import { refused, refuseUnheld, withoutEffect } from '../../twin/services/unheld.js';
import { operationSchemas } from '../../twin/wire/schemas.js';
import type { NormalizedSchema } from '../../twin/wire/schemas.js';
import { refusal, twinFixture } from './fixture.js';
import { ARCHIVE, setUp } from './resources-setting.js';

/** The schema of a member, lists on the way looked into. */
function memberAt(schema: NormalizedSchema, path: string): NormalizedSchema | undefined {
  let found: NormalizedSchema | undefined = schema;
  for (const step of path.split('.')) {
    while (found?.isListSchema()) found = found.getValueSchema();
    const members: Map<string, NormalizedSchema> = new Map(found?.isStructSchema() ? [...found.structIterator()] : []);
    found = members.get(step);
  }
  return found;
}

const rows = (table: Readonly<Record<string, Readonly<Record<string, object>>>>): [string, string, string][] =>
  Object.entries(table).flatMap(([service, operations]) =>
    Object.entries(operations).flatMap(([operation, members]) =>
      Object.keys(members).map((path): [string, string, string] => [service, operation, path]),
    ),
  );

describe('members of inputs', () => {
  for (const [service, operation, path] of [...rows(refused), ...rows(withoutEffect)])
    it(`${service}:${operation} ${path} is one of the operation`, () => {
      const known = services.get(service);
      expect(known?.byName.has(operation)).to.equal(true);
      const input = operationSchemas(known?.schemas ?? {}, operation)?.input;
      expect(input && memberAt(input, path)).not.to.equal(undefined);
    });

  for (const [service, operation, path] of rows(refused))
    it(`${service}:${operation} ${path} is refused by its name`, () => {
      const input = (value: unknown): unknown =>
        path.split('.').reduceRight<unknown>((inner, step, place) => {
          const object = { [step]: inner };
          return place > 0 ? [object] : object;
        }, value);
      expect(() => refuseUnheld(service, operation, input('something'))).to.throw(
        `no ${path} in ${service}:${operation}`,
      );
      for (const harmless of [undefined, [], {}, ...(refused[service]?.[operation]?.[path] ?? [])])
        expect(() => refuseUnheld(service, operation, input(harmless))).not.to.throw();
    });

  it('are refused to clients with NotImplemented, and nothing is made', async () => {
    const fixture = twinFixture();
    const clients = fixture.clients(fixture.twin.secrets().administrator);
    await clients.logs().send(new CreateLogGroupCommand({ logGroupName: 'test', deletionProtectionEnabled: false }));
    const filter = {
      logGroupName: 'test',
      filterName: 'use',
      filterPattern: '',
      metricTransformations: [{ metricNamespace: 'n', metricName: 'm', metricValue: '1' }],
    };
    expect(
      await refusal(
        clients.logs().send(new PutMetricFilterCommand({ ...filter, fieldSelectionCriteria: '@aws.account = "1"' })),
      ),
    ).to.deep.equal({
      code: 'NotImplemented',
      message: 'The embedded organization has no fieldSelectionCriteria in logs:PutMetricFilter.',
      status: 501,
    });
    const { logGroups = [] } = await clients.logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'test' }));
    expect(logGroups.map(({ metricFilterCount }) => metricFilterCount)).to.deep.equal([0]);
  });
});

describe('the key of a log group', () => {
  it('is shown, and must be one that CloudWatch Logs may use', async () => {
    const all = await setUp();
    try {
      const kms = await all.kms();
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
      const logs = await all.logs();
      const make = (logGroupName: string, kmsKeyId = key?.Arn): Promise<unknown> =>
        logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
      expect(await refusal(make('test')), 'no service may use it').to.deep.include({
        code: 'InvalidParameterException',
      });
      expect(await refusal(make('test', `${key?.Arn ?? ''}x`)), 'no such key').to.deep.include({
        code: 'InvalidParameterException',
      });
      const statement = (Principal: object, Action: string[]): object => ({
        Effect: 'Allow',
        Principal,
        Action,
        Resource: '*',
      });
      const use = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
      const Statement = [
        statement({ AWS: `arn:aws:iam::${ARCHIVE}:root` }, ['kms:*']),
        statement({ Service: 'logs.eu-west-1.amazonaws.com' }, use),
      ];
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
      await kms.send(new PutKeyPolicyCommand({ KeyId: key?.KeyId, Policy }));
      await make('test');
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'test' }));
      expect(logGroups.map(({ kmsKeyId }) => kmsKeyId)).to.deep.equal([key?.Arn]);
    } finally {
      await all.close();
    }
  });
});
