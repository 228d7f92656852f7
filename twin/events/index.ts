/** Amazon EventBridge, as far as guardrails protect it: there is no rule yet, so every allowed call finds none. */
import * as schemas from '@aws-sdk/client-eventbridge';
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import { awsJson } from '../wire/json.js';
import type { Service } from '../wire/service.js';

export const events: Service = {
  id: 'events',
  protocols: [awsJson('1.1', 'AWSEvents')],
  permissionPrefix: 'events',
  schemas,
  operations: [
    operation<{ Name: string; EventBusName?: string }, unknown>({
      name: 'DisableRule',
      permissions: ({ Name, EventBusName }, { state, region, caller }) => [
        // Rules of the default bus have no bus in their ARN (service authorization reference, Amazon EventBridge).
        { action: 'events:DisableRule', resource: `arn:${state.partition}:events:${region}:${caller.account.id}:rule/${EventBusName === undefined || EventBusName === 'default' ? '' : `${EventBusName}/`}${Name}` },
      ],
      run: ({ Name, EventBusName = 'default' }) => {
        throw new AwsError('ResourceNotFoundException', `Rule ${Name} does not exist on EventBus ${EventBusName}.`);
      },
    }),
  ],
};
