/** Errors as AWS answers them. */

/** Thrown by operations and by the wire layer; encoded in the protocol of the request. */
export class AwsError extends Error {
  constructor(
    /** Wire code, e.g. `AccessDenied`, `NoSuchEntity`. */
    readonly code: string,
    message: string,
    readonly statusCode: number = 400,
    /** Extra members of the error shape. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}
