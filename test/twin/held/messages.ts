/** Names that rows about messages share. */
import { of } from './law.js';

export const events = of('events');
export const sns = of('sns');
export const sqs = of('sqs');

export const ACCOUNT = '111122223333';
export const busArn = (name: string): string => `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/${name}`;
export const ruleArn = (name: string): string => `arn:aws:events:eu-west-1:${ACCOUNT}:rule/${name}`;
export const topicArn = (name: string): string => `arn:aws:sns:eu-west-1:${ACCOUNT}:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`;
export const queueUrl = (name: string): string => `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${name}`;
export const Tags = [{ Key: 'team', Value: 'red' }];
export const others = [{ Key: 'stage', Value: 'blue' }];
export const PATTERN = JSON.stringify({ source: ['ours'] });
export const EventBusName = 'ours';
export const open = (service: string, resource: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: `${service}:*`, Resource: resource }],
  });

export const receive = sqs.call('ReceiveMessage', {
  QueueUrl: queueUrl('first'),
  MaxNumberOfMessages: 10,
  MessageSystemAttributeNames: ['All'],
  MessageAttributeNames: ['All'],
});

export const messageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
