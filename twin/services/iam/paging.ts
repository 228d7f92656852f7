/** Paging of IAM lists: `Marker`, `MaxItems`, `IsTruncated` (IAM API reference, common to all List operations). */
import { AwsError } from '../../wire/aws-error.js';

export interface PageInput {
  Marker?: string;
  MaxItems?: number;
}

/** One page of the items. The marker is the position of the next item. Throws `ValidationError` for a marker that is none. */
export function page<T>(
  items: readonly T[],
  { Marker: marker, MaxItems: max = 100 }: PageInput,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0 || max < 1 || max > 1000)
    throw new AwsError('ValidationError', 'Marker or MaxItems is not valid.');
  const end = start + max;
  const truncated = end < items.length;
  return {
    items: items.slice(start, end),
    IsTruncated: truncated,
    ...(truncated ? { Marker: Buffer.from(String(end)).toString('base64url') } : {}),
  };
}
