/** The one place that makes SDK clients. They send through a guarded transport, so nothing leaves unseen. */
import { Readable } from 'node:stream';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/core/protocols';
import type { HttpRequest } from '@smithy/types';
import type { WireRequest } from '../base/http.js';
import { createBucketClient } from './buckets.js';
import type { BucketClient } from './buckets.js';
import type { Credentials } from './signer.js';
import type { Transport } from './transport.js';

// The SDK prints a paragraph about Node 20 on standard output's neighbour at the first client; we pin versions that run on it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** SDK clients for one set of credentials; each is made when it is first asked for. */
export interface Clients {
  sts(): STSClient;
  iam(): IAMClient;
  organizations(): OrganizationsClient;
  ssoAdmin(): SSOAdminClient;
  identityStore(): IdentitystoreClient;
  cloudtrail(): CloudTrailClient;
  logs(): CloudWatchLogsClient;
  events(): EventBridgeClient;
  cloudwatch(): CloudWatchClient;
  sns(): SNSClient;
  sqs(): SQSClient;
  buckets(): BucketClient;
}

/** Where clients send to. `endpoint` is a URL; with a direct transport it is only a name. */
export interface ClientOptions {
  transport: Transport;
  endpoint: string;
  region: string;
}

/** Clients that sign with `credentials`. They do not retry: a drill reports what was answered. */
export function createClients(
  options: ClientOptions,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
): Clients {
  // Field by field: an expiration would be an instant on the target's clock, which the SDK would hold against real time.
  const shared = {
    ...configuration(options),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  };
  return {
    sts: () => new STSClient(shared),
    iam: () => new IAMClient(shared),
    organizations: () => new OrganizationsClient(shared),
    ssoAdmin: () => new SSOAdminClient(shared),
    identityStore: () => new IdentitystoreClient(shared),
    cloudtrail: () => new CloudTrailClient(shared),
    logs: () => new CloudWatchLogsClient(shared),
    events: () => new EventBridgeClient(shared),
    cloudwatch: () => new CloudWatchClient(shared),
    sns: () => new SNSClient(shared),
    sqs: () => new SQSClient(shared),
    buckets: () => createBucketClient(options, shared.credentials),
  };
}

/** A client of the access portal, which takes bearer tokens instead of signatures. */
export function createAccessPortalClient(options: ClientOptions): SSOClient {
  return new SSOClient({
    ...configuration(options),
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
}

interface Configuration {
  region: string;
  endpoint: string;
  maxAttempts: number;
  retryMode: 'standard';
  defaultsMode: 'standard';
  authSchemePreference: string[];
  useDualstackEndpoint: false;
  useFipsEndpoint: false;
  userAgentAppId: string;
  requestHandler: {
    handle(request: HttpRequest, options?: { abortSignal?: unknown }): Promise<{ response: HttpResponse }>;
  };
}

function configuration({ transport, endpoint, region }: ClientOptions): Configuration {
  return {
    region,
    endpoint,
    maxAttempts: 1,
    // Said here, so that no client reads the environment or the configuration files of this machine: a drill must not depend on them.
    retryMode: 'standard',
    defaultsMode: 'standard',
    authSchemePreference: [],
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: 'breakglass-drill',
    requestHandler: {
      handle: async (request, options) => {
        const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
        const answer = await transport.send(toWire(request), signal);
        return {
          response: new HttpResponse({
            statusCode: answer.statusCode,
            headers: answer.headers,
            body: Readable.from([Buffer.from(answer.body)]),
          }),
        };
      },
    },
  };
}

function toWire(request: HttpRequest): WireRequest {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) query.append(key, item);
  }
  const text = query.toString();
  const body: unknown = request.body;
  return {
    method: request.method,
    target: text === '' ? request.path : `${request.path}?${text}`,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body:
      typeof body === 'string'
        ? new Uint8Array(Buffer.from(body, 'utf8'))
        : body instanceof Uint8Array
          ? new Uint8Array(body)
          : new Uint8Array(0),
  };
}
