/** Schema of `result.json`, published as JSON Schema in docs/schemas/. Its types are written out in `result.ts`. */
import { z } from 'zod';
import { drillExitCodes } from '../exit-codes.js';
import type { DrillResult } from '../result.js';
import { measurements } from './measurements.js';
import {
  acceptance,
  account,
  answers,
  cellKind,
  count,
  evidence,
  exception,
  finding,
  hash,
  mode,
  outcome,
  time,
  tool,
} from './parts.js';

export const resultSchema: z.ZodType<DrillResult> = z.strictObject({
  schema: z.literal('breakglass-drill/result/2'),
  drill: z.strictObject({
    id: z.string(),
    name: z.string(),
    mode: mode,
    outcome,
    exitCode: z.union(drillExitCodes.map((code) => z.literal(code))),
    startedAt: time,
    endedAt: time,
    seed: z.string(),
    tool,
    planSha256: hash,
    example: z.boolean(),
  }),
  resumed: z
    .strictObject({
      folder: z.string(),
      startedAt: time,
      journalSha256: hash,
      items: z.strictObject({ of: count, takenOver: count }),
      answered: z.strictObject({ first: time, last: time }).optional(),
    })
    .optional(),
  target: z.strictObject({
    name: z.string(),
    capabilities: z.record(z.string(), z.boolean()),
    answers: answers.optional(),
  }),
  organization: account,
  inventory: z.strictObject({
    accounts: z.strictObject({ active: count, tested: count, notActive: count, excluded: count }),
    notTested: z.array(z.strictObject({ name: z.string(), id: z.string(), reason: z.string() })),
    breakGlassUsers: z.array(z.string()),
    role: z.string(),
    controls: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    calls: count,
  }),
  premises: z.array(
    z.strictObject({
      scenario: z.string(),
      title: z.string(),
      how: z.string(),
      putBack: z.enum(['undone', 'not undone']),
    }),
  ),
  scenarios: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      source: z.string(),
      outcome,
      checks: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          controls: z.array(z.string()),
          began: time.optional(),
          ended: time.optional(),
          outcome,
          evidence: evidence.optional(),
          reason: z.string().optional(),
          summary: z.string().optional(),
          accepted: z.array(acceptance).optional(),
        }),
      ),
    }),
  ),
  matrix: z.strictObject({
    accounts: z.array(
      account.extend({
        ou: z.string(),
        users: z.record(z.string(), outcome),
        control: outcome.optional(),
        guardrail: outcome.optional(),
      }),
    ),
    counts: z.array(
      z.strictObject({
        scenario: z.string(),
        kind: cellKind,
        ou: z.string(),
        user: z.string(),
        held: count,
        broken: count,
        inconclusive: count,
      }),
    ),
    exceptions: z.array(
      z.strictObject({
        scenario: z.string(),
        kind: cellKind,
        user: z.string(),
        account: z.string(),
        accountId: z.string(),
        ou: z.string(),
        outcome,
        code: z.string(),
        accepted: z.literal(true).optional(),
      }),
    ),
  }),
  alarms: z.array(measurements['alarm-path']),
  uses: z.array(measurements.use),
  coverage: z.array(measurements.coverage),
  deliveries: z.array(measurements.delivery).optional(),
  custody: measurements.custody.optional(),
  residualRisks: z.array(measurements['residual-risk']),
  findings: z.array(finding.extend({ accepted: acceptance.optional() })),
  exceptions: z
    .array(
      exception.extend({
        state: z.enum(['accepts', 'expired', 'outgrown', 'matches nothing']),
        beyond: z.array(z.string()),
      }),
    )
    .optional(),
  notUndone: z.array(z.strictObject({ what: z.string(), finish: z.string() })),
  timeline: z.array(
    z.strictObject({
      at: time,
      until: time.optional(),
      lane: z.enum(['drill', 'premise', 'check', 'alarm', 'undo']),
      scenario: z.string().optional(),
      outcome: outcome.optional(),
      accepted: z.literal(true).optional(),
      what: z.string(),
      seq: count,
    }),
  ),
  headHash: hash,
});
