/**
 * Why a cell is broken, in one sentence, from what was answered and what the reader could read. Pure. The first
 * explanation that applies wins; each is one function.
 */
import { evaluate } from '../../iam/index.js';
import type { Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';
import type { CallerIdentity, Cell } from '../probes/cell.js';
import { deniedBy } from './denied-by.js';
import type { RoleReading } from './read.js';

/** Everything that is known about one broken cell. */
export interface Case {
  cell: Cell;
  role: RoleReading;
  /** Path and name of the break-glass role. */
  rolePath: string;
  /** Seconds that the drill asks a session for. */
  sessionSeconds: number;
  /** The break-glass user, if the cell is about one and IAM knows it. */
  user: { arn: string; id: string } | undefined;
}

export interface Explanation {
  code: string;
  /** One sentence without a full stop; equal sentences become one finding. */
  cause: string;
}

type Explain = (known: Case) => Explanation | undefined;

const missingRole: Explain = ({ cell, role, rolePath }) =>
  cell.stage === 'assume' && role.state === 'missing' ? { code: 'BG_ROLE_MISSING', cause: `there is no role ${rolePath} in the account` } : undefined;

/** A trust policy shows the raw id of a user that was deleted (IAM user guide, "AWS JSON policy elements: Principal"). */
const danglingPrincipal: Explain = ({ cell, role, rolePath, user }) => {
  if (cell.stage !== 'assume' || role.state !== 'present' || !user) return undefined;
  for (const { statement, label } of statements(role.trust)) {
    const dangling = principals(statement).filter((principal) => /^AIDA[A-Z0-9]{12,}$/.test(principal) && principal !== user.id);
    if (dangling.length > 0 && !principals(statement).includes(user.arn)) {
      return {
        code: 'BG_TRUST_DANGLING',
        cause: `the trust policy of ${rolePath}, statement "${label}", names ${dangling.join(', ')}, a user that no longer exists, instead of user "${cell.user}"`,
      };
    }
  }
  return undefined;
};

const trustDenies: Explain = ({ cell, rolePath }) =>
  cell.code === 'BG_TRUST_DENIED' && cell.kind === 'break-glass'
    ? { code: 'BG_TRUST_DENIED', cause: `the trust policy of ${rolePath} does not admit user "${cell.user}" with MFA` }
    : undefined;

const powerless: Explain = ({ cell, role, rolePath }) => {
  if (cell.stage !== 'act' || cell.code !== 'BG_IDENTITY_DENIED') return undefined;
  const none = role.state === 'present' && role.identity.length === 0;
  return { code: 'BG_ROLE_POWERLESS', cause: none ? `the role ${rolePath} has no permissions policy` : `no policy of the role ${rolePath} allows a first read` };
};

const letIn: Explain = ({ cell, role, rolePath }) => {
  if (cell.kind !== 'control' || cell.outcome !== 'broken') return undefined;
  const { caller } = cell;
  const open = role.state === 'present' && caller ? statements(role.trust).filter(({ statement }) => admits(caller, role.arn, role.trust, statement)) : [];
  const where = open.length > 0 ? `, statement ${open.map(({ label }) => `"${label}"`).join(', ')},` : '';
  const what: Record<string, string> = {
    BG_MFA_NOT_REQUIRED: 'admits a break-glass user without MFA',
    BG_MFA_CODE_IGNORED: 'admits a break-glass user with a wrong MFA code',
  };
  return { code: cell.code, cause: `the trust policy of ${rolePath}${where} ${what[cell.code] ?? `admits ${cell.user}, who is not a break-glass user`}` };
};

/** IAM names are unique without their path, so a role at another path is found by its name but not by its ARN. */
const otherPath: Explain = ({ cell, role, rolePath }) => {
  if (cell.stage !== 'assume' || cell.kind !== 'break-glass' || role.state !== 'present') return undefined;
  const found = role.arn.slice(role.arn.indexOf(':role/') + ':role'.length);
  return found === rolePath ? undefined : { code: 'BG_ROLE_PATH_DIFFERS', cause: `the role is there as ${found}, not as ${rolePath}` };
};

const shortSession: Explain = ({ cell, role, rolePath, sessionSeconds }) => {
  if (cell.code !== 'BG_SESSION_TOO_SHORT') return undefined;
  const longest = role.state === 'present' && role.maxSessionSeconds !== undefined ? `sessions of ${role.maxSessionSeconds} seconds at most` : 'shorter sessions only';
  return { code: cell.code, cause: `the role ${rolePath} allows ${longest}, and the drill asks for ${sessionSeconds}` };
};

/** What AWS's text names. */
const byPolicyType: Explain = ({ cell, rolePath }) => {
  const [who, what] = cell.stage === 'act' ? [`the role ${rolePath}`, 'a first read'] : [`user "${cell.user}"`, hopTo(rolePath)];
  const cause = deniedBy(cell.code, who, what, cell.message);
  return cause === undefined ? undefined : { code: cell.code, cause };
};

/** The hop in words, the same wherever it is refused. */
export function hopTo(rolePath: string): string {
  return `sts:AssumeRole on ${rolePath}`;
}

/** Whatever else was answered. */
const asAnswered: Explain = ({ cell }) => ({ code: cell.code, cause: cell.message === '' ? 'refused without a reason' : cell.message });

const explanations: readonly Explain[] = [missingRole, otherPath, danglingPrincipal, powerless, letIn, trustDenies, shortSession, byPolicyType, asAnswered];

/** The cause of a broken cell. */
export function explainCell(known: Case): Explanation {
  for (const explain of explanations) {
    const explanation = explain(known);
    if (explanation) return explanation;
  }
  return { code: known.cell.code, cause: known.cell.message };
}

/**
 * Whether this statement alone lets the caller in. Its own side is taken as allowed: it was let in, so it is.
 */
function admits(caller: CallerIdentity, roleArn: string, document: PolicyDocument, statement: PolicyStatement): boolean {
  const everything: Policy = { name: 'own policies', document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } };
  const only: Policy = { name: 'trust policy', document: { ...document, Statement: [statement] } };
  const [, , , , account = ''] = roleArn.split(':');
  const request = { ...caller, action: 'sts:AssumeRole', resource: roleArn, resourceAccount: account };
  return evaluate(request, { identity: [everything], trust: only, scpsByLevel: [] }).decision === 'allow';
}

function statements(document: PolicyDocument): { statement: PolicyStatement; label: string }[] {
  const list = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return list.map((statement, index) => ({ statement, label: statement.Sid ?? `statement-${index + 1}` }));
}

function principals(statement: PolicyStatement): string[] {
  if (statement.Principal === undefined) return [];
  if (statement.Principal === '*') return ['*'];
  return Object.values(statement.Principal).flat();
}
