/**
 * When the services that policies allow were last called, and by whom (IAM API reference, GenerateServiceLastAccessedDetails and
 * GetServiceLastAccessedDetails). What was called is what the event history remembers: AWS looks back 400 days, the history ninety.
 */
import { uuid } from '../../../base/ids.js';
import type { PolicyDocument } from '../../../iam/index.js';
import { awsManagedDetails } from '../../access/aws-managed-policies.js';
import { userIdOf } from '../../access/caller.js';
import { identityPolicies, managedPolicy } from '../../access/policies-in-effect.js';
import type { ServiceLastAccessed } from '../../state/iam.js';
import type { TwinAccount } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { allowedNamespaces, namespaceOf, serviceName } from './allowed-services.js';
import { showTime } from './api-shapes.js';
import { noSuchEntity } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

interface GenerateInput {
  Arn: string;
  Granularity?: string;
}

/** Reports that an account remembers; older ones are forgotten. */
const MOST_JOBS = 1000;

export const lastAccessedOperations = [
  operation<GenerateInput, unknown>({
    name: 'GenerateServiceLastAccessedDetails',
    permissions: ({ Arn }) => [{ action: 'iam:GenerateServiceLastAccessedDetails', resource: Arn }],
    run: ({ Arn: arn, Granularity: granularity = 'SERVICE_LEVEL' }, context) => {
      const { account } = context.caller;
      checkGranularity(granularity);
      const subject = subjectOf(account, arn);
      const id = uuid(context.random);
      account.lastAccessedJobs.set(id, {
        askedBy: userIdOf(context.caller),
        generatedAt: context.clock.now(),
        services: servicesOf(subject, context),
      });
      const [oldest = ''] = account.lastAccessedJobs.keys();
      if (account.lastAccessedJobs.size > MOST_JOBS) account.lastAccessedJobs.delete(oldest);
      return { JobId: id };
    },
  }),
  operation<PageInput & { JobId: string }, unknown>({
    name: 'GetServiceLastAccessedDetails',
    run: ({ JobId: id, ...input }, { caller }) => {
      const job = caller.account.lastAccessedJobs.get(id);
      if (job?.askedBy !== userIdOf(caller)) throw noSuchEntity(`The job with id ${id} cannot be found.`);
      const { items, ...rest } = page(job.services, input);
      return {
        JobStatus: 'COMPLETED',
        JobType: 'SERVICE_LEVEL',
        JobCreationDate: showTime(job.generatedAt),
        JobCompletionDate: showTime(job.generatedAt),
        ServicesLastAccessed: items.map(show),
        ...rest,
      };
    },
  }),
];

function checkGranularity(granularity: string): void {
  if (granularity === 'SERVICE_LEVEL') return;
  if (granularity === 'ACTION_LEVEL')
    throw new AwsError('NotImplemented', 'The embedded organization reports no single actions: ACTION_LEVEL.', 501);
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${granularity}' at 'granularity' failed to satisfy constraint: Member must satisfy enum value set: [SERVICE_LEVEL, ACTION_LEVEL]`,
  );
}

/** What a report is about: what its policies say, and whose calls count. */
interface Subject {
  documents: readonly PolicyDocument[];
  callers: ReadonlySet<string>;
}

/** Throws `InvalidInput` for an ARN of something that carries no permissions, `NoSuchEntity` for one of nothing. */
function subjectOf(account: TwinAccount, arn: string): Subject {
  const [, kind] = /^arn:[\w-]+:iam::(?:\d{12}|aws):(user|group|role|policy)\//.exec(arn) ?? [];
  if (kind === undefined) throw new AwsError('InvalidInput', `Invalid ARN: ${arn}`);
  if (kind === 'policy') {
    if (!account.policies.has(arn) && !awsManagedDetails(arn)) throw noSuchEntity(`ARN ${arn} not found.`);
    const holders = holdersOf(account, arn);
    return { documents: managedPolicy(account, arn).map(({ document }) => document), callers: new Set(holders) };
  }
  const entities = { user: account.users, group: account.groups, role: account.roles }[kind] ?? new Map();
  const entity = [...entities.values()].find((each) => each.arn === arn);
  if (!entity) throw noSuchEntity(`ARN ${arn} not found.`);
  const callers = kind === 'group' ? membersOf(account, entity.name) : [arn];
  return { documents: identityPolicies(account, entity).map(({ document }) => document), callers: new Set(callers) };
}

function membersOf(account: TwinAccount, group: string): string[] {
  return [...account.users.values()].filter(({ groups }) => groups.has(group)).map(({ arn }) => arn);
}

/** Users and roles that a managed policy is attached to, by themselves or by a group. */
function holdersOf(account: TwinAccount, policy: string): string[] {
  const groups = [...account.groups.values()].filter(({ attachedPolicies }) => attachedPolicies.has(policy));
  const direct = [...account.users.values(), ...account.roles.values()].filter(({ attachedPolicies }) =>
    attachedPolicies.has(policy),
  );
  return [...direct.map(({ arn }) => arn), ...groups.flatMap(({ name }) => membersOf(account, name))];
}

function servicesOf({ documents, callers }: Subject, context: OperationContext): ServiceLastAccessed[] {
  const tried = attempts(callers, context);
  return allowedNamespaces(documents).map((namespace) => {
    const byEntity = tried.get(namespace) ?? new Map<string, Attempt>();
    const last = [...byEntity.values()].reduce<Attempt | undefined>(
      (latest, each) => (latest && latest.at > each.at ? latest : each),
      undefined,
    );
    return { namespace, entities: byEntity.size, ...(last ? { last } : {}) };
  });
}

type Attempt = NonNullable<ServiceLastAccessed['last']>;

/** The last attempt of each caller by service; refused calls count too. */
function attempts(
  callers: ReadonlySet<string>,
  { state, caller, clock }: OperationContext,
): Map<string, Map<string, Attempt>> {
  const found = new Map<string, Map<string, Attempt>>();
  const histories = [...state.monitoring.history].filter(([key]) => key.startsWith(`${caller.account.id}/`));
  for (const event of histories.flatMap(([, { events }]) => events)) {
    if (event.visibleAt > clock.now()) continue;
    const { userIdentity } = event.record();
    const entity = userIdentity.sessionContext?.sessionIssuer?.arn ?? userIdentity.arn ?? '';
    if (!callers.has(entity)) continue;
    const byEntity = found.get(namespaceOf(event.eventSource)) ?? new Map<string, Attempt>();
    found.set(namespaceOf(event.eventSource), byEntity);
    if ((byEntity.get(entity)?.at ?? -1) < event.at)
      byEntity.set(entity, { at: event.at, region: event.awsRegion, entity });
  }
  return found;
}

function show({ namespace, last, entities }: ServiceLastAccessed): Record<string, unknown> {
  return {
    ServiceName: serviceName(namespace),
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: entities,
    ...(last
      ? {
          LastAuthenticated: showTime(last.at),
          LastAuthenticatedEntity: last.entity,
          LastAuthenticatedRegion: last.region,
        }
      : {}),
  };
}
