/** Insights of a trail: no trail here has any (CloudTrail API reference, GetInsightSelectors). */
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { onTrail, trailOf } from './trail.js';

interface InsightInput {
  TrailName?: string;
  EventDataStore?: string;
}

export const getInsightSelectors = operation<InsightInput, unknown>({
  name: 'GetInsightSelectors',
  permissions: (input, context) => {
    if (input.TrailName !== undefined && input.EventDataStore !== undefined)
      throw new AwsError('InvalidParameterCombinationException', 'Name a trail or an event data store, not both.');
    if (input.EventDataStore !== undefined)
      throw new AwsError('NotImplemented', 'The embedded organization has no event data stores: EventDataStore.', 501);
    return onTrail('GetInsightSelectors', named)(input, context);
  },
  run: (input, context) => {
    const { name } = trailOf(context, named(input));
    throw new AwsError('InsightNotEnabledException', `Trail ${name} does not have Insight selectors enabled.`);
  },
});

function named({ TrailName: name }: InsightInput): string {
  if (name === undefined) throw new AwsError('InvalidParameterException', 'Name a trail or an event data store.');
  return name;
}
