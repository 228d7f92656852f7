/** Who may administer Identity Center, asked by its two APIs: SSO Admin and Identity Store. */
import { isInOrganization } from '../state/organization-tree.js';
import { AwsError } from '../wire/aws-error.js';
import type { RequestContext } from './request.js';

const SERVICE_PRINCIPAL = 'sso.amazonaws.com';

/**
 * Throws `AccessDenied` unless the call comes from the management account or a delegated administrator, in the Region of
 * the instance, and names what is there (IAM Identity Center user guide, "Delegated administration"). What another
 * organization has is not told apart from what nobody has.
 */
export function administersOnly({ state, caller, region }: RequestContext, named: boolean): void {
  const { managementAccountId, delegatedAdministrators } = state.organization;
  const { id } = caller.account;
  const delegated = delegatedAdministrators.get(id)?.services.has(SERVICE_PRINCIPAL) === true;
  const administers = isInOrganization(caller.account) && (id === managementAccountId || delegated);
  if (!administers || !named || region !== state.homeRegion)
    throw new AwsError('AccessDenied', 'You do not have sufficient access to perform this action.', 403);
}

/** Throws `AccessDenied` for a delegated administrator: what is in the management account is the management account's own. */
export function managementOnly({ state, caller }: RequestContext): void {
  if (caller.account.id === state.organization.managementAccountId) return;
  throw new AwsError(
    'AccessDenied',
    'A delegated administrator cannot change what is provisioned in the management account.',
    403,
  );
}
