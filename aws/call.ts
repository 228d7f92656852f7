/** What a request on the wire asks for, found from the request itself, so that nothing can be sent under another name. */
import type { WireRequest } from '../base/http.js';

/** One call as the journal and the call log know it. */
export interface Call {
  /** Signing name of the service, `access-portal`, `identity-provider`, `sign-in` or `emulator`. */
  service: string;
  /** Operation, or the path for services without one. */
  operation: string;
  /** Region as signed; empty for requests that are not signed. */
  region: string;
  /** Of a hop: the ARN of the role, and the id of its account. */
  roleArn?: string;
  into?: string;
}

/** Where the Smithy RPC v2 CBOR protocol names the operation. */
const CBOR_PATH = /^\/service\/[^/]+\/operation\/([^/?]+)$/;
const CREDENTIAL_SCOPE = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Names service, operation and Region of a request. Never throws: what it cannot name it calls `unknown`. */
export function describeCall(request: WireRequest): Call {
  const path = request.target.split('?', 1)[0] ?? '/';
  if (path.startsWith('/identity-provider/')) return { service: 'identity-provider', operation: path, region: '' };
  // What an emulator tells its owner; AWS has no such path.
  if (path.startsWith('/_aws/sns/subscription-tokens/'))
    return { service: 'emulator', operation: '/_aws/sns/subscription-tokens', region: '' };
  if (path.startsWith('/sign-in/')) return { service: 'sign-in', operation: path, region: '' };
  if (path.startsWith('/access-portal/') || path.startsWith('/federation/') || path.startsWith('/assignment/')) {
    return { service: 'access-portal', operation: path, region: '' };
  }
  const scope = CREDENTIAL_SCOPE.exec(request.headers['authorization'] ?? '');
  const named = { service: scope?.[2] ?? 'unknown', region: scope?.[1] ?? '' };
  if (named.service === 's3') return { ...named, operation: bucketOperation(request.method, request.target) };
  const { operation, roleArn } = contentOf(request);
  // Signing in with SAML is not signed: the assertion is what it proves itself with.
  if (operation === 'AssumeRoleWithSAML') named.service = 'sts';
  return { ...named, operation, ...(roleArn === undefined ? {} : { roleArn, into: roleArn.split(':')[4] ?? '' }) };
}

/** True for every service that dies with the identity provider or with IAM Identity Center. */
export function belongsToIdentitySystem(call: Pick<Call, 'service'>): boolean {
  return [
    'identity-provider',
    'access-portal',
    'sso',
    'sso-oauth',
    'identitystore',
    'awsssoportal',
    'awsssooidc',
  ].includes(call.service);
}

/** S3 names no operation in its requests; of all that there are the project makes buckets alone (S3 API reference, CreateBucket). */
function bucketOperation(method: string, target: string): string {
  return method === 'PUT' && /^\/[^/?]+\/?$/.test(target) ? 'CreateBucket' : 'unknown';
}

function contentOf(request: WireRequest): { operation: string; roleArn?: string } {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return { operation: target.split('.').at(-1) ?? 'unknown' };
  const inPath = CBOR_PATH.exec(request.target)?.[1];
  if (inPath !== undefined) return { operation: inPath };
  // The query protocol takes its parameters from a form or from the address.
  const form = new URLSearchParams(
    request.method === 'GET' ? request.target.split('?', 2)[1] : Buffer.from(request.body).toString('utf8'),
  );
  const operation = form.get('Action') ?? 'unknown';
  const roleArn = operation.startsWith('AssumeRole') ? form.get('RoleArn') : null;
  return { operation, ...(roleArn === null ? {} : { roleArn }) };
}
