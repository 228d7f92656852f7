/** Amazon CloudWatch Logs, as far as guardrails protect it: there is no log group yet, so every allowed call finds none. */
import * as schemas from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import type { AnyOperation } from '../operation.js';
import { awsJson } from '../wire/json.js';
import type { Service } from '../wire/service.js';

function onLogGroup(name: string): AnyOperation {
  return operation<{ logGroupName?: string }, unknown>({
    name,
    permissions: ({ logGroupName = '' }, { state, region, caller }) => [
      { action: `logs:${name}`, resource: `arn:${state.partition}:logs:${region}:${caller.account.id}:log-group:${logGroupName}` },
    ],
    run: () => {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    },
  });
}

export const logs: Service = {
  id: 'logs',
  protocols: [awsJson('1.1', 'Logs_20140328')],
  permissionPrefix: 'logs',
  schemas,
  operations: [onLogGroup('DeleteMetricFilter'), onLogGroup('DeleteLogGroup')],
};
