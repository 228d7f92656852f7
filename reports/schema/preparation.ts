/** Schema of `preparation.json`, published as JSON Schema in docs/schemas/. */
import { z } from 'zod';
import type { PreparationList } from '../preparation.js';
import { hash, tool } from './parts.js';

const accounts = z.union([z.literal('any'), z.array(z.string())]);

export const preparationSchema: z.ZodType<PreparationList> = z.strictObject({
  schema: z.literal('breakglass-drill/preparation/1'),
  drill: z.strictObject({
    id: z.string(),
    name: z.string(),
    target: z.string(),
    endpoint: z.string().optional(),
    tool,
    inputSha256: hash,
  }),
  calls: z.array(
    z.strictObject({
      call: z.string(),
      as: z.string(),
      from: accounts,
      into: accounts.optional(),
      why: z.array(z.string()),
    }),
  ),
});
