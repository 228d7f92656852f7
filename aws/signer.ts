/** The lean signer: requests signed with SigV4, an order of magnitude cheaper than an SDK client. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../base/clock.js';
import type { WireRequest } from '../base/http.js';

/** Keys that sign: long-term, or temporary with a session token. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A call of the query protocol. */
export interface QueryCall {
  service: string;
  version: string;
  action: string;
  parameters?: Record<string, string>;
}

/** Signs requests for one endpoint host. */
export interface Signer {
  /** A signed `POST /` with `Action`, `Version` and the parameters as a form. */
  query(call: QueryCall, region: string, credentials: Credentials): Promise<WireRequest>;
  /** A signed `PUT` of a text, as S3 takes it. */
  put(service: string, region: string, credentials: Credentials, path: string, text: string): Promise<WireRequest>;
}

/** A signer that dates its signatures by `wireClock`: signature freshness lives on real time, whatever the target's clock says. */
export function createSigner(host: string, wireClock: Clock): Signer {
  const signers = new Map<string, SignatureV4>();
  const signerFor = (service: string, region: string, credentials: Credentials): SignatureV4 => {
    const key = `${service}/${region}/${credentials.accessKeyId}`;
    const known = signers.get(key);
    if (known) return known;
    const signer = new SignatureV4({ service, region, credentials, sha256: NodeSha256, applyChecksum: true });
    // A sweep uses thousands of short-lived keys: forget the oldest instead of growing with the organization.
    if (signers.size >= 64) signers.delete(signers.keys().next().value ?? '');
    signers.set(key, signer);
    return signer;
  };
  const sign = async (
    service: string,
    region: string,
    credentials: Credentials,
    { method, path, contentType, body }: { method: string; path: string; contentType: string; body: string },
  ): Promise<WireRequest> => {
    const request = {
      method,
      protocol: 'http:',
      hostname: host,
      path,
      query: {},
      headers: { host, 'content-type': contentType },
      body,
    };
    const signed = await signerFor(service, region, credentials).sign(request, {
      signingDate: new Date(wireClock.now()),
    });
    const headers = Object.fromEntries(
      Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return { method, target: path, headers, body: new Uint8Array(Buffer.from(body, 'utf8')) };
  };
  return {
    query: ({ service, version, action, parameters }, region, credentials) =>
      sign(service, region, credentials, {
        method: 'POST',
        path: '/',
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams({ Action: action, Version: version, ...parameters }).toString(),
      }),
    put: (service, region, credentials, path, text) =>
      sign(service, region, credentials, { method: 'PUT', path, contentType: 'application/xml', body: text }),
  };
}

/** SHA-256 and HMAC-SHA-256 of node:crypto in the shape that the signing library asks for. */
class NodeSha256 {
  private readonly hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(toBuffer(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }
  reset(): void {
    throw new Error('a hash is used once');
  }
}

function toBuffer(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
