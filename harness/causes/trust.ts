/** Statements of a trust policy looked at one by one: whom each names, and whom it lets in. Pure. */
import { evaluate } from '../../iam/index.js';
import type { CallerIdentity } from './caller-identity.js';
import { principals, trustDangling } from './access.js';
import type { LabelledStatement } from './access.js';
import type { Explanation } from './explanation.js';

/** The first statement that alone lets the caller into the role. What the caller's own policies allow is taken for granted. */
export function admittingStatement(
  caller: CallerIdentity,
  roleArn: string,
  statements: readonly LabelledStatement[],
): LabelledStatement | undefined {
  return statements.find(({ statement }) => {
    const trust = { name: 'trust policy', document: { Version: '2012-10-17', Statement: [statement] } };
    const [, , , , account = ''] = roleArn.split(':');
    const action = caller.principal.includes(':saml-provider/') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRole';
    return (
      evaluate(
        { ...caller, action, resource: roleArn, resourceAccount: account },
        { identity: [EVERYTHING], trust, scpsByLevel: [] },
      ).decision === 'allow'
    );
  });
}

const EVERYTHING = {
  name: 'own policies',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } },
};

/**
 * The first statement that shows the raw id of a user that was deleted (IAM user guide, "AWS JSON policy elements:
 * Principal") and does not name the user who stands there now.
 */
export function danglingStatement(
  role: string,
  statements: readonly LabelledStatement[],
  user: { name: string; arn: string; id: string },
): Explanation | undefined {
  for (const { statement, label } of statements) {
    const named = principals(statement);
    const dangling = named.filter((principal) => /^AIDA[A-Z0-9]{12,}$/.test(principal) && principal !== user.id);
    if (dangling.length > 0 && !named.includes(user.arn)) return trustDangling(role, label, dangling, user.name);
  }
  return undefined;
}
