/** Who is as powerful as break glass in its account, and why: an administrator, or one who can make itself one. Pure. */
import type { Policy } from '../../../iam/index.js';
import { boundaryOf, identityPolicies, management, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { classOf } from './classes.js';
import { allows, tags } from './decide.js';
import type { Asked, Context, Imagined } from './decide.js';
import type { Holder } from './holders.js';

export const EVERYTHING: Policy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

const known = oncePerInspection((): Map<string, { why: string | undefined }> => new Map());

/** How a holder has every right in its account, in a few words; `undefined` for one that has not. Decided once a class. */
export function powerOf(inspected: Inspected, holder: Holder): string | undefined {
  const key = classOf(inspected, holder);
  const kept = known(inspected).get(key) ?? { why: decidePower(inspected, holder) };
  known(inspected).set(key, kept);
  return kept.why;
}

/** The same, decided anew. */
export function decidePower(inspected: Inspected, holder: Holder): string | undefined {
  return asItStands(inspected, holder) ?? byItsGroup(inspected, holder) ?? byItsBoundary(inspected, holder);
}

/**
 * By its own policies it may give itself any right. A guardrail that forbids exactly that leaves it an administrator all the
 * same, unless it takes everything else too; a boundary must let it out.
 */
function asItStands(inspected: Inspected, holder: Holder, imagined: Imagined = {}): string | undefined {
  const ways = escalations(inspected, holder);
  const way =
    ways.find(({ asked }) => allows(inspected, holder, asked, imagined)) ??
    ways.find(
      ({ asked }) =>
        allows(inspected, holder, asked, { ...imagined, scps: 'none' }) &&
        samples(inspected, holder).some((sample) => allows(inspected, holder, sample, imagined)),
    );
  return way && unbounded(inspected, holder, imagined) ? way.words : undefined;
}

/**
 * Whether a holder with every right is past its boundary: it has none, or may make a role without one, and enter that. What it gives
 * itself within a boundary stays within it.
 */
export function unbounded(inspected: Inspected, holder: Holder, imagined: Imagined = {}): boolean {
  if (holder.entity.permissionsBoundary === undefined || imagined.boundary === 'none') return true;
  const { partition } = inspected.snapshot.organization;
  const may = (action: string): boolean =>
    allows(
      inspected,
      holder,
      {
        action,
        resource: `arn:${partition}:iam::${holder.in.account.id}:role/newcomer`,
        context: { 'iam:PolicyARN': administratorPolicy(inspected) },
      },
      { identity: [EVERYTHING] },
    );
  return may('iam:CreateRole') && (may('iam:AttachRolePolicy') || may('iam:PutRolePolicy'));
}

function administratorPolicy({ snapshot }: Inspected): string {
  return `arn:${snapshot.organization.partition}:iam::aws:policy/AdministratorAccess`;
}

/** Whether it is an administrator already, and need not become one. */
export function isAdministrator(inspected: Inspected, holder: Holder): boolean {
  const { permissionsBoundary: boundary } = holder.entity;
  return boundary === undefined && samples(inspected, holder).every((sample) => allows(inspected, holder, sample));
}

/** Whether only its boundary keeps it from every right. */
export function isHeldByBoundary(inspected: Inspected, holder: Holder): boolean {
  return (
    holder.entity.permissionsBoundary !== undefined &&
    powerOf(inspected, holder) === undefined &&
    asItStands(inspected, holder, { boundary: 'none' }) !== undefined
  );
}

/** What an administrator can do and few others: read secrets, stop what runs, make identities. */
function samples(inspected: Inspected, { in: { account } }: Holder): Asked[] {
  const { partition, homeRegion } = inspected.snapshot.organization;
  const region = { 'aws:RequestedRegion': homeRegion };
  return [
    {
      action: 'secretsmanager:GetSecretValue',
      resource: `arn:${partition}:secretsmanager:${homeRegion}:${account.id}:secret:x`,
      context: region,
    },
    {
      action: 'ec2:StopInstances',
      resource: `arn:${partition}:ec2:${homeRegion}:${account.id}:instance/i-0`,
      context: region,
    },
    { action: 's3:GetObject', resource: `arn:${partition}:s3:::x/x`, context: region },
  ];
}

/** A way to a right, and what it is called. */
export interface Way {
  words: string;
  asked: Asked;
}

/** Ways in which a holder gives itself any right. */
function escalations(inspected: Inspected, holder: Holder): Way[] {
  return [...grants(inspected, holder, 'itself'), ...ofPermissionSets(inspected, holder)];
}

/** Ways in which somebody of its account gives a holder any right: a policy more, or another text of one that it has. */
export function grants(inspected: Inspected, holder: Holder, whom: 'it' | 'itself'): Way[] {
  const kind = holder.kind === 'user' ? 'User' : 'Role';
  const context: Context = {
    ...ofResource(holder),
    'iam:PolicyARN': administratorPolicy(inspected),
  };
  const way = (action: string, resource: string): Way => ({
    words: `give ${whom} any policy (${action})`,
    asked: { action, resource, account: holder.in, context },
  });
  const groups = 'groups' in holder.entity ? holder.entity.groups : [];
  const attached = [holder.entity, ...groups.flatMap((name) => holder.in.account.groups[name] ?? [])].flatMap(
    ({ managedPolicies }) => managedPolicies,
  );
  return [
    way(`iam:Attach${kind}Policy`, holder.arn),
    way(`iam:Put${kind}Policy`, holder.arn),
    ...attached
      .filter((arn) => arn.includes(`::${holder.in.account.id}:`))
      .map((arn): Way => ({
        words: 'change the text of a policy that it has (iam:CreatePolicyVersion)',
        asked: { action: 'iam:CreatePolicyVersion', resource: arn, account: holder.in },
      })),
    ...groups.flatMap((name) => {
      const arn = groupArn(inspected, holder, name);
      return [way('iam:AttachGroupPolicy', arn), way('iam:PutGroupPolicy', arn)];
    }),
  ];
}

function groupArn({ snapshot }: Inspected, { in: { account } }: Holder, name: string): string {
  return `arn:${snapshot.organization.partition}:iam::${account.id}:group${account.groups[name]?.path ?? '/'}${name}`;
}

/** What conditions can ask about a user or role that something is done to. */
export function ofResource({ entity }: Holder): Context {
  return {
    ...tags('aws:ResourceTag', entity.tags),
    ...tags('iam:ResourceTag', entity.tags),
    ...(entity.permissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': entity.permissionsBoundary }),
  };
}

/** Whoever fills permission sets or gives them away has every account. */
function ofPermissionSets(inspected: Inspected, holder: Holder): Way[] {
  if (holder.in.name !== management(inspected).name) return [];
  const { partition, identityCenter, homeRegion } = inspected.snapshot.organization;
  const instance = identityCenter.instanceArn.split('/').at(-1) ?? '';
  return [
    'sso:CreateAccountAssignment',
    'sso:PutInlinePolicyToPermissionSet',
    'sso:AttachManagedPolicyToPermissionSet',
  ].map((action) => ({
    words: `give people permission sets of any right (${action})`,
    asked: {
      action,
      resource: `arn:${partition}:sso:::permissionSet/${instance}/ps-0123456789abcdef`,
      context: { 'aws:RequestedRegion': homeRegion },
    },
  }));
}

/** A user may put itself into a group of administrators. */
function byItsGroup(inspected: Inspected, holder: Holder): string | undefined {
  if (!('groups' in holder.entity)) return undefined;
  const { account } = holder.in;
  const own = identityPolicies(inspected, account, holder.entity);
  return Object.entries(account.groups)
    .filter(
      ([name, group]) =>
        allows(inspected, holder, { action: 'iam:AddUserToGroup', resource: groupArn(inspected, holder, name) }) &&
        asItStands(inspected, holder, { identity: [...own, ...identityPolicies(inspected, account, group)] }) !==
          undefined,
    )
    .map(([name]) => `put itself into the group "${name}" (iam:AddUserToGroup)`)[0];
}

/** An administrator within a boundary may take the boundary off, or change its text. */
function byItsBoundary(inspected: Inspected, holder: Holder): string | undefined {
  const { permissionsBoundary: boundary } = holder.entity;
  if (boundary === undefined || boundaryOf(inspected, holder.in.account, holder.entity).boundary === undefined)
    return undefined;
  const kind = holder.kind === 'user' ? 'User' : 'Role';
  const shed: Way[] = [
    {
      words: `take off its permissions boundary (iam:Delete${kind}PermissionsBoundary)`,
      asked: { action: `iam:Delete${kind}PermissionsBoundary`, resource: holder.arn, context: ofResource(holder) },
    },
    ...(boundary.includes(`::${holder.in.account.id}:`)
      ? [
          {
            words: 'change the text of its permissions boundary (iam:CreatePolicyVersion)',
            asked: { action: 'iam:CreatePolicyVersion', resource: boundary },
          },
        ]
      : []),
  ];
  if (asItStands(inspected, holder, { boundary: 'none' }) === undefined) return undefined;
  return shed.find(({ asked }) => allows(inspected, holder, asked))?.words;
}
