/**
 * What the administrator of an emulated organization sends before and beside a drill: the document is deployed, the endpoint
 * is asked what it enforces, its configuration is read, one use is put into its monitoring. Static lists, which the
 * preparation list has; the request guard refuses everything else.
 */
import { waysInCalls } from '../../aws/account-access.js';
import { deploymentCalls, unsignedDeploymentCalls } from '../../aws/deploy/calls.js';
import type { Allowed, CallRule } from '../../aws/allowed.js';
import { ADMINISTRATOR } from '../../aws/forbidden.js';
import { guardedTransport } from '../../aws/guard.js';
import type { ObservedCall } from '../../aws/guard.js';
import type { Principals } from '../../aws/principals.js';
import type { Transport } from '../../aws/transport.js';
import {
  guardrailReads,
  identityCenterReads,
  identityReads,
  monitoringReads,
  treeReads,
} from '../../aws/snapshot/calls.js';
import { ordinarySignIn } from '../drill/planned-calls.js';
import type { DeclaredCalls } from '../drill/planned-calls.js';
import { capabilityProbes } from './capabilities/index.js';
import type { TargetChoice } from './choice.js';
import { deliveryCalls } from './delivery.js';

/** Everything that may be sent to open this target, by what it is for; nothing where the target is in this process. */
export function administrationOf({ name, deploy }: Pick<TargetChoice, 'name' | 'deploy'>): DeclaredCalls[] {
  if (name === 'embedded') return [];
  return [
    { why: 'to let the administrator of the endpoint into its accounts', calls: waysIn },
    ...(deploy || name === 'localstack'
      ? [{ why: 'to deploy the organization document', calls: rules([...deploymentCalls, ...unsignedDeploymentCalls]) }]
      : []),
    ...capabilityProbes.map(({ capability, calls }) => ({
      why: `to learn whether the endpoint ${capability}`,
      calls: rules(calls),
    })),
    { why: 'to read the configuration, where the endpoint does not decide itself', calls: rules(reads) },
    {
      why: 'to put one use into its monitoring, where the endpoint does not decide itself',
      calls: rules(deliveryCalls),
    },
  ];
}

/**
 * Lets only listed calls of the administrator through. Sessions and probe users that its key leads to are the administrator
 * too: none of them is anybody of the organization.
 */
export function guardAdministrator(
  transport: Transport,
  allowed: Pick<Allowed, 'includes'>,
  observe: (call: ObservedCall) => void = () => undefined,
): Transport {
  const administrator = { account: 'any', name: ADMINISTRATOR };
  const principals: Principals = {
    know: () => undefined,
    learn: () => undefined,
    of: (accessKeyId) => (accessKeyId === undefined ? undefined : administrator),
  };
  return guardedTransport(transport, 'administration', { observe, principals, allowed });
}

const reads: readonly string[] = [
  ...treeReads,
  ...guardrailReads,
  ...identityReads,
  ...identityCenterReads,
  ...monitoringReads,
  'identity-provider:/identity-provider/metadata',
];

const waysIn: readonly CallRule[] = [
  ...rules(['sts:GetCallerIdentity', ...waysInCalls]),
  { call: 'sts:AssumeRole', as: ADMINISTRATOR, from: 'any', into: 'any' },
  ...ordinarySignIn,
];

/** Calls of AWS are signed, those of pages are not. */
function rules(calls: readonly string[]): CallRule[] {
  return calls.map((call) =>
    call.includes(':/')
      ? { call, as: 'anybody', from: 'any' }
      : { call, as: ADMINISTRATOR, from: 'any', ...(call === 'sts:AssumeRole' ? { into: 'any' } : {}) },
  );
}
