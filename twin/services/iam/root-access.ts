/** Centralized root access: which of its features an organization has (IAM API reference, ListOrganizationsFeatures). */
import { isInOrganization, mayAdministerRootAccess, ROOT_ACCESS_SERVICE } from '../../state/organization-tree.js';
import type { RootAccessFeature } from '../../state/organization.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';

const FEATURES: readonly RootAccessFeature[] = ['RootCredentialsManagement', 'RootSessions'];

function show({ state }: OperationContext): Record<string, unknown> {
  const { id, rootAccess } = state.organization;
  return { OrganizationId: id, EnabledFeatures: FEATURES.filter((feature) => rootAccess.has(feature)) };
}

/** Throws what stands in the way of everybody, then of this caller. */
function check({ state, caller }: OperationContext): void {
  const refuse = (code: string, message: string): AwsError => new AwsError(code, message);
  if (!isInOrganization(caller.account))
    throw refuse('OrganizationNotFoundException', 'No organization is associated with your account.');
  if (state.organization.featureSet !== 'ALL')
    throw refuse('OrganizationNotInAllFeaturesModeException', 'Your organization does not have all features enabled.');
  if (!state.organization.trustedServices.has(ROOT_ACCESS_SERVICE))
    throw refuse('ServiceAccessNotEnabledException', 'Trusted access is not enabled for IAM in AWS Organizations.');
  if (!mayAdministerRootAccess(state, caller.account))
    throw refuse(
      'AccountNotManagementOrDelegatedAdministratorException',
      'The account is neither the management account nor a delegated administrator of IAM.',
    );
}

function enable(feature: RootAccessFeature): AnyOperation {
  return operation<unknown, unknown>({
    name: `EnableOrganizations${feature}`,
    run: (_input, context) => {
      check(context);
      const { organization } = context.state;
      if (context.caller.account.id !== organization.managementAccountId)
        throw new AwsError(
          'CallerIsNotManagementAccountException',
          'The account is not the management account of the organization.',
        );
      organization.rootAccess.add(feature);
      return show(context);
    },
  });
}

function disable(feature: RootAccessFeature): AnyOperation {
  return operation<unknown, unknown>({
    name: `DisableOrganizations${feature}`,
    run: (_input, context) => {
      check(context);
      context.state.organization.rootAccess.delete(feature);
      return show(context);
    },
  });
}

export const rootAccessOperations = [
  operation<unknown, unknown>({
    name: 'ListOrganizationsFeatures',
    run: (_input, context) => {
      check(context);
      return show(context);
    },
  }),
  ...FEATURES.flatMap((feature) => [enable(feature), disable(feature)]),
];
