/** The work of testing guardrails: a call of three sessions for each guardrail in each account that it reaches. Pure. */
import { managementAccount } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { hop, roleOf, signIn } from '../../drill/planned-calls.js';
import type { PlannedCall, Work } from '../../drill/work.js';
import { absentName, aimAt } from '../harmless/aim.js';
import { signedCall } from '../harmless/call.js';
import { editGuardrail } from '../harmless/organization-calls.js';
import type { Guardrail } from './read.js';
import { askersIn, asksForMore } from './administrators.js';
import type { Learned, RoleFacts } from './administrators.js';
import { planGuardrailTests } from './choose-tests.js';
import type { GuardrailPlanInput, GuardrailTest } from './choose-tests.js';
import type { Askers } from './statements.js';

/** Regions in which to look for one that a Region lock forbids: default Regions of the partition, enabled in every account. */
const OTHER_REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-west-2', 'eu-west-1', 'ap-southeast-2'],
  'aws-us-gov': ['us-gov-east-1'],
  'aws-cn': ['cn-northwest-1'],
};

/** What the tests are planned by. */
export interface GuardrailFacts {
  guardrails: readonly Guardrail[];
  /** Accounts that a guardrail reaches. */
  reached: readonly AccountInScope[];
  /** ARN of the ordinary administrator's role, by account id. */
  administrators: ReadonlyMap<string, Learned<string>>;
  /** Tags and ids of roles, by account id, where a guardrail asks for them. */
  roles: ReadonlyMap<string, Learned<RoleFacts>>;
}

/** Ids of work. */
export const SIGN_IN = 'guardrails/sign-in';
export const CALIBRATION = 'guardrails/calibration';
export const EDITING = { role: 'guardrails/editing/role', administrator: 'guardrails/editing/administrator' } as const;

/** Every test, by guardrail and account. */
export function testsOf(context: DrillContext, facts: GuardrailFacts): GuardrailTest[] {
  return planGuardrailTests({
    guardrails: facts.guardrails,
    accounts: facts.reached,
    askers: (account, guardrail) => askersOf(context, facts, account, guardrail),
    ...whereAimed(context),
  });
}

/** Where the calls and questions of a drill are aimed. */
export function whereAimed(context: DrillContext): Pick<GuardrailPlanInput, 'aim' | 'regions'> {
  const absent = absentName(context);
  return {
    aim: (accountId, region) => aimAt(context, accountId, region, absent),
    regions: [context.organization.homeRegion, ...(OTHER_REGIONS[context.target.partition] ?? [])],
  };
}

/** Who meets a guardrail in an account, or why too little is known of that. */
export function askersOf(
  context: DrillContext,
  { administrators, roles }: GuardrailFacts,
  account: AccountInScope,
  guardrail: Guardrail,
): Askers | { why: string } {
  const administrator = administrators.get(account.id) ?? {
    why: 'nobody knows the role of the ordinary administrator',
  };
  const known = roles.get(account.id);
  if ('why' in administrator) return administrator;
  if (known !== undefined && 'why' in known)
    return asksForMore(guardrail) ? known : askersIn(context, account, administrator.value, undefined);
  return askersIn(context, account, administrator.value, known?.value);
}

/** Id of the work that one side of a test belongs to. */
export function sideOf(test: GuardrailTest, side: 'role' | 'administrator'): string {
  return `${subjectOf(test)}/${side}`;
}

/** Id of the work of asking other services, where the first answers before it authorizes. */
export function fallbackOf(test: GuardrailTest): string {
  return `${subjectOf(test)}/other-services`;
}

/** A guardrail, and what tests it: in different accounts it may be different calls. */
function subjectOf({ guardrail: { type, name }, by }: GuardrailTest): string {
  const what =
    'calls' in by
      ? by.calls.map(({ action, region }) => `${action}@${region}`).join('+')
      : 'hop' in by
        ? 'hop'
        : 'evaluation';
  return `guardrails/${type === 'RESOURCE_CONTROL_POLICY' ? 'resource-control/' : ''}${name}/${what}`;
}

/** The work of a scenario. */
export function planGuardrailWork(context: DrillContext, facts: GuardrailFacts): Work[] {
  const { file, inventory, known } = context;
  const management = inventory.managementAccountId;
  const [user = ''] = known.present;
  const administrator = `permission-set/${file.controls.federatedAdministrator.permissionSet}`;
  const common = { question: 'guardrails', certainty: 'certain' as const };
  const tests = testsOf(context, facts);
  const calibrated = facts.reached.filter((account) => tests.some((test) => test.account === account));
  const hops = (times = 1): PlannedCall => hop(`user/${user}`, [management], times);
  const home = inventory.inScope.filter(({ id }) => id === management);
  const tested = testWork(tests, { role: roleOf(file), administrator, hops });
  const asked = tested.flatMap(({ id, certainty }) => (certainty === 'certain' ? [id] : []));
  const editing = { ...common, together: { name: 'editing', in: 'all accounts' as const } };
  return [
    {
      ...common,
      id: SIGN_IN,
      principal: user,
      accounts: [managementAccount(context)],
      calls: [signIn(user, management)],
      prepares: { work: [...asked, EDITING.role, EDITING.administrator], in: 'all accounts' },
    },
    {
      ...common,
      id: CALIBRATION,
      principal: user,
      accounts: calibrated,
      calls: [hops()],
      prepares: { work: asked, in: 'the same account' },
    },
    ...tested,
    {
      ...editing,
      id: EDITING.role,
      principal: user,
      accounts: home,
      calls: [hops(2), { call: signedCall(editGuardrail.action), as: roleOf(file), from: 'item', times: 2 }],
    },
    {
      ...editing,
      id: EDITING.administrator,
      principal: administrator,
      accounts: facts.reached,
      calls: [{ call: signedCall(editGuardrail.action), as: administrator, from: 'item' }],
    },
  ];
}

function testWork(
  tests: readonly GuardrailTest[],
  { role, administrator, hops }: { role: string; administrator: string; hops(): PlannedCall },
): Work[] {
  const work = new Map<string, Work & { accounts: AccountInScope[] }>();
  const add = (
    id: string,
    account: AccountInScope,
    more: Pick<Work, 'principal' | 'certainty' | 'when' | 'calls' | 'together' | 'prepares'>,
  ): void => {
    const known = work.get(id);
    if (known) known.accounts.push(account);
    else work.set(id, { id, question: 'guardrails', accounts: [account], ...more });
  };
  for (const test of tests) {
    const [first, ...others] = 'calls' in test.by ? test.by.calls.map(({ action }) => signedCall(action)) : [];
    const asRole = (call: string): PlannedCall[] => [{ call, as: role, from: 'item', times: 2 }, hops()];
    const asAdministrator = (call: string): PlannedCall => ({ call, as: administrator, from: 'item' });
    const together = { name: subjectOf(test), in: 'the same account' } as const;
    add(sideOf(test, 'role'), test.account, {
      principal: role,
      certainty: 'certain',
      together,
      calls: first === undefined ? [] : asRole(first),
    });
    add(sideOf(test, 'administrator'), test.account, {
      principal: administrator,
      certainty: 'certain',
      together,
      calls: first === undefined ? [] : [asAdministrator(first)],
    });
    if (others.length > 0) {
      const calls = others.flatMap((call) => [...asRole(call), asAdministrator(call)]);
      add(fallbackOf(test), test.account, {
        principal: role,
        certainty: 'conditional',
        when: 'the first service answers before it authorizes',
        calls,
        prepares: { work: [sideOf(test, 'role')], in: 'the same account' },
      });
    }
  }
  return [...work.values()];
}
