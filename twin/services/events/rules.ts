/** Rules and their targets (EventBridge API reference). */
import { wrongInput } from '../../delivery/target-input.js';
import type { TwinRule, TwinTarget } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { tagMap } from '../shared/tagging.js';
import type { Tag } from '../shared/tagging.js';
import { compileRule } from './compiled-rule.js';
import { busOf, checkedPattern, invalid, onBus, onRule, pageOf, ruleArn, ruleName, ruleOf } from './event-bus.js';
import type { Paged, RuleInput } from './event-bus.js';

interface PutRuleInput extends RuleInput {
  Name: string;
  EventPattern?: string;
  ScheduleExpression?: string;
  State?: string;
  Description?: string;
  RoleArn?: string;
  Tags?: readonly Tag[];
}

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;
/** A rule has at most five targets (EventBridge user guide, "Amazon EventBridge quotas"). */
const MOST_TARGETS = 5;

export const ruleOperations = [
  operation<PutRuleInput, unknown>({
    name: 'PutRule',
    permissions: onRule('PutRule'),
    run: (input, context) => {
      const {
        Name: name,
        EventPattern: pattern,
        ScheduleExpression: schedule,
        State: state = 'ENABLED',
        Description: description,
        RoleArn: roleArn,
      } = input;
      const bus = busOf(context, input.EventBusName);
      if (!/^[.\-\w]{1,64}$/.test(name))
        throw invalid(
          `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
        );
      if (pattern === undefined && schedule === undefined)
        throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
      if (schedule !== undefined && (bus.name !== 'default' || !/^(rate|cron)\(.+\)$/.test(schedule)))
        throw invalid('Parameter ScheduleExpression is not valid.');
      const known = bus.rules.get(name);
      const wanted = STATES.find((candidate) => candidate === state);
      if (!wanted)
        throw invalid(
          `1 validation error detected: Value '${state}' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [${STATES.join(', ')}]`,
        );
      const rule: TwinRule = {
        name,
        arn: ruleArn(context, input),
        state: wanted,
        ...checkedPattern(() => compileRule(pattern)),
        ...(schedule === undefined ? {} : { schedule }),
        ...(description === undefined ? {} : { description }),
        ...(roleArn === undefined ? {} : { roleArn }),
        targets: known?.targets ?? new Map(),
        // Tags of a rule that is there are not changed here (PutRule).
        tags: known?.tags ?? tagMap(input.Tags),
      };
      bus.rules.set(name, rule);
      return { RuleArn: rule.arn };
    },
  }),
  operation<RuleInput, unknown>({
    name: 'DescribeRule',
    permissions: onRule('DescribeRule'),
    run: (input, context) => ({
      ...show(ruleOf(context, input), busOf(context, input.EventBusName).name),
      CreatedBy: context.caller.account.id,
    }),
  }),
  operation<Paged & { NamePrefix?: string; EventBusName?: string }, unknown>({
    name: 'ListRules',
    permissions: (input, context) =>
      onRule('ListRules')(
        {
          Name: `${input.NamePrefix ?? ''}*`,
          ...(input.EventBusName === undefined ? {} : { EventBusName: input.EventBusName }),
        },
        context,
      ),
    run: (input, context) => {
      const bus = busOf(context, input.EventBusName);
      const rules = [...bus.rules.values()].filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      const { items, ...rest } = pageOf(rules, input);
      return { Rules: items.map((rule) => show(rule, bus.name)), ...rest };
    },
  }),
  ...(['EnableRule', 'DisableRule'] as const).map((name) =>
    operation<RuleInput, unknown>({
      name,
      permissions: onRule(name),
      run: (input, context) => {
        ruleOf(context, input).state = name === 'EnableRule' ? 'ENABLED' : 'DISABLED';
        return {};
      },
    }),
  ),
  operation<RuleInput, unknown>({
    name: 'DeleteRule',
    permissions: onRule('DeleteRule'),
    // No error for a rule that is not there.
    run: (input, context) => {
      const { rules } = busOf(context, input.EventBusName);
      if ((rules.get(ruleName(input))?.targets.size ?? 0) > 0)
        throw invalid("Rule can't be deleted since it has targets.");
      rules.delete(ruleName(input));
      return {};
    },
  }),
  operation<RuleInput & { Targets: readonly TwinTarget[] }, unknown>({
    name: 'PutTargets',
    permissions: onRule('PutTargets'),
    run: (input, context) => {
      const { targets } = ruleOf(context, input);
      const wrong = input.Targets.find(
        ({ Id: id, Arn: arn }) => !/^[.\-\w]{1,64}$/.test(id) || !/^arn:[\w-]+:[\w-]+:/.test(arn),
      );
      if (wrong)
        throw invalid(
          `Parameter ${wrong.Arn.startsWith('arn:') ? 'Id' : 'Arn'} is not valid. Reason: Provided ${wrong.Arn.startsWith('arn:') ? 'Id' : 'Arn'} is not in correct format.`,
        );
      for (const target of input.Targets) {
        const wrongAbout = wrongInput(target);
        if (wrongAbout !== undefined) throw invalid(wrongAbout);
      }
      if (new Set([...targets.keys(), ...input.Targets.map(({ Id }) => Id)]).size > MOST_TARGETS)
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      for (const target of input.Targets) targets.set(target.Id, target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  }),
  operation<RuleInput & { Ids: readonly string[] }, unknown>({
    name: 'RemoveTargets',
    permissions: onRule('RemoveTargets'),
    run: (input, context) => {
      const { targets } = ruleOf(context, input);
      for (const id of input.Ids) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  }),
  operation<RuleInput & Paged, unknown>({
    name: 'ListTargetsByRule',
    permissions: onRule('ListTargetsByRule'),
    run: (input, context) => {
      const { items, ...rest } = pageOf([...ruleOf(context, input).targets.values()], input);
      return { Targets: items, ...rest };
    },
  }),
  operation<Paged & { TargetArn: string; EventBusName?: string }, unknown>({
    name: 'ListRuleNamesByTarget',
    permissions: (input, context) => [
      { ...onBus('ListRuleNamesByTarget', input.EventBusName, context), resource: '*' },
    ],
    run: (input, context) => {
      const names = [...busOf(context, input.EventBusName).rules.values()]
        .filter(({ targets }) => [...targets.values()].some(({ Arn: arn }) => arn === input.TargetArn))
        .map(({ name }) => name);
      const { items, ...rest } = pageOf(names, input);
      return { RuleNames: items, ...rest };
    },
  }),
];

function show(rule: TwinRule, bus: string): Record<string, unknown> {
  const { name, arn, pattern, schedule, state, description, roleArn } = rule;
  return {
    Name: name,
    Arn: arn,
    EventPattern: pattern,
    ScheduleExpression: schedule,
    State: state,
    Description: description,
    RoleArn: roleArn,
    EventBusName: bus,
  };
}
