/**
 * Amazon EC2, as far as dry runs go: a call with DryRun is allowed or denied like any other, and then made by nobody. What
 * would really be made is not there.
 */
import type { RequiredPermission } from '../../access/request.js';
import { AwsError } from '../../wire/aws-error.js';
import { ec2Query } from '../../wire/ec2-query.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import type { Service } from '../shared/service.js';
import { isEnabled, regionsOf } from './regions.js';
import { schemas } from './shapes.js';

interface DryRunInput {
  DryRun?: boolean;
  TagSpecifications?: readonly { ResourceType?: string; Tags?: readonly { Key?: string; Value?: string }[] }[];
}

/** A resource that an operation would make or use, and what policies see of it. */
interface Resource {
  /** Type and id, `vpc/*` for one that does not exist yet. */
  resource: string;
  /** An image of AWS belongs to no account. */
  ownerless?: boolean;
  context?: Readonly<Record<string, string>>;
}

/** An operation that only asks whether it may. */
function dryRun<Input extends DryRunInput>(
  name: string,
  resources: (input: Input) => readonly Resource[],
): AnyOperation {
  return operation<Input, unknown>({
    name,
    permissions: (input, context) => {
      checkRegion(context);
      return resources(input).map((resource) => permissionOn(name, resource, input, context));
    },
    run: ({ DryRun: dry }) => {
      if (dry === true) throw wouldSucceed();
      throw new AwsError(
        'NotImplemented',
        `The embedded organization makes nothing in EC2: call ${name} with DryRun.`,
        501,
      );
    },
  });
}

function wouldSucceed(): AwsError {
  return new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

/** Credentials are not known in a Region that the account has not opted in to. */
function checkRegion({ state, region }: OperationContext): void {
  if (!isEnabled(state.partition, region))
    throw new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
}

function permissionOn(
  name: string,
  { resource, ownerless, context: keys = {} }: Resource,
  { TagSpecifications = [] }: DryRunInput,
  { state, region, caller }: OperationContext,
): RequiredPermission {
  const tags = TagSpecifications.filter(({ ResourceType }) => resource.startsWith(`${ResourceType ?? ''}/`)).flatMap(
    ({ Tags = [] }) => Tags,
  );
  const context = {
    'ec2:Region': region,
    ...keys,
    ...Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
    ...(tags.length > 0 ? { 'aws:TagKeys': tags.map(({ Key = '' }) => Key) } : {}),
  };
  return {
    action: `ec2:${name}`,
    resource: `arn:${state.partition}:ec2:${region}:${ownerless === true ? '' : caller.account.id}:${resource}`,
    context,
  };
}

interface RunInput extends DryRunInput {
  ImageId?: string;
  InstanceType?: string;
  SubnetId?: string;
  SecurityGroupIds?: readonly string[];
  MetadataOptions?: { HttpTokens?: string };
}

/** Resources of RunInstances (service authorization reference, "Amazon EC2"); IMDSv2 is not required unless asked for. */
function instanceResources({
  ImageId = 'ami-00000000000000000',
  InstanceType = 'm1.small',
  SubnetId = '*',
  SecurityGroupIds = ['*'],
  MetadataOptions = {},
}: RunInput): Resource[] {
  const { HttpTokens = 'optional' } = MetadataOptions;
  return [
    { resource: 'instance/*', context: { 'ec2:InstanceType': InstanceType, 'ec2:MetadataHttpTokens': HttpTokens } },
    { resource: `image/${ImageId}`, ownerless: true },
    { resource: 'network-interface/*' },
    { resource: `subnet/${SubnetId}` },
    { resource: 'volume/*' },
    ...SecurityGroupIds.map((id) => ({ resource: `security-group/${id}` })),
  ];
}

const describeRegions = operation<{ RegionNames?: readonly string[]; AllRegions?: boolean; DryRun?: boolean }, unknown>(
  {
    name: 'DescribeRegions',
    permissions: (_input, context) => {
      checkRegion(context);
      return [{ action: 'ec2:DescribeRegions', resource: '*' }];
    },
    run: ({ RegionNames: names, AllRegions: all, DryRun: dry }, { state }) => {
      if (dry === true) throw wouldSucceed();
      const known = regionsOf(state.partition);
      const wrong = names?.find((wanted) => !known.some(({ name }) => name === wanted));
      if (wrong !== undefined) throw new AwsError('InvalidParameterValue', `Invalid region names: ${wrong}`);
      const shown = known.filter(
        ({ name, optIn }) => names?.includes(name) ?? (all === true || optIn === 'opt-in-not-required'),
      );
      return {
        Regions: shown.map(({ name, optIn }) => ({
          RegionName: name,
          Endpoint: `ec2.${name}.amazonaws.com${state.partition === 'aws-cn' ? '.cn' : ''}`,
          OptInStatus: optIn,
        })),
      };
    },
  },
);

/** Amazon EC2 API reference, "Error codes for the Amazon EC2 API". */
const EXPIRED = { code: 'RequestExpired', statusCode: 400, message: 'Request has expired.' };
const NOT_VALIDATED = {
  code: 'AuthFailure',
  statusCode: 401,
  message: 'AWS was not able to validate the provided access credentials',
};

export const ec2: Service = {
  id: 'ec2',
  protocols: [ec2Query('2016-11-15', 'http://ec2.amazonaws.com/doc/2016-11-15/')],
  permissionPrefix: 'ec2',
  schemas,
  accessDenied: 'UnauthorizedOperation',
  signatureRefusals: {
    RequestExpired: EXPIRED,
    PresignedRequestExpired: EXPIRED,
    ExpiredToken: EXPIRED,
    InvalidClientTokenId: NOT_VALIDATED,
    SignatureDoesNotMatch: NOT_VALIDATED,
  },
  operations: [
    describeRegions,
    dryRun('RunInstances', instanceResources),
    dryRun('CreateVpc', () => [{ resource: 'vpc/*' }]),
    dryRun('CreateInternetGateway', () => [{ resource: 'internet-gateway/*' }]),
  ],
};
