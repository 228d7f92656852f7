/** Why a guardrail is too strict or too loose, from its document as it was read. Pure. */
import { hopDenied, repairDenied } from '../../causes/access.js';
import { isExplicit } from '../../causes/denied-by.js';
import type { Explanation } from '../../causes/explanation.js';
import { organizationKeys } from '../../causes/guarded.js';
import type { Guarded } from '../../causes/guarded.js';
import { lockout, missingAllow, rcpDenied, tooWide, yielding } from '../../causes/guardrails.js';
import type { NamedGuardrail } from '../../causes/guardrails.js';
import type { AccessRequest } from '../../../iam/index.js';
import { byOwnPolicies, sessionRequest } from '../../causes/own-policies.js';
import type { OwnPolicies } from '../../causes/own-policies.js';
import { clients, roleArn } from '../../drill/context.js';
import { readRole } from '../access/role-reading.js';
import type { DrillContext } from '../../drill/context.js';
import type { Asking, Explained } from '../question.js';
import { askersIn, asksForMore, readRoleFacts } from './administrators.js';
import { placeOf } from './choose-tests.js';
import { whereAimed } from './planned.js';
import { levelsFrom, readGuardrailsOnce } from './read.js';
import type { Guardrail } from './read.js';
import { stopsRepairs } from './statements.js';
import type { BrokenCell } from '../../drill/cell.js';
import { denialCode } from '../../causes/denial.js';

/** What a cause is told from. */
export interface Told {
  guardrails: readonly Guardrail[];
  /** The break-glass role of the account, as guardrails see it. */
  role: Guarded;
  /** The ARN that an exemption should name, with `*` for the account. */
  exemptArn: string;
  /** Path and name of the role. */
  rolePath: string;
  /** Of a guardrail that nobody declared, labels of the statements that stop what an emergency needs. */
  stopping(guardrail: Guardrail): readonly string[];
  /** What no service control policy allows, where AWS's text says so. */
  missing(message: string): Explanation | undefined;
  /** What the role that changes guardrails has itself, where it could be read. */
  repair?: Repairing;
  /** The break-glass user who is kept from the hop, where a resource control policy keeps somebody. */
  user?: Guarded;
}

/** The cause of a broken guardrail cell. */
export function explainGuardrail(cell: BrokenCell, told: Told): Explanation {
  const { guardrails, role, exemptArn, rolePath } = told;
  const asAnswered: Explanation = { code: cell.code, cause: cell.message };
  if (cell.guardrail?.by === 'edit') return explainEditing(cell, rolePath, told.repair) ?? asAnswered;
  // AWS's text may name another policy than the one that was tested: that one is to blame.
  const blamed =
    guardrails.find(({ arn }) => cell.message.endsWith(arn)) ??
    guardrails.find(({ name }) => name === cell.guardrail?.name);
  if (cell.code === 'BG_SCP_DENIED') return told.missing(cell.message) ?? asAnswered;
  if (cell.code === 'BG_RCP_DENIED')
    return blamed
      ? rcpDenied(namedOf(blamed), rolePath, role.arn, told.user)
      : (hopDenied(cell.code, { role: rolePath, user: '' }, true) ?? asAnswered);
  if (!blamed) return asAnswered;
  const named = namedOf(blamed);
  if (cell.code === 'BG_GUARDRAIL_YIELDS') return yielding(named);
  if (cell.code === 'BG_GUARDRAIL_TOO_WIDE')
    return tooWide(named, blamed.type === 'RESOURCE_CONTROL_POLICY' ? 'an outsider' : 'an ordinary administrator');
  const stopping = told.stopping(blamed);
  const judged =
    named.undeclared && stopping.length > 0
      ? { ...named, statements: named.statements.filter(({ label }) => stopping.includes(label)) }
      : named;
  return lockout(judged, role, exemptArn).explanation;
}

interface Repairing {
  own: OwnPolicies;
  request: AccessRequest;
}

function explainEditing(
  { code, message }: BrokenCell,
  role: string,
  repair: Repairing | undefined,
): Explanation | undefined {
  if (code !== 'BG_REPAIR_DENIED') return { code, cause: 'an administrator of a member account may change guardrails' };
  const explicit = isExplicit(message);
  const denied = denialCode({ ok: false, code: 'AccessDenied', message, statusCode: 403, requestId: '' });
  const type = denied === 'BG_BOUNDARY_DENIED' ? 'permissions boundary' : 'identity-based policy';
  const by = repair ? byOwnPolicies(repair.own, { type, explicit }, repair.request) : '';
  return repairDenied(denied, { role, by }, explicit);
}

function namedOf({ name, declared, document }: Guardrail): NamedGuardrail {
  return {
    name,
    ...(declared === undefined ? { undeclared: true as const } : {}),
    statements: [document.Statement]
      .flat()
      .map((statement, index) => ({ statement, label: statement.Sid ?? `statement-${index + 1}` })),
  };
}

/** What causes are told from in an account: the guardrails as they were read, and whom they meet there. */
export async function readTold(
  context: DrillContext,
  once: Asking['onceADrill'],
  { account, user }: BrokenCell,
): Promise<Told> {
  const guardrails = await readGuardrailsOnce(context, once);
  const asked = guardrails.some((guardrail) => guardrail.reaches.has(account.id) && asksForMore(guardrail));
  const facts = asked
    ? (await once(`roles ${account.id}`, () => readRoleFacts(context, [account], guardrails))).get(account.id)
    : undefined;
  const askers = askersIn(context, account, '', facts !== undefined && 'value' in facts ? facts.value : undefined);
  const known = context.breakGlassUsers.get(user) ?? [...context.breakGlassUsers.values()][0];
  return {
    guardrails,
    role: askers.role,
    exemptArn: roleArn(context, '*'),
    rolePath: context.file.breakGlass.role,
    stopping: ({ document }) => stopsRepairs(document, askers, placeOf(whereAimed(context), account)),
    missing: (message) => {
      const levels = levelsFrom(guardrails, account);
      const action = /perform: (\S+)/.exec(message)?.[1];
      return (
        missingAllow(levels, askers.role) ?? missingAllow(levels, askers.role, action === undefined ? [] : [action])
      );
    },
    ...(known ? { user: hopping(known, context) } : {}),
  };
}

/** A break-glass user on its way into a role, as resource control policies see it. */
function hopping({ arn, id }: { arn: string; id: string }, { inventory }: DrillContext): Guarded {
  const management = inventory.inScope.find((account) => account.id === inventory.managementAccountId);
  return {
    arn,
    id,
    tags: {},
    keys: {
      ...organizationKeys(inventory.organizationId, management?.ancestry.slice(0, -1) ?? []),
      'aws:MultiFactorAuthPresent': 'true',
    },
  };
}

/** Likewise, with the guardrails as they were read for the drill. */
export async function explainGuardrailCell(
  context: DrillContext,
  once: Asking['onceADrill'],
  cell: BrokenCell,
): Promise<Explained> {
  const told = await readTold(context, once, cell);
  const repair = cell.code === 'BG_REPAIR_DENIED' ? await readRepairing(context, cell.account.id) : undefined;
  return {
    ...explainGuardrail(cell, { ...told, ...(repair ? { repair } : {}) }),
    evidence: cell.guardrail?.evidence ?? 'observed',
  };
}

/** The break-glass role of the management account on its way to change a guardrail. */
async function readRepairing(context: DrillContext, accountId: string): Promise<Repairing | undefined> {
  const roleName = context.file.breakGlass.role.split('/').at(-1) ?? '';
  const credentials = await context.reader(accountId).catch(() => undefined);
  const role = credentials && (await readRole(clients(context, 'reading', credentials).iam(), roleName));
  if (role?.state !== 'present') return undefined;
  const action = 'organizations:UpdatePolicy';
  return { own: role.own, request: sessionRequest({ arn: role.arn, roleName, accountId, action }) };
}
