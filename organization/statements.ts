/** Schemas of what policies are made of, shared by the document and the expanded organization. */
import { z } from 'zod';

/** A name that is a key in the document. `__proto__` would not be a key but the object's prototype. */
export const name = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => value !== '__proto__', 'is not a name');

const oneOrMany = z.union([z.string(), z.array(z.string())]);
const conditionValue = z.union([z.string(), z.number(), z.boolean()]);
const principal = z.union([z.literal('*'), z.strictObject({ AWS: oneOrMany.optional(), Service: oneOrMany.optional(), Federated: oneOrMany.optional() })]);

/** One statement; its Sid is the key it stands under. */
const statement = z
  .strictObject({
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: oneOrMany.optional(),
    NotAction: oneOrMany.optional(),
    Resource: oneOrMany.optional(),
    NotResource: oneOrMany.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.union([conditionValue, z.array(conditionValue)]))).optional(),
  })
  .refine((value) => (value.Action === undefined) !== (value.NotAction === undefined), 'a statement has either Action or NotAction');

const permission = statement
  .refine((value) => value.Principal === undefined && value.NotPrincipal === undefined, 'a permissions policy names no Principal')
  .refine((value) => (value.Resource === undefined) !== (value.NotResource === undefined), 'a permissions policy has either Resource or NotResource');

const trust = statement
  .refine((value) => value.Principal !== undefined, 'a trust policy names a Principal')
  .refine((value) => value.Resource === undefined && value.NotResource === undefined, 'a trust policy has no Resource');

/** Sid -> statement of a permissions policy. */
export const permissionStatements = z.record(name, permission);

/** Sid -> statement of a trust policy. */
export const trustStatements = z.record(name, trust);
