/** Which statements of a principal's own policies and of its boundary refuse a request, and by which of their conditions. Pure. */
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, Policy, PolicyStatement } from '../../iam/index.js';
import { EVERYTHING } from './guarded.js';
import { conditionsOf, conditionWords, withConditions } from './trust-conditions.js';
import type { Deciding } from './trust-conditions.js';

/** A policy by its name, or by its ARN if it is attached; of a group of the user, or its own. */
export interface OwnPolicy extends Policy {
  group?: string;
}

/** What a user or a role has itself. */
export interface OwnPolicies {
  identity: readonly OwnPolicy[];
  boundary?: Policy;
}

/** Which of the two refuses, in the words of AWS's messages, and whether something denies. */
export interface Refusal {
  type: 'identity-based policy' | 'permissions boundary';
  explicit: boolean;
}

/** A statement that denies it, or would allow it under other conditions or on something else. */
export interface OwnDeciding extends Deciding {
  /** Such as `policy "leavers" of group "staff"`. */
  policy: string;
  /** Absent where it is about what was asked for. */
  resources?: readonly string[];
}

/** Every statement that decides. */
export function decidingOwn(own: OwnPolicies, { type, explicit }: Refusal, request: AccessRequest): OwnDeciding[] {
  return policiesOf(own, type).flatMap((policy) =>
    [policy.document.Statement].flat().flatMap((statement, index): OwnDeciding[] => {
      const named = { policy: called(policy, type), label: statement.Sid ?? `statement-${index + 1}` };
      if (explicit)
        return statement.Effect === 'Deny' && isAbout(statement, request)
          ? [{ ...named, effect: 'Deny', conditions: conditionsOf(statement) }]
          : [];
      const missed = statement.Effect === 'Allow' ? nearMiss(statement, request) : undefined;
      return missed ? [{ ...named, effect: 'Allow', ...missed }] : [];
    }),
  );
}

/** The end of a sentence: who refuses. Nothing where no policy comes near. */
export function byOwnPolicies(own: OwnPolicies, refusal: Refusal, request: AccessRequest): string {
  const told = decidingOwn(own, refusal, request).map(({ policy, label, effect, conditions, resources }) => {
    const where = conditions.length > 0 ? ` where ${conditionWords(conditions)}` : '';
    if (effect === 'Deny') return `${policy}, statement "${label}", denies it${where}`;
    return `${policy}, statement "${label}", allows it only${resources ? ` on ${listed(resources)}` : ''}${where}`;
  });
  const { type, explicit } = refusal;
  const silent = type === 'permissions boundary' && !explicit ? policiesOf(own, type) : [];
  const parts = told.length > 0 ? told : silent.map((policy) => `${called(policy, type)} does not allow it`);
  return parts.length > 0 ? `: ${[...new Set(parts)].join('; ')}` : '';
}

function policiesOf({ identity, boundary }: OwnPolicies, type: Refusal['type']): readonly OwnPolicy[] {
  if (type === 'identity-based policy') return identity;
  return boundary ? [boundary] : [];
}

/** A policy of a user or a role, in words. */
export function policyCalled(policy: OwnPolicy): string {
  return called(policy, 'identity-based policy');
}

/** Without the account of an attached policy: the same in many accounts is one finding. */
function called({ name, group }: OwnPolicy, type: Refusal['type']): string {
  const kind = type === 'permissions boundary' ? type : 'policy';
  return `${kind} "${name.replace(/^arn:[^/]*:policy\//, '')}"${group === undefined ? '' : ` of group "${group}"`}`;
}

/** What keeps an Allow that is about the action from allowing it; `undefined` for one that is about other actions. */
function nearMiss(
  statement: PolicyStatement,
  request: AccessRequest,
): Pick<OwnDeciding, 'conditions' | 'resources'> | undefined {
  const { NotResource: others, ...rest } = statement;
  const anywhere: PolicyStatement = { ...rest, Resource: '*' };
  if (!isAbout(withConditions(anywhere, []), request)) return undefined;
  const all = conditionsOf(statement);
  const unmet = all.filter((one) => !isAbout(withConditions(anywhere, [one]), request));
  if (isAbout(withConditions(statement, []), request)) return { conditions: unmet.length > 0 ? unmet : all };
  const resources =
    others === undefined ? [statement.Resource ?? []].flat() : [others].flat().map((one) => `all but ${one}`);
  return { conditions: unmet, resources };
}

/** Whether a statement means a request, whatever its effect. */
function isAbout(statement: PolicyStatement, request: AccessRequest): boolean {
  const denying: Policy = {
    name: 'statement',
    document: { Version: '2012-10-17', Statement: { ...statement, Effect: 'Deny' } },
  };
  return (
    evaluate(request, { identity: [EVERYTHING, denying], trust: ANYBODY, scpsByLevel: [] }).decision === 'explicitDeny'
  );
}

const ANYBODY: Policy = {
  name: 'trust policy',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
};

/** Up to three, then how many more. */
function listed(items: readonly string[]): string {
  const more = items.length > 3 ? ` and ${items.length - 3} more` : '';
  return `${items.slice(0, 3).join(' or ')}${more}`;
}

/** A call of a session of a role, in the Region where IAM is called. */
export function sessionRequest(asked: {
  arn: string;
  roleName: string;
  accountId: string;
  action: string;
}): AccessRequest {
  const { arn, roleName, accountId, action } = asked;
  return {
    principal: arn.replace(':iam:', ':sts:').replace(/:role\/.*$/, `:assumed-role/${roleName}/x`),
    action,
    resource: '*',
    resourceAccount: accountId,
    context: {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': accountId,
      'aws:RequestedRegion': 'us-east-1',
      'aws:SecureTransport': 'true',
      'aws:MultiFactorAuthPresent': 'false',
    },
  };
}
