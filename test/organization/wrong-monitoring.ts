import { lineOf } from './wrong-document.js';
import type { WrongDocument } from './wrong-document.js';

/** Documents with trails, alarms, rules and queues that cannot be as they stand there. */
export const wrongMonitoring: readonly WrongDocument[] = [
  [
    'a trail that writes to no log group',
    undefined,
    'accounts: { management: { monitoring: { trails: { organization-trail: { logGroup: trail } } } } }',
    'overlay.yaml:1:73: trail "organization-trail" writes to log group "trail", which does not exist',
  ],
  [
    'a trail that writes to another Region',
    undefined,
    'accounts: { management: { monitoring: { trails: { organization-trail: { region: eu-central-1 } } } } }',
    `lz.yaml:${lineOf('organization-trail: { region')}:70: trail "organization-trail" is in eu-central-1 and its log group "organization-trail" in eu-west-1`,
  ],
  [
    "a member's trail of the organization",
    undefined,
    'accounts: { network: { monitoring: { trails: { own: { region: eu-west-1, organization: true } } } } }',
    'overlay.yaml:1:74: trail "own" of a member account cannot be the organization\'s',
  ],
  [
    'an alarm that waits for ever',
    undefined,
    'accounts: { management: { monitoring: { alarms: { break-glass-used: { datapointsToAlarm: 2 } } } } }',
    'overlay.yaml:1:71: alarm "break-glass-used" waits for 2 of 1 datapoints',
  ],
  [
    'an alarm with an odd period',
    undefined,
    'accounts: { management: { monitoring: { alarms: { break-glass-used: { periodSeconds: 90 } } } } }',
    'overlay.yaml:1:71: alarm "break-glass-used" has a period of 90 s',
  ],
  [
    'an alarm that looks too far back',
    undefined,
    'accounts: { management: { monitoring: { alarms: { break-glass-used: { periodSeconds: 300, evaluationPeriods: 289 } } } } }',
    'overlay.yaml:1:91: alarm "break-glass-used" looks over more than a day',
  ],
  [
    'a rule with too many targets',
    undefined,
    'accounts: { management: { monitoring: { eventRules: { break-glass-signed-in: { targets: { a: &t { arn: "arn:aws:sns:eu-west-1:<self>:t" }, b: *t, c: *t, d: *t, e: *t } } } } } }',
    'overlay.yaml:1:80: event rule "break-glass-signed-in" has 6 targets',
  ],
  [
    'a queue with a name that none can have',
    undefined,
    'accounts: { network: { monitoring: { queues: { "a b": { regions: [eu-west-1] } } } } }',
    'overlay.yaml:1:48: "a b" is not a name that AWS takes here',
  ],
];
