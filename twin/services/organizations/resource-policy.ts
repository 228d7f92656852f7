/** The policy by which an organization delegates to member accounts: none here has one (Organizations API reference, DescribeResourcePolicy). */
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { readersOnly } from './operations-in-common.js';

export const describeResourcePolicy = operation<unknown, unknown>({
  name: 'DescribeResourcePolicy',
  run: (_input, context) => {
    readersOnly(context);
    throw new AwsError('ResourcePolicyNotFoundException', "We can't find a resource policy of the organization.");
  },
});
