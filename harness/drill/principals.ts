/** Signs control principals in before any premise begins, and proves that their own policies would let them hop. */
import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { EvaluationResult } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createClients } from '../../aws/clients.js';
import type { ClientOptions } from '../../aws/clients.js';
import { withFreshCode } from '../../aws/fresh-code.js';
import type { MfaProof, QueryClient } from '../../aws/query-client.js';
import type { Credentials } from '../../aws/signer.js';
import { describeError, usageError } from '../../base/errors.js';
import type { ControlPrincipals } from './context.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { Custody } from './custody.js';
import type { CallerIdentity } from '../causes/caller-identity.js';

/** Somebody who tries to get in and must be refused. */
export interface Attempt {
  /** Shown in reports. */
  label: string;
  credentials: Credentials;
  caller: CallerIdentity;
  /** Sent with AssumeRole itself. */
  mfa?: MfaProof;
  /** The break-glass user whose success in the same account shows that only the thing tested refuses this attempt. */
  pairedWith?: string;
  /** Accounts' role ARNs that the control's own policies allow it to assume. Absent: shown by the pair. */
  entitled?: ReadonlySet<string>;
}

/** What signing in needs. */
export interface PrincipalSources {
  file: DrillFile;
  partition: string;
  connection: ClientOptions;
  query: QueryClient;
  custody: Custody;
  /** Account name -> id. */
  accountId(name: string): string;
  managementAccountId: string;
  /** A session of a person's permission set in an account. */
  federated(person: string, permissionSet: string, accountId: string): Promise<Credentials>;
  /** Whether the target has accounts of no organization. */
  hasOutsiders: boolean;
  /** Role ARNs that the drill will hop to. */
  roleArns: readonly string[];
}

/** Opens all control principals. Throws a usage error that names the one that cannot be opened. */
export async function openPrincipals(sources: PrincipalSources): Promise<ControlPrincipals> {
  const { federatedAdministrator: person, ordinaryUser } = sources.file.controls;
  const administratorSet = administratorSetIn(sources.file, true);
  const administrator = await sources.federated(person.person, administratorSet, sources.managementAccountId);
  const identity = await identityOf(sources, administrator, { 'aws:MultiFactorAuthPresent': 'false' });
  const role = await ownRoleArn(sources, administrator, identity.principal);
  const ordinary = await withMfa(sources, ordinaryUser.account, ordinaryUser.user);
  const { person: reader, permissionSet } = sources.file.reader;
  const readerSession = await sources.federated(reader, permissionSet, sources.accountId(ordinaryUser.account));
  const withMfaKeys = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '1' };
  const ordinaryIdentity = await identityOf(sources, ordinary, withMfaKeys);
  return {
    federatedAdministrator: {
      label: federatedLabel(person.person, administratorSet),
      credentials: administrator,
      caller: { ...identity, context: { ...identity.context, 'aws:PrincipalArn': role } },
      entitled: await entitlement(sources, administrator, role, {}),
    },
    ordinaryUser: {
      label: ordinaryUser.user,
      credentials: ordinary,
      caller: ordinaryIdentity,
      entitled: await entitlement(sources, readerSession, ordinaryIdentity.principal, withMfaKeys),
    },
    outsider: await outsiderOf(sources, withMfaKeys),
  };
}

/** Where there are no accounts outside the organization, somebody who could be one: evaluations ask about them, and nobody attempts anything as them. */
async function outsiderOf(sources: PrincipalSources, keys: Readonly<Record<string, string>>): Promise<Attempt> {
  const { account, user } = sources.file.controls.outsider;
  const label = `${user} (${account})`;
  if (!sources.hasOutsiders) {
    const principal = `arn:${sources.partition}:iam::${sources.accountId(account)}:user/${user}`;
    return {
      label,
      credentials: { accessKeyId: '', secretAccessKey: '' },
      caller: { principal, principalId: 'AIDAOUTSIDEOUTSIDE222', context: { 'aws:PrincipalArn': principal, ...keys } },
      entitled: new Set(),
    };
  }
  const credentials = await withMfa(sources, account, user);
  const caller = await identityOf(sources, credentials, keys);
  return { label, credentials, caller, entitled: await entitlement(sources, credentials, caller.principal, keys) };
}

/** Permission set of the federated administrator: in the management account, which no service control policy binds, it may be another one. */
export function administratorSetIn({ controls }: Pick<DrillFile, 'controls'>, management: boolean): string {
  const { permissionSet, managementPermissionSet } = controls.federatedAdministrator;
  return management ? (managementPermissionSet ?? permissionSet) : permissionSet;
}

/** A federated person in reports, the same wherever it plays a part. */
export function federatedLabel(person: string, permissionSet: string): string {
  return `${person} (${permissionSet})`;
}

async function withMfa(
  { connection, custody, query }: PrincipalSources,
  account: string,
  user: string,
): Promise<Credentials> {
  const credentials = await custody.open(account, user);
  const next = (): Promise<MfaProof> => custody.code(account, user);
  const answer = await withFreshCode(connection.transport, {
    first: await next(),
    next,
    send: (mfa) => query.getSessionToken(credentials, mfa),
  });
  if (!answer.ok)
    throw usageError(
      `the control "${user}" cannot sign in: ${answer.message}`,
      'Give it an access key and an MFA device, or name another control.',
    );
  return answer.value;
}

/** ARN, with its path, of the role behind a session that may read its own role. */
export async function roleBehind(connection: ClientOptions, credentials: Credentials): Promise<string> {
  const answer = await createClients(connection, credentials).sts().send(new GetCallerIdentityCommand({}));
  return ownRoleArn({ connection }, credentials, answer.Arn ?? '');
}

async function identityOf(
  { connection }: PrincipalSources,
  credentials: Credentials,
  keys: Readonly<Record<string, string>>,
): Promise<CallerIdentity> {
  const answer = await createClients(connection, credentials).sts().send(new GetCallerIdentityCommand({}));
  const { Arn: principal = '', Account: account = '', UserId: id = '' } = answer;
  const [principalId = ''] = id.split(':');
  const username = /:user\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1];
  return {
    principal,
    principalId,
    context: {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': account,
      ...(username === undefined ? {} : { 'aws:username': username }),
      ...keys,
    },
  };
}

/** The simulator takes the role, not the session: the role's path is looked up, because a session ARN does not hold it. */
async function ownRoleArn(
  { connection }: Pick<PrincipalSources, 'connection'>,
  credentials: Credentials,
  sessionArn: string,
): Promise<string> {
  const [, roleName = ''] = sessionArn.split('/');
  const answer = await createClients(connection, credentials)
    .iam()
    .send(new GetRoleCommand({ RoleName: roleName }));
  return answer.Role?.Arn ?? '';
}

/**
 * Role ARNs that the principal's own policies allow it to assume, by AWS's policy simulator, which leaves trust policies
 * out (IAM user guide, "Testing IAM policies with the IAM policy simulator"), and knows of a session only what it is told: `keys`.
 */
async function entitlement(
  sources: PrincipalSources,
  credentials: Credentials,
  policySourceArn: string,
  keys: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const iam = createClients(sources.connection, credentials).iam();
  const results: EvaluationResult[] = [];
  // The simulator answers at most 1,000 results a page; 100 resources a call keep one page enough.
  for (let start = 0; start < sources.roleArns.length; start += 100) {
    const asked = new SimulatePrincipalPolicyCommand({
      PolicySourceArn: policySourceArn,
      ActionNames: ['sts:AssumeRole'],
      ResourceArns: sources.roleArns.slice(start, start + 100),
      ContextEntries: Object.entries(keys).map(([key, value]) => ({
        ContextKeyName: key,
        ContextKeyValues: [value],
        ContextKeyType: /^(true|false)$/.test(value) ? 'boolean' : 'numeric',
      })),
    });
    const page = await iam.send(asked).catch((error: unknown) => {
      throw usageError(
        `nobody may find out whether the control ${policySourceArn} is entitled: ${describeError(error)}`,
        'Allow iam:SimulatePrincipalPolicy on its own ARN to the federated administrator and the outsider, and on the ordinary user to the reader.',
      );
    });
    results.push(...(page.EvaluationResults ?? []));
  }
  return new Set(
    results.filter((result) => result.EvalDecision === 'allowed').map((result) => result.EvalResourceName ?? ''),
  );
}
