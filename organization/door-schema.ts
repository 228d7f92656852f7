/** Schema of the doors beside break glass that a document declares. */
import { z } from 'zod';
import { name } from './statements.js';

export const doors = z
  .record(
    name,
    z.strictObject({
      description: z.string().default(''),
      admits: z
        .array(name)
        .min(1)
        .describe(
          'Who begins: user/NAME, permission-set/NAME, saml-provider/NAME, oidc-provider/NAME, account/ID, organization/ID or everybody, with the path of a user in its name; one of a single account is ACCOUNT/user/NAME. * stands for anything',
        ),
      into: z
        .array(name)
        .min(1)
        .describe(
          'What has every right: role/NAME or user/NAME, with its path: role/emergency/EmergencyAccess. * stands for anything',
        ),
      accounts: z
        .array(name)
        .min(1)
        .optional()
        .describe('Names of the accounts in which that is; everywhere, if absent'),
      owner: name.optional().describe('Who answers for it: a door without one is a finding'),
      alarm: name.optional().describe('Which alarm tells of its use: a door without one is a finding'),
      until: z.iso
        .date({ error: 'is the last day on which it is open, written like 2026-12-31' })
        .optional()
        .describe('Last day on which it is open, in UTC: after it the door is a finding'),
    }),
  )
  .default({})
  .describe(
    'Ways beside break glass to every right in an account: each is listed with a verdict, and any other is a finding',
  );
