/** Schema of `plan.json`, published as JSON Schema in docs/schemas/. Its types are written out in `../plan.ts`. */
import { z } from 'zod';
import type { DrillPlan } from '../plan.js';
import { path } from './measurements.js';
import { account, answers, count, exception, hash, mode, time, tool } from './parts.js';

const certainty = z.enum(['certain', 'conditional', 'repeated']);

export const planSchema: z.ZodType<DrillPlan> = z.strictObject({
  schema: z.literal('breakglass-drill/plan/2'),
  resumes: z
    .strictObject({
      folder: z.string(),
      startedAt: time,
      journalSha256: hash,
      items: z.strictObject({ of: count, takenOver: count }),
    })
    .optional(),
  drill: z.strictObject({
    id: z.string(),
    name: z.string(),
    mode: mode,
    target: z.string(),
    seed: z.string(),
    example: z.boolean(),
    tool,
    inputSha256: hash,
  }),
  capabilities: z.record(z.string(), z.boolean()),
  answers: answers.optional(),
  required: z.array(z.string()).optional(),
  exceptions: z.array(exception.extend({ inForce: z.boolean() })).optional(),
  organization: account,
  role: z.string(),
  breakGlassUsers: z.array(z.string()),
  accounts: z.array(account.extend({ ou: z.string() })),
  notTested: z.array(account.extend({ reason: z.string(), excluded: z.boolean() })),
  controls: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  scenarios: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      source: z.string(),
      premises: z.array(z.string()),
      checks: z.array(z.strictObject({ id: z.string(), title: z.string(), controls: z.array(z.string()) })),
    }),
  ),
  attempts: count.optional(),
  calls: z.array(z.strictObject({ call: z.string(), as: z.string(), certainty, times: count })),
  work: z.array(
    z.strictObject({
      scenario: z.string(),
      id: z.string(),
      question: z.string(),
      principal: z.string(),
      certainty,
      when: z.string().optional(),
      accounts: z.string(),
      callers: z.string().optional(),
      items: count,
      left: z.string().optional(),
      uses: count.optional(),
      calls: z.array(z.strictObject({ call: z.string(), as: z.string(), times: count })),
    }),
  ),
  sets: z.record(z.string(), z.string()),
  messages: z.array(z.strictObject({ path, topic: z.string(), subscriber: z.string(), atMost: count })),
});
