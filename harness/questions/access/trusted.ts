/**
 * What the trust policy of an account, and the policies of a user, say to the hops of a drill beside the one that was made: which
 * Region, and which way, an account happened to get must not decide about it. Pure, over what was read before the drill began.
 */
import { evaluate } from '../../../iam/index.js';
import type { AccessRequest } from '../../../iam/index.js';
import { hopDenied, labelled } from '../../causes/access.js';
import { byOwnPolicies, decidingOwn } from '../../causes/own-policies.js';
import { trustAsks, whyRefused } from '../../causes/trust-conditions.js';
import type { Deciding, TrustedHop } from '../../causes/trust-conditions.js';
import type { Explanation } from '../../causes/explanation.js';
import { compiled } from '../../configuration/inspected.js';
import type { CellCode } from '../../drill/cell.js';
import { hopKeys, settingsMissing } from '../../configuration/hop-settings.js';
import { roleArn } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { waysOf } from '../../drill/hop-way.js';
import type { HopWay } from '../../drill/hop-way.js';
import type { Statements } from '../../../organization/model.js';
import { isoTime } from '../../../base/clock.js';

/** How a hop was made: through which Region, in which way; at the console it bears the user's name. */
export interface Made {
  region: string;
  way: HopWay | 'console';
}

/** Regions of the hops of a drill. */
function regionsOf({ file, organization }: Pick<DrillContext, 'file' | 'organization'>): readonly string[] {
  return file.monitoring?.regions ?? [organization.homeRegion];
}

/** Every hop of a drill: through each Region, in each way. */
export function everyHop(context: DrillContext): Made[] {
  return regionsOf(context).flatMap((region) => waysOf(context.file).map((way) => ({ region, way })));
}

/** What is wrong with a hop that was refused, or with another that would be: `certain` unless settings are missing. */
export type TrustVerdict = {
  explanation: Explanation;
  missing: readonly string[];
  /** The user's policies allow it on something else. */
  elsewhere?: boolean;
};

/** Why the trust policy refuses the hop that was made; `undefined` if it is not known to. */
export function refusedBy(
  context: DrillContext,
  trust: Statements | undefined,
  into: { user: string; accountId: string },
  made: Made,
): TrustVerdict | undefined {
  const deciding = trust && whyRefused(labelled(trust), hopOf(context, into, made));
  return deciding && told(context, deciding);
}

/** Why what the user has itself refuses it, where its policies could be read, whatever a trust policy says that could not. */
function refusedByOwn(
  context: DrillContext,
  trust: Statements | undefined,
  into: { user: string; accountId: string },
  made: Made,
): TrustVerdict | undefined {
  const own = context.users.get(into.user)?.own;
  if (!own) return undefined;
  const { roleArn: resource, ...hop } = hopOf(context, into, made);
  const request: AccessRequest = { ...hop, action: 'sts:AssumeRole', resource, resourceAccount: into.accountId };
  const { decision, decidedBy: type } = evaluate(request, {
    ...own,
    trust: { name: 'trust policy', document: compiled(trust ?? ofAccount(context)) },
    scpsByLevel: [],
  });
  if (decision === 'allow' || (type !== 'identity-based policy' && type !== 'permissions boundary')) return undefined;
  const { file } = context;
  const refusal = { type, explicit: decision === 'explicitDeny' };
  const explanation = hopDenied(
    type === 'permissions boundary' ? 'BG_BOUNDARY_DENIED' : 'BG_IDENTITY_DENIED',
    { role: file.breakGlass.role, user: into.user, by: byOwnPolicies(own, refusal, request) },
    refusal.explicit,
  );
  const deciding = decidingOwn(own, refusal, request);
  return (
    explanation && {
      explanation,
      missing: settingsMissing(file, deciding),
      elsewhere: deciding.some(({ resources }) => resources !== undefined),
    }
  );
}

/** A trust policy that leaves everything to the policies of the users' account. */
function ofAccount({ inventory, target }: DrillContext): Statements {
  const AWS = `arn:${target.partition}:iam::${inventory.managementAccountId}:root`;
  return { account: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } } };
}

/** What looks for the reason of a hop that was refused so. */
export function lookFor(code: CellCode): typeof refusedBy | undefined {
  // AWS names a trust policy in some refusals, in others a policy of a resource, and none in others.
  if (code === 'BG_TRUST_DENIED' || code === 'BG_RESOURCE_POLICY_DENIED') return refusedBy;
  if (code === 'BG_IDENTITY_DENIED' || code === 'BG_BOUNDARY_DENIED') return refusedByOwn;
  return code === 'BG_ACCESS_DENIED' ? refusedByEither : undefined;
}

const refusedByEither: typeof refusedBy = (...hop) => refusedBy(...hop) ?? refusedByOwn(...hop);

/** The same drill, as if its file did not say where it comes from: whoever plays it may stand somewhere else. */
export function fromAnywhere(context: DrillContext): DrillContext {
  const { file } = context;
  const { sourceIp: _ip, vpcEndpoint: _endpoint, vpc: _vpc, ...from } = file.breakGlass.from ?? {};
  return { ...context, file: { ...file, breakGlass: { ...file.breakGlass, from } } };
}

/** Why it refuses another hop of the drill, though it admits this one. */
export function refusedElsewhere(
  context: DrillContext,
  trust: Statements | undefined,
  into: { user: string; accountId: string },
  made: Made,
): TrustVerdict | undefined {
  // What admits a hop that cannot be evaluated so may admit others by the same.
  if (refusedByEither(context, trust, into, made)) return undefined;
  if (trust && whyRefused(labelled(trust), hopOf(context, into, made))) return undefined;
  for (const other of everyHop(context)) {
    const refused = refusedByEither(context, trust, into, other);
    if (refused) return refused;
  }
  return undefined;
}

function told({ file }: DrillContext, deciding: readonly Deciding[]): TrustVerdict | undefined {
  const explanation = trustAsks(file.breakGlass.role, deciding);
  return explanation && { explanation, missing: settingsMissing(file, deciding) };
}

function hopOf(
  context: DrillContext,
  { user, accountId }: { user: string; accountId: string },
  { region, way }: Made,
): TrustedHop {
  const { file, inventory, breakGlassUsers, users, drillId, target } = context;
  const { arn = '', id = '' } = breakGlassUsers.get(user) ?? {};
  const now = target.clock.now();
  const { organizationId, managementAccountId } = inventory;
  const tags = Object.entries(users.get(user)?.tags ?? {});
  return {
    principal: arn,
    principalId: id,
    roleArn: roleArn(context, accountId),
    context: {
      'aws:CurrentTime': isoTime(now).replace(/\.\d{3}Z$/, 'Z'),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:SecureTransport': 'true',
      'aws:RequestedRegion': region,
      'aws:ViaAWSService': 'false',
      'aws:PrincipalAccount': managementAccountId,
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalOrgID': organizationId,
      'aws:PrincipalType': 'User',
      'aws:PrincipalArn': arn,
      'aws:userid': id,
      'aws:username': user,
      'aws:ResourceAccount': accountId,
      'aws:ResourceOrgID': organizationId,
      'aws:MultiFactorAuthPresent': 'true',
      'aws:MultiFactorAuthAge': way === 'long-term-key' ? '0' : '1',
      ...(way === 'long-term-key' ? {} : { 'aws:TokenIssueTime': isoTime(now - 1000).replace(/\.\d{3}Z$/, 'Z') }),
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
      ...hopKeys(file, user, drillId),
      ...(way === 'console' ? { 'sts:RoleSessionName': user } : {}),
    },
  };
}
