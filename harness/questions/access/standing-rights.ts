/** What a break-glass user may do without breaking any glass, by the statements of its own policies. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { PolicyStatement } from '../../../iam/index.js';
import { policyCalled } from '../../causes/own-policies.js';
import type { OwnPolicy } from '../../causes/own-policies.js';
import { requestOf } from '../../causes/guarded.js';
import type { breakGlassUsers } from '../../configuration/inspected.js';
import { management, ownPolicies } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { requestInside } from '../guardrails/inside.js';

type BreakGlassUser = ReturnType<typeof breakGlassUsers>[number];

/** Signing in and hopping, and reading what IAM knows: an emergency begins so. */
const BREAKING = /^(sts:.*|signin:.*|iam:(get|list)[a-z*?]*)$/i;

/** What users do for themselves (IAM user guide, "Allows MFA-authenticated IAM users to manage their own credentials"). */
const FOR_ITSELF =
  /^iam:[*a-z]*(changepassword|accesskey|loginprofile|mfadevice|signingcertificate|sshpublickey|servicespecificcredential)[s*]*$/i;

/** Each statement that allows more, as `policy "x", statement "y", allows s3:*`; what a boundary or a Deny takes away is none. */
export function standingRights(inspected: Inspected, user: BreakGlassUser): string[] {
  const own = ownPolicies(user.user, management(inspected).account, inspected.snapshot.awsPolicies);
  return own.identity.flatMap((policy) =>
    [policy.document.Statement].flat().flatMap((statement, index) => {
      if (statement.Effect !== 'Allow') return [];
      const rights = patterns(statement).filter(
        (one) => !isHarmless(one.action, statement, user) && isEffective(inspected, user, own, one.statement),
      );
      return rights.length > 0
        ? [
            told(
              policy,
              statement.Sid ?? `statement-${index + 1}`,
              rights.map(({ words }) => words),
            ),
          ]
        : [];
    }),
  );
}

function told(policy: OwnPolicy, label: string, rights: readonly string[]): string {
  const more = rights.length > 3 ? ` and ${rights.length - 3} more` : '';
  return `${policyCalled(policy)}, statement "${label}", allows ${rights.slice(0, 3).join(', ')}${more}`;
}

interface Right {
  action: string;
  words: string;
  statement: PolicyStatement;
}

/** A statement for each of its actions. */
function patterns(statement: PolicyStatement): Right[] {
  const { Action: action, NotAction: others } = statement;
  if (others !== undefined) return [{ action: '*', words: `all but ${[others].flat().join(' and ')}`, statement }];
  return [action ?? []].flat().map((one) => ({ action: one, words: one, statement: { ...statement, Action: one } }));
}

function isHarmless(action: string, { Resource: resource }: PolicyStatement, { name, arn }: BreakGlassUser): boolean {
  if (BREAKING.test(action)) return true;
  const own = [resource ?? []].flat();
  return (
    FOR_ITSELF.test(action) &&
    own.every(
      (one) =>
        one === arn || /\$\{aws:username\}/.test(one) || one.endsWith(`/${name}`) || /:(mfa|sms-mfa)\//.test(one),
    )
  );
}

/** Whether a request that the statement is about is allowed, whatever else the user has. */
function isEffective(
  inspected: Inspected,
  { arn, id, user }: BreakGlassUser,
  own: ReturnType<typeof ownPolicies>,
  statement: PolicyStatement,
): boolean {
  const { organization } = inspected.snapshot;
  const who = {
    arn,
    id,
    tags: user.tags,
    keys: { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '1' },
  };
  const place = {
    partition: organization.partition,
    accountId: management(inspected).account.id,
    regions: [organization.homeRegion],
  };
  const asked = requestInside({ ...statement, Effect: 'Deny' }, who, place);
  return (
    asked !== undefined &&
    evaluate({ ...requestOf(who, asked), principalInManagementAccount: true }, { ...own, scpsByLevel: [] }).decision ===
      'allow'
  );
}
