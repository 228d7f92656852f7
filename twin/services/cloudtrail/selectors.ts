/** Event selectors of trails, as far as they choose among management events (CloudTrail API reference, PutEventSelectors). */
import type { TwinEventSelector } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { onTrail, ownTrail, trailOf } from './trail.js';

interface BasicSelector {
  ReadWriteType?: string;
  IncludeManagementEvents?: boolean;
  DataResources?: readonly unknown[];
  ExcludeManagementEventSources?: readonly string[];
}

interface FieldSelector {
  Field: string;
  Equals?: readonly string[];
  NotEquals?: readonly string[];
}

export interface AdvancedSelector {
  Name?: string;
  FieldSelectors: readonly FieldSelector[];
}

interface PutInput {
  TrailName: string;
  EventSelectors?: readonly BasicSelector[];
  AdvancedEventSelectors?: readonly AdvancedSelector[];
}

/** A trail has at most five basic selectors. */
const MOST_SELECTORS = 5;
const READ_WRITE_TYPES = ['All', 'ReadOnly', 'WriteOnly'] as const;

export const selectorOperations = [
  operation<{ TrailName: string }, unknown>({
    name: 'GetEventSelectors',
    permissions: onTrail('GetEventSelectors', ({ TrailName }) => TrailName),
    run: ({ TrailName: name }, context) => {
      const trail = trailOf(context, name);
      return {
        TrailARN: trail.arn,
        ...(trail.advancedSelectors
          ? { AdvancedEventSelectors: trail.advancedSelectors }
          : { EventSelectors: trail.selectors.map(show) }),
      };
    },
  }),
  operation<PutInput, unknown>({
    name: 'PutEventSelectors',
    permissions: onTrail('PutEventSelectors', ({ TrailName }) => TrailName),
    run: ({ TrailName: name, EventSelectors: basic, AdvancedEventSelectors: advanced }, context) => {
      const trail = ownTrail(context, name);
      if ((basic === undefined) === (advanced === undefined))
        throw invalid('Specify either event selectors or advanced event selectors.');
      trail.selectors = basic ? basicSelectors(basic) : (advanced ?? []).flatMap(advancedSelector);
      if (advanced) trail.advancedSelectors = advanced;
      else delete trail.advancedSelectors;
      return {
        TrailARN: trail.arn,
        ...(advanced ? { AdvancedEventSelectors: advanced } : { EventSelectors: trail.selectors.map(show) }),
      };
    },
  }),
];

function basicSelectors(selectors: readonly BasicSelector[]): TwinEventSelector[] {
  if (selectors.length === 0 || selectors.length > MOST_SELECTORS)
    throw invalid(`A trail has one to ${MOST_SELECTORS} event selectors.`);
  return selectors.map(
    ({
      ReadWriteType: type = 'All',
      IncludeManagementEvents: managementEvents = true,
      ExcludeManagementEventSources: excluded = [],
      DataResources: dataResources = [],
    }) => {
      const readWriteType = READ_WRITE_TYPES.find((known) => known === type);
      if (!readWriteType) throw invalid(`${type} is not a valid read/write type.`);
      return { readWriteType, managementEvents, excluded: [...excluded], dataResources };
    },
  );
}

/** Selectors of data events choose nothing here. */
function advancedSelector({ FieldSelectors: fields }: AdvancedSelector): TwinEventSelector[] {
  const field = (name: string): FieldSelector | undefined => fields.find(({ Field }) => Field === name);
  const category = field('eventCategory')?.Equals?.[0];
  if (category === undefined) throw invalid('The field eventCategory must be present and use Equals.');
  if (category !== 'Management') return [];
  const readOnly = field('readOnly')?.Equals?.[0];
  const excluded = field('eventSource')?.NotEquals ?? [];
  return [
    {
      readWriteType: readOnly === undefined ? 'All' : readOnly === 'true' ? 'ReadOnly' : 'WriteOnly',
      managementEvents: true,
      excluded: [...excluded],
    },
  ];
}

function show({
  readWriteType,
  managementEvents,
  excluded,
  dataResources = [],
}: TwinEventSelector): Record<string, unknown> {
  return {
    ReadWriteType: readWriteType,
    IncludeManagementEvents: managementEvents,
    DataResources: dataResources,
    ExcludeManagementEventSources: excluded,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidEventSelectorsException', message);
}
