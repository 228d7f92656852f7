/**
 * Whether the twin forgets what it is given. A row is a call with its members set. Each value is changed, one at a time, in a twin
 * of its own: the answer, or what is read afterwards, must then be another one. Of a call that writes each value must moreover be
 * read back, unless another is refused as something that is not there.
 */
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as monitoring from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as identitystore from '@aws-sdk/client-identitystore';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sso from '@aws-sdk/client-sso-admin';
import * as sts from '@aws-sdk/client-sts';
import { operationSchemas } from '../../../twin/wire/schemas.js';
import type { NormalizedSchema } from '../../../twin/wire/schemas.js';
import { shippedLandingZone, SMALL_LANDING_ZONE } from '../../landing-zone.js';
import { twinFixture } from '../fixture.js';
import type { TwinFixture } from '../fixture.js';

export type Value = Record<string, unknown>;

/** What was answered before, by operation, the last answer of each; and the twin. */
export interface Seen {
  answers: Readonly<Record<string, Value>>;
  fixture: TwinFixture;
}

export type Input = Value | ((seen: Seen) => Value);

export interface Call {
  service: string;
  operation: string;
  input: Input;
  /** Who calls: the administrator, unless somebody else is named. */
  as?: (seen: Seen) => { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export interface Row extends Call {
  /** What is made before, besides the stage. */
  before?: readonly Call[];
  /** What is read afterwards; a row without asks alone. */
  read?: readonly Call[];
  /** What passes before it is read, in milliseconds: messages take their time. */
  later?: number;
  /** Paths of values that are read nowhere, but change what is answered or read. */
  acts?: readonly string[];
  /** What a value is changed to, where no made-up one would do. */
  instead?: Readonly<Record<string, unknown>>;
}

/** A service with what was made before each row, and the rows. */
export interface Subject {
  stage: readonly Call[];
  /** What passes after that, in milliseconds. */
  later?: number;
  rows: readonly Row[];
}

const MODULES: Readonly<Record<string, [module: Readonly<Record<string, unknown>>, client: string]>> = {
  cloudtrail: [cloudtrail, 'CloudTrailClient'],
  monitoring: [monitoring, 'CloudWatchClient'],
  logs: [logs, 'CloudWatchLogsClient'],
  events: [events, 'EventBridgeClient'],
  iam: [iam, 'IAMClient'],
  identitystore: [identitystore, 'IdentitystoreClient'],
  kms: [kms, 'KMSClient'],
  organizations: [organizations, 'OrganizationsClient'],
  sns: [sns, 'SNSClient'],
  sqs: [sqs, 'SQSClient'],
  sso: [sso, 'SSOAdminClient'],
  sts: [sts, 'STSClient'],
};

/** The input that the SDK's client knows; `undefined` for a service whose client is not here. */
export function inputSchema(service: string, operation: string): NormalizedSchema | undefined {
  return operationSchemas(MODULES[service]?.[0] ?? {}, operation)?.input;
}

const small = shippedLandingZone(SMALL_LANDING_ZONE);

type Client = { send(command: unknown): Promise<Value> };
type Made = new (...given: unknown[]) => Client;

/** Clients are made once for each twin: making one takes longer than most calls. */
const clients = new WeakMap<TwinFixture, Map<string, Client>>();

async function send(seen: Seen, call: Call, input: Value): Promise<Value> {
  const { fixture } = seen;
  const credentials = call.as?.(seen) ?? fixture.twin.secrets().administrator;
  const [module, name] = MODULES[call.service] ?? [{}, ''];
  const made = clients.get(fixture) ?? new Map<string, Client>();
  clients.set(fixture, made);
  const id = `${credentials.accessKeyId} ${name}`;
  const client =
    made.get(id) ??
    new (module[name] as Made)({
      requestHandler: fixture.clients(credentials).iam().config.requestHandler,
      credentials,
      region: 'eu-west-1',
      endpoint: 'http://twin.invalid',
      maxAttempts: 1,
    });
  made.set(id, client);
  const { $metadata: _metadata, ...answer } = await client.send(
    new (module[`${call.operation}Command`] as Made)(input),
  );
  return answer;
}

const inputOf = (input: Input, seen: Seen): Value => (typeof input === 'function' ? input(seen) : input);

/** A twin in which everything of the stage was made. */
export async function staged({ stage, later = 0 }: Subject, { before = [] }: Pick<Row, 'before'> = {}): Promise<Seen> {
  const seen = { answers: {} as Record<string, Value>, fixture: twinFixture(small) };
  for (const call of [...stage, ...before])
    seen.answers[call.operation] = await send(seen, call, inputOf(call.input, seen));
  seen.fixture.clock.advance(later);
  return seen;
}

export interface Outcome {
  /** Code of the refusal. */
  refused?: string;
  message?: string;
  answer?: Value;
  reads: unknown[];
}

/** What a row is answered with an input, and what is read afterwards. */
export async function outcomeOf(seen: Seen, row: Row, input: Value): Promise<Outcome> {
  let answer: Value;
  try {
    answer = await send(seen, row, input);
  } catch (error) {
    const { name, message } = error as Error;
    return { refused: name, message, reads: [] };
  }
  let later = { ...seen, answers: { ...seen.answers, [row.operation]: answer } };
  seen.fixture.clock.advance(row.later ?? 0);
  const reads: unknown[] = [];
  for (const call of row.read ?? [])
    try {
      const found = await send(later, call, inputOf(call.input, later));
      reads.push(found);
      later = { ...later, answers: { ...later.answers, [call.operation]: found } };
    } catch (error) {
      reads.push({ refused: (error as Error).name });
    }
  return { answer, reads };
}

export const baseOf = (row: Row, seen: Seen): Value => inputOf(row.input, seen);

/** A value of an input, with its path by the schema: elements of lists and of maps have the path of the whole. */
export interface Leaf {
  path: string;
  keys: readonly (string | number)[];
  value: unknown;
}

/** Every value of an input. A member that the schema does not have is one, too. */
export function leavesOf(
  value: unknown,
  schema: NormalizedSchema | undefined,
  path = '',
  keys: readonly (string | number)[] = [],
): Leaf[] {
  if (Array.isArray(value))
    return (value as unknown[]).flatMap((item, at) =>
      leavesOf(item, schema?.isListSchema() ? schema.getValueSchema() : undefined, path, [...keys, at]),
    );
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return [{ path, keys, value }];
  const isMap = schema?.isMapSchema() === true;
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(
      inner,
      isMap ? schema.getValueSchema() : members(schema).get(name),
      isMap ? path : path === '' ? name : `${path}.${name}`,
      [...keys, name],
    ),
  );
}

function members(schema: NormalizedSchema | undefined): Map<string, NormalizedSchema> {
  return new Map(schema?.isStructSchema() ? [...schema.structIterator()] : []);
}

/** Paths of every value that an input can have. */
export function pathsOf(schema: NormalizedSchema, path = '', above: readonly string[] = []): string[] {
  if (schema.isListSchema() || schema.isMapSchema()) return pathsOf(schema.getValueSchema(), path, above);
  if (!schema.isStructSchema()) return path === '' ? [] : [path];
  const name = schema.getName(true) ?? path;
  if (above.includes(name)) return [];
  return [...members(schema)].flatMap(([member, inner]) =>
    pathsOf(inner, path === '' ? member : `${path}.${member}`, [...above, name]),
  );
}

/** The input with another value in one place. */
export function changed(input: Value, keys: readonly (string | number)[], to: unknown): Value {
  const copy = structuredClone(input);
  let place = copy as Record<string | number, unknown>;
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[keys.at(-1) ?? ''] = to;
  return copy;
}

/** Another value of the same kind. */
export function another(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(value.getTime() + 86_400_000);
  return undefined;
}

/** Everything that an answer says, texts also as what they are written in. */
export function toldBy(value: unknown): Set<string> {
  const told = new Set<string>();
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next instanceof Date) told.add(canonical(next.getTime()));
    else if (typeof next === 'object' && next !== null) {
      told.add(canonical(next));
      pending.push(...Object.values(next));
    } else if (next !== undefined) {
      told.add(canonical(next));
      const inside = typeof next === 'string' ? read(next) : undefined;
      if (inside !== undefined) pending.push(inside);
    }
  }
  return told;
}

/** The JSON value of a text, also of one for a URL. */
function read(text: string): unknown {
  for (const candidate of [text, text.replaceAll('+', ' ')])
    try {
      const value: unknown = JSON.parse(decodeURIComponent(candidate));
      if (typeof value === 'object') return value;
    } catch {
      // No JSON.
    }
  return undefined;
}

/** One text for each value; a text that is JSON is its value, and `"5"` is 5. */
export function canonical(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const inside = read(value);
  return inside === undefined ? value : JSON.stringify(inside);
}

/** Fills a shape with values of its own. */
export function filled(schema: NormalizedSchema | undefined, name = 'v', above: readonly string[] = []): unknown {
  if (!schema) return undefined;
  if (schema.isListSchema()) return [filled(schema.getValueSchema(), name, above)];
  if (schema.isMapSchema()) return { [name]: filled(schema.getValueSchema(), name, above) };
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 100 + name.length;
  if (!schema.isStructSchema()) return `of-${name}`;
  const own = schema.getName(true) ?? name;
  return above.includes(own)
    ? undefined
    : Object.fromEntries(
        [...members(schema)].map(([member, inner]) => [member, filled(inner, member, [...above, own])]),
      );
}

/** The schema of one member. */
export function memberSchema(service: string, operation: string, path: string): NormalizedSchema | undefined {
  return path.split('.').reduce<NormalizedSchema | undefined>(
    (schema, name) => {
      const found = members(schema).get(name);
      return found?.isListSchema() ? found.getValueSchema() : found;
    },
    inputSchema(service, operation),
  );
}

/** Calls and rows of one service. */
export function of(service: string): {
  call: (operation: string, input?: Input) => Call;
  row: (operation: string, input?: Input, more?: Partial<Row>) => Row;
} {
  const call = (operation: string, input: Input = {}): Call => ({ service, operation, input });
  return { call, row: (operation, input, more = {}) => ({ ...call(operation, input), ...more }) };
}
