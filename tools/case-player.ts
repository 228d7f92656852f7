/** Plays documented decisions: each case is a request, the policies that apply, and what AWS decides. */
import { z } from 'zod';
import { evaluate } from '../iam/index.js';
import type { ApplicablePolicies, Evaluation, Policy, PolicyDocument } from '../iam/index.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const oneOrMany = <T extends z.ZodType>(item: T): z.ZodUnion<[T, z.ZodArray<T>]> => z.union([item, z.array(item)]);
const texts = oneOrMany(z.string()).optional();
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMany(z.string()))]).optional();

const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal,
  NotPrincipal: principal,
  Action: texts,
  NotAction: texts,
  Resource: texts,
  NotResource: texts,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany(scalar))).optional(),
});
const document = z
  .looseObject({ Version: z.string().optional(), Statement: oneOrMany(statement) })
  .transform((value): PolicyDocument => value);
const documents = z.array(document);

const caseSchema = z.object({
  id: z.string(),
  title: z.string(),
  request: z.object({
    principal: z.string(),
    principalId: z.string().optional(),
    action: z.string(),
    resource: z.string(),
    resourceAccount: z.string(),
    context: z.record(z.string(), z.union([scalar, z.array(scalar.transform(String))])),
    principalInManagementAccount: z.boolean().optional(),
    resourceInManagementAccount: z.boolean().optional(),
    serviceLinkedRole: z.boolean().optional(),
  }),
  policies: z.object({
    identity: documents.default([]),
    trust: document.nullish(),
    resource: document.nullish(),
    boundary: document.nullish(),
    session: documents.nullish(),
    scpsByLevel: z.array(documents).default([]),
    rcpsByLevel: z.array(documents).nullish(),
  }),
  expected: z.enum(['allow', 'implicitDeny', 'explicitDeny']),
});

/** A file of cases, format `iam-cases/1`. */
export const caseFileSchema = z.object({ schema: z.literal('iam-cases/1'), cases: z.array(caseSchema) });

export type DecisionCase = z.infer<typeof caseSchema>;

/** Decides one case; by another evaluator if one is given. */
export function playCase(decisionCase: DecisionCase, evaluator = evaluate): Evaluation {
  return evaluator(decisionCase.request, policiesOf(decisionCase));
}

/** The policies of a case, each with a name. */
export function policiesOf({ policies }: DecisionCase): ApplicablePolicies {
  return {
    identity: named('identity', policies.identity),
    scpsByLevel: policies.scpsByLevel.map((level, index) => named(`scp-level-${index + 1}`, level)),
    ...(policies.trust ? { trust: { name: 'trust', document: policies.trust } } : {}),
    ...(policies.resource ? { resource: { name: 'resource', document: policies.resource } } : {}),
    ...(policies.boundary ? { boundary: { name: 'boundary', document: policies.boundary } } : {}),
    ...(policies.session ? { session: named('session', policies.session) } : {}),
    ...(policies.rcpsByLevel
      ? { rcpsByLevel: policies.rcpsByLevel.map((level, index) => named(`rcp-level-${index + 1}`, level)) }
      : {}),
  };
}

function named(prefix: string, list: readonly PolicyDocument[]): Policy[] {
  return list.map((content, index) => ({ name: `${prefix}-${index + 1}`, document: content }));
}
