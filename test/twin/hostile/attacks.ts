/** Every kind of attack, as a function from chance to a request. */
import {
  badGzip,
  brokenCbor,
  deepJson,
  evilEventPattern,
  evilMetricFilter,
  evilPolicy,
  evilXml,
  wildcards,
} from './bodies.js';
import { bytesOf, pick, signed, unsigned } from './request.js';
import type { Attack, Kit } from './request.js';
import { cborDraft, formDraft, formServices, FORM, innocent, jsonDraft, jsonServices } from './services.js';
import { randomForm, randomJson } from './inputs.js';

type Make = (kit: Kit) => Attack;

const [sts, iam, sns] = formServices as [(typeof formServices)[0], (typeof formServices)[0], (typeof formServices)[0]];
const jsonService = (id: string): (typeof jsonServices)[0] =>
  jsonServices.find((service) => service.id === id) as (typeof jsonServices)[0];
const CBOR_OPERATIONS = [
  'DescribeAlarms',
  'PutMetricData',
  'GetMetricData',
  'PutMetricAlarm',
  '__proto__',
  'constructor',
  '',
];

/** Damage to what was signed. */
const tampering: Readonly<Record<string, Make>> = {
  'a body cut off after it was signed': (kit) => {
    const { request, dialect } = innocent(kit);
    return {
      request: { ...request, body: request.body.subarray(0, kit.random.below(request.body.length)) },
      dialect,
      refused: true,
    };
  },
  'one character of the signature changed': (kit) => {
    const { request, dialect } = innocent(kit);
    const text = request.headers['authorization'] ?? '';
    const at = text.length - 1 - kit.random.below(64);
    return {
      request: {
        ...request,
        headers: {
          ...request.headers,
          authorization: `${text.slice(0, at)}${text.charAt(at) === '0' ? '1' : '0'}${text.slice(at + 1)}`,
        },
      },
      dialect,
      refused: true,
    };
  },
  'an Authorization header of chance': (kit) => {
    const { request, dialect } = innocent(kit);
    const text = request.headers['authorization'] ?? '';
    const cut = kit.random.below(text.length);
    const other = pick(kit.random, [
      text.slice(0, cut),
      text.repeat(20),
      `${text.slice(0, cut)}!${text.slice(cut + 1)}`,
      'Basic eDp5',
      'AWS4-HMAC-SHA256 ' + 'Credential=/'.repeat(1000),
      text.replace(/SignedHeaders=[^,]*/, `SignedHeaders=${'host;'.repeat(1500)}host`),
    ]);
    return { request: { ...request, headers: { ...request.headers, authorization: other } }, dialect, refused: true };
  },
  'a date of chance': (kit) => {
    const { request, dialect } = innocent(kit);
    return {
      request: {
        ...request,
        headers: {
          ...request.headers,
          'x-amz-date': pick(kit.random, ['', '20260101T000000Z', '99999999T999999Z', 'x'.repeat(5000), '-1']),
        },
      },
      dialect,
      refused: true,
    };
  },
  'no signature': (kit) => {
    const { request, dialect } = innocent(kit);
    const { authorization: _, ...headers } = request.headers;
    return { request: { ...request, headers }, dialect, refused: true };
  },
  'a header smuggled in beside the signed ones': (kit) => {
    const { request, dialect } = innocent(kit);
    const name = pick(kit.random, ['x-amz-target', 'x-amz-security-token', 'x-amz-smuggled']);
    return {
      request: { ...request, headers: { ...request.headers, [name]: 'AWSOrganizationsV20161128.ListAccounts' } },
      dialect,
      refused: true,
    };
  },
  'a request that was sent before': (kit) => ({ request: kit.recorded, dialect: 'query', refused: false }),
  'a service or Region of chance, rightly signed': (kit) => {
    const name = pick(kit.random, [
      'x',
      '__proto__',
      'constructor',
      'a-'.repeat(500),
      `zz-${kit.random.below(1_000_000)}-1`,
      'glacier',
    ]);
    const place = kit.random.below(2) === 0;
    return {
      request: signed(kit, place ? 'sns' : name, formDraft(sns, 'ListTopics', {}), {
        region: place ? name : 'eu-west-1',
      }),
      dialect: 'query',
      refused: true,
    };
  },
};

/** Right signatures over wrong requests. */
const wrongShapes: Readonly<Record<string, Make>> = {
  'a content type that is not the protocol’s': (kit) => {
    const type = pick(kit.random, [
      'text/plain',
      'application/json',
      'multipart/form-data; boundary=x',
      '',
      'application/cbor',
      'x'.repeat(3000),
    ]);
    if (kit.random.below(2) === 0)
      return {
        request: signed(kit, 'iam', { ...formDraft(iam, 'ListUsers', {}), headers: { 'content-type': type } }),
        dialect: 'query',
        refused: true,
      };
    const draft = jsonDraft(jsonService('sqs'), 'ListQueues', {});
    return {
      request: signed(kit, 'sqs', { ...draft, headers: { ...draft.headers, 'content-type': type } }),
      dialect: 'json',
      refused: true,
    };
  },
  'a method that is not the protocol’s': (kit) => ({
    request: signed(kit, 'iam', {
      ...formDraft(iam, 'ListUsers', {}),
      method: pick(kit.random, ['PUT', 'DELETE', 'PATCH', 'OPTIONS']),
    }),
    dialect: 'query',
    refused: true,
  }),
  'an operation of chance': (kit) => {
    const name = pick(kit.random, [
      '__proto__',
      'constructor',
      'toString',
      'x'.repeat(5000),
      '',
      '../../x',
      '<b>',
      'ListUsers\r\nX: y',
      '\u0000',
    ]);
    if (kit.random.below(2) === 0)
      return { request: signed(kit, 'iam', formDraft(iam, name, {})), dialect: 'query', refused: true };
    // What cannot stand in a header is left out of it.
    return {
      request: signed(kit, 'logs', jsonDraft(jsonService('logs'), name.replaceAll(/[^\x20-\x7e]/g, ''), {})),
      dialect: 'json',
      refused: true,
    };
  },
  'a path of chance': (kit) => {
    const target = pick(kit.random, [
      '/%00',
      '/../../etc/passwd',
      `/${'a/'.repeat(3000)}`,
      '//',
      '/?',
      `/?${'a=b&'.repeat(2000)}`,
      '/%',
      '/%ff%fe',
      '/service/x/operation/y',
      '/identity-provider/sign-in/..',
    ]);
    return {
      request: signed(kit, 'iam', { ...formDraft(iam, 'NoSuchOperation', {}), target }),
      dialect: 'query',
      refused: true,
    };
  },
  'a path of chance at S3': (kit) => {
    const target = pick(kit.random, [
      '/%',
      '/%ff%fe',
      '/%ff?policy',
      '/__proto__?constructor',
      '//',
      '/..%2f..',
      `/hostile?${'x'.repeat(3000)}`,
      '/hostile/key?policy',
      '/?policy=%',
    ]);
    return {
      request: signed(kit, 's3', { method: pick(kit.random, ['GET', 'PUT', 'DELETE', 'POST']), target }),
      dialect: 's3',
      refused: false,
    };
  },
  'a body that is too large': (kit) => {
    const size = 1024 * 1024 + 1 + kit.random.below(500_000);
    return {
      request: unsigned(kit, { headers: { 'content-type': FORM }, body: 'x'.repeat(size) }),
      dialect: 'query',
      refused: true,
    };
  },
  'bad gzip': (kit) => ({
    request: signed(kit, 'sts', {
      headers: { 'content-type': FORM, 'content-encoding': pick(kit.random, ['gzip', 'gzip', 'br', 'gzip, gzip']) },
      body: badGzip(kit.random),
    }),
    dialect: 'query',
    refused: false,
  }),
  'JSON that nests': (kit) => {
    const service = pick(kit.random, jsonServices);
    return {
      request: signed(kit, service.id, jsonDraft(service, pick(kit.random, service.operations), deepJson(kit.random))),
      dialect: 'json',
      refused: false,
    };
  },
  'CBOR that is none': (kit) => ({
    request: signed(kit, 'monitoring', cborDraft(pick(kit.random, CBOR_OPERATIONS), brokenCbor(kit.random))),
    dialect: 'cbor',
    refused: false,
  }),
  'a form that nests or counts': (kit) => {
    const { random } = kit;
    const path = pick(random, [
      'Tags.member.1'.repeat(200),
      `Tags.member.${'9'.repeat(20)}.Key`,
      'Tags.member.1.Key.'.repeat(500),
      '__proto__.x',
      'constructor.prototype.x',
      '.',
      '.'.repeat(20_000),
    ]);
    const more = Array.from({ length: pick(random, [1, 10, 10, 3000]) }, (_, index) => [
      `Tags.member.${index + 1}.Key`,
      'x',
    ]);
    return {
      request: signed(kit, 'sts', formDraft(sts, 'AssumeRole', [[path, 'x'], ...more])),
      dialect: 'query',
      refused: true,
    };
  },
  'XML with entities for S3': (kit) => ({
    request: signed(kit, 's3', {
      method: 'PUT',
      target: pick(kit.random, ['/hostile-bucket', '/hostile-bucket?publicAccessBlock', '/hostile-bucket?policy']),
      body: evilXml(kit.random, 'CreateBucketConfiguration'),
    }),
    dialect: 's3',
    refused: false,
  }),
  'headers that are long or strange': (kit) => {
    const value = pick(kit.random, [
      'x'.repeat(7000),
      '\t\t',
      '<script>',
      "' OR 1=1",
      '%0d%0aX-Injected: yes',
      'é'.repeat(100),
    ]);
    return {
      request: signed(kit, 'sts', {
        ...formDraft(sts, 'GetCallerIdentity', {}),
        headers: { 'content-type': FORM, 'user-agent': value, 'x-forwarded-for': '10.0.0.1' },
      }),
      dialect: 'query',
      refused: false,
    };
  },
};

/** Assertions, tokens and sign-ins, which need no signature. */
const unsignedCalls: Readonly<Record<string, Make>> = {
  'a SAML assertion that is none': (kit) => {
    const assertion = pick(kit.random, [
      Buffer.from(evilXml(kit.random, 'samlp:Response')).toString('base64'),
      wildcards(kit.random),
      '',
    ]);
    const parameters = {
      RoleArn: 'arn:aws:iam::999900001111:role/Any',
      PrincipalArn: 'arn:aws:iam::999900001111:saml-provider/Any',
      SAMLAssertion: assertion,
    };
    return {
      request: unsigned(kit, formDraft(sts, 'AssumeRoleWithSAML', parameters)),
      dialect: 'query',
      refused: true,
    };
  },
  'a sign-in of chance': (kit) => {
    const target = pick(kit.random, [
      '/identity-provider/sign-in',
      '/identity-provider/saml',
      '/access-portal/token',
      '/access-portal/sign-in',
      '/assignment/accounts',
      '/federation/credentials?account_id=1&role_name=x',
      '/logout',
    ]);
    const method = pick(kit.random, ['GET', 'POST', 'POST']);
    const body =
      method === 'GET'
        ? ''
        : pick(kit.random, [
            deepJson(kit.random),
            '{"person":"__proto__"}',
            '{"person":{}}',
            '[]',
            '{"assertion":1}',
            '{',
          ]);
    return {
      request: unsigned(kit, {
        method,
        target,
        headers: {
          'content-type': 'application/json',
          'x-amz-sso_bearer_token': pick(kit.random, ['', 'x', '__proto__']),
        },
        body,
      }),
      dialect: 'plain',
      refused: false,
    };
  },
  'the control endpoint, wrongly': (kit) => {
    const [method, target, body] = pick(kit.random, [
      ['POST', '/_control/clock', '{"advanceSeconds":-1}'],
      ['POST', '/_control/clock', deepJson(kit.random)],
      ['PUT', '/_control/faults', '[{"service":"x"}]'],
      ['PUT', '/_control/faults', deepJson(kit.random)],
      ['GET', '/_control/x', ''],
    ] as const);
    return {
      request: unsigned(kit, { method, target, headers: { 'content-type': 'application/json' }, body }),
      dialect: 'plain',
      refused: true,
    };
  },
};

/** Documents and patterns for the matchers. */
const matchers: Readonly<Record<string, Make>> = {
  'a session policy': (kit) => ({
    request: signed(
      kit,
      'sts',
      formDraft(sts, 'AssumeRole', {
        RoleArn: 'arn:aws:iam::999900001111:role/Any',
        RoleSessionName: 'hostile',
        Policy: evilPolicy(kit.random),
      }),
    ),
    dialect: 'query',
    refused: false,
  }),
  'a policy to simulate': (kit) => {
    const parameters = {
      'PolicyInputList.member.1': evilPolicy(kit.random),
      'ActionNames.member.1': pick(kit.random, ['iam:GetUser', `s3:${'a'.repeat(120)}`]),
      'ResourceArns.member.1': `arn:aws:s3:::${'a'.repeat(pick(kit.random, [10, 1900]))}`,
    };
    return {
      request: signed(kit, 'iam', formDraft(iam, 'SimulateCustomPolicy', parameters)),
      dialect: 'query',
      refused: false,
    };
  },
  'an event pattern': (kit) => {
    const event = JSON.stringify({
      id: '1',
      'detail-type': 't',
      source: 'a'.repeat(200),
      account: '999900001111',
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: {},
    });
    return {
      request: signed(
        kit,
        'events',
        jsonDraft(jsonService('events'), 'TestEventPattern', {
          EventPattern: evilEventPattern(kit.random),
          Event: event,
        }),
      ),
      dialect: 'json',
      refused: false,
    };
  },
  'a metric filter': (kit) => {
    const messages = ['a'.repeat(pick(kit.random, [10, 5000])), '{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"}'];
    return {
      request: signed(
        kit,
        'logs',
        jsonDraft(jsonService('logs'), 'TestMetricFilter', {
          filterPattern: evilMetricFilter(kit.random),
          logEventMessages: messages,
        }),
      ),
      dialect: 'json',
      refused: false,
    };
  },
};

/** Inputs of chance to operations of chance. */
const inputs: Readonly<Record<string, Make>> = {
  'a form of chance': (kit) => {
    const service = pick(kit.random, formServices);
    return {
      request: signed(
        kit,
        service.id,
        formDraft(service, pick(kit.random, service.operations), randomForm(kit.random)),
      ),
      dialect: service.dialect,
      refused: false,
    };
  },
  'JSON of chance': (kit) => {
    const service = pick(kit.random, jsonServices);
    return {
      request: signed(
        kit,
        service.id,
        jsonDraft(service, pick(kit.random, service.operations), randomJson(kit.random)),
      ),
      dialect: 'json',
      refused: false,
    };
  },
  'the same of somebody who may nothing': (kit) => {
    const service = pick(kit.random, jsonServices);
    return {
      request: signed(
        kit,
        service.id,
        jsonDraft(service, pick(kit.random, service.operations), randomJson(kit.random)),
        { credentials: kit.nobody },
      ),
      dialect: 'json',
      refused: true,
    };
  },
  'bytes of chance': (kit) => {
    const service = pick(kit.random, jsonServices);
    const draft = jsonDraft(service, pick(kit.random, service.operations), '');
    return {
      request: signed(kit, service.id, {
        ...draft,
        body: bytesOf(new Uint8Array(kit.random.bytes(1 + kit.random.below(300)))),
      }),
      dialect: 'json',
      refused: true,
    };
  },
};

/** By name; each is made as often as every other, but for those that are dear. */
export const attacks: Readonly<Record<string, Make>> = {
  ...tampering,
  ...wrongShapes,
  ...unsignedCalls,
  ...matchers,
  ...inputs,
};

/** Attacks that cost the attacker as much as the server: one of so many is made. */
export const RARELY: Readonly<Record<string, number>> = {
  'a body that is too large': 40,
  'bad gzip': 4,
  'an Authorization header of chance': 2,
  'a path of chance': 2,
};
