/**
 * Faults on demand: calls that fail, come late or are throttled, for whoever wants to see what a client does then. Rules
 * have the shape of other emulators' ("chaos" rules); what a rule does not name, it takes all of.
 */
import { z } from 'zod';
import type { Clock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import type { Random } from '../../base/random.js';
import { suggestion, validate } from '../../organization/problems.js';

const name = z.string().min(1);

const rule = z
  .strictObject({
    region: name.optional().describe('Region that the request was signed for'),
    service: name.optional().describe('Signing name such as sts, or identity-provider and identity-center for sign-in'),
    operation: name.optional().describe('Name of the operation such as AssumeRole, or the path of a sign-in'),
    probability: z.number().min(0).max(1).default(1),
    error: z.strictObject({ statusCode: z.int().min(400).max(599), code: name }).optional(),
    latency: z.int().min(0).max(60_000).optional().describe('Milliseconds'),
    throttle: z
      .strictObject({ perSecond: z.number().positive(), burst: z.int().min(1) })
      .optional()
      .describe('Calls beyond it are answered "Rate exceeded"'),
    reset: z
      .enum(['before', 'after'])
      .optional()
      .describe('The connection ends without an answer, before the call is made or after it'),
  })
  .refine(
    ({ error, latency, throttle, reset }) => [error, latency, throttle, reset].some((part) => part !== undefined),
    'a rule has an error, a latency, a throttle or a reset',
  );

const rules = z.array(rule).max(100);

/** A rule as it is kept; rules are written without `probability` where it is 1. */
export type FaultRule = z.infer<typeof rule>;

/** What a request asks for, as far as rules know it. */
export interface AddressedCall {
  region: string;
  service: string;
  /** `undefined` if the request names none. */
  operation: string | undefined;
}

/** What becomes of a call. */
export interface Fault {
  /** Milliseconds to wait before it is answered. */
  latency: number;
  /** The answer, if it is not the service's own. */
  error?: { statusCode: number; code: string; message: string };
  /** The answer is lost, and whether the call was made before. */
  reset?: 'before' | 'after';
}

export interface Faults {
  /** The rules in force, in their order. */
  rules(): readonly FaultRule[];
  /** Puts other rules in force. Throws a usage error that says which rule is wrong, and leaves those in force that were. */
  set(value: unknown): void;
  /** What becomes of the call that `call` describes; it is asked only if there are rules. The first error and the first reset win, latencies add up. */
  decide(call: () => AddressedCall | undefined): Fault;
}

const NONE: Fault = { latency: 0 };
const CERTAIN = 1_000_000;

/** No rules at first. Buckets refill on `clock`; the same seed makes the same calls fail. */
export function createFaults(
  services: ReadonlyMap<string, ReadonlySet<string> | undefined>,
  clock: Clock,
  random: Random,
): Faults {
  let kept: { rule: FaultRule; bucket: Bucket }[] = [];
  return {
    rules: () => kept.map(({ rule: each }) => each),
    set: (value) => {
      kept = checked(value, services).map((each) => ({
        rule: each,
        bucket: { tokens: each.throttle?.burst ?? 0, at: clock.now() },
      }));
    },
    decide: (describe) => {
      const call = kept.length === 0 ? undefined : describe();
      if (!call) return NONE;
      let { latency, error, reset }: Fault = NONE;
      for (const { rule: each, bucket } of kept) {
        if (!matches(each, call) || random.below(CERTAIN) >= each.probability * CERTAIN) continue;
        latency += each.latency ?? 0;
        reset ??= each.reset;
        error ??= each.error && { ...each.error, message: 'A fault rule refuses this call.' };
        if (each.throttle && !take(bucket, each.throttle, clock.now()))
          error ??= { statusCode: 400, code: 'Throttling', message: 'Rate exceeded' };
      }
      return { latency, ...(error ? { error } : {}), ...(reset ? { reset } : {}) };
    },
  };
}

function checked(value: unknown, services: ReadonlyMap<string, ReadonlySet<string> | undefined>): FaultRule[] {
  const { data = [], problems = [] } = validate(rules, value);
  const [problem] = problems;
  if (problem)
    throw usageError(
      typeof problem.message === 'string' ? problem.message : problem.message(['rules', ...problem.path]),
      problem.hint,
    );
  for (const [index, { service, operation }] of data.entries()) {
    if (service === undefined) continue;
    if (!services.has(service))
      throw usageError(
        `rules.${index}.service: there is no service "${service}"`,
        suggestion(service, [...services.keys()]),
      );
    const operations = services.get(service);
    if (operation === undefined || !operations || operations.has(operation)) continue;
    throw usageError(
      `rules.${index}.operation: ${service} has no operation "${operation}"`,
      suggestion(operation, [...operations]),
    );
  }
  return data;
}

function matches({ region, service, operation }: FaultRule, call: AddressedCall): boolean {
  return (
    (region ?? call.region) === call.region &&
    (service ?? call.service) === call.service &&
    (operation ?? call.operation) === call.operation
  );
}

/** A token bucket: it refills steadily up to the burst, and every call takes one out. */
interface Bucket {
  tokens: number;
  at: number;
}

function take(bucket: Bucket, { perSecond, burst }: { perSecond: number; burst: number }, now: number): boolean {
  bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
