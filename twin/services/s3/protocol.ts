/**
 * The restXml protocol as S3 speaks it: method, path and query name the operation, bodies are XML or plain JSON policies.
 * Buckets are named in the path: clients do so where the endpoint is an address.
 */
import type { WireRequest, WireResponse } from '../../../base/http.js';
import { AwsError } from '../../wire/aws-error.js';
import { respond, routeOf } from '../../wire/protocol.js';
import type { Protocol } from '../../wire/protocol.js';
import { element } from './xml.js';

/** Input of every operation: what stands in path, body and the headers that policies ask for. No other header: records show inputs. */
export interface S3Input {
  /** Empty if the operation is not about a bucket. */
  Bucket: string;
  ACL?: string;
  ObjectOwnership?: string;
  body: string;
}

/** Output of every operation. */
export interface S3Output {
  statusCode?: number;
  headers?: Record<string, string>;
  body?: string;
  contentType?: string;
}

/** Sub-resources in the query, and the operations on them by method. */
const ON_BUCKET: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': { PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' },
  location: { GET: 'GetBucketLocation' },
  policy: { GET: 'GetBucketPolicy', PUT: 'PutBucketPolicy', DELETE: 'DeleteBucketPolicy' },
  publicAccessBlock: { GET: 'GetPublicAccessBlock', PUT: 'PutPublicAccessBlock', DELETE: 'DeletePublicAccessBlock' },
};

interface Address {
  bucket: string;
  key: string;
  /** First name in the query that is no ornament of a client. */
  subresource: string;
}

function addressOf({ target }: WireRequest): Address {
  const [path = '/', query = ''] = routeOf(target).split('?', 2);
  const [, bucket = '', ...key] = path.split('/');
  const subresource =
    [...new URLSearchParams(query).keys()].find((name) => name !== 'x-id' && !name.startsWith('X-Amz-')) ?? '';
  return { bucket: decoded(bucket), key: key.join('/'), subresource };
}

/** Throws `InvalidURI` for what no client encodes. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** The operation, or what the request looks like: that names what is not there. */
function operationOf(request: WireRequest): string {
  const { bucket, key, subresource } = addressOf(request);
  if (bucket === '' && request.method === 'GET') return 'ListBuckets';
  const operations =
    Object.hasOwn(ON_BUCKET, subresource) && bucket !== '' && key === '' ? ON_BUCKET[subresource] : undefined;
  return (
    operations?.[request.method] ??
    `${request.method} ${bucket === '' ? '/' : key === '' ? '/bucket' : '/bucket/key'}${subresource === '' ? '' : `?${subresource}`}`
  );
}

function inputOf(request: WireRequest): Record<string, unknown> {
  const { 'x-amz-acl': acl, 'x-amz-object-ownership': ownership } = request.headers;
  const input: S3Input = {
    Bucket: addressOf(request).bucket,
    body: Buffer.from(request.body).toString('utf8'),
    ...(acl === undefined ? {} : { ACL: acl }),
    ...(ownership === undefined ? {} : { ObjectOwnership: ownership }),
  };
  return { ...input };
}

export const s3Protocol: Protocol = {
  speaks: () => true,
  open: (request) => ({
    operation: operationOf(request),
    read: () => inputOf(request),
  }),
  answer: (_operation, _schema, value, requestId) => {
    const { statusCode = 200, headers = {}, body = '', contentType = 'application/xml' } = value as S3Output;
    return withId(respond(statusCode, body, contentType, requestId, headers), requestId);
  },
  refuse: ({ names, message, statusCode }, request, requestId) => {
    // The answer to HEAD has no body, so that a client knows the status alone.
    const body =
      request.method === 'HEAD' ? '' : element('Error', { Code: names.code, Message: message, RequestId: requestId });
    return withId(respond(statusCode, body, 'application/xml', requestId), requestId);
  },
};

function withId(response: WireResponse, requestId: string): WireResponse {
  return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId } };
}
