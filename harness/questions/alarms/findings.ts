/** Codes about how use of break glass is noticed. */
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

const DETECTION: readonly string[] = [
  'AWS Well-Architected SEC04-BP04',
  'NIST SP 800-53 SI-4(5)',
  'NIST SP 800-53 AU-6',
];

export const monitoringEntries = [
  {
    code: 'BG_ALARM_MISSING',
    severity: 'critical',
    title: 'Use of break glass raised no alarm',
    meaning:
      'The role was used and no message about it arrived at the receipt queue before the hard limit. Whoever steals these credentials is not seen.',
    remedy:
      'Follow the chain from the trail or the rule to the subscription, mend the first link that is broken, and drill again.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_LATE',
    severity: 'high',
    title: 'The alarm came later than promised',
    meaning: 'The message arrived, but after the time that the drill file promises for this path.',
    remedy: 'Shorten the period of the alarm, or promise what the path can keep.',
    controls: DETECTION,
  },
  {
    code: 'BG_TRAIL_MISSING',
    severity: 'critical',
    title: 'No organization trail records what happens',
    meaning:
      'Rules and alarms live on what CloudTrail records. Without a trail of the whole organization use of the role in a member account leaves no lasting trace.',
    remedy: 'Create an organization trail for all Regions in the management account.',
    controls: DETECTION,
  },
  {
    code: 'BG_TRAIL_OFF',
    severity: 'critical',
    title: 'The trail is not logging',
    meaning:
      'The trail exists and was stopped: nothing is written to its log group, and EventBridge gets no records of calls either.',
    remedy: 'Start logging again, and find out who stopped it.',
    controls: DETECTION,
  },
  {
    code: 'BG_TRAIL_ONE_REGION',
    severity: 'high',
    title: 'The trail records one Region',
    meaning: 'A use in another Region never reaches the log group, so the alarm on it stays silent.',
    remedy: 'Make the trail record all Regions.',
    controls: DETECTION,
  },
  {
    code: 'BG_TRAIL_SELECTORS',
    severity: 'critical',
    title: 'The trail leaves out use of the role',
    meaning:
      'AssumeRole is recorded as a read. A trail that keeps writes alone, or no management events at all, does not see it.',
    remedy: 'Let the event selectors keep all management events.',
    controls: DETECTION,
  },
  {
    code: 'BG_TRAIL_WITHOUT_LOGS',
    severity: 'high',
    title: 'The trail writes to no log group',
    meaning: 'Metric filters read log groups. A trail that writes to a bucket alone feeds no alarm.',
    remedy: 'Give the trail a log group of CloudWatch Logs.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_FILTER_ELSEWHERE',
    severity: 'critical',
    title: 'The metric filter reads another log group',
    meaning: 'The pattern is right and looks at the wrong place.',
    remedy: 'Put the metric filter on the log group that the trail writes to.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_PATTERN',
    severity: 'critical',
    title: 'No pattern matches use of the role',
    meaning:
      'The record of a use, as AWS writes it, does not match the pattern: it names another user or role, another kind of event, or a field that this copy of the record does not have.',
    remedy:
      'Match on the event name and on requestParameters.roleArn, and test the pattern with a record of a real use.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_METRIC',
    severity: 'critical',
    title: 'No alarm watches the metric',
    meaning: 'The metric filter counts uses under a name that no alarm reads.',
    remedy: 'Give the alarm the namespace and the name of the metric filter.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_THRESHOLD',
    severity: 'high',
    title: 'The alarm rings never or always',
    meaning:
      'A single use must ring, and no use must not: an alarm that always rings is switched off by those who hear it.',
    remedy: 'Sum of 1 or more in one period.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_STUCK',
    severity: 'high',
    title: 'The alarm rings once and never again',
    meaning:
      'An alarm acts when its state changes. One that keeps ALARM while there is no data says nothing about the second use.',
    remedy: 'Treat missing data as notBreaching.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_ACTIONS_OFF',
    severity: 'critical',
    title: 'The actions of the alarm are disabled',
    meaning: 'The alarm changes its state and tells nobody, for instance since a maintenance.',
    remedy: 'Enable the actions of the alarm.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_WITHOUT_ACTION',
    severity: 'critical',
    title: 'The alarm has no action',
    meaning: 'The alarm changes its state and has nobody to tell.',
    remedy: 'Let the alarm send to the topic.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_TOO_SLOW',
    severity: 'high',
    title: 'The alarm cannot keep the service level',
    meaning: 'Delivery of the trail takes about five minutes, and the periods of the alarm come on top.',
    remedy: 'Shorten the period, or promise what the path can keep.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_RULE_DISABLED',
    severity: 'critical',
    title: 'The event rule is disabled',
    meaning: 'A disabled rule matches nothing, so that a use of the role sends no message over it.',
    remedy: 'Enable the rule, and protect it by a guardrail.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_RULE_REGION',
    severity: 'critical',
    title: 'No event rule where uses are recorded',
    meaning:
      'EventBridge rules see their own Region alone, and a console sign-in is recorded in one of several Regions that nobody chooses.',
    remedy: 'Create the rule in every Region that is named.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_NO_TARGET',
    severity: 'critical',
    title: 'The event rule has no target',
    meaning: 'The rule matches and sends to nobody.',
    remedy: 'Let the rule send to the topic.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_TOPIC_MISSING',
    severity: 'critical',
    title: 'The topic does not exist',
    meaning: 'Neither EventBridge nor CloudWatch checks that the topic they send to is there.',
    remedy: 'Create the topic in that Region, or correct the ARN.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_TOPIC_REFUSES',
    severity: 'critical',
    title: 'The topic refuses the message',
    meaning: 'The policy of the topic does not let the service publish: one path works and the other is silent.',
    remedy: 'Allow sns:Publish to both events.amazonaws.com and cloudwatch.amazonaws.com.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_TOPIC_ENCRYPTED',
    severity: 'critical',
    title: 'The topic is encrypted with a key that the service may not use',
    meaning: 'The key policy of alias/aws/sns cannot be changed and admits neither CloudWatch nor EventBridge.',
    remedy: 'Use a key of your own whose policy admits both services.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_NOBODY_SUBSCRIBED',
    severity: 'critical',
    title: 'Nobody is subscribed to the topic',
    meaning: 'The service publishes the message, and nobody gets it.',
    remedy: 'Subscribe the people on call and the receipt queue.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_SUBSCRIPTION_PENDING',
    severity: 'critical',
    title: 'A subscription was never confirmed',
    meaning: 'SNS sends nothing to an address that was not confirmed. It is the one step that no template can do.',
    remedy: 'Confirm the subscription from the mail that SNS sent, or subscribe again.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_FILTERED',
    severity: 'high',
    title: 'A filter policy drops the message',
    meaning: 'Messages of alarms and rules have no attributes: a filter policy that asks for one drops them all.',
    remedy: 'Remove the filter policy of the subscription.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_QUEUE_REFUSES',
    severity: 'high',
    title: 'The queue takes no message of the topic',
    meaning: 'The policy of the queue does not let SNS send, so nothing arrives and nobody is told.',
    remedy: 'Allow sqs:SendMessage to sns.amazonaws.com for this topic.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_NOISE',
    severity: 'high',
    title: 'The alarm also rings for what is no use of break glass',
    meaning:
      'Who is called every day for nothing does not come on the day it matters, and a real use hides among the others.',
    remedy: 'Match use of the break-glass role and sign-ins of the break-glass users, and nothing else.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_SUCCESS_ONLY',
    severity: 'medium',
    title: 'Attempts that are refused raise no alarm',
    meaning: 'Whoever holds a stolen password or key and fails at the second factor is not seen, and comes back.',
    remedy: 'Let the pattern match failures too: leave errorCode and responseElements out of it.',
    controls: [...DETECTION, 'AWS Well-Architected SEC03-BP03'],
  },
  {
    code: 'BG_ALARM_NOT_QUIET',
    severity: 'high',
    title: 'An alarm was ringing when it should be quiet',
    meaning:
      'An alarm acts when its state changes. One that rings already, or does not stop, says nothing about the next use.',
    remedy: 'Find out what it rings for, and treat missing data as notBreaching.',
    controls: DETECTION,
  },
  {
    code: 'BG_USE_UNEXPLAINED',
    severity: 'critical',
    title: 'Somebody used break glass during the drill, and it was not the drill',
    meaning:
      'While everybody expects alarms of a drill a real misuse hides among them. Each record about break glass was joined to a call of this drill; this one joins to none.',
    remedy: 'Treat it as an incident: find out who it was, and disable the credentials if nobody can say.',
    controls: [...DETECTION, 'NIST SP 800-53 IR-4'],
  },
  {
    code: 'BG_ALARM_RULE_BUS',
    severity: 'critical',
    title: 'The event rule is on another bus',
    meaning:
      'Records of CloudTrail come to the default bus of their account and Region. A rule on another bus never sees one.',
    remedy: 'Put the rule on the default bus.',
    controls: DETECTION,
  },
  {
    code: 'BG_ALARM_OPEN',
    severity: 'high',
    title: 'Others may silence or fake the alarms',
    meaning:
      'Whoever may publish to the topic raises false alarms until nobody listens; whoever may change it, or empty the queue, makes sure that nobody hears the real one.',
    remedy: 'Name in the policy the services that publish, with aws:SourceAccount or aws:SourceArn, and nobody else.',
    controls: [...DETECTION, 'NIST SP 800-53 AU-9'],
  },
  {
    code: 'BG_TRAIL_NOT_VALIDATED',
    severity: 'medium',
    title: 'Nobody could tell whether the records were changed',
    meaning:
      'Without validation of its log files the trail is no evidence of what was done while the glass was broken.',
    remedy: 'Enable log file validation of the trail.',
    controls: ['NIST SP 800-53 AU-9', 'AWS Foundational Security Best Practices CloudTrail.4'],
  },
  {
    code: 'BG_RECORDS_SHORT_LIVED',
    severity: 'medium',
    title: 'Records are gone before anybody asks for them',
    meaning:
      'People look into a use weeks or months later. Records of break glass must outlive the period between two audits.',
    remedy: 'Keep the log group of the trail for a year at least.',
    controls: ['NIST SP 800-53 AU-11', 'AWS Foundational Security Best Practices CloudWatch.16'],
  },
] as const satisfies readonly CatalogueEntry[];
