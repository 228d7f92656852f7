/**
 * An error has two names: the code that awsQuery writes (`NoSuchEntity`) and the name of its shape, which the other
 * protocols write (`NoSuchEntityException`). Operations throw either; the schemas of the SDK clients know both.
 */
export interface ErrorNames {
  code: string;
  shape: string;
}

/** Refusals that every service has and no schema lists. */
const COMMON: readonly (readonly [code: string, shape: string])[] = [
  ['AccessDenied', 'AccessDeniedException'],
  ['ExpiredToken', 'ExpiredTokenException'],
  ['IncompleteSignature', 'IncompleteSignatureException'],
  ['InternalFailure', 'InternalServerException'],
  ['InvalidClientTokenId', 'UnrecognizedClientException'],
  ['MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  ['ServiceUnavailable', 'ServiceUnavailableException'],
  ['SignatureDoesNotMatch', 'InvalidSignatureException'],
  ['Throttling', 'ThrottlingException'],
  ['ValidationError', 'ValidationException'],
];
const common: ReadonlyMap<string, ErrorNames> = new Map(COMMON.map(([code, shape]) => [code, { code, shape }]));

/** Names of the errors of a client's module, by either name. */
export function errorNamesOf(schemas: Readonly<Record<string, unknown>>): ReadonlyMap<string, ErrorNames> {
  const names = new Map<string, ErrorNames>();
  for (const schema of Object.values(schemas)) {
    if (!Array.isArray(schema) || schema[0] !== -3) continue;
    const [, , shape, traits] = schema as [number, string, string, { awsQueryError?: [string, number] } | number];
    const code = (typeof traits === 'object' ? traits.awsQueryError?.[0] : undefined) ?? shape;
    for (const name of [shape, code]) names.set(name, { code, shape });
  }
  return names;
}

/** Both names of an error that an operation threw under one of them. */
export function namesOf(thrown: string, known: ReadonlyMap<string, ErrorNames> = new Map()): ErrorNames {
  return common.get(thrown) ?? known.get(thrown) ?? { code: thrown, shape: thrown };
}
