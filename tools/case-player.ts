/** Plays documented decisions: each case is a request, the policies that apply, and what AWS decides. */
import { z } from 'zod';
import { evaluate } from '../iam/index.js';
import type { ApplicablePolicies, Evaluation, Policy, PolicyDocument } from '../iam/index.js';

const document = z.looseObject({ Statement: z.unknown() }).transform((value) => value as unknown as PolicyDocument);
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
    context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    principalInManagementAccount: z.boolean().optional(),
    resourceInManagementAccount: z.boolean().optional(),
    serviceLinkedRole: z.boolean().optional(),
  }),
  policies: z.object({
    identity: documents.default([]),
    trust: document.optional(),
    resource: document.optional(),
    boundary: document.optional(),
    session: documents.optional(),
    scpsByLevel: z.array(documents).default([]),
    rcpsByLevel: z.array(documents).optional(),
  }),
  expected: z.enum(['allow', 'implicitDeny', 'explicitDeny']),
});

/** A file of cases, format `iam-cases/1`. */
export const caseFileSchema = z.object({ schema: z.literal('iam-cases/1'), cases: z.array(caseSchema) });

export type DecisionCase = z.infer<typeof caseSchema>;

/** Decides one case. */
export function playCase({ request, policies }: DecisionCase): Evaluation {
  const applicable: ApplicablePolicies = {
    identity: named('identity', policies.identity),
    scpsByLevel: policies.scpsByLevel.map((level, index) => named(`scp-level-${index + 1}`, level)),
    ...(policies.trust ? { trust: { name: 'trust', document: policies.trust } } : {}),
    ...(policies.resource ? { resource: { name: 'resource', document: policies.resource } } : {}),
    ...(policies.boundary ? { boundary: { name: 'boundary', document: policies.boundary } } : {}),
    ...(policies.session ? { session: named('session', policies.session) } : {}),
    ...(policies.rcpsByLevel ? { rcpsByLevel: policies.rcpsByLevel.map((level, index) => named(`rcp-level-${index + 1}`, level)) } : {}),
  };
  return evaluate(request, applicable);
}

function named(prefix: string, list: readonly PolicyDocument[]): Policy[] {
  return list.map((content, index) => ({ name: `${prefix}-${index + 1}`, document: content }));
}
