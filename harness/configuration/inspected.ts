/** Questions about an inspected organization that several rules ask. Pure; what is dear is computed once an inspection. */
import type { CredentialKind } from '../../aws/snapshot/credential-kinds.js';
import { wereRead } from '../../aws/snapshot/credential-kinds.js';
import type { Policy, PolicyDocument } from '../../iam/index.js';
import { documentOf } from '../../organization/documents.js';
import type { Account, Permissions, Role, ServiceControlPolicy, Statements, User } from '../../organization/model.js';
import type { OwnPolicies, OwnPolicy } from '../causes/own-policies.js';
import type { KnownUsers } from '../causes/users.js';
import type { Inspected } from './rule.js';

/** An account with its name. */
export interface NamedAccount {
  name: string;
  account: Account;
}

/** A function of the inspected organization that is computed once for each. */
export function oncePerInspection<T>(compute: (inspected: Inspected) => T): (inspected: Inspected) => T {
  const known = new WeakMap<Inspected, { value: T }>();
  return (inspected) => {
    const kept = known.get(inspected) ?? { value: compute(inspected) };
    known.set(inspected, kept);
    return kept.value;
  };
}

/** ACTIVE accounts that the drill file does not exclude, the management account among them, by name. */
export const accountsInScope = oncePerInspection(({ snapshot, file }): NamedAccount[] =>
  Object.entries(snapshot.organization.accounts)
    .filter(([name, { state }]) => state === 'ACTIVE' && file.accounts.exclude[name] === undefined)
    .map(([name, account]) => ({ name, account }))
    .sort((left, right) => (left.name < right.name ? -1 : 1)),
);

/** Accounts whose identities could be read; of the others nothing is said. */
export const accountsRead = oncePerInspection((inspected): NamedAccount[] => {
  const unread = new Set(
    inspected.snapshot.unread.filter(({ part }) => part === 'identities').map(({ account }) => account.id),
  );
  return accountsInScope(inspected).filter(({ account }) => !unread.has(account.id));
});

/** The management account; it always exists, because the reading begins with it. */
export function management({ snapshot: { organization } }: Inspected): NamedAccount {
  const account = organization.accounts[organization.management];
  if (!account) throw new RangeError('an organization has a management account');
  return { name: organization.management, account };
}

/** Break-glass users that the drill file names and IAM knows. */
export const breakGlassUsers = oncePerInspection(
  (inspected): { name: string; user: User; arn: string; id: string }[] => {
    const { account } = management(inspected);
    return inspected.file.breakGlass.users.flatMap((name) => {
      const user = account.users[name];
      if (!user) return [];
      const arn = `arn:${inspected.snapshot.organization.partition}:iam::${account.id}:user${user.path}${name}`;
      return [{ name, user, arn, id: inspected.snapshot.uniqueIds[arn] ?? '' }];
    });
  },
);

/** Whether all of these kinds of credentials of a break-glass user could be read. */
export function credentialsRead(inspected: Inspected, user: string, kinds: readonly CredentialKind[]): boolean {
  const { id } = management(inspected).account;
  return kinds.every((kind) => wereRead(inspected.snapshot, id, user, kind));
}

/** Who of the named users is there, and who stands behind Identity Center. */
export function knownUsers(inspected: Inspected): KnownUsers {
  const named = inspected.file.breakGlass.users;
  const present = breakGlassUsers(inspected).map(({ name }) => name);
  const people = inspected.snapshot.organization.identityCenter.people;
  return { named, present, federated: named.filter((name) => !present.includes(name) && people[name] !== undefined) };
}

/** Name of the break-glass role, without its path. */
export function roleName({ file }: Inspected): string {
  return file.breakGlass.role.split('/').at(-1) ?? '';
}

/** The break-glass role of an account, whatever its path: names are unique without it. */
export function breakGlassRole(inspected: Inspected, account: Account): Role | undefined {
  return account.roles[roleName(inspected)];
}

/** ARN of the break-glass role in an account, as the drill calls it; `*` for the ARN of all of them. */
export function roleArnIn({ snapshot, file }: Inspected, accountId: string): string {
  return `arn:${snapshot.organization.partition}:iam::${accountId}:role${file.breakGlass.role}`;
}

/** Policies of a user (with those of its groups), a role or a permission set, for the evaluator. */
export function identityPolicies({ snapshot }: Inspected, account: Policies, holder: Holder): OwnPolicy[] {
  return [...ownPolicies(holder, account, snapshot.awsPolicies).identity];
}

/** The boundary of a user or role. */
export function boundaryOf({ snapshot }: Inspected, account: Policies, holder: Holder): Pick<OwnPolicies, 'boundary'> {
  return ownBoundary(holder, account, snapshot.awsPolicies);
}

type Policies = Pick<Account, 'groups' | 'policies'>;
type Holder = Permissions & { groups?: readonly string[]; permissionsBoundary?: string };

/** Everything that a user or a role has itself, of an account as it was read. */
export function ownPolicies(
  holder: Holder,
  account: Policies,
  awsPolicies: Readonly<Record<string, Statements>>,
): OwnPolicies {
  const of = ({ policies, managedPolicies }: Permissions, group: { group?: string }): OwnPolicy[] => [
    ...Object.entries(policies).map(([name, statements]) => ({ name, document: compiled(statements), ...group })),
    ...managedPolicies.flatMap((arn) =>
      managedPolicy(account, awsPolicies, arn).map((policy) => ({ ...policy, ...group })),
    ),
  ];
  return {
    identity: [
      ...of(holder, {}),
      ...(holder.groups ?? []).flatMap((group) => {
        const found = account.groups[group];
        return found ? of(found, { group }) : [];
      }),
    ],
    ...ownBoundary(holder, account, awsPolicies),
  };
}

/** A boundary whose policy is gone allows nothing. */
function ownBoundary(
  { permissionsBoundary: boundary }: Pick<Holder, 'permissionsBoundary'>,
  account: Policies,
  awsPolicies: Readonly<Record<string, Statements>>,
): Pick<OwnPolicies, 'boundary'> {
  if (boundary === undefined) return {};
  return {
    boundary: managedPolicy(account, awsPolicies, boundary)[0] ?? { name: boundary, document: { Statement: [] } },
  };
}

function managedPolicy(
  { policies }: Pick<Account, 'policies'>,
  awsPolicies: Readonly<Record<string, Statements>>,
  arn: string,
): Policy[] {
  const statements = awsPolicies[arn] ?? policies[arn.slice(arn.indexOf(':policy/') + ':policy/'.length)]?.statements;
  return statements ? [{ name: arn, document: compiled(statements) }] : [];
}

const documents = new WeakMap<Statements, PolicyDocument>();

/** The document of statements: one object for each, because the evaluator compiles a document once. */
export function compiled(statements: Statements): PolicyDocument {
  const document = documents.get(statements) ?? documentOf(statements);
  documents.set(statements, document);
  return document;
}

/** `Root`, the OUs and the account itself, from the top: the names that a guardrail can be attached to. */
export function levelsOf({ snapshot: { organization } }: Inspected, { name, account }: NamedAccount): string[] {
  const path: string[] = [];
  for (
    let ou: string | undefined = account.ou;
    ou !== undefined && ou !== 'Root' && !path.includes(ou);
    ou = organization.ous[ou]?.in
  )
    path.unshift(ou);
  return ['Root', ...path, name];
}

/** Accounts in scope that a guardrail reaches; never the management account, which neither type binds. */
export function reachedBy(
  inspected: Inspected,
  { attachedTo }: Pick<ServiceControlPolicy, 'attachedTo'>,
): NamedAccount[] {
  return accountsInScope(inspected).filter(
    (account) =>
      account.name !== management(inspected).name &&
      levelsOf(inspected, account).some((level) => attachedTo.includes(level)),
  );
}

/** Whether service control policies bind anybody at all. */
export function scpsEnabled({ snapshot }: Inspected): boolean {
  return snapshot.policyTypes.includes('SERVICE_CONTROL_POLICY');
}

/** Service control policies by level, root first, those of AWS among them; none for the management account, and none while the type is disabled. */
export function scpsByLevel(inspected: Inspected, account: NamedAccount): Policy[][] {
  return scpLevels(inspected, account).map(({ policies }) => policies);
}

/** Likewise, each level with its name. */
export function scpLevels(inspected: Inspected, account: NamedAccount): { name: string; policies: Policy[] }[] {
  if (account.name === management(inspected).name || !scpsEnabled(inspected)) return [];
  const { organization, awsGuardrails } = inspected.snapshot;
  const all = [
    ...Object.entries(awsGuardrails).filter(([, { type }]) => type === 'SERVICE_CONTROL_POLICY'),
    ...Object.entries(organization.serviceControlPolicies),
  ];
  return levelsOf(inspected, account).map((level) => ({
    name: level,
    policies: all
      .filter(([, { attachedTo }]) => attachedTo.includes(level))
      .map(([name, { statements }]) => ({ name, document: compiled(statements) })),
  }));
}
