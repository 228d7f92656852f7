/**
 * Calls that cannot succeed: what they name cannot exist or cannot be valid, so an authorized call gets the service's own
 * "not there" and an unauthorized one is denied before that. They test whom a policy stops without changing anything.
 */
import type { Clients } from '../../../aws/clients.js';

/** Where a call is aimed. */
export interface Aim {
  partition: string;
  accountId: string;
  organizationId: string;
  managementAccountId: string;
  /** Region that the call is signed for. */
  region: string;
  /** ARN and name of the break-glass role in that account. */
  roleArn: string;
  roleName: string;
  /** A name that nothing has. */
  absent: string;
}

/** A kind of call; `prepare` aims it. */
export interface HarmlessCall {
  /** What it tries, for reports. */
  title: string;
  action: string;
  /** ARN that authorization is asked about. */
  resource(aim: Aim): string;
  send(clients: Clients, aim: Aim): Promise<unknown>;
  /** Error names of an authorized call. */
  absentAnswers: readonly string[];
}

/** A call that is aimed and ready to be sent. */
export interface PreparedCall {
  title: string;
  action: string;
  resource: string;
  region: string;
  absentAnswers: readonly string[];
  send(clients: Clients): Promise<unknown>;
}

/** Where services with one endpoint for the partition are signed for (AWS general reference, "Service endpoints"). */
const GLOBAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  iam: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' },
  organizations: { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-northwest-1' },
};

/** Region of a call to a service with one endpoint; `undefined` for every other call. */
export function globalRegion({ action }: Pick<HarmlessCall, 'action'>, partition: string): string | undefined {
  return GLOBAL[action.split(':')[0] ?? '']?.[partition];
}

/** Aims a call. */
export function prepareCall(call: HarmlessCall, aim: Aim): PreparedCall {
  const { title, action, absentAnswers } = call;
  return {
    title,
    action,
    absentAnswers,
    region: aim.region,
    resource: call.resource(aim),
    send: (clients) => call.send(clients, aim),
  };
}

/** IAM's error names for what is not there, as the SDK and as the wire spells them. */
export const NO_ENTITY: readonly string[] = ['NoSuchEntityException', 'NoSuchEntity'];

/** ARN of something in IAM, which has no Region. */
export function iamArn({ partition, accountId }: Aim, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/** ARN of something in a Region. */
export function regionalArn({ partition, region, accountId }: Aim, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** An action of IAM as the request guard knows its call: services sign by a name of their own. */
export function signedCall(action: string): string {
  return action.replace(/^cloudwatch:/, 'monitoring:');
}
