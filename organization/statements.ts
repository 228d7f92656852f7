/** Schemas of what policies are made of, shared by the document and the expanded organization. */
import { z } from 'zod';

/** A name that is a key in the document. `__proto__` would not be a key but the object's prototype. */
export const name = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => value !== '__proto__', 'is not a name');

/**
 * A name of an IAM user, role, group, policy or permission set of at most `length` characters (IAM user guide, "IAM and
 * STS quotas").
 */
export function entityName(length: number): z.ZodString {
  return z
    .string()
    .max(length)
    .regex(/^[\w+=,.@-]+$/, 'an IAM name has letters, digits and +=,.@_- only');
}

const oneOrMany = (item: z.ZodString): z.ZodUnion<[z.ZodString, z.ZodArray<z.ZodString>]> =>
  z.union([item, z.array(item)]);
const text = z.string();
const actions = oneOrMany(
  z.string().regex(/^(\*|\*:\*|[\w-]+:[\w*?-]+)$/, 'an action is service:Action, e.g. sts:AssumeRole, or "*"'),
);
const resources = oneOrMany(z.string().regex(/^(\*$|arn:)/, 'a resource is an ARN or "*"'));
/** IAM user guide, "AWS JSON policy elements: Principal": a wildcard stands for everybody or not at all. */
const awsPrincipals = oneOrMany(
  z
    .string()
    .regex(
      /^(\*|[^*]*)$/,
      'AWS takes no wildcard inside a principal: name the account and put the pattern into a condition on aws:PrincipalArn',
    )
    // References are still there when an editor looks, and gone when a document is loaded.
    .regex(
      /^(\*|\d{12}|<[^<>]+>|A[A-Z0-9]{15,}|arn:[\w-]+:(iam|sts)::(\d{12}|<[^<>]+>):.+)$/,
      'a principal is an ARN of IAM or STS, an account id, a unique id or "*"',
    ),
);
const principal = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: awsPrincipals.optional(),
    Service: oneOrMany(text).optional(),
    Federated: oneOrMany(text).optional(),
  }),
]);

/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const operator = z
  .string()
  .regex(
    /^(ForAllValues:|ForAnyValue:)?((String(Not)?(Equals(IgnoreCase)?|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/i,
    'is not a condition operator, such as StringEquals, ArnLike or Bool',
  );
const conditionValue = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.record(operator, z.record(z.string(), z.union([conditionValue, z.array(conditionValue)])));

/** One statement; its Sid is the key it stands under. */
const statement = z
  .strictObject({
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: actions.optional(),
    NotAction: actions.optional(),
    Resource: resources.optional(),
    NotResource: resources.optional(),
    Condition: condition.optional(),
  })
  .refine(
    (value) => (value.Action === undefined) !== (value.NotAction === undefined),
    'a statement has either Action or NotAction',
  );

const permission = statement
  .refine(
    (value) => value.Principal === undefined && value.NotPrincipal === undefined,
    'a permissions policy names no Principal',
  )
  .refine(
    (value) => (value.Resource === undefined) !== (value.NotResource === undefined),
    'a permissions policy has either Resource or NotResource',
  );

const trust = statement
  .refine(
    (value) => (value.Principal === undefined) !== (value.NotPrincipal === undefined),
    'a trust policy names a Principal',
  )
  .refine((value) => value.Resource === undefined && value.NotResource === undefined, 'a trust policy has no Resource');

/** IAM user guide, "IAM JSON policy elements: Sid": letters and digits. */
const sid = z
  .string()
  .regex(
    /^([A-Za-z0-9]+|statement-\d+)$/,
    'a Sid has letters and digits only; a statement without one is called statement-1',
  );

/** Organizations user guide, "RCP syntax": Deny for everybody, with actions of a service. */
const resourceControl = statement
  .refine(
    (value) => value.Effect === 'Deny' && value.Principal === '*',
    'a resource control policy denies, and its Principal is "*"',
  )
  .refine(
    (value) => value.Action !== undefined && value.Action !== '*',
    'a resource control policy names actions of a service, e.g. sts:*',
  )
  .refine(
    (value) => (value.Resource === undefined) !== (value.NotResource === undefined),
    'a resource control policy has either Resource or NotResource',
  );

/** Sid -> statement of a resource policy, such as a topic's or a queue's. */
export const resourceStatements = z.record(
  sid,
  statement
    .refine(
      (value) => (value.Principal === undefined) !== (value.NotPrincipal === undefined),
      'a resource policy names a Principal',
    )
    .refine(
      (value) => (value.Resource === undefined) !== (value.NotResource === undefined),
      'a resource policy has either Resource or NotResource',
    ),
);

/** Sid -> statement of a resource control policy. */
export const resourceControlStatements = z.record(sid, resourceControl);

/** Sid -> statement of a permissions policy. */
export const permissionStatements = z.record(sid, permission);

/** Sid -> statement of a trust policy. */
export const trustStatements = z.record(sid, trust);
