/** Paging of services that answer with `NextToken` and take `MaxResults`. */

export interface PageInput {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

/** How a service pages. */
export interface PageRules {
  /** Items of a page that asked for no number. */
  usual: number;
  /** Most that may be asked for. */
  most: number;
  /** The service's error for a token that is none, or for a number that may not be asked for. */
  refuse(what: 'token' | 'number'): Error;
}

/** One page of the items. A token is the position of the next item. Throws the service's own error. */
export function page<T>(
  items: readonly T[],
  { MaxResults: asked, NextToken: token }: PageInput,
  { usual, most, refuse }: PageRules,
): { items: T[]; NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8') || 'none');
  if (!Number.isInteger(start) || start < 0) throw refuse('token');
  const size = asked ?? usual;
  if (!Number.isInteger(size) || size < 1 || size > most) throw refuse('number');
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
