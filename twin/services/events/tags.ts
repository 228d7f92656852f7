/** Tags of rules and of event buses (EventBridge API reference, TagResource). */
import { arnParts } from '../../state/arn.js';
import { AwsError } from '../../wire/aws-error.js';
import { ownRegion } from '../shared/own-region.js';
import type { Tagging } from '../shared/tagging.js';

export const ruleAndBusTags: Tagging = {
  prefix: 'events',
  find: (arn, context) => {
    for (const bus of ownRegion(context).buses.values()) {
      if (bus.arn === arn) return bus.tags;
      for (const rule of bus.rules.values()) if (rule.arn === arn) return rule.tags;
    }
    return undefined;
  },
  missing: (arn) => {
    const [kind, ...names] = arnParts(arn).resource.split('/');
    const what = kind === 'rule' ? 'Rule' : 'EventBus';
    return new AwsError('ResourceNotFoundException', `${what} ${names.join('/')} does not exist.`);
  },
};
