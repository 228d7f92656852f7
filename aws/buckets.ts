/** The one call of S3 that a deployment makes. S3's own client is as large as all others together, so it is made by hand. */
import { wallClock } from '../base/clock.js';
import { UNREADABLE } from './missing-operations.js';
import type { ClientOptions } from './clients.js';
import { createSigner } from './signer.js';
import type { Credentials } from './signer.js';

export interface BucketClient {
  /** Makes a bucket in the Region of the client. Rejects with S3's error, in the form of the SDK's. */
  create(name: string): Promise<void>;
}

/** Calls S3 by path, which emulators take under any host name. */
export function createBucketClient(
  { transport, endpoint, region }: ClientOptions,
  credentials: Credentials,
): BucketClient {
  const signer = createSigner(new URL(endpoint).host, wallClock);
  return {
    create: async (name) => {
      const answer = await transport.send(
        await signer.put('s3', region, credentials, `/${name}`, configuration(region)),
      );
      if (answer.statusCode !== 200) throw refusal(answer.statusCode, Buffer.from(answer.body).toString('utf8'));
    },
  };
}

/** us-east-1 is the one Region that is not named (S3 API reference, CreateBucket). */
function configuration(region: string): string {
  return region === 'us-east-1'
    ? ''
    : `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
}

function refusal(httpStatusCode: number, body: string): Error {
  const [, name = UNREADABLE] = /<Code>([^<]+)<\/Code>/.exec(body) ?? [];
  const [, message = `HTTP ${httpStatusCode}`] = /<Message>([^<]+)<\/Message>/.exec(body) ?? [];
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}
