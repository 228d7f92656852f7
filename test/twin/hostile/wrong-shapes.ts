/** Attacks by requests that are rightly signed and wrongly made. */
import { badGzip, brokenCbor, deepJson, evilXml } from './bodies.js';
import { sts, iam, jsonService, CBOR_OPERATIONS } from './make.js';
import type { Make } from './make.js';
import { pick, signed, unsigned } from './request.js';
import { cborDraft, formDraft, FORM, jsonDraft, jsonServices } from './services.js';

/** Right signatures over wrong requests. */
export const wrongShapes: Readonly<Record<string, Make>> = {
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
