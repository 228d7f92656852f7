/**
 * Why a cell is broken, in one sentence, from what was answered and what the reader could read. Pure. The first
 * explanation that applies wins; each is one function.
 */
import {
  hopDenied,
  labelled,
  mfaNotRequired,
  readDenied,
  roleMissing,
  rolePathDiffers,
  rolePowerless,
  sessionTooShort,
  trustDenies,
  trustTooWide,
  wayTooShort,
} from '../../causes/access.js';
import { isExplicit } from '../../causes/denied-by.js';
import type { Explanation } from '../../causes/explanation.js';
import { byOwnPolicies, sessionRequest } from '../../causes/own-policies.js';
import type { Refusal } from '../../causes/own-policies.js';
import { FIRST_READ } from '../../causes/repairs.js';
import { admittingStatement, danglingStatement } from '../../causes/trust.js';
import { listsAccounts, missingUser, noMfaDevice } from '../../causes/users.js';
import type { KnownUsers } from '../../causes/users.js';
import { hasMfaDevice } from '../../../aws/snapshot/credentials.js';
import type { Role } from '../../../organization/model.js';
import type { BrokenCell, Cell } from '../../drill/cell.js';
import { describeError } from '../../../base/errors.js';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { mostBy, secondsBy } from '../../drill/hop-way.js';
import type { HopWay } from '../../drill/hop-way.js';
import { consolePages } from '../console/pages.js';
import { explainGuardrail, readTold } from '../guardrails/explain.js';
import type { Asking, Explained } from '../question.js';
import { readRole } from './role-reading.js';
import type { RoleReading } from './role-reading.js';
import { isByCode } from './sweep.js';
import { everyHop, lookFor } from './trusted.js';
import type { Made, TrustVerdict } from './trusted.js';

/** Everything that is known about one broken cell. */
export interface Case {
  cell: BrokenCell;
  role: RoleReading;
  /** Path and name of the break-glass role. */
  rolePath: string;
  /** What its trust policy, or the user's own, asks for, if that decides about a hop of the drill. */
  decided: TrustVerdict | undefined;
  /** The user has no MFA device: without one nobody has MFA, whatever a policy says. */
  withoutDevice: boolean;
  /** How the cell hopped, and the seconds that it asked a session for. */
  way: HopWay;
  sessionSeconds: number;
  /** Break-glass users by name, as IAM knows them. */
  users: ReadonlyMap<string, { arn: string; id: string }>;
  known: KnownUsers;
  /** Users who entered some member account of the scenario: what keeps them out of another one is about that one. */
  entered: ReadonlySet<string>;
}

type Explain = (known: Case) => Explanation | undefined;

/** Nobody can sign in as a user that is not there: every cell of that user has this one cause. */
const noSuchUser: Explain = ({ cell, known }) =>
  cell.kind === 'break-glass' ? missingUser(cell.user, known) : undefined;

const missingRole: Explain = ({ cell, role, rolePath }) =>
  cell.stage === 'assume' && role.state === 'missing' ? roleMissing(rolePath) : undefined;

const danglingPrincipal: Explain = ({ cell, role, rolePath, users }) => {
  const user = users.get(cell.user);
  return cell.stage === 'assume' && role.state === 'present' && user
    ? danglingStatement(rolePath, labelled(role.role.trust), { name: cell.user, ...user })
    : undefined;
};

/** What would let a user in who has a device is no mistake of a policy. */
const noDevice: Explain = ({ cell, decided, withoutDevice }) =>
  withoutDevice && !decided && asksForMfa(cell) ? noMfaDevice(cell.user) : undefined;

function asksForMfa({ kind, stage, code }: Cell): boolean {
  if (kind !== 'break-glass') return false;
  return code === 'BG_MFA_CODE_REJECTED' || (stage === 'assume' && lookFor(code) !== undefined);
}

const notAdmitted: Explain = ({ cell, rolePath, decided }) => {
  if (cell.kind !== 'break-glass' || cell.stage !== 'assume') return undefined;
  if (decided) return decided.explanation;
  return cell.code === 'BG_TRUST_DENIED' ? trustDenies(rolePath, cell.user) : undefined;
};

const powerless: Explain = (known) =>
  known.cell.stage === 'act' && known.cell.code === 'BG_IDENTITY_DENIED'
    ? rolePowerless(
        known.rolePath,
        known.role.state !== 'present' || hasPolicies(known.role.role),
        firstReadRefused(known, 'identity-based policy'),
      )
    : undefined;

/** The statements of the role's own policies, or of its boundary, by which its session may not read. */
function firstReadRefused({ cell: { account, message }, role }: Case, type: Refusal['type']): string {
  if (role.state !== 'present') return '';
  const roleName = role.arn.split('/').at(-1) ?? '';
  const request = sessionRequest({ arn: role.arn, roleName, accountId: account.id, action: FIRST_READ });
  return byOwnPolicies(role.own, { type, explicit: isExplicit(message) }, request);
}

const letIn: Explain = ({ cell, role, rolePath, users }) => {
  if (cell.kind !== 'control' || cell.outcome !== 'broken') return undefined;
  const open =
    role.state === 'present' && cell.caller
      ? admittingStatement(cell.caller, role.arn, labelled(role.role.trust))
      : undefined;
  if (open && cell.code === 'BG_MFA_NOT_REQUIRED') return mfaNotRequired(rolePath, open.label);
  if (open && cell.code === 'BG_TRUST_TOO_WIDE')
    return trustTooWide(
      rolePath,
      open,
      [...users.values()].flatMap(({ arn, id }) => [arn, id]),
    );
  const what: Record<string, string> = {
    BG_MFA_NOT_REQUIRED: 'a break-glass user without MFA',
    BG_MFA_CODE_IGNORED: 'a break-glass user with a wrong MFA code',
  };
  return {
    code: cell.code,
    cause: `the trust policy of ${rolePath} admits ${what[cell.code] ?? `${cell.user}, who is not a break-glass user`}`,
  };
};

const otherPath: Explain = ({ cell, role, rolePath }) => {
  if (cell.stage !== 'assume' || cell.kind !== 'break-glass' || role.state !== 'present') return undefined;
  const found = role.arn.slice(role.arn.indexOf(':role/') + ':role'.length);
  return found === rolePath ? undefined : rolePathDiffers(rolePath, found);
};

const shortSession: Explain = ({ cell, role, rolePath, way, sessionSeconds }) => {
  if (cell.code !== 'BG_SESSION_TOO_SHORT') return undefined;
  if (sessionSeconds > mostBy(way)) return wayTooShort(mostBy(way), sessionSeconds);
  return sessionTooShort(rolePath, role.state === 'present' ? role.role.maxSessionSeconds : undefined, sessionSeconds);
};

/** A policy that lets a user into some accounts and not into this one names the accounts that it means. */
const notListed: Explain = ({ cell, entered, decided }) =>
  cell.kind === 'break-glass' &&
  cell.stage === 'assume' &&
  cell.code === 'BG_IDENTITY_DENIED' &&
  !isExplicit(cell.message) &&
  decided?.elsewhere !== false &&
  entered.has(cell.user)
    ? listsAccounts(cell.user)
    : undefined;

/** What AWS's text names. */
const byPolicyType: Explain = (known) => {
  const { cell, rolePath: role } = known;
  const explicit = isExplicit(cell.message);
  if (cell.stage !== 'act') return hopDenied(cell.code, { role, user: cell.user }, explicit);
  const by = cell.code === 'BG_BOUNDARY_DENIED' ? firstReadRefused(known, 'permissions boundary') : '';
  return readDenied(cell.code, { role, by }, explicit);
};

/** Whatever else was answered. */
const asAnswered: Explain = ({ cell }) => ({
  code: cell.code,
  cause: cell.message === '' ? 'refused without a reason' : cell.message,
});

const explanations: readonly Explain[] = [
  noSuchUser,
  missingRole,
  otherPath,
  danglingPrincipal,
  powerless,
  letIn,
  shortSession,
  notListed,
  noDevice,
  notAdmitted,
  byPolicyType,
  asAnswered,
];

/** The cause of a broken cell. */
function explainCell(known: Case): Explanation {
  for (const explain of explanations) {
    const explanation = explain(known);
    if (explanation) return explanation;
  }
  return { code: known.cell.code, cause: known.cell.message };
}

function hasPolicies({ policies, managedPolicies }: Role): boolean {
  return Object.keys(policies).length > 0 || managedPolicies.length > 0;
}

/** The cause of a broken cell on the way into the role, whoever asked about it; the role of its account is read once a drill. */
export async function explainEntry(
  context: DrillContext,
  once: Asking['onceADrill'],
  cell: BrokenCell,
  cells: readonly Cell[],
): Promise<Explained> {
  // AWS names the guardrail that denies: what is wrong with it is the cause. Where nothing allows, an Allow is missing.
  if (cell.code === 'BG_SCP_DENIED' || cell.code === 'BG_RCP_DENIED') {
    const told = await readTold(context, once, cell).catch(() => undefined);
    const explicit = isExplicit(cell.message);
    if (told && (!explicit || told.guardrails.some(({ arn }) => cell.message.endsWith(arn)))) {
      const locksOut = explicit && cell.code === 'BG_SCP_DENIED';
      return {
        ...explainGuardrail({ ...cell, code: locksOut ? 'BG_GUARDRAIL_LOCKS_OUT' : cell.code }, told),
        evidence: 'observed',
      };
    }
  }
  const { role: rolePath, hop } = context.file.breakGlass;
  const way = isByCode(cell) ? 'long-term-key' : hop;
  const entered = await once('entered', () => Promise.resolve(usersWhoEntered(context, cells)));
  const role = await once(`role ${cell.account.id}`, () => readRoleIn(context, cell.account.id, rolePath));
  return {
    ...explainCell({
      cell,
      role,
      rolePath,
      decided: decidedBy(context, cell, role),
      withoutDevice:
        asksForMfa(cell) && (await once(`devices of ${cell.user}`, () => isWithoutDevice(context, cell.user))),
      way,
      sessionSeconds: secondsBy(context.file, way),
      users: context.breakGlassUsers,
      known: context.known,
      entered,
    }),
    evidence: 'observed',
  };
}

/** What refuses a hop of the drill, whichever of its Regions and ways the cell happened to get. */
function decidedBy(
  context: DrillContext,
  { user, account, question, code }: BrokenCell,
  role: RoleReading,
): TrustVerdict | undefined {
  const refused = lookFor(code);
  if (role.state === 'missing' || !context.breakGlassUsers.has(user) || !refused) return undefined;
  const trust = role.state === 'present' ? role.role.trust : undefined;
  const made = question === 'console' ? consoleHops(context) : everyHop(context);
  return made
    .map((one) => refused(context, trust, { user, accountId: account.id }, one))
    .find((verdict) => verdict !== undefined);
}

function consoleHops({ target, organization }: DrillContext): Made[] {
  return consolePages(target.partition, organization.homeRegion).map(({ region }) => ({ region, way: 'console' }));
}

/** Users who entered some member account. */
function usersWhoEntered({ inventory }: DrillContext, cells: readonly Cell[]): ReadonlySet<string> {
  return new Set(
    cells
      .filter(
        ({ kind, outcome, account }) =>
          kind === 'break-glass' && outcome === 'held' && account.id !== inventory.managementAccountId,
      )
      .map(({ user }) => user),
  );
}

/** False where nobody can tell. */
async function isWithoutDevice(context: DrillContext, user: string): Promise<boolean> {
  try {
    const credentials = await context.reader(context.inventory.managementAccountId);
    return !(await hasMfaDevice(clients(context, 'reading', credentials).iam(), user));
  } catch {
    return false;
  }
}

async function readRoleIn(context: DrillContext, accountId: string, rolePath: string): Promise<RoleReading> {
  try {
    const credentials = await context.reader(accountId);
    return await readRole(clients(context, 'reading', credentials).iam(), rolePath.split('/').at(-1) ?? '');
  } catch (error) {
    return { state: 'unreadable', why: describeError(error) };
  }
}
