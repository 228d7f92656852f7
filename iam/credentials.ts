/** What AWS refuses to a kind of credentials whatever the policies say (IAM user guide, "Compare AWS STS credentials"). */
import type { PrincipalKind } from './principal.js';

/**
 * Why AWS refuses the action to this kind of caller; `undefined` if policies decide. `action` is in lower case. GetSessionToken
 * sessions are not told apart here: their principal is the user's, as that of a long-term key or of a console session.
 */
export function refusalByAws(action: string, kind: PrincipalKind): string | undefined {
  switch (kind) {
    case 'root':
      return action === 'sts:assumerole' || action === 'sts:assumeroot'
        ? 'the root user cannot assume a role'
        : undefined;
    case 'role-session':
      return action === 'sts:getsessiontoken' || action === 'sts:getfederationtoken'
        ? 'a role session cannot ask for this token'
        : undefined;
    case 'federated-user':
      if (action === 'sts:getcalleridentity') return undefined;
      return /^(iam|sts):/.test(action) ? 'a federated user session cannot call IAM or STS' : undefined;
    default:
      return undefined;
  }
}
