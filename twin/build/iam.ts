/** Builds what IAM holds in an account from an organization document; roles follow in `roles.ts`. */
import { accessKeyIdOf, base32Secret, secretAccessKey, uniqueId } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { PolicyDocument } from '../../iam/index.js';
import { documentOf } from '../../organization/documents.js';
import type { AccountContent, PasswordPolicy, Permissions, SamlProvider, User } from '../../organization/model.js';
import { checkAwsManaged } from '../access/aws-managed-policies.js';
import { samlMetadata, WITHOUT_END } from '../services/identity-provider/metadata.js';
import type {
  IamContent,
  MfaDevice,
  TwinManagedPolicy,
  TwinPasswordPolicy,
  TwinSamlProvider,
  TwinUser,
} from '../state/iam.js';
import type { TwinState } from '../state/twin-state.js';
import { otherCredentials } from './other-credentials.js';

interface Building {
  state: TwinState;
  accountId: string;
  random: Random;
  now: number;
}

/** Fills an account with everything but its roles; access keys go to the state. Throws for an unknown policy of AWS. */
export function buildIam(building: Building, content: AccountContent, account: IamContent): void {
  const { state, accountId, random, now } = building;
  checkPolicies(content);
  const base = `arn:${state.partition}:iam::${accountId}`;
  for (const [name, { statements }] of Object.entries(content.policies)) {
    const policy = managedPolicy(
      `${base}:policy/${name}`,
      uniqueId('ANPA', random.derive(`policy ${name}`)),
      documentOf(statements),
      now,
    );
    account.policies.set(policy.arn, policy);
  }
  for (const [name, group] of Object.entries(content.groups)) {
    const id = uniqueId('AGPA', random.derive(`group ${name}`));
    account.groups.set(name, {
      name,
      path: group.path,
      arn: `${base}:group${group.path}${name}`,
      id,
      createdAt: now,
      tags: new Map(),
      ...permissionsOf(group),
    });
  }
  for (const [name, user] of Object.entries(content.users))
    addUser({ ...building, random: random.derive(`user ${name}`) }, account, name, user);
  for (const [name, provider] of Object.entries(content.samlProviders)) {
    const made = samlProvider(state, `${base}:saml-provider/${name}`, name, provider, now);
    account.samlProviders.set(made.arn, made);
  }
  if (content.passwordPolicy) account.passwordPolicy = passwordPolicy(content.passwordPolicy);
}

/** Inline and attached policies of a holder of the document. */
export function permissionsOf({ policies, managedPolicies }: Permissions): {
  inlinePolicies: Map<string, PolicyDocument>;
  attachedPolicies: Set<string>;
} {
  return {
    inlinePolicies: new Map(Object.entries(policies).map(([name, statements]) => [name, documentOf(statements)])),
    attachedPolicies: new Set(managedPolicies),
  };
}

function checkPolicies(content: AccountContent): void {
  const holders = [content.users, content.roles, content.groups].flatMap(
    (group): (Permissions & { permissionsBoundary?: string })[] => Object.values(group),
  );
  for (const { managedPolicies, permissionsBoundary } of holders)
    checkAwsManaged([...managedPolicies, ...(permissionsBoundary === undefined ? [] : [permissionsBoundary])]);
}

/** Its ARN ends with path and name. */
function managedPolicy(arn: string, id: string, document: PolicyDocument, now: number): TwinManagedPolicy {
  const versions = new Map([['v1', { document, createdAt: now }]]);
  const [, path = '/', name = ''] = /:policy(\/(?:.+\/)?)(.+)$/.exec(arn) ?? [];
  return {
    arn,
    name,
    path,
    id,
    tags: new Map(),
    createdAt: now,
    updatedAt: now,
    versions,
    defaultVersionId: 'v1',
    nextVersion: 2,
  };
}

function addUser(building: Building, account: IamContent, name: string, user: User): void {
  const { state, accountId, random, now } = building;
  const made: TwinUser = {
    name,
    path: user.path,
    arn: `arn:${state.partition}:iam::${accountId}:user${user.path}${name}`,
    id: uniqueId('AIDA', random.derive('id')),
    createdAt: now,
    tags: new Map(Object.entries(user.tags)),
    groups: new Set(user.groups),
    mfaDevices: new Map(),
    otherCredentials: otherCredentials(building, name, user),
    ...(user.password
      ? { loginProfile: { createdAt: now, changedAt: now, resetRequired: user.passwordResetRequired } }
      : {}),
    ...(user.permissionsBoundary === undefined ? {} : { permissionsBoundary: user.permissionsBoundary }),
    ...permissionsOf(user),
  };
  account.users.set(name, made);
  for (const [device, { kind }] of Object.entries(user.mfa)) {
    const enabled = mfaDevice(
      { base: `arn:${state.partition}:iam::${accountId}`, user: name, device, kind },
      random,
      now,
    );
    made.mfaDevices.set(enabled.serialNumber, enabled);
    const { serialNumber, seed } = enabled;
    if (kind === 'virtual' && seed !== undefined)
      account.virtualMfaDevices.set(serialNumber, { serialNumber, seed, tags: new Map(), userName: name });
  }
  if (!user.accessKey) return;
  const accessKeyId = accessKeyIdOf(accountId, random.derive('key'));
  state.accessKeys.set(accessKeyId, {
    accessKeyId,
    secretAccessKey: secretAccessKey(random.derive('secret')),
    accountId,
    userName: name,
    active: true,
    createdAt: now,
  });
}

/** A device of the document: whose it is, its name there, its kind. */
interface NamedDevice {
  /** What ARNs of the account begin with. */
  base: string;
  user: string;
  device: string;
  kind: MfaDevice['kind'];
}

/** Serial numbers have the form of their kind (IAM API reference, MFADevice; IAM user guide, "Assign a hardware TOTP token"). */
function mfaDevice({ base, user, device, kind }: NamedDevice, random: Random, now: number): MfaDevice {
  const serials = {
    virtual: (): string => `${base}:mfa/${user}-${device}`,
    hardware: (): string => `GAHT${random.derive(`serial ${device}`).below(100_000_000).toString().padStart(8, '0')}`,
    fido: (): string => `${base}:u2f/user/${user}/${device}-${base32Secret(16, random.derive(`key ${device}`))}`,
  };
  const seed = kind === 'fido' ? {} : { seed: base32Secret(20, random.derive(`mfa ${device}`)) };
  return { serialNumber: serials[kind](), kind, ...seed, enabledAt: now, usedSteps: new Set() };
}

/** A provider that the organization's own identity provider signs for, or one whose certificate is somebody else's. */
function samlProvider(
  state: TwinState,
  arn: string,
  name: string,
  provider: SamlProvider,
  now: number,
): TwinSamlProvider {
  const { entityId, signingKey, strangersKey } = state.identityProvider;
  const validUntil = provider.validUntil === undefined ? undefined : Date.parse(provider.validUntil);
  let text: string | undefined;
  const metadata = (): string => {
    const { certificate } = provider.signedBy === 'identity-provider' ? signingKey() : strangersKey();
    return (text ??= samlMetadata({ entityId, certificate, ...(validUntil === undefined ? {} : { validUntil }) }));
  };
  return { arn, name, createdAt: now, metadata, validUntil: validUntil ?? now + WITHOUT_END, tags: new Map() };
}

/** What the document leaves open has the values that an account without a policy has. */
function passwordPolicy({ maxAgeDays, hardExpiry }: PasswordPolicy): TwinPasswordPolicy {
  return {
    minimumLength: 8,
    requireSymbols: false,
    requireNumbers: false,
    requireUppercase: false,
    requireLowercase: false,
    allowUsersToChange: true,
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    hardExpiry,
  };
}
