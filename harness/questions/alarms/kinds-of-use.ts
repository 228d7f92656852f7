/** A sample of each way to use break glass, by each user and wherever it is recorded, as CloudTrail would record it. Pure. */
import type { WatchedUse } from '../../monitoring/alarm-chain.js';
import { apiCallRecords, consoleLoginRecord, pageIn, usesIn } from '../../../monitoring/index.js';
import type { CallerFacts, CloudTrailEvent, UserOfRole, UseRecords } from '../../../monitoring/index.js';
import type { User } from '../../../organization/model.js';
import type { UseKind } from '../../../reports/monitoring-result.js';
import {
  accountsInScope,
  breakGlassUsers,
  management,
  oncePerInspection,
  roleArnIn,
  roleName,
} from '../../configuration/inspected.js';
import { watchedRegions } from '../../drill/watched.js';

/** Stand in a sentence for the user and the use that it is about, until it is known which of them have the same gap. */
export const WHO = ' by somebody';
export const WHAT = 'this use';

/** One way to use break glass by one user in one Region. */
export interface SampleUse extends Pick<UseRecords, 'way' | 'succeeded'> {
  kind: UseKind;
  /** What it is called: "a refused hop into the break-glass role". */
  name: string;
  user: string;
  use: WatchedUse;
}

/** What uses are called; a switch of roles is a hop, too. */
const NAMES: Readonly<Record<UseKind, { done: string; refused: string }>> = {
  AssumeRole: { done: 'a hop into the break-glass role', refused: 'a refused hop into the break-glass role' },
  SwitchRole: { done: 'a hop into the break-glass role', refused: 'a refused hop into the break-glass role' },
  ConsoleLogin: { done: 'a console sign-in', refused: 'a failed console sign-in' },
};

/** Every way, done and refused, by each user in each Region where a use can be recorded. */
export const kindsOfUse = oncePerInspection((inspected): SampleUse[] => {
  const { monitoring } = inspected.file;
  const { organization } = inspected.snapshot;
  const { account } = management(inspected);
  const [target = account.id] = accountsInScope(inspected)
    .map((scoped) => scoped.account.id)
    .filter((id) => id !== account.id);
  const by = {
    accountId: account.id,
    partition: organization.partition,
    keys: { longTerm: 'AKIADRILLDRILLDRILL2', session: 'ASIADRILLDRILLDRILL2', role: 'ASIADRILLDRILLDRILL3' },
    role: {
      id: inspected.snapshot.uniqueIds[roleArnIn(inspected, target)] ?? '',
      name: roleName(inspected),
      arn: roleArnIn(inspected, target),
      accountId: target,
    },
    logsSeconds: monitoring?.sla.logs ?? 0,
    call: { at: inspected.now, sourceIp: '192.0.2.1', userAgent: 'drill', requestId: newId() },
  };
  const regions = watchedRegions(organization, inspected.file);
  return breakGlassUsers(inspected).flatMap(({ name, arn, id, user }) => {
    const facts: UserOfRole = {
      ...by,
      user: { accountId: account.id, userId: id, userName: name, arn },
      serialNumber: deviceOf(by, name, user),
    };
    return regions.flatMap((region) => usesIn(facts, region, newId).flatMap((use) => sample(by, name, region, use)));
  });
});

/** By whom uses are, and what their records share. */
interface By extends Pick<UserOfRole, 'call'> {
  accountId: string;
  partition: string;
  logsSeconds: number;
}

const newId = (): string => '00000000-0000-0000-0000-000000000000';

/** A use that leaves a record in the management account, beside calls there that are none. */
function sample(by: By, user: string, region: string, { kind, way, succeeded, records }: UseRecords): SampleUse[] {
  const record = records.find(({ recipientAccountId }) => recipientAccountId === by.accountId);
  if (!record) return [];
  const ordinary = kind === 'ConsoleLogin' && succeeded ? ordinarySignIn(by, region) : ordinaryCalls(by, region);
  const use = { record, copies: records, ordinary, words: `${WHAT}${WHO}`, logsSeconds: by.logsSeconds };
  return [{ kind, way, succeeded, name: NAMES[kind][succeeded ? 'done' : 'refused'], user, use }];
}

/** Serial number of the first device of a user (IAM API reference, MFADevice). */
function deviceOf({ accountId, partition }: By, name: string, { mfa }: User): string {
  const [[device, { kind }] = [name, { kind: 'virtual' }]] = Object.entries(mfa);
  if (kind === 'hardware') return device;
  return `arn:${partition}:iam::${accountId}:${kind === 'fido' ? `u2f/user/${name}` : 'mfa'}/${device}`;
}

function ordinaryCalls(by: By, region: string): CloudTrailEvent[] {
  const call = { ...by.call, service: 'sts', region, caller: ordinary(by) };
  const input = {
    RoleArn: `arn:${by.partition}:iam::${by.accountId}:role/ordinary`,
    RoleSessionName: 'ordinary',
  };
  return [
    ...apiCallRecords({ ...call, operation: 'GetCallerIdentity' }, newId),
    ...apiCallRecords({ ...call, operation: 'AssumeRole', input }, newId),
  ];
}

function ordinarySignIn(by: By, region: string): CloudTrailEvent[] {
  const device = `arn:${by.partition}:iam::${by.accountId}:mfa/ordinary`;
  const facts = { who: ordinary(by), page: pageIn(region), ...by.call };
  return [consoleLoginRecord({ ...facts, outcome: { kind: 'signed-in', device } }, newId)];
}

/** A user who is none of break glass. */
function ordinary({ accountId, partition, call }: By): CallerFacts {
  return {
    kind: 'user',
    accountId,
    userId: 'AIDAORDINARYUSER00000',
    userName: 'ordinary',
    arn: `arn:${partition}:iam::${accountId}:user/ordinary`,
    session: { issuedAt: call.at, mfa: true },
  };
}
