/**
 * What a question can leave behind besides cells and findings, one schema a measure. A new measure is an entry here and in
 * `result.ts`; the journal needs no new kind for it.
 */
import { z } from 'zod';
import { account, count, outcome, time } from './parts.js';

export const path = z.enum(['events', 'logs']);
const useKind = z.enum(['AssumeRole', 'ConsoleLogin', 'SwitchRole']);
const spread = z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() });

const alarmPath = z.strictObject({
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
  slaSeconds: z.number().min(0),
  seconds: spread.optional(),
  legs: z.array(spread.extend({ from: z.string(), to: z.string() })),
  points: z.array(z.number()),
  lostAt: z.string().optional(),
});

const useOutcome = z.enum(['in time', 'late', 'missing', 'unclear']);
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

/** Every measure by its name. */
export const measurements = {
  'alarm-path': alarmPath,
  use,
  coverage,
  delivery,
  custody,
  'residual-risk': residualRisk,
} as const;
