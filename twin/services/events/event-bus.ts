/** Event buses and their rules: finding one, and who may do what with it. */
import { isPatternError } from '../../../monitoring/index.js';
import type { RequiredPermission } from '../../access/request.js';
import { resourcePolicy } from '../../access/resource-policy.js';
import { arnParts } from '../../state/arn.js';
import type { TwinEventBus, TwinRule } from '../../state/monitoring.js';
import { regionAt } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn } from '../shared/own-region.js';
import { page } from '../shared/paging.js';

export interface RuleInput {
  /** Name of the rule; operations on targets call it `Rule`. */
  Name?: string;
  Rule?: string;
  EventBusName?: string;
}

export interface Paged {
  NextToken?: string;
  Limit?: number;
}

const PAGE = 100;

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** One page of a list. Throws `ValidationException` for a token or a limit that is none. */
export function pageOf<T>(items: readonly T[], { NextToken, Limit }: Paged): { items: T[]; NextToken?: string } {
  const refuse = (what: 'token' | 'number'): AwsError =>
    invalid(what === 'token' ? 'The next token is not valid.' : `The limit is a number from 1 to ${PAGE}.`);
  return page(items, { NextToken, MaxResults: Limit }, { usual: PAGE, most: PAGE, refuse });
}

/** Name and owner of the bus that a name or ARN means. */
function busAddress(
  { caller, region }: OperationContext,
  nameOrArn = 'default',
): { accountId: string; region: string; name: string } {
  if (!nameOrArn.startsWith('arn:')) return { accountId: caller.account.id, region, name: nameOrArn };
  const parts = arnParts(nameOrArn);
  return { accountId: parts.accountId, region: parts.region, name: parts.resource.replace(/^event-bus\//, '') };
}

/** The bus of that name or ARN, if it is in the Region of the request. */
function findBus(context: OperationContext, nameOrArn: string | undefined): TwinEventBus | undefined {
  const { accountId, region, name } = busAddress(context, nameOrArn);
  return context.state.accounts.has(accountId) && region === context.region
    ? regionAt(context.state, accountId, region).buses.get(name)
    : undefined;
}

/** The same. Throws `ResourceNotFoundException`. */
export function busOf(context: OperationContext, nameOrArn: string | undefined): TwinEventBus {
  const bus = findBus(context, nameOrArn);
  if (!bus)
    throw new AwsError('ResourceNotFoundException', `Event bus ${busAddress(context, nameOrArn).name} does not exist.`);
  return bus;
}

/** The rule that an input means. Throws `ResourceNotFoundException`. */
export function ruleOf(context: OperationContext, input: RuleInput): TwinRule {
  const { name: busName } = busAddress(context, input.EventBusName);
  const name = ruleName(input);
  const rule = findBus(context, input.EventBusName)?.rules.get(name);
  if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
  return rule;
}

export function ruleName({ Name: name, Rule: rule }: RuleInput): string {
  return name ?? rule ?? '';
}

/** ARN of a rule. Rules of the default bus have no bus in theirs (service authorization reference, Amazon EventBridge). */
export function ruleArn(context: OperationContext, input: RuleInput): string {
  const { name: bus } = busAddress(context, input.EventBusName);
  return ownArn(context, 'events', `rule/${bus === 'default' ? '' : `${bus}/`}${ruleName(input)}`);
}

/** `events:<action>` on the rule of the input. */
export function onRule(action: string): (input: RuleInput, context: OperationContext) => RequiredPermission[] {
  return (input, context) => [{ action: `events:${action}`, resource: ruleArn(context, input) }];
}

/** `events:<action>` on a bus, which may be another account's. */
export function onBus(action: string, nameOrArn: string | undefined, context: OperationContext): RequiredPermission {
  const { accountId, region, name } = busAddress(context, nameOrArn);
  const arn = `arn:${context.state.partition}:events:${region}:${accountId}:event-bus/${name}`;
  return {
    action: `events:${action}`,
    resource: arn,
    resourceAccount: accountId,
    ...resourcePolicy(arn, findBus(context, nameOrArn)?.policy),
  };
}

/** Compiles a pattern. Throws `InvalidEventPatternException` for one that is none. */
export function checkedPattern<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (isPatternError(error)) throw new AwsError('InvalidEventPatternException', error.message);
    throw error;
  }
}
