/** Builds roles from an organization document: those it lists, and those that Identity Center makes for its assignments. */
import { sha256 } from '../base/canonical-json.js';
import { uniqueId } from '../base/ids.js';
import type { AccountContent } from '../organization/model.js';
import type { BuildContext } from './build.js';
import { permissionsOf } from './build-iam.js';
import { documentOf } from './documents.js';
import { samlMetadata, WITHOUT_END } from './identity-provider/metadata.js';
import type { TwinAccount, TwinState } from './state.js';

/** The roles of an account. Their trust policies still name ARNs. */
export function buildRoles(state: TwinState, { clock, random, organization }: BuildContext, content: AccountContent & { id: string }): void {
  const account = state.accounts.get(content.id);
  if (!account) return;
  const source = random.derive(`roles of ${account.name}`);
  for (const [name, role] of Object.entries(content.roles)) {
    account.roles.set(name, {
      name,
      path: role.path,
      arn: `arn:${organization.partition}:iam::${account.id}:role${role.path}${name}`,
      id: uniqueId('AROA', source.derive(name)),
      createdAt: clock.now(),
      tags: new Map(Object.entries(role.tags)),
      maxSessionSeconds: role.maxSessionSeconds,
      trust: documentOf(role.trust),
      ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
      ...permissionsOf(role),
    });
  }
}

/** Roles that Identity Center makes in every account that a permission set is assigned to (IAM Identity Center user guide). */
export function buildReservedRoles(state: TwinState, context: BuildContext): void {
  for (const { accountId, permissionSetArn } of state.identityCenter.assignments) {
    const account = state.accounts.get(accountId);
    if (account) addReservedRole(state, context, account, permissionSetArn);
  }
}

function addReservedRole(state: TwinState, { clock, random }: BuildContext, account: TwinAccount, permissionSetArn: string): void {
  const set = state.identityCenter.permissionSets.get(permissionSetArn);
  const name = set && `AWSReservedSSO_${set.name}_${sha256(`${account.id} ${permissionSetArn}`).slice(0, 16)}`;
  if (!set || name === undefined || account.roles.has(name)) return;
  const region = state.homeRegion === 'us-east-1' ? '' : `${state.homeRegion}/`;
  const path = `/aws-reserved/sso.amazonaws.com/${region}`;
  const { permissionsBoundary: boundary } = set;
  account.roles.set(name, {
    name,
    path,
    arn: `arn:${state.partition}:iam::${account.id}:role${path}${name}`,
    id: uniqueId('AROA', random.derive(`reserved role ${account.id} ${set.name}`)),
    createdAt: clock.now(),
    tags: new Map(),
    maxSessionSeconds: 43_200,
    inlinePolicies: new Map(set.inlinePolicy ? [['AwsSSOInlinePolicy', set.inlinePolicy]] : []),
    attachedPolicies: new Set(set.managedPolicies),
    // A customer managed policy is named without an account: it is the one of that name in the account of the role.
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary.startsWith('arn:') ? boundary : `arn:${state.partition}:iam::${account.id}:policy/${boundary}` }),
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: reservedProvider(state, account, clock.now()) },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        },
      ],
    },
  });
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
  account.samlProviders.set(arn, { arn, name, createdAt: now, metadata, validUntil: now + WITHOUT_END, tags: new Map() });
  return arn;
}
