/** The few calls that a sweep makes thousands of times, over the lean signer. Everything else goes through SDK clients. */
import { AssumeRoleCommand, STSServiceException } from '@aws-sdk/client-sts';
import type { WireResponse } from '../base/http.js';
import { createClients } from './clients.js';
import type { ClientOptions } from './clients.js';
import { completeCredentials, sessionArn } from './issued-credentials.js';
import type { Issued, IssuedCredentials } from './issued-credentials.js';
import type { Credentials, Signer } from './signer.js';

export type { IssuedCredentials } from './issued-credentials.js';

/** An answer of AWS: what was asked for, or AWS's own error. */
export type Answer<T> =
  | { ok: true; value: T; requestId: string }
  | { ok: false; code: string; message: string; statusCode: number; requestId: string };

/** A device and the code it shows. */
export interface MfaProof {
  serialNumber: string;
  code: string;
}

export interface AssumeRoleInput {
  roleArn: string;
  sessionName: string;
  durationSeconds?: number;
  mfa?: MfaProof;
  externalId?: string;
  sourceIdentity?: string;
  /** Session tags. */
  tags?: Readonly<Record<string, string>>;
  /** Session policy: the session can do nothing that it does not allow. */
  policy?: string;
}

export interface QueryClient {
  /** `sts:GetSessionToken`, with MFA if a proof is given. */
  getSessionToken(credentials: Credentials, mfa?: MfaProof, signal?: AbortSignal): Promise<Answer<IssuedCredentials>>;
  /** `sts:AssumeRole` through the SDK client: dearer, and what everybody else uses. A sample of a sweep goes this way. */
  assumeRoleThroughSdk(
    credentials: Credentials,
    input: AssumeRoleInput,
    signal?: AbortSignal,
  ): Promise<Answer<IssuedCredentials>>;
  /** `sts:AssumeRole`. */
  assumeRole(
    credentials: Credentials,
    input: AssumeRoleInput,
    signal?: AbortSignal,
  ): Promise<Answer<IssuedCredentials>>;
  /** `iam:GetAccountSummary`: a read that needs a permission and takes no argument, so it shows that a session can act. */
  getAccountSummary(credentials: Credentials, signal?: AbortSignal): Promise<Answer<void>>;
}

const STS_VERSION = '2011-06-15';
const IAM_VERSION = '2010-05-08';
/** IAM has one endpoint for the partition and signs for this Region (AWS general reference, "IAM endpoints and quotas"). */
const IAM_REGION = 'us-east-1';

async function assumeRoleThroughSdk(
  options: ClientOptions,
  credentials: Credentials,
  input: AssumeRoleInput,
  signal?: AbortSignal,
): Promise<Answer<IssuedCredentials>> {
  const command = new AssumeRoleCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.sessionName,
    DurationSeconds: input.durationSeconds,
    Policy: input.policy,
    ExternalId: input.externalId,
    SourceIdentity: input.sourceIdentity,
    Tags: input.tags && Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value })),
    SerialNumber: input.mfa?.serialNumber,
    TokenCode: input.mfa?.code,
  });
  try {
    const {
      Credentials: issued,
      AssumedRoleUser: user,
      $metadata,
    } = await createClients(options, credentials)
      .sts()
      .send(command, signal ? { abortSignal: signal } : {});
    return sessionOf({ ...issued, Expiration: isoOf(issued?.Expiration) }, $metadata.requestId ?? '', {
      is: user?.Arn ?? '',
      asked: sessionArn(input.roleArn, input.sessionName),
    });
  } catch (error) {
    if (!(error instanceof STSServiceException)) throw error;
    const { $metadata } = error;
    return {
      ok: false,
      code: error.name,
      message: error.message,
      statusCode: $metadata.httpStatusCode ?? 0,
      requestId: $metadata.requestId ?? '',
    };
  }
}

function isoOf(instant: Date | undefined): string | undefined {
  return instant === undefined || Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/**
 * A session, if there are complete credentials, of whom they were asked for. An answer of 200 without them shows neither that
 * somebody got in nor that somebody was refused.
 */
function sessionOf(
  issued: Issued | undefined,
  requestId: string,
  of?: { is: string; asked: string },
): Answer<IssuedCredentials> {
  const credentials = completeCredentials(issued);
  const refuse = (message: string): Answer<IssuedCredentials> => ({
    ok: false,
    code: NO_SESSION,
    message: `the call was answered with success, and ${message}`,
    statusCode: 200,
    requestId,
  });
  if ('missing' in credentials) return refuse(`the answer holds no whole credentials: it lacks ${credentials.missing}`);
  if (of && of.is !== of.asked) return refuse(`the session is of ${of.is || 'nobody'} and not of ${of.asked}`);
  return { ok: true, value: credentials, requestId };
}

/** Code of an answer that says that a session was issued and holds none. No service has it. */
const NO_SESSION = 'NoSession';

/** Calls STS in the Region of `options`, and IAM. Rejects only when no answer came. */
export function createQueryClient(options: ClientOptions, signer: Signer): QueryClient {
  const { transport, region } = options;
  const sts = async (
    action: string,
    credentials: Credentials,
    parameters: Record<string, string>,
    signal?: AbortSignal,
    asked?: string,
  ): Promise<Answer<IssuedCredentials>> => {
    const answer = await transport.send(
      await signer.query({ service: 'sts', version: STS_VERSION, action, parameters }, region, credentials),
      signal,
    );
    const read = readAnswer(answer, (xml) => xml);
    if (!read.ok) return read;
    const { value: xml, requestId } = read;
    const issued = Object.fromEntries(
      ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'].map((name) => [name, element(xml, name)]),
    );
    const user = element(xml, 'AssumedRoleUser', false);
    return sessionOf(issued, requestId, asked === undefined ? undefined : { is: element(user, 'Arn'), asked });
  };
  return {
    getSessionToken: (credentials, mfa, signal) => sts('GetSessionToken', credentials, proof(mfa), signal),
    assumeRoleThroughSdk: (credentials, input, signal) => assumeRoleThroughSdk(options, credentials, input, signal),
    assumeRole: (credentials, input, signal) =>
      sts(
        'AssumeRole',
        credentials,
        {
          RoleArn: input.roleArn,
          RoleSessionName: input.sessionName,
          ...(input.durationSeconds === undefined ? {} : { DurationSeconds: String(input.durationSeconds) }),
          ...(input.policy === undefined ? {} : { Policy: input.policy }),
          ...(input.externalId === undefined ? {} : { ExternalId: input.externalId }),
          ...(input.sourceIdentity === undefined ? {} : { SourceIdentity: input.sourceIdentity }),
          ...Object.fromEntries(
            Object.entries(input.tags ?? {}).flatMap(([key, value], index) => [
              [`Tags.member.${index + 1}.Key`, key],
              [`Tags.member.${index + 1}.Value`, value],
            ]),
          ),
          ...proof(input.mfa),
        },
        signal,
        sessionArn(input.roleArn, input.sessionName),
      ),
    getAccountSummary: async (credentials, signal) =>
      withMap(
        await transport.send(
          await signer.query(
            { service: 'iam', version: IAM_VERSION, action: 'GetAccountSummary' },
            IAM_REGION,
            credentials,
          ),
          signal,
        ),
      ),
  };
}

/** A summary, if the answer holds one: it shows that the session acted. */
function withMap(answer: WireResponse): Answer<void> {
  const read = readAnswer(answer, (xml) => element(xml, 'SummaryMap', false));
  if (!read.ok || read.value.includes('<key>')) return read.ok ? { ...read, value: undefined } : read;
  const message = 'the call was answered with success, and the answer holds no summary';
  return { ok: false, code: 'NoSummary', message, statusCode: 200, requestId: read.requestId };
}

function proof(mfa: MfaProof | undefined): Record<string, string> {
  return mfa ? { SerialNumber: mfa.serialNumber, TokenCode: mfa.code } : {};
}

function readAnswer<T>(answer: WireResponse, read: (xml: string) => T): Answer<T> {
  const xml = Buffer.from(answer.body).toString('utf8');
  const requestId = answer.headers['x-amzn-requestid'] ?? element(xml, 'RequestId');
  if (answer.statusCode === 200) return { ok: true, value: read(xml), requestId };
  return {
    ok: false,
    code: element(xml, 'Code') || `HTTP ${answer.statusCode}`,
    message: element(xml, 'Message'),
    statusCode: answer.statusCode,
    requestId,
  };
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#xD': '\r', '#xA': '\n' };

/** Text of the first element of that name; empty if there is none. The answers read here have no attributes and no nesting of a name in itself. */
function element(xml: string, name: string, decoded = true): string {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  if (start < 0 || end < 0) return '';
  const text = xml.slice(start + name.length + 2, end);
  if (!decoded) return text;
  return text.replaceAll(/&(#?\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}
