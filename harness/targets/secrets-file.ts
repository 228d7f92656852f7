/** The line that `emulate` and `deploy` print: how to reach an emulated organization, and what its people hold. */
import { z } from 'zod';
import { usageError } from '../../base/errors.js';

const keys = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

const schema = z.object({
  endpoint: z.string().optional(),
  /** Base of the control endpoint. */
  control: z.string().optional(),
  administrator: keys.optional(),
  accounts: z.record(z.string(), z.string()).default({}),
  /** `user`, or `account/user` where two accounts have one of that name. */
  users: z
    .record(
      z.string(),
      z.object({
        accessKeyId: z.string().optional(),
        secretAccessKey: z.string().optional(),
        mfaSerial: z.string().optional(),
        mfaSeed: z.string().optional(),
      }),
    )
    .default({}),
});

/** What the line says. */
export type EndpointSecrets = z.infer<typeof schema>;

/** Nothing known. */
export const noSecrets: EndpointSecrets = { accounts: {}, users: {} };

/** Reads the line. Throws a usage error that shows nothing of it. */
export function parseSecrets(file: string, text: string): EndpointSecrets {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw usageError(
      `${file} is not the line that "emulate" or "deploy" prints`,
      'It is one JSON object: redirect standard output into the file.',
    );
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw usageError(
    `${file}: ${parsed.error.issues[0]?.path.join('.') ?? ''} is not as "emulate" prints it`,
    'Redirect its standard output into the file and change nothing.',
  );
}
