/**
 * What whoever calls may choose: the Region of the endpoint and what it says of itself in AssumeRole (IAM user guide, "AWS global
 * condition context keys" and "IAM and AWS STS condition context keys"). A statement that asks for one of them keeps nobody out,
 * and a drill that happened to choose another value would never know. Pure.
 */
import type { PolicyStatement } from '../../iam/index.js';

const CHOSEN =
  /^(aws:requestedregion|aws:useragent|aws:referer|aws:requesttag\/.+|sts:(externalid|rolesessionname|sourceidentity))$/i;
const ASKS_FOR = /^(ForAnyValue:|ForAllValues:)?String(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;

/** The keys that a statement asks for and a caller chooses, with the first value that it asks for. */
export function choicesOf({ Condition: condition }: PolicyStatement): Record<string, string> {
  return Object.fromEntries(
    Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]): [string, string][] => {
        if (!CHOSEN.test(key) || !ASKS_FOR.test(operator)) return [];
        const [first] = [values].flat();
        return first === undefined ? [] : [[key, String(first).replaceAll(/[*?]/g, 'x')]];
      }),
    ),
  );
}
