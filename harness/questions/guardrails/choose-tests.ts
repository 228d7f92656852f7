/**
 * Chooses, by the evaluator, what tests which guardrail in which account: calls that this guardrail denies to an ordinary
 * administrator and no other guardrail does. Pure.
 */
import type { GuardrailExpectation } from '../../../organization/model.js';
import type { AccountInScope } from '../../drill/context.js';
import { globalRegion, prepareCall } from '../harmless/call.js';
import type { Aim, HarmlessCall, PreparedCall } from '../harmless/call.js';
import { identityCalls, roleCalls } from '../harmless/iam-calls.js';
import { absentNames } from '../harmless/names.js';
import { recordCalls } from '../harmless/record-calls.js';
import { forAnybody, withoutExemptions } from '../../causes/exemptions.js';
import { denies } from '../../causes/guarded.js';
import type { Guarded } from '../../causes/guarded.js';
import { derivedExpectation } from './statements.js';
import type { Askers } from './statements.js';
import type { Place } from './inside.js';
import type { Guardrail } from './read.js';

/** Tried in this order: the first that hits exactly one guardrail tests it. */
export const guardrailCalls: readonly HarmlessCall[] = [...roleCalls, ...identityCalls, ...recordCalls];

/** What the choice depends on. */
export interface GuardrailPlanInput {
  guardrails: readonly Guardrail[];
  accounts: readonly AccountInScope[];
  /** Who meets a guardrail in an account, or why too little is known of that. */
  askers(account: AccountInScope, guardrail: Guardrail): Askers | { why: string };
  aim(accountId: string, region: string): Aim;
  /** Home Region first, then Regions to look for one that a Region lock forbids. */
  regions: readonly string[];
}

/**
 * How a guardrail is tested: by calls, each of another service, in case the first service answers before it authorizes; by
 * the hop into the role; by the evaluator alone; or not at all, and why.
 */
export type TestedBy =
  { calls: readonly PreparedCall[] } | { hop: true } | { evaluated: true } | { untestable: string };

/** One guardrail in one account and how it is tested. */
export interface GuardrailTest {
  guardrail: Guardrail;
  expects: Exclude<GuardrailExpectation, 'indifferent'>;
  account: AccountInScope;
  by: TestedBy;
}

/** Every test, by guardrail and account. */
export function planGuardrailTests(input: GuardrailPlanInput): GuardrailTest[] {
  const tests: GuardrailTest[] = [];
  for (const guardrail of input.guardrails) {
    // What it is about, whoever it exempts: an exemption that is too wide must not hide it from the test.
    const subject: Subject = { guardrail, bare: withoutExemptions(guardrail.document) };
    for (const account of input.accounts) {
      if (!guardrail.reaches.has(account.id)) continue;
      const askers = input.askers(account, guardrail);
      const expects = expectationOf(guardrail, askers, placeOf(input, account));
      if (expects === 'indifferent') continue;
      const by = 'why' in askers ? { untestable: askers.why } : chooseTest(input, subject, account, askers);
      tests.push({ guardrail, expects, account, by });
    }
  }
  return tests;
}

/** What the document expects of a guardrail, or what follows from a guardrail that it does not declare. */
function expectationOf(
  { declared, awsManaged, document }: Guardrail,
  askers: Askers | { why: string },
  place: Place,
): GuardrailExpectation {
  if (declared !== undefined || awsManaged) return declared ?? 'indifferent';
  return 'why' in askers ? 'yields' : derivedExpectation(document, askers, place);
}

/** Where statements are decided in an account. */
export function placeOf({ aim, regions }: Pick<GuardrailPlanInput, 'aim' | 'regions'>, { id }: AccountInScope): Place {
  return { partition: aim(id, regions[0] ?? '').partition, accountId: id, regions };
}

interface Subject {
  guardrail: Guardrail;
  /** Without exemptions. */
  bare: Guardrail['document'];
}

function chooseTest(input: GuardrailPlanInput, subject: Subject, account: AccountInScope, askers: Askers): TestedBy {
  // The hop is the one call on the break-glass path that resource control policies decide.
  if (subject.guardrail.type === 'RESOURCE_CONTROL_POLICY')
    return isAboutHop(input, subject, askers.role) ? { hop: true } : { evaluated: true };
  const calls = chooseCalls(input, subject, account, askers.administrator);
  return calls.length > 0 ? { calls } : { evaluated: true };
}

function isAboutHop({ regions }: GuardrailPlanInput, { guardrail }: Subject, { arn }: Guarded): boolean {
  const stranger = { arn: arn.replace(/::\d{12}:.*/, '::999999999999:user/drill-outsider'), tags: {} };
  return denies(forAnybody(guardrail.document), stranger, {
    action: 'sts:AssumeRole',
    resource: arn,
    region: regions[0] ?? '',
  });
}

function chooseCalls(
  input: GuardrailPlanInput,
  { guardrail, bare }: Subject,
  account: AccountInScope,
  administrator: Guarded,
): PreparedCall[] {
  const others = input.guardrails.filter(
    (other) => other.type === guardrail.type && other !== guardrail && other.reaches.has(account.id),
  );
  const byService = new Map<string, PreparedCall>();
  for (const call of guardrailCalls) {
    const [service = ''] = call.action.split(':');
    if (byService.has(service)) continue;
    const chosen = aimed(input, call, guardrail, account).find(
      (asked) =>
        denies(bare, administrator, asked) && !others.some(({ document }) => denies(document, administrator, asked)),
    );
    if (chosen) byService.set(service, chosen);
  }
  return [...byService.values()];
}

/** The call in every Region, and under every name that falls inside what the guardrail protects. */
function aimed(
  input: GuardrailPlanInput,
  call: HarmlessCall,
  { document }: Guardrail,
  account: AccountInScope,
): PreparedCall[] {
  const somewhere = input.aim(account.id, input.regions[0] ?? '');
  const only = globalRegion(call, somewhere.partition);
  return (only === undefined ? input.regions : [only]).flatMap((region) => {
    const aim = input.aim(account.id, region);
    return absentNames([document], call.resource(aim), aim.absent).map((absent) =>
      prepareCall(call, { ...aim, absent }),
    );
  });
}
