/** Puts a request into the words of the oracle, with what its authors leave to the caller: exemptions from SCPs and RCPs, unique ids. */
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument } from '../../iam/index.js';

interface NamedPolicy {
  name: string;
  policy: PolicyDocument;
}

/** The question as the oracle takes it. */
export interface Simulation {
  request: {
    principal: string | { type: 'Anonymous' };
    action: string;
    resource: { resource: string; accountId: string };
    contextVariables: AccessRequest['context'];
  };
  identityPolicies: NamedPolicy[];
  sessionPolicy?: PolicyDocument;
  resourcePolicy?: PolicyDocument;
  permissionBoundaryPolicies?: NamedPolicy[];
  serviceControlPolicies: { orgIdentifier: string; policies: NamedPolicy[] }[];
  resourceControlPolicies: { orgIdentifier: string; policies: NamedPolicy[] }[];
}

/** What the adapter is told besides the request. */
export interface Question {
  request: AccessRequest;
  policies: ApplicablePolicies;
  /** SCPs bind the caller. */
  boundByScps: boolean;
  /** RCPs reach the call. */
  boundByRcps: boolean;
}

const FULL: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** The question for the oracle. */
export function simulationOf({ request, policies, boundByScps, boundByRcps }: Question): Simulation {
  const { principal, principalId, action, resource, resourceAccount, context } = request;
  const side = policies.trust ?? policies.resource;
  const levels = (list: readonly (readonly Policy[])[], kind: string): Simulation['serviceControlPolicies'] =>
    list.map((level, index) => ({ orgIdentifier: `${kind}-${index}`, policies: level.map(named) }));
  const isAnonymous = principal === '*';
  return {
    request: {
      principal: isAnonymous ? { type: 'Anonymous' } : principal,
      action,
      resource: { resource, accountId: resourceAccount },
      contextVariables: context,
    },
    // The oracle knows no root user: its full access is given as a policy.
    identityPolicies: principal.endsWith(':root') ? [{ name: 'root', policy: FULL }] : policies.identity.map(named),
    ...(policies.session?.length ? { sessionPolicy: joined(policies.session) } : {}),
    ...(side ? { resourcePolicy: withArns(side.document, principalId, principal) } : {}),
    ...(policies.boundary ? { permissionBoundaryPolicies: [named(policies.boundary, 0)] } : {}),
    serviceControlPolicies: boundByScps ? levels(policies.scpsByLevel, 'scp') : [],
    resourceControlPolicies: boundByRcps ? levels(policies.rcpsByLevel ?? [], 'rcp') : [],
  };
}

function named({ name, document }: Policy, index: number): NamedPolicy {
  return { name: `${name}-${index}`, policy: document };
}

/** The oracle takes one session policy. */
function joined(session: readonly Policy[]): PolicyDocument {
  const [first] = session;
  return { ...first?.document, Statement: session.flatMap(({ document }) => [document.Statement].flat()) };
}

/** The oracle knows no unique ids: the caller's becomes the ARN, others stay and name nobody. */
function withArns(document: PolicyDocument, id: string | undefined, arn: string): PolicyDocument {
  if (id === undefined) return document;
  return JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    value === id ? roleOf(arn) : value,
  ) as PolicyDocument;
}

function roleOf(arn: string): string {
  const [, start, account, name] = /^(arn:aws):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return start === undefined ? arn : `${start}:iam::${account ?? ''}:role/${name ?? ''}`;
}
