/** AWS CloudTrail, as far as guardrails protect it: there is no trail yet, so every allowed call finds none. */
import * as schemas from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import type { AnyOperation, OperationContext } from '../operation.js';
import { awsJson } from '../wire/json.js';
import type { Service } from '../wire/service.js';

/** An operation on one trail, named by `member` of its input: a name or an ARN. */
function onTrail(name: string, member: 'Name' | 'TrailName'): AnyOperation {
  const arnOf = (input: Record<string, unknown>, { state, region, caller }: OperationContext): string => {
    const given = String(input[member]);
    return given.startsWith('arn:') ? given : `arn:${state.partition}:cloudtrail:${region}:${caller.account.id}:trail/${given}`;
  };
  return operation<Record<string, unknown>, unknown>({
    name,
    permissions: (input, context) => [{ action: `cloudtrail:${name}`, resource: arnOf(input, context) }],
    run: (input, context) => {
      throw new AwsError('TrailNotFoundException', `Unknown trail: ${arnOf(input, context)} for the user: ${context.caller.account.id}`);
    },
  });
}

export const cloudtrail: Service = {
  id: 'cloudtrail',
  protocols: [awsJson('1.1', 'CloudTrail_20131101')],
  permissionPrefix: 'cloudtrail',
  schemas,
  operations: [onTrail('StopLogging', 'Name'), onTrail('DeleteTrail', 'Name'), onTrail('UpdateTrail', 'Name'), onTrail('PutEventSelectors', 'TrailName')],
};
