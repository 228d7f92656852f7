/** DecodeAuthorizationMessage (STS API reference): what EC2 encoded, for whoever may know why a call was denied. */
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';

/** A message is JSON in base64url, as `wire/ec2-query.ts` writes it. */
export const decodeAuthorizationMessage = operation<{ EncodedMessage: string }, unknown>({
  name: 'DecodeAuthorizationMessage',
  run: ({ EncodedMessage }) => {
    const decoded = Buffer.from(EncodedMessage, 'base64url').toString('utf8');
    if (!/^\{"allowed":.*\}$/s.test(decoded))
      throw new AwsError('InvalidAuthorizationMessageException', 'The encoded message is not valid.');
    return { DecodedMessage: decoded };
  },
});
