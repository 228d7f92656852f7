/** Regions of the partitions, and which of them an account must opt in to (AWS general reference, "Regions and zones", as of 2025-11). */
import type { TwinState } from '../../state/twin-state.js';

const ENABLED: Readonly<Record<TwinState['partition'], readonly string[]>> = {
  aws: [
    ...[
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ca-central-1',
      'eu-central-1',
      'eu-north-1',
    ],
    ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
};

const OPT_IN: Readonly<Record<TwinState['partition'], readonly string[]>> = {
  aws: [
    ...[
      'af-south-1',
      'ap-east-1',
      'ap-east-2',
      'ap-south-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
    ],
    ...[
      'ca-west-1',
      'eu-central-2',
      'eu-south-1',
      'eu-south-2',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'mx-central-1',
    ],
  ],
  'aws-us-gov': [],
  'aws-cn': [],
};

/** A Region as EC2 shows it. Nobody in the twin has opted in to anything. */
export interface Region {
  name: string;
  optIn: 'opt-in-not-required' | 'not-opted-in';
}

/** Every Region of the partition. */
export function regionsOf(partition: TwinState['partition']): Region[] {
  return [
    ...ENABLED[partition].map((name): Region => ({ name, optIn: 'opt-in-not-required' })),
    ...OPT_IN[partition].map((name): Region => ({ name, optIn: 'not-opted-in' })),
  ];
}

/** True for a Region that accounts can use. */
export function isEnabled(partition: TwinState['partition'], region: string): boolean {
  return ENABLED[partition].includes(region);
}
