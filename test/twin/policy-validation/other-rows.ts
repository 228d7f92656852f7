/** Session policies and policies of resources: which are stored, and how the others are refused. */
import { allow, document } from './documents.js';
import type { Row } from './documents.js';

export const others: readonly Row[] = [
  ['session', '{', 'The policy is not in the valid JSON format.'],
  ['session', JSON.stringify({ Statement: allow }), undefined],
  [
    'session',
    JSON.stringify({ Version: '2013-01-01', Statement: allow }),
    'The policy must contain a valid version string',
  ],
  [
    'resource',
    document({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'arn:aws:sns:eu-west-1:111122223333:t',
    }),
    undefined,
  ],
  [
    'resource',
    document({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, NotAction: 'sns:Publish', NotResource: '*' }),
    undefined,
  ],
  [
    'resource',
    document({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sns:*', Resource: '*' }),
    'Allow with NotPrincipal is not allowed.',
  ],
  [
    'resource',
    document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:user/*' }, Action: 'sns:*', Resource: '*' }),
    'Invalid principal in policy',
  ],
  ['resource', document({ Effect: 'Allow', Principal: '*', Resource: '*' }), 'Missing required field Action'],
  [
    'resource',
    document({ Effect: 'Allow', Principal: '*', Action: 'Publish', Resource: '*' }),
    'Policy has invalid action',
  ],
  [
    'resource',
    document({ Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: 'topic' }),
    'Policy has invalid resource',
  ],
  ['resource', document(allow), 'Missing required field Principal'],
];
