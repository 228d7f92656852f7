/** Requests as an attacker makes them: any bytes, signed rightly or not. */
import { createHash, createHmac } from 'node:crypto';
import { isoTime } from '../../../base/clock.js';
import type { WireRequest } from '../../../base/http.js';
import type { Random } from '../../../base/random.js';
import type { Credentials } from '../../../aws/signer.js';

/** How a service is spoken to. */
export type Dialect = 'query' | 'json' | 'cbor' | 's3' | 'ec2' | 'plain';

/** A request and what its answer must look like. */
export interface Attack {
  request: WireRequest;
  dialect: Dialect;
  /** Refused in any case; otherwise an answer that grants what was asked for may be right too. */
  refused: boolean;
}

/** What an attack is made from. */
export interface Kit {
  random: Random;
  host: string;
  /** The instant of signatures. */
  now: number;
  /** An administrator of an account of no organization, who cannot change itself. */
  insider: Credentials;
  /** A user who may nothing. */
  nobody: Credentials;
  /** A request that was sent before and may be sent again. */
  recorded: WireRequest;
}

export interface Draft {
  method?: string;
  target?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.below(choices.length)] as T;
}

/** Bytes of a text or of bytes. */
export function bytesOf(body: string | Uint8Array = ''): Uint8Array {
  return typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'utf8')) : body;
}

/** The request without a signature. */
export function unsigned({ host }: Kit, { method = 'POST', target = '/', headers = {}, body }: Draft): WireRequest {
  return { method, target, headers: { host, ...headers }, body: bytesOf(body) };
}

/**
 * The request with a right signature of version 4, whatever is in it. By hand, and not by the library that the project signs with:
 * that one leaves some headers out of the signature and mends others, which an attacker would not.
 */
export function signed(
  kit: Kit,
  service: string,
  draft: Draft,
  { credentials = kit.insider, region = 'eu-west-1' }: { credentials?: Credentials; region?: string } = {},
): WireRequest {
  const request = unsigned(kit, draft);
  const stamp = isoTime(kit.now).replaceAll(/[-:]|\.\d{3}/g, '');
  const date = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': stamp,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const [path = '/', query = ''] = request.target.split('?', 2);
  const canonicalPath = service === 's3' ? path : path.split('/').map(encode).join('/') || '/';
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => [encode(name), encode(value)] as const);
  const canonicalQuery = pairs
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const canonical = [
    request.method,
    canonicalPath,
    canonicalQuery,
    names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`).join(''),
    names.join(';'),
    sha256(request.body),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (previous, part) => hmac(previous, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...request, headers };
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
