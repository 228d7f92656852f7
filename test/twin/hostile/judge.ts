/** What every answer to an attack must be. */
import { cbor } from '@smithy/core/cbor';
import type { WireResponse } from '../../../base/http.js';
import type { Attack, Dialect } from './request.js';

/** Headers that the twin or Node writes; any other was put there by the attacker. */
const HEADERS: readonly string[] = [
  'content-type',
  'content-length',
  'date',
  'connection',
  'keep-alive',
  'x-amzn-requestid',
  'x-amz-request-id',
  'x-amzn-errortype',
  'x-amzn-query-error',
  'smithy-protocol',
  'x-amz-bucket-region',
  'location',
];

const XML_ERRORS: Partial<Record<Dialect, RegExp>> = {
  query:
    /^<ErrorResponse xmlns="https?:[^"<]+"><Error><Type>(Sender|Receiver)<\/Type><Code>[\w.]+<\/Code><Message>[^<]*<\/Message><\/Error><RequestId>[\w-]+<\/RequestId><\/ErrorResponse>$/,
  ec2: /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Response><Errors><Error><Code>[\w.]+<\/Code><Message>[^<]*<\/Message><\/Error><\/Errors><RequestID>[\w-]+<\/RequestID><\/Response>$/,
  s3: /^(<\?xml[^>]*\?>\s*)?<Error><Code>\w+<\/Code><Message>[^<]*<\/Message>.*<\/Error>$/s,
};

/** What is wrong with an answer, in words; `undefined` if nothing is. */
export function problemOf(
  { dialect, refused }: Pick<Attack, 'dialect' | 'refused'>,
  { statusCode, headers, body }: WireResponse,
  secrets: readonly string[],
): string | undefined {
  const text = Buffer.from(body).toString('utf8');
  const secret = secrets.find((each) => text.includes(each));
  if (secret !== undefined) return 'the answer shows a secret';
  const strange = Object.keys(headers).find((name) => !HEADERS.includes(name));
  if (strange !== undefined) return `the answer has a header ${strange}`;
  if (statusCode >= 200 && statusCode < 300) return refused ? `it was let in: ${statusCode}` : undefined;
  if (statusCode < 400 || statusCode === 500 || statusCode > 504) return `the status is ${statusCode}`;
  return isError(dialect, text, body)
    ? undefined
    : `status ${statusCode} without an error in the shape of ${dialect}: ${text.slice(0, 300)}`;
}

function isError(dialect: Dialect, text: string, body: Uint8Array): boolean {
  const xml = XML_ERRORS[dialect];
  if (xml) return xml.test(text);
  try {
    const { __type: type, message } = (dialect === 'cbor' ? cbor.deserialize(body) : JSON.parse(text)) as Record<
      string,
      unknown
    >;
    return typeof message === 'string' && (dialect === 'plain' || (typeof type === 'string' && /^[\w.]+$/.test(type)));
  } catch {
    return false;
  }
}
