/**
 * Session tags and source identity, and what a role chain hands on of them (IAM user guide, "Pass session tags in AWS
 * STS" and "Monitor and control actions taken with assumed roles").
 */
import type { Caller } from '../../access/caller.js';
import { AwsError } from '../../wire/aws-error.js';

/** What a call asks for. */
export interface SessionAttributeInput {
  Tags?: readonly { Key: string; Value: string }[];
  TransitiveTagKeys?: readonly string[];
  SourceIdentity?: string;
}

/** What the new session will carry. */
export interface SessionAttributes {
  tags: Map<string, string>;
  transitiveTagKeys: Set<string>;
  sourceIdentity: string | undefined;
  /** True if any tag is set, asked for or handed on: then `sts:TagSession` is needed too. */
  tagged: boolean;
}

const MAX_TAGS = 50;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Throws `ValidationError` or `InvalidParameterValue` for attributes that no session can have. */
export function checkAttributes({
  Tags: tags = [],
  TransitiveTagKeys: transitive = [],
  SourceIdentity: source,
}: SessionAttributeInput): void {
  if (tags.length > MAX_TAGS) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TAGS}`,
    );
  }
  for (const { Key, Value } of tags) {
    if (!TAG_KEY.test(Key) || !TAG_VALUE.test(Value) || /^aws:/i.test(Key))
      throw new AwsError('ValidationError', `The tag key ${Key} or its value is not valid.`);
  }
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length)
    throw new AwsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw new AwsError(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  if (source !== undefined && !/^[\w+=,.@-]{2,64}$/.test(source)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${source}' at 'sourceIdentity' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, length 2 to 64`,
    );
  }
}

/**
 * What the session of a call carries: what the caller's own session hands on, and what is asked for. Throws
 * `InvalidParameterValue` for a tag that was handed on already and `AccessDenied` for another source identity.
 */
export function sessionAttributes(
  { Tags: tags = [], TransitiveTagKeys: transitive = [], SourceIdentity: source }: SessionAttributeInput,
  caller: Caller,
): SessionAttributes {
  const previous = caller.kind === 'role' ? caller.session : undefined;
  const handedOn = previous?.transitiveTagKeys ?? new Set<string>();
  const inherited = [...(previous?.sessionTags ?? [])].filter(([key]) => handedOn.has(key));
  const taken = new Set([...handedOn].map((key) => key.toLowerCase()));
  if (tags.some(({ Key }) => taken.has(Key.toLowerCase()))) {
    throw new AwsError(
      'InvalidParameterValue',
      "One of the specified tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  if (previous?.sourceIdentity !== undefined && source !== undefined && source !== previous.sourceIdentity) {
    throw new AwsError('AccessDenied', 'The source identity of a session cannot be changed.', 403);
  }
  const marked = new Set(transitive.map((key) => key.toLowerCase()));
  const asked = tags.map(({ Key, Value }): [string, string] => [Key, Value]);
  return {
    tags: new Map([...inherited, ...asked]),
    transitiveTagKeys: new Set([
      ...handedOn,
      ...asked.map(([key]) => key).filter((key) => marked.has(key.toLowerCase())),
    ]),
    sourceIdentity: previous?.sourceIdentity ?? source,
    tagged: inherited.length + asked.length > 0,
  };
}
