/** What every part of one drill shares. Made once per drill by `prepare`. */
import type { ClientOptions } from '../../aws/clients.js';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import type { Purpose } from '../../aws/purpose.js';
import type { QueryClient } from '../../aws/query-client.js';
import type { Credentials } from '../../aws/signer.js';
import type { Organization, Statements } from '../../organization/model.js';
import type { Journal } from '../../reports/journal.js';
import type { CallLog } from './path-calls.js';
import type { OwnPolicies } from '../causes/own-policies.js';
import type { KnownUsers } from '../causes/users.js';
import type { DrillFile } from '../configuration/drill-file.js';
import { hopParameters } from '../configuration/hop-settings.js';
import type { HopParameters } from '../configuration/hop-settings.js';
import type { Attempt } from './principals.js';
import type { Custody } from './custody.js';
import type { Cell } from './cell.js';
import type { EarlierUse } from './earlier-uses.js';
import type { OwnCalls } from './own-calls.js';
import type { UseLog } from './uses.js';
import type { OnCall } from './on-call.js';
import type { Watched } from './watched.js';
import type { Progress } from './progress.js';
import type { Target } from './target.js';

/** An account that the drill enters. */
export interface AccountInScope {
  id: string;
  name: string;
  /** Path of OU names below the root, e.g. `Workloads/Production`; `Root` for accounts directly below it. */
  ou: string;
  /** Ids from the root through the OUs down to the account itself. */
  ancestry: readonly string[];
}

/** An account that the drill leaves alone, and why. */
export interface AccountLeftOut extends AccountInScope {
  reason: string;
  /** False for an account that is not ACTIVE, true for one that the drill file excludes. */
  excluded: boolean;
}

export interface Inventory {
  organizationId: string;
  managementAccountId: string;
  inScope: AccountInScope[];
  leftOut: AccountLeftOut[];
}

/** Principals that must be refused, each signed in and proven to be entitled on its own side. */
export interface ControlPrincipals {
  federatedAdministrator: Attempt;
  ordinaryUser: Attempt;
  outsider: Attempt;
}

/** A break-glass user as IAM knows it; whether it has a console password is unknown where nobody may read that. */
export interface KnownUser {
  arn: string;
  id: string;
  password?: boolean;
}

/** Policies and tags of a user. */
export interface UserAsRead {
  own: OwnPolicies;
  tags: Readonly<Record<string, string>>;
}

export interface DrillContext {
  drillId: string;
  file: DrillFile;
  organization: Organization;
  /** What the organization document says, with the ids of the target: where a target is read back, `organization` is what was read. */
  document: Organization;
  target: Target;
  inventory: Inventory;
  custody: Custody;
  calls: CallLog;
  progress: Progress;
  signal: AbortSignal;
  journal: Journal;
  /** Control principals with sessions from before any premise began. */
  principals: ControlPrincipals;
  /** Break-glass users by name, as IAM knows them; a user that IAM does not know is not here. */
  breakGlassUsers: ReadonlyMap<string, KnownUser>;
  /** Which of the named users IAM knows, and which of the others are people in Identity Center. */
  known: KnownUsers;
  /** Trust policies of the break-glass role by account, as they were read before any premise began; only those that could be. */
  trusts: ReadonlyMap<string, Statements>;
  /** What the break-glass users have themselves, by name, likewise. */
  users: ReadonlyMap<string, UserAsRead>;
  /** Session of a person's permission set in an account, got in the ordinary way; throws if the access portal cannot give one. */
  federated(person: string, permissionSet: string, accountId: string): Promise<Credentials>;
  /** Read-only session of the reader in an account; throws if the access portal cannot give one at the moment. */
  reader(accountId: string): Promise<Credentials>;
  /** Session of the federated administrator in an account; throws likewise. */
  administrator(accountId: string): Promise<Credentials>;
  connection(purpose: Purpose): ClientOptions;
  /** Lean calls; to STS in `region`, or else in the Region of the target. Hops on the path are noted as uses. */
  query(purpose: Purpose, region?: string): QueryClient;
  /** Every use of break glass so far. */
  uses: UseLog;
  /** What this drill itself called. */
  own: OwnCalls;
  /** What watched the management account before the drill began; absent if the drill file asks for no alarms. */
  watched?: Watched;
  /** Asks whoever is on call whether messages reached them; absent where nobody can be asked. */
  onCall?: OnCall;
  /** When the drill began, in milliseconds on the clock of the target. */
  since: number;
  /** Of a drill that resumes another: the uses that were taken over with its answers. Absent otherwise. */
  earlierUses?: readonly EarlierUse[];
  /** Appends a cell to the journal. */
  record(cell: Cell): void;
}

/** The management account, in scope or not: the break-glass users are there. */
export function managementAccount({ inventory }: Pick<DrillContext, 'inventory'>): AccountInScope {
  const { managementAccountId: id, inScope, leftOut } = inventory;
  const found = [...inScope, ...leftOut].find((account) => account.id === id);
  return found ?? { id, name: id, ou: 'Root', ancestry: [id] };
}

/** ARN of the break-glass role in an account. */
export function roleArn(context: DrillContext, accountId: string): string {
  return `arn:${context.target.partition}:iam::${accountId}:role${context.file.breakGlass.role}`;
}

/** SDK clients for a purpose and credentials, in `region` or else in the Region of the target. */
export function clients(context: DrillContext, purpose: Purpose, credentials: Credentials, region?: string): Clients {
  const connection = context.connection(purpose);
  return createClients(region === undefined ? connection : { ...connection, region }, credentials);
}

/** Region of the STS endpoint that the hop into the account at this position of the plan goes through: each in turn. */
export function stsRegion({ file }: Pick<DrillContext, 'file'>, position: number): string | undefined {
  const regions = file.monitoring?.regions ?? [];
  return regions[position % Math.max(1, regions.length)];
}

/** What every hop into the break-glass role of an account brings along: as which user, if it matters. */
export function hopInto(
  context: DrillContext,
  accountId: string,
  user = context.known.present[0] ?? '',
): HopParameters & { roleArn: string } {
  return { roleArn: roleArn(context, accountId), ...hopParameters(context.file, user, context.drillId) };
}
