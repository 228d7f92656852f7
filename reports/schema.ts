/** Schemas of what a drill leaves behind, published as JSON Schema in docs/schemas/. Types are written out in result.ts. */
import { z } from 'zod';
import type { Grounds, JournalRecord } from './journal-record.js';
import type { DrillPlan } from './plan.js';
import type { DrillResult, Finding } from './result.js';

const outcome = z.enum(['held', 'broken', 'inconclusive', 'not applicable', 'aborted']);
const evidence = z.enum(['observed', 'evaluated', 'declared', 'attested']);
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is not an instant in UTC');
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const count = z.int().min(0);
const cellKind = z.enum(['break-glass', 'control', 'guardrail']);
const account = z.strictObject({ id: z.string(), name: z.string() });

const answers = z.array(
  z.strictObject({ capability: z.string(), able: z.boolean(), asked: z.string(), answer: z.string() }),
);

const finding = z.strictObject({
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
const acceptance = z.strictObject({ owner: z.string(), reason: z.string(), until: day });
const exception = acceptance.extend({
  id: z.string(),
  accounts: z.array(z.string()).optional(),
  cause: z.string().optional(),
});

const path = z.enum(['events', 'logs']);
const useKind = z.enum(['AssumeRole', 'ConsoleLogin', 'SwitchRole']);
const spread = z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() });

const alarm = z.strictObject({
  path,
  region: z.string(),
  outcome,
  detection: outcome,
  notification: outcome,
  acknowledgement: outcome,
  uses: count,
  made: count,
  delivered: count,
  late: count,
  missing: count,
  slaSeconds: z.number(),
  seconds: spread.optional(),
  legs: z.array(spread.extend({ from: z.string(), to: z.string() })),
  points: z.array(z.number()),
  lostAt: z.string().optional(),
});

const useOutcome = z.enum(['in time', 'late', 'missing']);
const use = z.strictObject({
  scenario: z.string(),
  kind: useKind,
  succeeded: z.boolean(),
  account: z.string(),
  region: z.string(),
  user: z.string().optional(),
  requestId: z.string().optional(),
  events: useOutcome,
  logs: useOutcome,
  times: z.strictObject({
    called: time,
    recorded: time.optional(),
    logged: time.optional(),
    counted: time.optional(),
    rang: time.optional(),
    alarmMessage: time.optional(),
    published: time.optional(),
    eventMessage: time.optional(),
    acknowledged: time.optional(),
  }),
});

const coverage = z.strictObject({ path, region: z.string(), kind: useKind, succeeded: z.boolean(), uses: count });

const delivery = z.strictObject({
  place: z.string(),
  seconds: z.number().min(0).optional(),
  notTried: z.string().optional(),
});

const custody = z.strictObject({
  users: z.array(
    z.strictObject({
      name: z.string(),
      password: z.array(z.string()),
      accessKey: z.array(z.string()),
      mfa: z.array(z.string()),
    }),
  ),
  people: z.array(z.strictObject({ name: z.string(), team: z.string(), site: z.string() })),
  losses: z.array(
    z.strictObject({
      kind: z.enum(['person', 'team', 'manager', 'site']),
      name: z.string(),
      left: z.array(z.string()),
    }),
  ),
  smallestLockouts: z.array(z.array(z.string())),
  searchedUpTo: count,
  withstand: count,
});

const residualRisk = z.strictObject({
  principal: z.string(),
  account,
  action: z.string(),
  resource: z.string(),
  meaning: z.string(),
});

export const resultSchema: z.ZodType<DrillResult> = z.strictObject({
  schema: z.literal('breakglass-drill/result/1'),
  drill: z.strictObject({
    id: z.string(),
    name: z.string(),
    mode: z.enum(['LIVE', 'EMULATED']),
    outcome,
    exitCode: z.union([z.literal(0), z.literal(1), z.literal(3), z.literal(4), z.literal(5)]),
    startedAt: time,
    endedAt: time,
    seed: z.string(),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    planSha256: hash,
    example: z.boolean(),
  }),
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
          title: z.string(),
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
  alarms: z.array(alarm),
  uses: z.array(use),
  coverage: z.array(coverage),
  deliveries: z.array(delivery).optional(),
  custody: custody.optional(),
  residualRisks: z.array(residualRisk),
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

export const journalSchema: z.ZodType<JournalRecord> = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(1),
  ts: time,
  drill: z.string(),
  kind: z.enum([
    'start',
    'planned',
    'premise',
    'undo-planned',
    'undone',
    'undo-failed',
    'call',
    'cell',
    'check',
    'alarm',
    'use',
    'coverage',
    'delivery',
    'custody',
    'residual-risk',
    'finding',
    'aborted',
    'end',
  ]),
  scenario: z.string().optional(),
  user: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  call: z.string().optional(),
  request_id: z.string().optional(),
  outcome: outcome.optional(),
  code: z.string().optional(),
  ms: z.number().optional(),
  evidence: evidence.optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
  prev: hash,
  hash,
});

export const planSchema: z.ZodType<DrillPlan> = z.strictObject({
  schema: z.literal('breakglass-drill/plan/1'),
  drill: z.strictObject({
    id: z.string(),
    name: z.string(),
    mode: z.enum(['LIVE', 'EMULATED']),
    target: z.string(),
    seed: z.string(),
    example: z.boolean(),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
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
      checks: z.array(z.string()),
    }),
  ),
  calls: z.array(z.strictObject({ call: z.string(), as: z.string(), times: count })),
  messages: z.array(z.strictObject({ path, topic: z.string(), subscriber: z.string(), atMost: count })),
});

/** A finding in the journal: what is accepted is decided by the plan alone. */
export const findingSchema: z.ZodType<Finding & { cells?: number[] | undefined }> = finding.extend({
  cells: z.array(count).optional(),
});
export const groundsSchema: z.ZodType<Grounds> = z.strictObject({
  cells: z.array(count),
  findings: z.array(z.strictObject({ code: z.string(), cause: z.string() })),
});
export const alarmSchema = alarm;
export const useSchema = use;
export const coverageSchema = coverage;
export const deliverySchema = delivery;
export const custodySchema = custody;
export const residualRiskSchema = residualRisk;
