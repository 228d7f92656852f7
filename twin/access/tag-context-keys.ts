/** Context keys of tags (IAM user guide, "AWS global condition context keys", `aws:RequestTag`, `aws:TagKeys`, `aws:ResourceTag`). */

type Keys = Readonly<Record<string, string | readonly string[]>>;

/** Keys of the tags that a request brings; none for a request without tags. */
export function requestTagKeys(tags: Iterable<readonly [key: string, value: string]>): Keys {
  const pairs = [...tags];
  return pairs.length === 0
    ? {}
    : {
        ...untagKeys(pairs.map(([key]) => key)),
        ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      };
}

/** Keys of a request that takes tags away, or names them for another reason. */
export function untagKeys(names: readonly string[]): Keys {
  return { 'aws:TagKeys': names };
}

/** Keys of the tags that a resource has; none for a resource that is not there. */
export function resourceTagKeys(tags: Iterable<readonly [key: string, value: string]> = []): Keys {
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}
