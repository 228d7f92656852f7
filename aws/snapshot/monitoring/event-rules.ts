/** Reads event buses and event rules, of one Region. */
import { ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient, EventBus as Bus, Rule, Target } from '@aws-sdk/client-eventbridge';
import { joinedJson } from '../../../base/json-text.js';
import { statementsOf } from '../../../organization/documents.js';
import type { EventBus, EventRule, RuleTarget } from '../../../organization/monitoring-model.js';
import type { Clients } from '../../clients.js';
import { membersBeyond } from './lost.js';
import type { Lost } from './lost.js';

/** One Region's rules with an event pattern, by name; one of a bus that is not the default one is called `bus/name`. */
export async function readEventRules(clients: Clients, region: string, lost: Lost): Promise<Record<string, EventRule>> {
  const client = clients.events();
  const found: Record<string, EventRule> = {};
  for (const { Name: bus = '' } of await busesOf(client)) {
    for (const { Name: name = '', EventPattern: pattern, State: state = 'ENABLED' } of await rulesOf(client, bus)) {
      if (pattern === undefined) continue;
      const targets = await targetsOf(client, bus, name);
      for (const target of targets)
        lost(`target ${target.Id ?? ''} of event rule ${name}`, membersBeyond(target, KEPT));
      found[bus === 'default' ? name : `${bus}/${name}`] = {
        regions: [region],
        bus,
        state,
        pattern: joinedJson(pattern) as Record<string, unknown>,
        targets: Object.fromEntries(targets.map((target) => [target.Id ?? '', targetOf(target)])),
      };
    }
  }
  return found;
}

/** One Region's buses that a document must name: those with a policy, and those that no rule is on. */
export async function readEventBuses(clients: Clients, region: string): Promise<Record<string, EventBus>> {
  const client = clients.events();
  const found: Record<string, EventBus> = {};
  for (const { Name: name = '', Policy: policy } of await busesOf(client)) {
    const named = policy !== undefined || (name !== 'default' && (await rulesOf(client, name)).length === 0);
    if (named) found[name] = { regions: [region], policy: policy === undefined ? {} : statementsOf(policy) };
  }
  return found;
}

async function busesOf(client: EventBridgeClient): Promise<Bus[]> {
  return followTokens(async (NextToken) => {
    const page = await client.send(new ListEventBusesCommand({ NextToken }));
    return { items: page.EventBuses ?? [], next: page.NextToken };
  });
}

async function rulesOf(client: EventBridgeClient, bus: string): Promise<Rule[]> {
  return followTokens(async (NextToken) => {
    const page = await client.send(new ListRulesCommand({ EventBusName: bus, NextToken }));
    return { items: page.Rules ?? [], next: page.NextToken };
  });
}

async function targetsOf(client: EventBridgeClient, bus: string, rule: string): Promise<Target[]> {
  return followTokens(async (NextToken) => {
    const page = await client.send(new ListTargetsByRuleCommand({ EventBusName: bus, Rule: rule, NextToken }));
    return { items: page.Targets ?? [], next: page.NextToken };
  });
}

/** What a document keeps of a target. Parameters of kinds of target that are not run anywhere here are lost. */
function targetOf({
  Arn,
  RoleArn,
  Input,
  InputPath,
  InputTransformer,
  DeadLetterConfig,
  RetryPolicy,
}: Target): RuleTarget {
  const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: ageSeconds } = RetryPolicy ?? {};
  return {
    arn: Arn ?? '',
    ...defined({ input: Input, inputPath: InputPath, role: RoleArn, deadLetter: DeadLetterConfig?.Arn }),
    ...(InputTransformer
      ? {
          inputTransformer: {
            paths: InputTransformer.InputPathsMap ?? {},
            template: InputTransformer.InputTemplate ?? '',
          },
        }
      : {}),
    ...(RetryPolicy ? { retry: defined({ attempts, ageSeconds }) } : {}),
  };
}

const KEPT = new Set([
  'Id',
  'Arn',
  'RoleArn',
  'Input',
  'InputPath',
  'InputTransformer',
  'DeadLetterConfig',
  'RetryPolicy',
]);

/** The members that have a value. */
function defined<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

/** The client of EventBridge has no paginators. */
async function followTokens<T>(
  read: (token: string | undefined) => Promise<{ items: T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}
