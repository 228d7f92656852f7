/**
 * The roles that Identity Center makes in every account that a permission set is assigned in (IAM Identity Center user
 * guide, "Referencing permission sets in resource policies, Amazon EKS, and AWS KMS").
 */
import { sha256 } from '../../../base/canonical-json.js';
import { uniqueId } from '../../../base/ids.js';
import type { Random } from '../../../base/random.js';
import type { TwinPermissionSet } from '../../state/identity-center.js';
import type { TwinAccount, TwinRole, TwinState } from '../../state/twin-state.js';
import { samlMetadata, WITHOUT_END } from '../identity-provider/metadata.js';

/** The longest session that IAM allows; the permission set itself says how long a session lasts. */
const LONGEST_SESSION = 43_200;

/** What making a role needs besides the state. */
export interface RoleOrigin {
  now: number;
  /** The unique id comes from here. */
  random: Random;
  /** 16 hexadecimal digits at the end of the name: other ones each time that a role is made again. */
  suffix: string;
}

/** Makes the role of a set in an account, or brings the one that is there up to date. The set's policies must exist there. */
export function provision(state: TwinState, account: TwinAccount, set: TwinPermissionSet, origin: RoleOrigin): void {
  const known = set.provisioned.get(account.id)?.roleName;
  const role = (known === undefined ? undefined : account.roles.get(known)) ?? newRole(state, account, set, origin);
  role.inlinePolicies = new Map(set.inlinePolicy ? [['AwsSSOInlinePolicy', set.inlinePolicy]] : []);
  role.attachedPolicies = new Set([
    ...set.managedPolicies,
    ...[...set.customerPolicies.values()].map((policy) => customerPolicyArn(state, account, policy)),
  ]);
  const boundary = boundaryArn(state, account, set);
  if (boundary === undefined) delete role.permissionsBoundary;
  else role.permissionsBoundary = boundary;
  account.roles.set(role.name, role);
  set.provisioned.set(account.id, { roleName: role.name, revision: set.revision, sessionSeconds: set.sessionSeconds });
}

/** Takes the role away; its sessions die with it. */
export function withdraw(account: TwinAccount, set: TwinPermissionSet): void {
  const provisioned = set.provisioned.get(account.id);
  if (provisioned) account.roles.delete(provisioned.roleName);
  set.provisioned.delete(account.id);
}

/** ARNs of customer managed policies that the set names and the account does not have. */
export function missingPolicies(state: TwinState, account: TwinAccount, set: TwinPermissionSet): string[] {
  const { permissionsBoundary: boundary } = set;
  const named = [...set.customerPolicies.values(), ...(boundary && 'name' in boundary ? [boundary] : [])];
  return named.map((policy) => customerPolicyArn(state, account, policy)).filter((arn) => !account.policies.has(arn));
}

function customerPolicyArn(
  state: TwinState,
  account: TwinAccount,
  { name, path }: { name: string; path: string },
): string {
  return `arn:${state.partition}:iam::${account.id}:policy${path}${name}`;
}

function boundaryArn(
  state: TwinState,
  account: TwinAccount,
  { permissionsBoundary: boundary }: TwinPermissionSet,
): string | undefined {
  if (!boundary) return undefined;
  return 'name' in boundary ? customerPolicyArn(state, account, boundary) : boundary.managedPolicyArn;
}

function newRole(
  state: TwinState,
  account: TwinAccount,
  set: TwinPermissionSet,
  { now, random, suffix }: RoleOrigin,
): TwinRole {
  const name = `AWSReservedSSO_${set.name}_${suffix}`;
  // The Region is left out of the path where Identity Center is in us-east-1.
  const path = `/aws-reserved/sso.amazonaws.com/${state.homeRegion === 'us-east-1' ? '' : `${state.homeRegion}/`}`;
  return {
    name,
    path,
    arn: `arn:${state.partition}:iam::${account.id}:role${path}${name}`,
    id: uniqueId('AROA', random),
    createdAt: now,
    tags: new Map(),
    maxSessionSeconds: LONGEST_SESSION,
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: reservedProvider(state, account, now) },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        },
      ],
    },
  };
}

/** ARN of the SAML provider that Identity Center makes for itself in an account, one for all its roles there. */
function reservedProvider(state: TwinState, account: TwinAccount, now: number): string {
  const { instanceArn, signingKey } = state.identityCenter;
  const name = `AWSSSO_${sha256(instanceArn).slice(0, 16)}_DO_NOT_DELETE`;
  const arn = `arn:${state.partition}:iam::${account.id}:saml-provider/${name}`;
  if (account.samlProviders.has(arn)) return arn;
  const entityId = `https://portal.sso.${state.homeRegion}.amazonaws.com/saml/assertion/${sha256(`${instanceArn} ${account.id}`).slice(0, 32)}`;
  let text: string | undefined;
  const metadata = (): string => (text ??= samlMetadata({ entityId, certificate: signingKey().certificate }));
  account.samlProviders.set(arn, {
    arn,
    name,
    createdAt: now,
    metadata,
    validUntil: now + WITHOUT_END,
    tags: new Map(),
  });
  return arn;
}
