/** Temporary credentials as an answer issues them, and whether they can be used. Pure. */
import type { Credentials } from './signer.js';

/** Temporary credentials as STS issues them. `expiration` is an instant on the target's clock: never hand it to an SDK provider. */
export interface IssuedCredentials extends Credentials {
  sessionToken: string;
  expiration: string;
}

/** As an answer may leave them: the members of the SDK's `Credentials`, or of an element. */
export interface Issued {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
  Expiration?: string | undefined;
}

/** Complete credentials, or what is missing or is no credential (STS API reference, Credentials: a key id has 16 to 128 word characters). */
export function completeCredentials(issued: Issued | undefined): IssuedCredentials | { missing: string } {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration = '' } = issued ?? {};
  if (!/^\w{16,128}$/.test(AccessKeyId)) return { missing: 'an access key id' };
  if (SecretAccessKey.trim() === '') return { missing: 'a secret access key' };
  if (SessionToken.trim() === '') return { missing: 'a session token' };
  if (Number.isNaN(Date.parse(Expiration))) return { missing: 'an instant when they expire' };
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

/** The ARN that a session of a role has: without the role's path (IAM user guide, "IAM identifiers"). */
export function sessionArn(roleArn: string, sessionName: string): string {
  const [arn = '', partition = '', , , account = '', ...resource] = roleArn.split(':');
  return `${arn}:${partition}:sts::${account}:assumed-role/${resource.join(':').split('/').at(-1) ?? ''}/${sessionName}`;
}
