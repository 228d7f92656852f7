/** Schemas of the parts that plan, journal and result share. */
import { z } from 'zod';

export const outcome = z.enum(['held', 'broken', 'inconclusive', 'not applicable', 'aborted']);
export const evidence = z.enum(['observed', 'evaluated', 'declared', 'attested']);
/** ISO 8601 with milliseconds, UTC. */
export const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is not an instant in UTC');
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
export const count = z.int().min(0);
/** What a cell must show: see `CellKind`. */
export const cellKind = z.enum(['break-glass', 'control', 'guardrail']);
export const account = z.strictObject({ id: z.string(), name: z.string() });
export const mode = z.enum(['LIVE', 'EMULATED']);
export const tool = z.strictObject({ name: z.string(), version: z.string() });

/** What a target was asked about itself, and what it answered. */
export const answers = z.array(
  z.strictObject({ capability: z.string(), able: z.boolean(), asked: z.string(), answer: z.string() }),
);

export const finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  title: z.string(),
  cause: z.string(),
  accounts: z.array(account),
  scenarios: z.array(z.string()),
  evidence,
  remedy: z.string(),
  controls: z.array(z.string()),
});

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'is not a day');
export const acceptance = z.strictObject({ owner: z.string(), reason: z.string(), until: day });
export const exception = acceptance.extend({
  id: z.string(),
  accounts: z.array(z.string()).optional(),
  cause: z.string().optional(),
  checks: z.array(z.string()).optional(),
});
