/** The mailboxes of the made-up world: what people and systems are sent to confirm subscriptions with, as emulators show it. */
import { findTopic } from '../../state/topics.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainOperation } from '../shared/plain-operation.js';

/** `GET /_aws/sns/subscription-tokens/ARN` -> `{subscription_token, subscription_arn}`, the address that LocalStack has for it. */
export const mailbox: PlainOperation = {
  method: 'GET',
  path: '/_aws/sns/subscription-tokens',
  open: true,
  component: 'mailbox',
  run: ({ state, rest: arn }) => {
    const subscription = findTopic(state, arn.split(':').slice(0, 6).join(':'))?.subscriptions.get(arn);
    if (!subscription) return refusal(404, 'NotFound', 'There is no such subscription.');
    return answer({ subscription_token: subscription.token, subscription_arn: arn });
  },
};
