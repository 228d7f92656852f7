/** The services of the twin as an attacker addresses them. */
import { services } from '../../../twin/services/index.js';
import type { Random } from '../../../base/random.js';
import { pick, signed } from './request.js';
import type { Dialect, Draft, Kit } from './request.js';
import type { WireRequest } from '../../../base/http.js';

export const FORM = 'application/x-www-form-urlencoded';
const CBOR = 'application/cbor';

/** Signing name, version of the API, names of the operations. */
export interface FormService {
  id: string;
  version: string;
  dialect: 'query' | 'ec2';
  operations: readonly string[];
}

interface JsonService {
  id: string;
  target: string;
  contentType: string;
  operations: readonly string[];
}

const operationsOf = (id: string): string[] => [...(services.get(id)?.byName.keys() ?? [])];
const form = (id: string, version: string, dialect: FormService['dialect'] = 'query'): FormService => ({
  id,
  version,
  dialect,
  operations: operationsOf(id),
});
const json = (id: string, target: string, version = '1.1'): JsonService => ({
  id,
  target,
  contentType: `application/x-amz-json-${version}`,
  operations: operationsOf(id),
});

export const formServices: readonly FormService[] = [
  form('sts', '2011-06-15'),
  form('iam', '2010-05-08'),
  form('sns', '2010-03-31'),
  form('monitoring', '2010-08-01'),
  form('ec2', '2016-11-15', 'ec2'),
];

export const jsonServices: readonly JsonService[] = [
  json('organizations', 'AWSOrganizationsV20161128'),
  json('sso', 'SWBExternalService'),
  json('identitystore', 'AWSIdentityStore'),
  json('cloudtrail', 'CloudTrail_20131101'),
  json('logs', 'Logs_20140328'),
  json('monitoring', 'GraniteServiceVersion20100801', '1.0'),
  json('events', 'AWSEvents'),
  json('sqs', 'AmazonSQS', '1.0'),
  json('kms', 'TrentService'),
  json('tagging', 'ResourceGroupsTaggingAPI_20170126'),
];

/** A form for an operation. */
export function formDraft(
  { version }: FormService,
  operation: string,
  parameters: Record<string, string> | URLSearchParams | string[][],
): Draft {
  const body = new URLSearchParams({ Action: operation, Version: version });
  for (const [name, value] of new URLSearchParams(parameters)) body.append(name, value);
  return { headers: { 'content-type': FORM }, body: body.toString() };
}

export function jsonDraft({ target, contentType }: JsonService, operation: string, body: unknown): Draft {
  return {
    headers: { 'content-type': contentType, 'x-amz-target': `${target}.${operation}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export function cborDraft(operation: string, body: Uint8Array): Draft {
  return {
    target: `/service/GraniteServiceVersion20100801/operation/${operation}`,
    headers: { 'content-type': CBOR, 'smithy-protocol': 'rpc-v2-cbor' },
    body,
  };
}

/** A rightly signed request that would be answered: what attacks change. */
export function innocent(kit: Kit): { request: WireRequest; dialect: Dialect; id: string } {
  const { random } = kit;
  if (random.below(2) === 0) {
    const service = pick(
      random,
      formServices.filter(({ id }) => id === 'iam' || id === 'sts' || id === 'sns'),
    );
    const operation = { iam: 'GetAccountSummary', sts: 'GetCallerIdentity', sns: 'ListTopics' }[service.id] ?? '';
    return {
      request: signed(kit, service.id, formDraft(service, operation, {})),
      dialect: service.dialect,
      id: service.id,
    };
  }
  const service = pick(
    random,
    // One does not answer members, the other has no list.
    jsonServices.filter(({ id }) => id !== 'organizations' && id !== 'tagging'),
  );
  return {
    request: signed(kit, service.id, jsonDraft(service, listOf(service, random), {})),
    dialect: 'json',
    id: service.id,
  };
}

function listOf({ operations }: JsonService, random: Random): string {
  return pick(
    random,
    operations.filter((name) => /^(List|Describe|Lookup)/.test(name)),
  );
}
