/** Attacks on requests that were signed. */
import { sns } from './make.js';
import type { Make } from './make.js';
import { pick, signed } from './request.js';
import { formDraft, innocent } from './services.js';

/** Damage to what was signed. */
export const tampering: Readonly<Record<string, Make>> = {
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
