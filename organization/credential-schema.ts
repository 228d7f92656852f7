/** Credentials of users that no drill signs in with, as a document has them. */
import { z } from 'zod';
import { name } from './statements.js';

export const otherCredentials = z
  .record(
    name,
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('signing-certificate') }),
      z.strictObject({ kind: z.literal('ssh-public-key') }),
      z.strictObject({
        kind: z.literal('service-specific'),
        service: z
          .string()
          .regex(/^[a-z0-9-]+\.amazonaws\.com$/, 'is not the name of a service, such as codecommit.amazonaws.com'),
      }),
    ]),
  )
  .default({})
  .describe('Active credentials that single services take, by name; break-glass users are to have none');
