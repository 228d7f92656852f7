/** Deploys event buses and event rules. */
import {
  CreateEventBusCommand,
  ListEventBusesCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import type { EventBus, EventRule, RuleTarget } from '../../organization/monitoring-model.js';
import { ruleNameInAws } from '../../organization/monitoring-names.js';
import { policyText, same, sameStatements } from './deployment.js';
import type { RegionSite } from './monitoring.js';

/** Buses of one Region by name. A bus that had a policy keeps it: there is no call that takes all of it away. */
export async function deployEventBuses(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, EventBus>>,
  existing: Readonly<Record<string, EventBus>>,
): Promise<void> {
  const client = clients.events();
  const names = new Set(await busNames(client));
  for (const [Name, { policy }] of Object.entries(wanted)) {
    if (Name !== 'default' && !names.has(Name))
      await deployment.change(where, `create the event bus ${Name} in ${region}`, () =>
        client.send(new CreateEventBusCommand({ Name })),
      );
    const old = existing[Name]?.policy ?? {};
    if (Object.keys(policy).length > 0 && !sameStatements(old, policy))
      await deployment.change(where, `set the policy of the event bus ${Name} in ${region}`, () =>
        client.send(new PutPermissionCommand({ EventBusName: Name, Policy: policyText(policy) })),
      );
    if (Object.keys(policy).length === 0 && Object.keys(old).length > 0)
      deployment.leaveOut(where, `policy of the event bus ${Name}`, 'a bus keeps the policy that it was given');
  }
}

async function busNames(client: EventBridgeClient): Promise<string[]> {
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({ Limit: 100 }));
  return EventBuses.map(({ Name = '' }) => Name);
}

function targetInAws({
  arn,
  input,
  inputPath,
  inputTransformer,
  role,
  deadLetter,
  retry,
}: RuleTarget): Omit<Target, 'Id'> & { Arn: string } {
  return {
    Arn: arn,
    ...(role === undefined ? {} : { RoleArn: role }),
    ...(input === undefined ? {} : { Input: input }),
    ...(inputPath === undefined ? {} : { InputPath: inputPath }),
    ...(inputTransformer
      ? { InputTransformer: { InputPathsMap: inputTransformer.paths, InputTemplate: inputTransformer.template } }
      : {}),
    ...(deadLetter === undefined ? {} : { DeadLetterConfig: { Arn: deadLetter } }),
    ...(retry
      ? { RetryPolicy: { MaximumRetryAttempts: retry.attempts, MaximumEventAgeInSeconds: retry.ageSeconds } }
      : {}),
  };
}

/** Event rules of one Region by name, with `<region>` spelt out. */
export async function deployEventRules(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, EventRule>>,
  existing: Readonly<Record<string, EventRule>>,
): Promise<void> {
  const client = clients.events();
  const buses = new Set(['default', ...Object.values(existing).map(({ bus }) => bus), ...(await busNames(client))]);
  for (const [name, { bus, state, pattern, targets }] of Object.entries(wanted)) {
    const EventBusName = bus;
    const old = existing[name];
    const Name = ruleNameInAws(name, { bus, regions: [region] });
    if (!buses.has(bus))
      await deployment.change(where, `create the event bus ${bus} in ${region}`, () =>
        client.send(new CreateEventBusCommand({ Name: bus })),
      );
    buses.add(bus);
    if (!same([old?.pattern, old?.state], [pattern, state])) {
      const made = await deployment.change(where, `put the event rule ${Name} in ${region}`, () =>
        client.send(new PutRuleCommand({ Name, EventBusName, State: state, EventPattern: JSON.stringify(pattern) })),
      );
      if (!made && !old) continue;
    }
    for (const [Id, target] of Object.entries(targets))
      if (!same(old?.targets[Id], target))
        await deployment.change(where, `put the target ${Id} of the event rule ${Name} in ${region}`, () =>
          client.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [{ Id, ...targetInAws(target) }] })),
        );
    for (const Id of Object.keys(old?.targets ?? {}))
      if (!targets[Id])
        await deployment.change(where, `remove the target ${Id} of the event rule ${Name} in ${region}`, () =>
          client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: [Id] })),
        );
  }
}
