/** Names that nothing has and that fall inside what a policy protects: a call about any other name would miss the policy. */
import type { PolicyDocument } from '../../../iam/index.js';

/**
 * `absent` itself, then every name that the policies' Deny statements protect by a wildcard, with `absent` in place of the
 * wildcard: `AWSSSO_*` becomes `AWSSSO_<absent>`. `like` is an ARN of the kind of thing that the name is for.
 */
export function absentNames(documents: readonly PolicyDocument[], like: string, absent: string): string[] {
  const wanted = parts(like);
  const names = documents
    .flatMap(({ Statement }) => [Statement].flat())
    .filter(({ Effect }) => Effect === 'Deny')
    .flatMap(({ Resource }) => (Resource === undefined ? [] : [Resource].flat()))
    .map(parts)
    .filter(
      (pattern) => pattern.service === wanted.service && pattern.type === wanted.type && pattern.name.includes('*'),
    )
    .map(({ name }) => name.replaceAll('*', absent));
  return [...new Set([absent, ...names])];
}

/** Service, type of thing and its name or path in an ARN; log groups are written with a trailing `:*` too. */
function parts(arn: string): { service: string; type: string; name: string } {
  const [, , service = '', , , ...rest] = arn.split(':');
  const [, type = '', name = ''] = /^([^/:]*)[/:]?(.*?)(?::\*)?$/.exec(rest.join(':')) ?? [];
  return { service, type, name };
}
