/** The policy simulator: SimulatePrincipalPolicy, SimulateCustomPolicy, and the context keys that policies ask for. */
import type { Policy, PolicyDocument } from '../../../iam/index.js';
import { guardrailLevels, managedPolicy } from '../../access/policies-in-effect.js';
import { readPolicyDocument, validatePolicyDocument } from '../../access/policy-validation/index.js';
import type { PolicyKind } from '../../access/policy-validation/index.js';
import type { TwinEntity } from '../../state/iam.js';
import { isInOrganization } from '../../state/organization-tree.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { contextKeysOf } from './context-keys.js';
import { entitiesOf, noSuchEntity } from './entities.js';
import type { EntityKind } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn } from './permissions.js';
import { simulate } from './simulation.js';
import type { Simulation, SourcedPolicy } from './simulation.js';

/** What both operations take. */
interface SimulateInput extends PageInput {
  PolicyInputList?: readonly string[];
  PermissionsBoundaryPolicyInputList?: readonly string[];
  PolicyExclusionList?: readonly unknown[];
  OrderedOrganizationPolicyInputList?: readonly { ServiceControlPolicyInputList?: readonly string[] }[];
  ActionNames: readonly string[];
  ResourceArns?: readonly string[];
  ResourcePolicy?: string;
  ResourceOwner?: string;
  CallerArn?: string;
  ContextEntries?: readonly { ContextKeyName?: string; ContextKeyValues?: readonly string[] }[];
}

type PrincipalInput = SimulateInput & { PolicySourceArn: string };

/** Characters of a document (IAM API reference, SimulateCustomPolicy, PolicyInputList). */
const LONGEST_DOCUMENT = 131_072;

export const simulatorOperations = [
  operation<PrincipalInput, unknown>({
    name: 'SimulatePrincipalPolicy',
    permissions: ({ PolicySourceArn }) => [{ action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn }],
    run: (input, context) => {
      const source = sourceOf(context, input.PolicySourceArn);
      const { entity, kind } = source;
      const boundary =
        'permissionsBoundary' in entity && typeof entity.permissionsBoundary === 'string'
          ? managedPolicy(context.caller.account, entity.permissionsBoundary)[0]
          : undefined;
      // A group is nobody: its policies are tried by a made-up member.
      const principal = kind === 'group' ? {} : { principal: entity.arn, principalId: entity.id };
      return results(
        input,
        simulationOf(input, context, {
          ...principal,
          identity: policiesOf(context, source),
          boundary,
          scpsByLevel: simulatedScps(context),
        }),
      );
    },
  }),
  operation<SimulateInput, unknown>({
    name: 'SimulateCustomPolicy',
    run: (input, context) => {
      const levels = input.OrderedOrganizationPolicyInputList?.map(
        ({ ServiceControlPolicyInputList: texts = [] }, level) =>
          inputs('scp', texts, `OrderedOrganizationPolicyInputList.${level + 1}`),
      );
      return results(input, simulationOf(input, context, { identity: [], boundary: undefined, scpsByLevel: levels }));
    },
  }),
  operation<{ PolicyInputList: readonly string[] }, unknown>({
    name: 'GetContextKeysForCustomPolicy',
    run: ({ PolicyInputList: texts }) => ({
      ContextKeyNames: contextKeysOf(documentsOf(inputs('inline', texts, 'PolicyInputList'))),
    }),
  }),
  operation<{ PolicySourceArn: string; PolicyInputList?: readonly string[] }, unknown>({
    name: 'GetContextKeysForPrincipalPolicy',
    permissions: ({ PolicySourceArn }) => [
      { action: 'iam:GetContextKeysForPrincipalPolicy', resource: PolicySourceArn },
    ],
    run: ({ PolicySourceArn, PolicyInputList: texts = [] }, context) => ({
      ContextKeyNames: contextKeysOf(
        documentsOf([
          ...policiesOf(context, sourceOf(context, PolicySourceArn)),
          ...inputs('inline', texts, 'PolicyInputList'),
        ]),
      ),
    }),
  }),
];

interface Source {
  kind: EntityKind;
  entity: TwinEntity;
}

function sourceOf({ caller }: OperationContext, arn: string): Source {
  const [, kind, name = ''] = /:(user|group|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const entity = kind === undefined ? undefined : entitiesOf(caller.account, kind as EntityKind).get(name);
  if (entity?.arn !== arn) throw noSuchEntity(`Entity ${arn} cannot be found.`);
  return { kind: kind as EntityKind, entity };
}

/** Policies of a user with those of its groups, of a group or of a role, named as the simulator names them. */
function policiesOf({ caller: { account } }: OperationContext, { kind, entity }: Source): SourcedPolicy[] {
  const user = kind === 'user' ? account.users.get(entity.name) : undefined;
  const groups = [...(user?.groups ?? [])].flatMap((name) => account.groups.get(name) ?? []);
  const holders: readonly Source[] = [
    { kind, entity },
    ...groups.map((group): Source => ({ kind: 'group', entity: group })),
  ];
  return holders.flatMap((holder) => [
    ...[...holder.entity.inlinePolicies].map(([name, document]): SourcedPolicy => ({
      name: `${holder.kind}_${holder.entity.name}_${name}`,
      sourceType: holder.kind,
      document,
    })),
    ...[...holder.entity.attachedPolicies]
      .flatMap((arn) => managedPolicy(account, arn))
      .map(({ name: arn, document }): SourcedPolicy => ({
        name: arn.split('/').at(-1) ?? '',
        sourceType: arn.includes('::aws:') ? 'aws-managed' : 'user-managed',
        document,
      })),
  ]);
}

/** The simulator leaves out SCPs that have a condition (IAM user guide, "How the IAM policy simulator works"). */
function simulatedScps({ state, caller: { account } }: OperationContext): Policy[][] | undefined {
  if (!isInOrganization(account)) return undefined;
  const levels = guardrailLevels(state, account, 'SERVICE_CONTROL_POLICY').map((level) =>
    level.filter(({ document }) => [document.Statement].flat().every(({ Condition }) => Condition === undefined)),
  );
  return levels.filter((level) => level.length > 0);
}

type Sides = Pick<Simulation, 'identity' | 'boundary' | 'scpsByLevel'> &
  Partial<Pick<Simulation, 'principal' | 'principalId'>>;

/** What the call adds to what is there: further policies, another boundary, a caller, a policy of the resource, context. */
function simulationOf(input: SimulateInput, context: OperationContext, sides: Sides): Simulation {
  const { account } = context.caller;
  const { CallerArn: callerArn, ResourcePolicy: resourcePolicy } = input;
  if (input.PolicyExclusionList?.length)
    throw new AwsError('NotImplemented', 'The simulator of the embedded organization leaves no policies out.', 501);
  if (callerArn !== undefined && !/^arn:[\w-]+:iam::\d{12}:user\/.+$/.test(callerArn))
    throw invalidInput(`Invalid caller ARN: ${callerArn}`);
  if (resourcePolicy !== undefined && callerArn === undefined && sides.principal === undefined)
    throw invalidInput('A caller ARN is required to simulate a resource-based policy');
  const principal = callerArn ?? sides.principal ?? iamArn(context, 'user/simulated');
  const accountId = principal.split(':')[4] ?? account.id;
  const [boundary] = inputs(
    'managed',
    input.PermissionsBoundaryPolicyInputList ?? [],
    'PermissionsBoundaryPolicyInputList',
  );
  return {
    principal,
    ...(callerArn === undefined && sides.principalId !== undefined ? { principalId: sides.principalId } : {}),
    accountId,
    inManagementAccount: account.id === context.state.organization.managementAccountId && sides.principal !== undefined,
    identity: [...sides.identity, ...inputs('inline', input.PolicyInputList ?? [], 'PolicyInputList')],
    boundary: boundary ?? sides.boundary,
    scpsByLevel: sides.scpsByLevel,
    resource:
      resourcePolicy === undefined
        ? undefined
        : {
            policy: read('resource', resourcePolicy, 'ResourcePolicy', 'resource'),
            ownerAccount: /\d{12}/.exec(input.ResourceOwner ?? '')?.[0] ?? accountId,
          },
    context: { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': accountId, ...contextOf(input) },
  };
}

function contextOf({ ContextEntries: entries = [] }: SimulateInput): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    entries.map(({ ContextKeyName: name = '', ContextKeyValues: values = [] }) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}

/** One page of what comes of every action on every resource. */
function results(input: SimulateInput, simulation: Simulation): Record<string, unknown> {
  for (const action of input.ActionNames)
    if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/.test(action)) throw invalidInput(`Invalid Action: ${action}`);
  const pairs = input.ActionNames.flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((resource) => ({ action, resource })),
  );
  const { items, ...rest } = page(pairs, input);
  return { EvaluationResults: items.map(({ action, resource }) => simulate(simulation, action, resource)), ...rest };
}

function inputs(kind: PolicyKind, texts: readonly string[], member: string): SourcedPolicy[] {
  return texts.map((text, index) => read(kind, text, `${member}.${index + 1}`, 'none'));
}

/** A document of the call. Throws `InvalidInput` for one that could not be stored. */
function read(kind: PolicyKind, text: string, name: string, sourceType: SourcedPolicy['sourceType']): SourcedPolicy {
  if (text.length > LONGEST_DOCUMENT)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_DOCUMENT}`,
    );
  const problem = validatePolicyDocument(kind, text);
  if (problem) throw invalidInput(`Invalid policy document in ${name}: ${problem.detail}`);
  return { name, sourceType, document: readPolicyDocument(kind, text) };
}

function documentsOf(policies: readonly Policy[]): PolicyDocument[] {
  return policies.map(({ document }) => document);
}

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
