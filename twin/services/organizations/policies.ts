/** Guardrails: service and resource control policies. Where they are attached is in `attachments.ts`. */
import { guardrailQuotas, readPolicyDocument } from '../../access/policy-validation/index.js';
import type { GuardrailType, TwinGuardrail } from '../../state/organization.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { letters } from './founding-and-joining.js';
import { addGuardrail } from './guardrail-targets.js';
import { LIMITS } from './limits.js';
import {
  guardrailType,
  invalidInput,
  managementOnly,
  pageOf,
  permissionsOn,
  policyOf,
  readersOnly,
  violates,
} from './operations-in-common.js';
import { newTagKeys, onNewTags, tagsOf } from './tags.js';
import type { Tag } from './tags.js';

/** A policy without its document. */
export function showSummary({ id, type, arn, name, description, awsManaged }: TwinGuardrail): Record<string, unknown> {
  return { Id: id, Arn: arn, Name: name, Description: description, Type: type, AwsManaged: awsManaged };
}

function show(policy: TwinGuardrail): Record<string, unknown> {
  return { Policy: { PolicySummary: showSummary(policy), Content: policy.content } };
}

/** Context keys of a policy: its type. */
export function typeKey(state: TwinState, policyId: string): Record<string, string> {
  const type = state.guardrails.get(policyId)?.type;
  return type === undefined ? {} : { 'organizations:PolicyType': type };
}

/** The document of a text. Throws `ConstraintViolationException` for one that is too long, `MalformedPolicyDocumentException` for one that AWS would not take. */
function contentOf(
  text: string,
  type: GuardrailType,
  { clock }: OperationContext,
): Pick<TwinGuardrail, 'content' | 'document'> {
  const { scpCharacters, rcpCharacters } = guardrailQuotas(clock.now());
  const document =
    type === 'SERVICE_CONTROL_POLICY'
      ? readPolicyDocument('scp', text, scpCharacters)
      : readPolicyDocument('rcp', text, rcpCharacters);
  return { content: text, document };
}

function checkName(state: TwinState, name: string, type: GuardrailType, self = ''): void {
  if (name.length < 1 || name.length > 128)
    throw invalidInput('MAX_LENGTH_EXCEEDED', 'The name of a policy has 1 to 128 characters.');
  const taken = [...state.guardrails.values()].some(
    (other) => other.type === type && other.name === name && other.id !== self,
  );
  if (taken) throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
}

function checkDescription(description: string): void {
  if (description.length > 512)
    throw invalidInput('MAX_LENGTH_EXCEEDED', 'The description of a policy has 512 characters at most.');
}

/** A policy that is the customer's own. Throws `InvalidInputException` for one of AWS. */
function changeable({ state }: OperationContext, id: string): TwinGuardrail {
  const policy = policyOf(state, id);
  if (policy.awsManaged) throw invalidInput('IMMUTABLE_POLICY', 'Policies of AWS cannot be changed.');
  return policy;
}

interface CreateInput {
  Content: string;
  Description: string;
  Name: string;
  Type: string;
  Tags?: readonly Tag[];
}

interface UpdateInput {
  PolicyId: string;
  Name?: string;
  Description?: string;
  Content?: string;
}

function create({ Content, Description, Name, Type, Tags = [] }: CreateInput, context: OperationContext): unknown {
  managementOnly(context);
  const { state, random } = context;
  const type = guardrailType(Type);
  if (state.organization.featureSet !== 'ALL')
    throw new AwsError(
      'PolicyTypeNotAvailableForOrganizationException',
      'The policy type is available only with all features.',
    );
  checkName(state, Name, type);
  checkDescription(Description);
  const content = contentOf(Content, type, context);
  const tags = tagsOf(Tags);
  const own = [...state.guardrails.values()].filter((policy) => policy.type === type && !policy.awsManaged);
  if (own.length >= LIMITS.policies[type])
    throw violates('POLICY_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the number of policies.');
  const policy = addGuardrail(state, {
    id: `p-${letters(10, random)}`,
    type,
    name: Name,
    description: Description,
    awsManaged: false,
    ...content,
  });
  state.organization.tags.set(policy.id, tags);
  return show(policy);
}

function update({ PolicyId, Name, Description, Content }: UpdateInput, context: OperationContext): unknown {
  managementOnly(context);
  const policy = changeable(context, PolicyId);
  const { name = policy.name, description = policy.description } = { name: Name, description: Description };
  checkName(context.state, name, policy.type, policy.id);
  checkDescription(description);
  Object.assign(policy, {
    name,
    description,
    ...(Content === undefined ? {} : contentOf(Content, policy.type, context)),
  });
  return show(policy);
}

export const policyOperations = [
  operation<CreateInput, unknown>({
    name: 'CreatePolicy',
    permissions: ({ Type, Tags }, context) => [
      {
        action: 'organizations:CreatePolicy',
        resource: '*',
        context: { 'organizations:PolicyType': Type, ...newTagKeys(Tags) },
      },
      ...onNewTags('policy', Tags, context),
    ],
    run: create,
  }),
  operation<UpdateInput, unknown>({
    name: 'UpdatePolicy',
    permissions: ({ PolicyId }, context) =>
      permissionsOn('UpdatePolicy', [PolicyId], context, typeKey(context.state, PolicyId)),
    run: update,
  }),
  operation<{ PolicyId: string }, unknown>({
    name: 'DeletePolicy',
    permissions: ({ PolicyId }, context) =>
      permissionsOn('DeletePolicy', [PolicyId], context, typeKey(context.state, PolicyId)),
    run: ({ PolicyId }, context) => {
      managementOnly(context);
      const { state } = context;
      const { id } = changeable(context, PolicyId);
      if ([...state.guardrailTargets.values()].some((attached) => attached.has(id)))
        throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
      state.guardrails.delete(id);
      state.organization.tags.delete(id);
      return {};
    },
  }),
  operation<{ PolicyId: string }, unknown>({
    name: 'DescribePolicy',
    permissions: ({ PolicyId }, context) =>
      permissionsOn('DescribePolicy', [PolicyId], context, typeKey(context.state, PolicyId)),
    run: ({ PolicyId }, context) => {
      readersOnly(context);
      return show(policyOf(context.state, PolicyId));
    },
  }),
  operation<PageInput & { Filter: string }, unknown>({
    name: 'ListPolicies',
    permissions: ({ Filter }) => [
      { action: 'organizations:ListPolicies', resource: '*', context: { 'organizations:PolicyType': Filter } },
    ],
    run: (input, context) => {
      readersOnly(context);
      const { items, ...rest } = pageOf(
        [...context.state.guardrails.values()].filter(({ type }) => type === input.Filter),
        input,
      );
      return { Policies: items.map(showSummary), ...rest };
    },
  }),
  operation<{ PolicyType: string; TargetId?: string }, unknown>({
    name: 'DescribeEffectivePolicy',
    permissions: ({ PolicyType, TargetId }, context) =>
      permissionsOn('DescribeEffectivePolicy', [TargetId ?? context.caller.account.id], context, {
        'organizations:PolicyType': PolicyType,
      }),
    run: ({ PolicyType }) => {
      // Guardrails are evaluated, not merged: only other types have an effective policy, and the twin keeps none of them.
      if (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'].includes(PolicyType))
        throw invalidInput('INVALID_ENUM_POLICY_TYPE', `There is no effective policy of type ${PolicyType}.`);
      throw new AwsError('EffectivePolicyNotFoundException', 'The effective policy does not exist.');
    },
  }),
];
