import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import fc from 'fast-check';
import { services } from '../../twin/services/index.js';
import { operationSchemas } from '../../twin/wire/schemas.js';
import type { NormalizedSchema } from '../../twin/wire/schemas.js';
import { runs } from '../draw.js';
import { twinFixture } from './fixture.js';

const MANAGEMENT = '111122223333';
const texts = [
  '',
  'x',
  '*',
  '0',
  '-1',
  'break-glass-used',
  'break-glass-alarms',
  'break-glass-assumed',
  'organization-trail',
  'break-glass-receipts',
  'default',
  '__proto__',
  'constructor',
  `arn:aws:sns:eu-west-1:${MANAGEMENT}:break-glass-alarms`,
  `arn:aws:sqs:eu-west-1:${MANAGEMENT}:break-glass-receipts`,
  `http://x/${MANAGEMENT}/break-glass-receipts`,
  `arn:aws:events:eu-west-1:${MANAGEMENT}:event-bus/default`,
  '{"source":["x"]}',
  '{ $.a = 1 }',
  '{"Version":"2012-10-17","Statement":[]}',
  '{',
  '[]',
  'ALARM(x) OR NOT OK("y")',
  'All',
  'Sum',
  'ENABLED',
  'Management',
  'eventCategory',
  'sqs',
  'email',
  'f/1',
  'MQ',
];
const numbers = [0, 1, -1, 10, 60, 90, 1440, 0.5, 1e12, Number.MAX_SAFE_INTEGER];

/** Values that have the shape of a schema and nothing else in common with what is right. */
function valueOf(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 4) return fc.constant(undefined);
  if (schema.isStructSchema()) {
    const members = Object.fromEntries(
      [...schema.structIterator()].map(([name, member]) => [
        name,
        fc.option(valueOf(member, depth + 1), { nil: undefined, freq: 2 }),
      ]),
    );
    return fc.record(members);
  }
  if (schema.isListSchema()) return fc.array(valueOf(schema.getValueSchema(), depth + 1), { maxLength: 3 });
  if (schema.isMapSchema())
    return fc.dictionary(
      fc.constantFrom(...texts.filter((text) => text !== '__proto__'), 'Policy', 'FilterPolicy', 'VisibilityTimeout'),
      valueOf(schema.getValueSchema(), depth + 1),
      { maxKeys: 3, noNullPrototype: true },
    );
  if (schema.isNumericSchema()) return fc.constantFrom(...numbers);
  if (schema.isBooleanSchema()) return fc.boolean();
  // Times travel as seconds in JSON and as texts in forms.
  if (schema.isTimestampSchema()) return fc.constantFrom(0, 1_780_000_000, 2_000_000_000);
  return fc.constantFrom(...texts);
}

/** The members of an input as a form writes them. */
function formOf(schema: NormalizedSchema, value: unknown, path = ''): [string, string][] {
  if (value === undefined || value === null) return [];
  if (schema.isStructSchema())
    return [...schema.structIterator()].flatMap(([name, member]) =>
      formOf(member, (value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`),
    );
  if (schema.isListSchema())
    return (value as unknown[]).flatMap((item, index) =>
      formOf(schema.getValueSchema(), item, `${path}.member.${index + 1}`),
    );
  if (schema.isMapSchema())
    return Object.entries(value).flatMap(([key, item], index): [string, string][] => [
      [`${path}.entry.${index + 1}.key`, key],
      ...formOf(schema.getValueSchema(), item, `${path}.entry.${index + 1}.value`),
    ]);
  return [[path, String(value)]];
}

describe('services that watch, given input that is shaped right and wrong in every other way', () => {
  const fixture = twinFixture();
  const administrator = fixture.twin.secrets().administrator;
  const calls = ['cloudtrail', 'logs', 'monitoring', 'events', 'sns', 'sqs'].flatMap((id) =>
    [...(services.get(id)?.byName.keys() ?? [])].map((operation) => ({ id, operation })),
  );

  for (const { id, operation } of calls) {
    it(`${id}:${operation} answers or refuses, and never breaks`, async () => {
      const service = services.get(id);
      const schemas = service && operationSchemas(service.schemas, operation);
      if (!schemas) throw new Error(`${id}:${operation} has no schema`);
      const { clients, clock } = fixture;
      await fc.assert(
        fc.asyncProperty(valueOf(schemas.input), async (input) => {
          const { status, name } = await ask(clients(administrator), id, operation, schemas.input, input);
          expect(status, `${name} for ${JSON.stringify(input)}`).to.be.oneOf([200, 400, 403, 404, 501]);
        }),
        runs(21, { few: 6, more: 30, every: 100 }),
      );
      // What these calls put in motion breaks nothing either.
      clock.advance(3_600_000);
      await clients(administrator).sqs().send(new ListQueuesCommand({}));
    });
  }
});

/** Sends an operation that the client believes to be another one, with whatever input. */
async function ask(
  clients: ReturnType<ReturnType<typeof twinFixture>['clients']>,
  id: string,
  operation: string,
  schema: NormalizedSchema,
  input: unknown,
): Promise<{ status: number; name: string }> {
  const senders: Record<string, [{ middlewareStack: { add: (...args: never[]) => void } }, () => Promise<unknown>]> =
    {};
  const add = <Client extends { middlewareStack: unknown; send: (command: never) => Promise<unknown> }>(
    name: string,
    client: Client,
    command: unknown,
  ): void => {
    senders[name] = [client as unknown as (typeof senders)[string][0], () => client.send(command as never)];
  };
  add('cloudtrail', clients.cloudtrail(), new DescribeTrailsCommand({}));
  add('logs', clients.logs(), new DescribeLogGroupsCommand({}));
  add('monitoring', clients.cloudwatch(), new DescribeAlarmsCommand({}));
  add('events', clients.events(), new ListRulesCommand({}));
  add('sns', clients.sns(), new ListTopicsCommand({}));
  add('sqs', clients.sqs(), new ListQueuesCommand({}));
  const [client, send] = senders[id] ?? [];
  if (!client || !send) throw new Error(`no client for ${id}`);
  const change =
    (next: (args: unknown) => unknown) => (args: { request: { headers: Record<string, string>; body: unknown } }) => {
      const { headers } = args.request;
      if (headers['x-amz-target'] === undefined)
        args.request.body = new URLSearchParams([
          ['Action', operation],
          ['Version', '2010-03-31'],
          ...formOf(schema, input),
        ]).toString();
      else {
        headers['x-amz-target'] = headers['x-amz-target'].replace(/\.\w+$/, `.${operation}`);
        args.request.body = JSON.stringify(input);
      }
      return next(args);
    };
  client.middlewareStack.add(change as never, { step: 'build', priority: 'low' } as never);
  // An answer that the client cannot read as one to its own question is an answer.
  return send().then(
    () => ({ status: 200, name: 'none' }),
    ({ name, $metadata }: { name: string; $metadata?: { httpStatusCode?: number } }) => ({
      status: $metadata?.httpStatusCode ?? 200,
      name,
    }),
  );
}
