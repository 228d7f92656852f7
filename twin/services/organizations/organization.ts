/** The organization itself: made, described, deleted; its root and its types of policies. */
import { isInOrganization } from '../../state/organization-tree.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { foundOrganization, dissolveOrganization } from './founding-and-joining.js';
import { disableType, enableType } from './guardrail-targets.js';
import {
  arnOf,
  guardrailType,
  invalidInput,
  managementOnly,
  memberOnly,
  members,
  pageOf,
  permissionsOn,
  readersOnly,
  resourceArn,
} from './operations-in-common.js';

function show(state: TwinState): Record<string, unknown> {
  const { id, managementAccountId, featureSet, policyTypes } = state.organization;
  return {
    Id: id,
    Arn: arnOf(state, `organization/${id}`),
    FeatureSet: featureSet,
    MasterAccountArn: resourceArn(state, managementAccountId),
    MasterAccountId: managementAccountId,
    MasterAccountEmail: state.accounts.get(managementAccountId)?.email,
    AvailablePolicyTypes: typesOf(policyTypes),
  };
}

function typesOf(types: ReadonlySet<string>): Record<string, string>[] {
  return [...types].map((Type) => ({ Type, Status: 'ENABLED' }));
}

function showRoot(state: TwinState): Record<string, unknown> {
  const { rootId, policyTypes } = state.organization;
  return { Id: rootId, Arn: resourceArn(state, rootId), Name: 'Root', PolicyTypes: typesOf(policyTypes) };
}

interface TypeInput {
  RootId: string;
  PolicyType: string;
}

function checkRoot({ state }: OperationContext, rootId: string): void {
  if (rootId !== state.organization.rootId)
    throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.");
}

function typePermission(name: string) {
  return ({ RootId, PolicyType }: TypeInput, context: OperationContext) =>
    permissionsOn(name, [RootId], context, { 'organizations:PolicyType': PolicyType });
}

export const organizationOperations = [
  operation<{ FeatureSet?: string }, unknown>({
    name: 'CreateOrganization',
    run: ({ FeatureSet = 'ALL' }, context) => {
      if (FeatureSet !== 'ALL' && FeatureSet !== 'CONSOLIDATED_BILLING')
        throw invalidInput('INVALID_ENUM', `${FeatureSet} is not a feature set.`);
      if (isInOrganization(context.caller.account))
        throw new AwsError('AlreadyInOrganizationException', 'The AWS account is already a member of an organization.');
      foundOrganization(context, FeatureSet);
      return { Organization: show(context.state) };
    },
  }),
  operation<unknown, unknown>({
    name: 'DescribeOrganization',
    run: (_input, context) => {
      memberOnly(context);
      return { Organization: show(context.state) };
    },
  }),
  operation<unknown, unknown>({
    name: 'DeleteOrganization',
    run: (_input, context) => {
      managementOnly(context);
      const { state } = context;
      if (members(state).length > 1)
        throw new AwsError(
          'OrganizationNotEmptyException',
          'To delete an organization, first remove all member accounts.',
        );
      dissolveOrganization(state);
      return {};
    },
  }),
  operation<unknown, unknown>({
    name: 'EnableAllFeatures',
    run: (_input, context) => {
      managementOnly(context);
      const { state, clock } = context;
      if (state.organization.featureSet === 'ALL') {
        throw new AwsError('HandshakeConstraintViolationException', 'The organization has all features already.', 400, {
          Reason: 'ORGANIZATION_ALREADY_HAS_ALL_FEATURES',
        });
      }
      // Accounts that were invited would have to agree; here all were created, so nobody has to.
      state.organization.featureSet = 'ALL';
      const now = new Date(clock.now());
      return {
        Handshake: {
          State: 'ACCEPTED',
          Action: 'ENABLE_ALL_FEATURES',
          RequestedTimestamp: now,
          ExpirationTimestamp: now,
          Parties: [{ Id: state.organization.id.slice(2), Type: 'ORGANIZATION' }],
        },
      };
    },
  }),
  operation<PageInput, unknown>({
    name: 'ListRoots',
    run: (input, context) => {
      readersOnly(context);
      const { items, ...rest } = pageOf([showRoot(context.state)], input);
      return { Roots: items, ...rest };
    },
  }),
  operation<TypeInput, unknown>({
    name: 'EnablePolicyType',
    permissions: typePermission('EnablePolicyType'),
    run: ({ RootId, PolicyType }, context) => {
      managementOnly(context);
      const { state } = context;
      checkRoot(context, RootId);
      const type = guardrailType(PolicyType);
      if (state.organization.featureSet !== 'ALL')
        throw new AwsError(
          'PolicyTypeNotAvailableForOrganizationException',
          'The policy type is available only with all features.',
        );
      if (state.organization.policyTypes.has(type))
        throw new AwsError('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled.');
      enableType(state, type);
      return { Root: showRoot(state) };
    },
  }),
  operation<TypeInput, unknown>({
    name: 'DisablePolicyType',
    permissions: typePermission('DisablePolicyType'),
    run: ({ RootId, PolicyType }, context) => {
      managementOnly(context);
      const { state } = context;
      checkRoot(context, RootId);
      const type = guardrailType(PolicyType);
      if (!state.organization.policyTypes.has(type))
        throw new AwsError('PolicyTypeNotEnabledException', 'The specified policy type is not enabled.');
      disableType(state, type);
      return { Root: showRoot(state) };
    },
  }),
];
