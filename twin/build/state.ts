/** Builds the state of the twin from an organization document. The same seed gives the same ids and secrets. */
import { sha256 } from '../../base/canonical-json.js';
import { accessKeyIdOf, secretAccessKey } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import { documentOf } from '../../organization/documents.js';
import type { Account, Organization, OutsideAccount } from '../../organization/model.js';
import { storedTrust } from '../access/trust-principals.js';
import { addGuardrail, addTarget, detachFullAccess, enableType } from '../services/organizations/guardrail-targets.js';
import { emptyIam } from '../state/iam.js';
import { noOrganization } from '../state/organization.js';
import { noResources } from '../state/resources.js';
import type { TwinAccount, TwinIdentityProvider, TwinState } from '../state/twin-state.js';
import { checkDocuments } from './check-documents.js';
import type { BuildContext } from './context.js';
import { buildIam } from './iam.js';
import { buildIdentityCenter } from './identity-center.js';
import { buildMonitoring } from './monitoring.js';
import { buildReservedRoles, buildRoles } from './roles.js';
import { shareDocuments } from './share-documents.js';
import { lazySigningKey } from './signing-key.js';

/** Accounts of a document have been in their organization for as long. */
const YEAR = 365 * 86_400_000;

/** The content of a made-up AWS as the document describes it. Throws for a policy that AWS would not store, such as one that trusts nobody. */
export function buildState(context: BuildContext): TwinState {
  const { organization, random } = context;
  checkDocuments(organization);
  const management = organization.accounts[organization.management];
  const state: TwinState = {
    partition: organization.partition,
    homeRegion: organization.homeRegion,
    organization: {
      ...noOrganization(),
      id: organization.id,
      rootId: organization.rootId,
      managementAccountId: management?.id ?? '',
    },
    ous: new Map(
      Object.entries(organization.ous).map(([name, ou]) => [
        ou.id,
        { id: ou.id, name, parentId: targetId(organization, ou.in) },
      ]),
    ),
    accounts: new Map(),
    guardrails: new Map(),
    guardrailTargets: new Map(),
    accessKeys: new Map(),
    administratorKeyId: '',
    sessions: new Map(),
    identityProvider: buildIdentityProvider(context),
    identityCenter: buildIdentityCenter(context),
    monitoring: { trails: new Map(), regions: new Map(), history: new Map() },
    resources: noResources(),
    unavailable: new Set(),
  };
  for (const [name, account] of Object.entries(organization.accounts)) addAccount(state, context, name, account);
  for (const [name, account] of Object.entries(organization.outsiders)) addAccount(state, context, name, account);
  buildReservedRoles(state, context);
  const contents = [...Object.values(organization.accounts), ...Object.values(organization.outsiders)];
  for (const account of contents) buildRoles(state, context, account);
  // Trust policies last: they name users and roles of any account.
  for (const account of contents) {
    for (const name of Object.keys(account.roles)) {
      const role = state.accounts.get(account.id)?.roles.get(name);
      if (role) role.trust = storedTrust(state, role.trust);
    }
  }
  shareDocuments(state);
  for (const account of contents) buildMonitoring(state, context, account);
  if (management) {
    state.organization.trustedServices.set('sso.amazonaws.com', context.clock.now());
    addGuardrails(state, organization);
    addRootKey(state, management.id, random.derive('administrator'), context.clock.now());
  }
  state.administratorKeyId = [...state.accessKeys.keys()].at(-1) ?? '';
  return state;
}

/** The external identity provider, and the key of somebody who is not it. */
function buildIdentityProvider({ organization, clock, random }: BuildContext): TwinIdentityProvider {
  const { name } = organization.identityProvider;
  return {
    entityId: 'https://identity-provider.example.com/saml',
    signingKey: lazySigningKey(random.derive('identity provider'), name, clock.now()),
    strangersKey: lazySigningKey(random.derive('stranger'), 'stranger', clock.now()),
  };
}

function addAccount(
  state: TwinState,
  { organization, clock, random }: BuildContext,
  name: string,
  content: OutsideAccount | Account,
): void {
  const member = 'ou' in content ? content : undefined;
  const account: TwinAccount = {
    id: content.id,
    name,
    email: member?.email ?? `aws+${name}@example.net`,
    parentId: member ? targetId(organization, member.ou) : undefined,
    state: member?.state ?? 'ACTIVE',
    joinedMethod: member && name !== organization.management ? 'CREATED' : 'INVITED',
    joinedAt: clock.now() - YEAR,
    ...emptyIam(),
  };
  state.accounts.set(account.id, account);
  buildIam(
    { state, accountId: account.id, random: random.derive(`account ${name}`), now: clock.now() },
    content,
    account,
  );
}

function addGuardrails(state: TwinState, organization: Organization): void {
  const targets = [
    state.organization.rootId,
    ...state.ous.keys(),
    ...Object.values(organization.accounts).map((account) => account.id),
  ];
  for (const target of targets) addTarget(state, target);
  for (const type of organization.policyTypes) enableType(state, type);
  for (const name of organization.withoutFullAccess) detachFullAccess(state, targetId(organization, name));
  for (const [group, type] of [
    ['serviceControlPolicies', 'SERVICE_CONTROL_POLICY'],
    ['resourceControlPolicies', 'RESOURCE_CONTROL_POLICY'],
  ] as const) {
    for (const [name, { description, attachedTo, statements }] of Object.entries(organization[group])) {
      const id = `p-${sha256(`${organization.id} ${type} ${name}`).slice(0, 10)}`;
      const document = documentOf(statements);
      addGuardrail(state, {
        id,
        type,
        name,
        description,
        awsManaged: false,
        content: JSON.stringify(document),
        document,
      });
      // While its type is disabled nothing is attached anywhere.
      for (const target of organization.policyTypes.includes(type) ? attachedTo : [])
        state.guardrailTargets.get(targetId(organization, target))?.add(id);
    }
  }
}

/** The root user's key of the management account, last of all keys. */
function addRootKey(state: TwinState, accountId: string, random: Random, now: number): void {
  const accessKeyId = accessKeyIdOf(accountId, random.derive('key'));
  state.accessKeys.set(accessKeyId, {
    accessKeyId,
    secretAccessKey: secretAccessKey(random.derive('secret')),
    accountId,
    userName: undefined,
    active: true,
    createdAt: now,
  });
}

/** Id of the root, of an OU or of an account by its name in the document. */
function targetId(organization: Organization, name: string): string {
  if (name === 'Root') return organization.rootId;
  return organization.ous[name]?.id ?? organization.accounts[name]?.id ?? '';
}
