/** Who else gets in: for each statement of a trust policy, callers besides the break-glass users that it could mean. Pure. */
import type { Role } from '../../../organization/model.js';
import { labelled, principalConditions, principals, trustTooWide } from '../../causes/access.js';
import type { LabelledStatement } from '../../causes/access.js';
import type { Explanation } from '../../causes/explanation.js';
import { choicesOf } from '../../causes/choices.js';
import { admittingStatement } from '../../causes/trust.js';
import type { CallerIdentity } from '../../causes/caller-identity.js';
import type { Inspected } from '../../configuration/rule.js';
import { breakGlassUsers, oncePerInspection, roleArnIn } from '../../configuration/inspected.js';

/** How wide a statement is: everybody, whole accounts, or single principals. */
export type Width = 'everybody' | 'account' | 'somebody';

/** Statements of the role's trust policy that let in somebody who is no break-glass user. */
export function statementsTooWide(
  inspected: Inspected,
  accountId: string,
  role: Role,
): { width: Width; explanation: Explanation }[] {
  const own = breakGlassUsers(inspected).flatMap(({ arn, id }) => [arn, id]);
  return labelled(role.trust)
    .filter(({ statement }) => statement.Effect === 'Allow')
    .filter((statement) =>
      callersMeantBy(inspected, statement, own).some((caller) =>
        admittingStatement(choosing(caller, statement), roleArnIn(inspected, accountId), [statement]),
      ),
    )
    .map((statement) => ({
      width: widthOf(statement, own),
      explanation: trustTooWide(inspected.file.breakGlass.role, statement, own),
    }));
}

/** The caller, with everything that it may choose as the statement wants it. */
function choosing(caller: CallerIdentity, { statement }: LabelledStatement): CallerIdentity {
  return { ...caller, context: { ...caller.context, ...choicesOf(statement) } };
}

function widthOf({ statement }: LabelledStatement, own: readonly string[]): Width {
  const others = principals(statement).filter((principal) => !own.includes(principal));
  if (others.length === 0 || others.includes('*')) return 'everybody';
  return others.some((principal) => accountOf(principal) !== undefined) ? 'account' : 'somebody';
}

function callersMeantBy(
  inspected: Inspected,
  { statement }: LabelledStatement,
  own: readonly string[],
): CallerIdentity[] {
  const named = principals(statement).filter((principal) => !own.includes(principal));
  const patterns = principalConditions(statement)
    .filter(
      ({ operator, key }) =>
        /^Arn(Like|Equals)|^String(Like|Equals)/i.test(operator) && key.toLowerCase() === 'aws:principalarn',
    )
    .map(({ value }) => value.replaceAll(/[*?]/g, 'x'));
  const everybody = named.includes('*') || statement.NotPrincipal !== undefined;
  const accounts = [...named, ...(everybody ? patterns : [])].flatMap(
    (principal) => accountOf(principal) ?? accountOfArn(principal) ?? [],
  );
  const arns = [
    ...named.filter((principal) => principal.startsWith('arn:') && accountOf(principal) === undefined),
    ...patterns,
    ...accounts.flatMap((account) => inhabitants(inspected, account)),
    // Whoever a condition on the organization lets in is of no other: one of its own accounts stands for all.
    ...(everybody ? [NOBODYS_ACCOUNT, managementId(inspected)].flatMap((id) => inhabitants(inspected, id)) : []),
  ];
  const services = named.filter((principal) => /\.amazonaws\.com(\.cn)?$/.test(principal));
  return [...arns.filter((arn) => !own.includes(arn)), ...services].map((principal) => callerOf(inspected, principal));
}

const managementId = ({ snapshot: { organization } }: Inspected): string =>
  organization.accounts[organization.management]?.id ?? '';

/** Twelve digits that stand for any account outside the organization. */
const NOBODYS_ACCOUNT = '000000000000';

/** Users and roles of an account as far as they are known, and one of each that are not. */
function inhabitants(inspected: Inspected, accountId: string): string[] {
  const { organization, reservedRoles } = inspected.snapshot;
  const { name = '', account } = accountsById(inspected).get(accountId) ?? {};
  const arn = (kind: string, path: string, entity: string): string =>
    `arn:${organization.partition}:iam::${accountId}:${kind}${path}${entity}`;
  return [
    arn('user', '/', 'somebody'),
    arn('role', '/', 'somebody'),
    ...Object.entries(account?.users ?? {}).map(([user, { path }]) => arn('user', path, user)),
    ...Object.entries({ ...account?.roles, ...reservedRoles[name] }).map(([role, { path }]) => arn('role', path, role)),
  ];
}

/** An organization has many accounts, and each is asked for in each. */
const accountsById = oncePerInspection(
  ({ snapshot }) =>
    new Map(Object.entries(snapshot.organization.accounts).map(([name, account]) => [account.id, { name, account }])),
);

function callerOf(inspected: Inspected, principal: string): CallerIdentity {
  const { organization, uniqueIds } = inspected.snapshot;
  const accountId = accountOfArn(principal) ?? '';
  const isUser = principal.includes(':user/');
  const member = accountsById(inspected).has(accountId);
  return {
    principal,
    principalId: uniqueIds[principal] ?? '',
    context: {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
      'aws:SecureTransport': 'true',
      // A user may have an MFA device of its own; a role session carries no code.
      'aws:MultiFactorAuthPresent': String(isUser),
      ...(isUser ? { 'aws:MultiFactorAuthAge': '1', 'aws:username': principal.split('/').at(-1) ?? '' } : {}),
      ...(member ? { 'aws:PrincipalOrgID': organization.id } : {}),
      'SAML:aud': 'https://signin.aws.amazon.com/saml',
    },
  };
}

/** The account that a principal stands for as a whole. */
function accountOf(principal: string): string | undefined {
  return /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
}

function accountOfArn(arn: string): string | undefined {
  return /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
}
