/** The drill file: what is drilled, on which target, with whom. Pure: text in, checked configuration out. */
import { z } from 'zod';
import { usageError } from '../../base/errors.js';
import type { Place } from '../../base/errors.js';
import { parseSource } from '../../organization/source.js';

const name = z.string().min(1);
const said = (what: string): z.ZodString => z.string({ error: `says ${what}` }).regex(/\S/, `says ${what}`);
const iamUser = z.strictObject({ account: name, user: name });
const person = z.strictObject({ person: name, permissionSet: name });
const administrator = person.extend({
  managementPermissionSet: name
    .optional()
    .describe('Permission set in the management account, if it is another one there'),
});

const seconds = z.int().min(1);
const limits = (
  events: number,
  logs: number,
): z.ZodDefault<z.ZodObject<{ events: z.ZodDefault<z.ZodInt>; logs: z.ZodDefault<z.ZodInt> }>> =>
  z.strictObject({ events: seconds.default(events), logs: seconds.default(logs) }).default({ events, logs });

const monitoring = z
  .strictObject({
    receipts: z
      .strictObject({ account: name, region: name, queue: name.describe('Name of the queue') })
      .describe('The queue that is subscribed to the alarm topics: what arrives there was delivered'),
    regions: z.array(name).min(1).describe('STS Regions that the runbook uses; every use is made through one of them'),
    sla: limits(300, 900).describe(
      'Seconds from a use to its message: over EventBridge rules, and over trail, metric filter and alarm',
    ),
    hardLimit: limits(900, 1800).describe('Seconds after which a message counts as missing'),
    acknowledgeSeconds: z
      .int()
      .min(1)
      .default(900)
      .describe(
        'Seconds in which whoever is on call must confirm that the messages reached them; on an emulated organization the drill asks nobody',
      ),
    failures: z.boolean().default(true).describe('Attempts that are refused must be reported too'),
    sample: z
      .int()
      .min(1)
      .default(25)
      .describe(
        'Alarms are judged by this many uses at most of each scenario, OU, Region and kind; access is checked everywhere',
      ),
  })
  .describe('How use of break glass is noticed');

/** A finding that is known: accepted for now, and never forgotten. */
const exception = z.strictObject({
  id: z
    .string()
    .regex(/^BG_[A-Z_]+$/, 'is the code of a finding, such as BG_ROLE_MISSING')
    .describe('Code of the finding'),
  accounts: z
    .array(name)
    .min(1)
    .optional()
    .describe(
      'Names of the accounts that may have it: one that is in any other account as well is not accepted. Without them it is accepted wherever it is',
    ),
  cause: name.optional().describe('Words that its cause contains, where a code has several causes'),
  checks: z
    .array(name)
    .min(1)
    .optional()
    .describe(
      'Checks that may break on it: id of a scenario, or `scenario/check` with the ids of both. Another check that breaks on it counts. Without them it is accepted whatever breaks on it',
    ),
  owner: said('who accepts it').describe('Who accepts it, and sees to its repair'),
  reason: said('why it is accepted').describe('Why it is accepted'),
  until: z.iso
    .date({ error: 'is the last day on which it is accepted, written like 2026-12-31' })
    .describe('Last day on which it is accepted, such as 2026-12-31, in UTC'),
});

const text = (most: number): z.ZodString => z.string().min(2).max(most);

const from = z
  .strictObject({
    sourceIp: z.union([z.ipv4(), z.ipv6()]).optional().describe('Address that AWS sees the hops come from'),
    vpcEndpoint: name.optional().describe('Id of the VPC endpoint of STS that they go through'),
    vpc: name.optional().describe('Id of its VPC'),
    sessionName: text(64)
      .regex(/^[\w+=,.@<>-]+$/, 'has letters, digits and +=,.@_-, and <user> or <drill>')
      .optional()
      .describe('Name of the sessions; `<user>` and `<drill>` stand for the name of the user and the id of the drill'),
    tags: z.record(name, z.string()).optional().describe('Session tags: key -> value'),
    externalId: text(1224).optional().describe('External id that each hop brings'),
    sourceIdentity: text(64).optional().describe('Source identity that each hop sets; `<user>` as above'),
  })
  .describe(
    'Where the runbook hops from, and what each hop brings along: a trust policy may ask for it. A condition on what is not said here cannot be judged',
  );

/** Schema of the drill file; `docs/schemas/drill.schema.json` is generated from it. */
export const drillFileSchema = z
  .strictObject({
    name: name.describe('Name of the drill, shown in every report'),
    target: z
      .enum(['embedded', 'endpoint', 'localstack'])
      .describe(
        'What answers the calls: `embedded` is the enforcing organization inside this process, `endpoint` an emulator that is running, `localstack` one that the drill starts in a container',
      ),
    endpoint: z
      .strictObject({
        url: name.describe('Such as http://127.0.0.1:4566'),
        secrets: name
          .optional()
          .describe('File with the line that `emulate` or `deploy` printed, relative to this file'),
        deploy: z.boolean().default(false).describe('Write the organization document there first'),
      })
      .optional()
      .describe('Where the target `endpoint` is; the command line may say it instead'),
    organization: name.describe('Organization document, relative to this file'),
    overlays: z
      .array(name)
      .default([])
      .describe('Overlays on the organization document, in order, relative to this file'),
    example: z
      .boolean()
      .default(false)
      .describe('True only for the drill that ships with the tool: its verdict says so'),
    seed: z.string().default('1').describe('Same seed, same drill on the embedded target'),
    breakGlass: z
      .strictObject({
        topology: z.enum(['management-direct']).describe('Users in the management account, one hop into every account'),
        role: z
          .string()
          .regex(
            /^(\/[\w+=,.@-]+)*\/[\w+=,.@-]{1,64}$/,
            'a role is written with its path, e.g. /break-glass/BreakGlass',
          )
          .describe('Path and name of the break-glass role'),
        users: z.array(name).min(1).describe('Names of the IAM users in the management account'),
        sessionSeconds: z
          .int()
          .min(900)
          .max(43_200)
          .default(3600)
          .describe(
            'How long a session of the role must last: a repair takes longer than a look. A hop with an MFA session gives an hour at most, whatever the role allows',
          ),
        hop: z
          .enum(['mfa-session', 'long-term-key'])
          .default('mfa-session')
          .describe(
            'How the sweep hops: `mfa-session` signs in once with a code and hops with that session; `long-term-key` gives a code in each hop, of which a device shows one each 30 seconds. The other way than the first is played in a sample of accounts',
          ),
        longSessionSeconds: z
          .int()
          .min(900)
          .max(43_200)
          .optional()
          .describe(
            'How long a session must last that is got with the long-term key and a code in the call, up to the maximum of the role; `sessionSeconds` if absent',
          ),
        from: from.optional(),
      })
      .describe('Who breaks the glass'),
    controls: z
      .strictObject({ federatedAdministrator: administrator, ordinaryUser: iamUser, outsider: iamUser })
      .describe('Who must be refused'),
    monitoring: monitoring.optional(),
    people: z
      .strictObject({
        withstand: z
          .int()
          .min(1)
          .max(3)
          .default(1)
          .describe('Losses of people, teams or sites at once that must leave a way in'),
      })
      .default({ withstand: 1 })
      .describe('What the custody of the factors must withstand'),
    reader: person.describe('Reads configuration to plan the drill and to explain what failed; changes nothing'),
    accounts: z
      .strictObject({ exclude: z.record(z.string(), name).default({}).describe('Account name -> why it is left out') })
      .default({ exclude: {} })
      .describe('Which accounts are drilled: all ACTIVE ones unless excluded'),
    required: z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9-]+(\/[A-Za-z0-9.-]+)?$/,
            'write the id of a scenario, or scenario/check-id: `breakglass-drill explain SCENARIO` lists them',
          ),
      )
      .default([])
      .describe(
        'What must have a verdict on every target: `scenario`, by its id, for all its checks, or `scenario/check-id` for one, such as `team-loss/people.survive.team`. A check that is not applicable there counts as inconclusive',
      ),
    exceptions: z
      .array(exception)
      .default([])
      .describe(
        'Known findings that somebody accepts until a day. What they broke stays broken in every report and does not count; a check that broke on anything else besides counts. What was not tested cannot be accepted',
      ),
    scenarios: z
      .array(name)
      .min(1)
      .describe(
        'What to play, in order: ids of scenarios that ship, and paths of your own, relative to this file. A path begins with `./`, `../` or `/` and is a module whose default export is a scenario, or a folder of such modules',
      ),
    limits: z
      .strictObject({
        concurrency: z.int().min(1).max(256).default(16).describe('Calls in flight at once'),
        messages: z
          .int()
          .min(0)
          .optional()
          .describe(
            'Messages to people above which somebody must agree (`--yes`); elsewhere than on an emulated organization 1000 by default',
          ),
        usesPerMinute: z
          .int()
          .min(1)
          .optional()
          .describe(
            'Hops into the role a minute at most; on an emulated organization as fast as they go, elsewhere 300',
          ),
      })
      .default({ concurrency: 16 })
      .describe('How fast, and how loud'),
  })
  .describe('A drill file');

/** A checked drill file. */
export type DrillFile = z.infer<typeof drillFileSchema>;

/** Line and column of a key of the drill file, for errors that are found after it was read. */
export type PlaceOf = (path: readonly PropertyKey[]) => Place;

/** Reads a drill file. Throws a usage error with file, line and column for YAML errors, unknown keys and wrong values. */
export function parseDrillFile(file: string, text: string): { file: DrillFile; placeOf: PlaceOf } {
  const source = parseSource({ file, text });
  const parsed = drillFileSchema.safeParse(source.content);
  if (parsed.success) return { file: parsed.data, placeOf: (path) => source.place(path) };
  const issue = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
  const message =
    unknown === undefined
      ? `${path.join('.') || 'the file'}: ${issue?.message ?? 'is not valid'}`
      : `unknown key "${unknown}"`;
  throw usageError(message, 'docs/drill-file.md lists every key with its meaning.', source.place(path));
}
