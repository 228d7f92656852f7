/** What emulators answer for what they do not have. */

/** Name of the error for an answer that says nothing as AWS would, where no client of the SDK read it. */
export const UNREADABLE = 'UnreadableAnswer';

interface Failed {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** How an emulator said that it has no such operation or service, in one line; `undefined` for every other error. */
export function notImplemented(error: unknown): string | undefined {
  const { name = '', message = '', $metadata: { httpStatusCode: status = 0 } = {} } = error as Failed;
  if (lacksOperation(error)) return `${status} ${name}: ${firstLine(message)}`;
  // Some answer a page instead of an error of AWS, which no client can read.
  if (isUnreadable(name, message)) return `${pageStatus(error) ?? status}: no answer of AWS's form`;
  return undefined;
}

/**
 * LocalStack lists service-specific credentials of one service alone, and knows none called "None"; AWS lists those of all without
 * one (IAM API reference, ListServiceSpecificCredentials).
 */
const NO_LIST_OF_ALL = /^No such service None is supported/;

const LACKING = ['NotImplemented', 'UnknownOperationException', 'InvalidAction'];

/** Whether an emulator said so in AWS's own form: a page that no client can read may come from anything on the way. */
export function lacksOperation(error: unknown): boolean {
  const { name = '', message = '', $metadata: { httpStatusCode: status = 0 } = {} } = error as Failed;
  return status === 501 || LACKING.includes(name) || NO_LIST_OF_ALL.test(message);
}

function isUnreadable(name: string, message: string): boolean {
  return (
    name === 'SyntaxError' ||
    name === UNREADABLE ||
    /Unexpected token '<'|mismatched tag|Unclosed tag|Deserialization error/i.test(message)
  );
}

/** The SDK hides the answer that it could not read behind `$response`. */
function pageStatus(error: unknown): number | undefined {
  return (error as { $response?: { statusCode?: number } }).$response?.statusCode;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
