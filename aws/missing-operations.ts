/** What emulators answer for what they do not have. */

/** Name of the error for an answer that says nothing as AWS would, where no client of the SDK read it. */
export const UNREADABLE = 'UnreadableAnswer';

/** How an emulator said that it has no such operation or service, in one line; `undefined` for every other error. */
export function notImplemented(error: unknown): string | undefined {
  const {
    name = '',
    message = '',
    $metadata: { httpStatusCode: status = 0 } = {},
  } = error as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  if (status === 501 || ['NotImplemented', 'UnknownOperationException', 'InvalidAction'].includes(name))
    return `${status} ${name}: ${firstLine(message)}`;
  // Some answer a page instead of an error of AWS, which no client can read.
  if (isUnreadable(name, message)) return `${pageStatus(error) ?? status}: no answer of AWS's form`;
  return undefined;
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
