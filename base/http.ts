/** HTTP as the twin and the clients exchange it, with or without a socket between them. */

/** A request. Header names are lower-case. `target` is path and query as they stand on the wire, e.g. `/?Action=X`. */
export interface WireRequest {
  method: string;
  target: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** An answer. Header names are lower-case. */
export interface WireResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
}
