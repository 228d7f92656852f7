/** Freezes what a drill will do, before it does anything: the page that somebody signs. Names sets of accounts, and no lists of them. */
import { ATTEMPTS } from '../../aws/retries.js';
import { canonicalJson, sha256 } from '../../base/canonical-json.js';
import type { CallRule } from '../../aws/allowed.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { AccountInScope, DrillContext } from '../drill/context.js';
import { countOf, usesOf } from '../drill/work.js';
import type { PlannedCall, Work } from '../drill/work.js';
import { forecastMessages } from '../monitoring/forecast.js';
import { questionOf } from '../questions/index.js';
import { controls } from '../questions/refusal/controls.js';
import { planExceptions } from './exceptions.js';
import type { LoadedDrill } from './load.js';
import type { PlannedScenario, RehearsedScenario } from './plan.js';
import type { DrillOptions } from './run.js';

/** Who is drilled, with what: the same drill has the same id. */
export function identityOf(
  { file, digest, target }: LoadedDrill,
  scenarios: readonly RehearsedScenario[],
  tool: DrillOptions['tool'],
): string {
  const identity = {
    digest,
    seed: file.seed,
    scenarios: scenarios.map(({ scenario }) => scenario.id),
    target: target.name,
    version: tool.version,
  };
  return `emulated-${sha256(canonicalJson(identity)).slice(0, 8)}`;
}

/** The plan of a drill. */
export function freezePlan(
  loaded: LoadedDrill,
  context: DrillContext,
  scenarios: readonly PlannedScenario[],
  tool: DrillOptions['tool'],
  resumes?: DrillPlan['resumes'],
): DrillPlan {
  const { file, organization, digest } = loaded;
  const { target, inventory } = context;
  const sets = namedSets(inventory.inScope, inventory.managementAccountId);
  const { managementAccountId } = inventory;
  const whole = scenarios.flatMap(({ id, work: own, left }) =>
    own.map((one) => {
      const due = left.find((other) => other.id === one.id) ?? { ...one, accounts: [] };
      return { due, entry: frozen(id, one, { sets, uses: usesOf(due, managementAccountId) }) };
    }),
  );
  // Named when all others are, so that the drill that resumes and the one that is resumed name the same sets alike.
  const work = whole.map(({ due, entry }) => {
    const left = sets.nameOf(due.accounts);
    return resumes && left !== entry.accounts ? { ...entry, left } : entry;
  });
  return {
    schema: 'breakglass-drill/plan/2',
    ...(resumes ? { resumes } : {}),
    drill: {
      id: context.drillId,
      name: file.name,
      mode: target.mode,
      target: target.name,
      seed: file.seed,
      example: file.example,
      tool,
      inputSha256: digest,
    },
    capabilities: { ...target.capabilities },
    ...(file.required.length > 0 ? { required: file.required } : {}),
    ...(file.exceptions.length > 0 ? { exceptions: planExceptions(file, target.wireClock.now()) } : {}),
    ...(target.answers ? { answers: [...target.answers] } : {}),
    organization: { id: inventory.organizationId, name: organization.management },
    role: file.breakGlass.role,
    breakGlassUsers: file.breakGlass.users,
    accounts: inventory.inScope.map(({ id, name, ou }) => ({ id, name, ou })),
    notTested: inventory.leftOut.map(({ id, name, reason, excluded }) => ({ id, name, reason, excluded })),
    controls: Object.values(controls).map(({ id, title }) => ({ id, title })),
    scenarios: scenarios.map(({ scenario: { id, title, source }, premises, checks }) => ({
      id,
      title,
      source,
      premises: premises.map((premise) => premise.title),
      checks: checks.map((check) => ({
        id: check.id,
        title: check.title,
        controls: [...new Set(check.asks.flatMap((ask) => questionOf(ask.method).controls(ask)))],
      })),
    })),
    attempts: ATTEMPTS,
    calls: totals(scenarios),
    work,
    sets: sets.used(),
    messages: messagesOf(context, scenarios),
  };
}

/** The rules of what the work of a drill may call. */
export function rulesOf(scenarios: readonly PlannedScenario[]): CallRule[] {
  return scenarios.flatMap(({ left }) =>
    left.flatMap((one) => {
      const [own, callers] = [one.accounts, one.callers ?? []].map((accounts) => accounts.map(({ id }) => id));
      return one.calls.map(({ call, as, from, into }): CallRule => ({
        call,
        as,
        from: from === 'item' ? (own ?? []) : from === 'caller' ? (callers ?? []) : from,
        ...(into === undefined ? {} : { into: into === 'item' ? (own ?? []) : into }),
      }));
    }),
  );
}

/** Names for sets of accounts, and the ranges of the plan's list of accounts that each stands for. */
interface NamedSets {
  nameOf(accounts: readonly AccountInScope[]): string;
  used(): Record<string, string>;
}

function namedSets(all: readonly AccountInScope[], managementAccountId: string): NamedSets {
  const positions = new Map(all.map(({ id }, position) => [id, position]));
  const names = new Map<string, string>();
  return {
    nameOf: (accounts) => {
      if (accounts.length === 0) return 'none';
      if (accounts.length === 1 && accounts[0]?.id === managementAccountId) return 'management';
      const key = ranges(accounts.flatMap(({ id }) => positions.get(id) ?? []));
      const name = names.get(key) ?? (accounts.length === all.length ? 'all' : `set-${names.size + 1}`);
      names.set(key, name);
      return name;
    },
    used: () => Object.fromEntries([...names].map(([key, name]) => [name, key])),
  };
}

/** Such as `0-6,8`. */
function ranges(positions: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const position of [...positions].sort((left, right) => left - right)) {
    const last = parts.at(-1);
    if (last && last[1] === position - 1) last[1] = position;
    else parts.push([position, position]);
  }
  return parts.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

function frozen(
  scenario: string,
  work: Work,
  { sets, uses }: { sets: NamedSets; uses: number },
): DrillPlan['work'][number] {
  const { id, question, principal, certainty, when, accounts, callers, calls } = work;
  return {
    scenario,
    id,
    question,
    principal,
    certainty,
    ...(when === undefined ? {} : { when }),
    accounts: sets.nameOf(accounts),
    ...(callers ? { callers: sets.nameOf(callers) } : {}),
    items: countOf(work),
    ...(uses > 0 ? { uses } : {}),
    calls: calls.map(({ call, as, times = 1 }) => ({ call, as, times })),
  };
}

/** Calls by principal, over all scenarios. */
function totals(scenarios: readonly PlannedScenario[]): DrillPlan['calls'] {
  const found = new Map<string, DrillPlan['calls'][number]>();
  const add = (work: Work, { call, as, times = 1 }: PlannedCall): void => {
    const key = `${call} ${as} ${work.certainty}`;
    const known = found.get(key) ?? { call, as, certainty: work.certainty, times: 0 };
    known.times += times * countOf(work);
    found.set(key, known);
  };
  for (const { left } of scenarios) for (const one of left) for (const call of one.calls) add(one, call);
  return [...found.values()];
}

function messagesOf(context: DrillContext, scenarios: readonly PlannedScenario[]): DrillPlan['messages'] {
  const { watched, file, inventory, breakGlassUsers, target } = context;
  if (!watched) return [];
  const uses = scenarios.map(({ left }) =>
    left.reduce((sum, one) => sum + usesOf(one, inventory.managementAccountId), 0),
  );
  const [[name, user] = ['', { arn: '', id: '' }]] = breakGlassUsers;
  const [account = inventory.inScope[0]] = inventory.inScope.filter(({ id }) => id !== inventory.managementAccountId);
  const roleArn = `arn:${target.partition}:iam::${account?.id ?? ''}:role${file.breakGlass.role}`;
  const hops = uses.reduce((sum, count) => sum + count, 0);
  return forecastMessages(
    watched,
    file.monitoring?.regions ?? [],
    { roleArn, user: { name, ...user } },
    hops,
    uses.filter((count) => count > 0).length,
  );
}
