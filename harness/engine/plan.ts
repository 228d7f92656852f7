/** Freezes what a drill will do, before it does anything. */
import { canonicalJson, sha256 } from '../../base/canonical-json.js';
import type { DrillPlan } from '../../reports/plan.js';
import { controls } from '../questions/refusal/controls.js';
import { planExceptions } from './exceptions.js';
import type { LoadedDrill } from './load.js';
import { forecastMessages, hopsOf, sizesOf } from '../monitoring/forecast.js';
import type { Prepared } from './prepare.js';
import type { Scenario } from './scenario.js';
import type { Target } from '../drill/target.js';

/** The plan of a drill. Its id depends on what is drilled and on the seed: the same drill has the same id. */
export function makePlan(
  loaded: LoadedDrill,
  { inventory, watched, breakGlassUsers }: Pick<Prepared, 'inventory' | 'watched' | 'breakGlassUsers'>,
  scenarios: readonly Scenario[],
  target: Target,
  tool: { name: string; version: string },
): DrillPlan {
  const { file, organization, digest } = loaded;
  const users = file.breakGlass.users.length;
  const accounts = inventory.inScope.length;
  const outlines = scenarios.map((scenario) => ({
    id: scenario.id,
    title: scenario.title,
    source: scenario.source,
    ...scenario.outline(),
  }));
  const identity = {
    digest,
    seed: file.seed,
    scenarios: outlines.map(({ id }) => id),
    target: target.name,
    version: tool.version,
  };
  return {
    schema: 'breakglass-drill/plan/1',
    drill: {
      id: `${target.mode.toLowerCase()}-${sha256(canonicalJson(identity)).slice(0, 8)}`,
      name: file.name,
      mode: target.mode,
      target: target.name,
      seed: file.seed,
      example: file.example,
      tool,
      inputSha256: digest,
    },
    capabilities: target.capabilities,
    ...(file.required.length > 0 ? { required: file.required } : {}),
    ...(file.exceptions.length > 0 ? { exceptions: planExceptions(file, target.wireClock.now()) } : {}),
    ...(target.answers ? { answers: [...target.answers] } : {}),
    organization: { id: inventory.organizationId, name: organization.management },
    role: file.breakGlass.role,
    breakGlassUsers: file.breakGlass.users,
    accounts: inventory.inScope.map(({ id, name, ou }) => ({ id, name, ou })),
    notTested: inventory.leftOut.map(({ id, name, reason, excluded }) => ({ id, name, reason, excluded })),
    controls: Object.values(controls).map(({ id, title }) => ({ id, title })),
    scenarios: outlines,
    calls: [
      { call: 'sts:GetSessionToken', as: 'break-glass users', times: users * scenarios.length },
      { call: 'sts:AssumeRole', as: 'break-glass users', times: users * accounts * scenarios.length },
      { call: 'iam:GetAccountSummary', as: 'break-glass role', times: users * accounts * scenarios.length },
      {
        call: 'sts:AssumeRole',
        as: 'controls',
        times: (Object.keys(controls).length - 2 + users * 3) * accounts * scenarios.length,
      },
    ],
    messages: watched ? messagesOf(loaded, { inventory, watched, breakGlassUsers }, scenarios, target.partition) : [],
  };
}

function messagesOf(
  { file, organization }: LoadedDrill,
  {
    inventory,
    watched,
    breakGlassUsers,
  }: Pick<Prepared, 'inventory' | 'breakGlassUsers'> & { watched: NonNullable<Prepared['watched']> },
  scenarios: readonly Scenario[],
  partition: string,
): DrillPlan['messages'] {
  const sizes = sizesOf(organization, file, inventory.inScope);
  const using = scenarios.filter(({ makes }) => makes !== undefined);
  const hops = using.reduce((sum, { makes = [] }) => sum + hopsOf(makes, sizes), 0);
  const [[name, user] = ['', { arn: '', id: '' }]] = breakGlassUsers;
  const [account = inventory.inScope[0]] = inventory.inScope.filter(({ id }) => id !== inventory.managementAccountId);
  const roleArn = `arn:${partition}:iam::${account?.id ?? ''}:role${file.breakGlass.role}`;
  return forecastMessages(watched, file, { roleArn, user: { name, ...user } }, hops, using.length);
}
