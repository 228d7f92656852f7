/** Whether anybody besides the account itself may silence or fake the alarms: asked of the policies of topics and queues. */
import { evaluate } from '../../../iam/index.js';
import type { Statements } from '../../../organization/model.js';
import { spelt } from '../../monitoring/alarm-topics.js';
import { collect } from '../../configuration/collect.js';
import type { Inspected, Rule } from '../../configuration/rule.js';
import { accountsInScope, compiled, management } from '../../configuration/inspected.js';

/** What nobody outside the account needs, and what it is good for. */
const TOPIC_ACTIONS = {
  'sns:Publish': 'publish to',
  'sns:SetTopicAttributes': 'change',
  'sns:DeleteTopic': 'delete',
  'sns:Subscribe': 'listen to',
};
const QUEUE_ACTIONS = {
  'sqs:DeleteMessage': 'take messages off',
  'sqs:PurgeQueue': 'empty',
  'sqs:SetQueueAttributes': 'change',
};

/** An account that nobody has. */
const STRANGER = '000000000000';

export const openToOthers: Rule = {
  id: 'O49',
  title: 'a topic or the receipt queue is open to other accounts',
  code: 'BG_ALARM_OPEN',
  inspect: (inspected) => {
    const { name, account } = management(inspected);
    const { topics, queues } = account.monitoring;
    const resources = [
      ...Object.entries(topics).map(([key, topic]) => ({
        key,
        ...topic,
        kind: 'topic',
        service: 'sns',
        actions: TOPIC_ACTIONS,
      })),
      ...Object.entries(queues).map(([key, queue]) => ({
        key,
        ...queue,
        kind: 'queue',
        service: 'sqs',
        actions: QUEUE_ACTIONS,
      })),
    ];
    return collect(
      resources.flatMap(({ key, regions, policy, kind, service, actions }) => {
        const label = key.split('@')[0] ?? key;
        const [region = ''] = regions;
        const arn = `arn:${inspected.snapshot.organization.partition}:${service}:${region}:${account.id}:${label}`;
        const [open] = Object.entries<string>(actions).flatMap(([action, words]) =>
          whoMay(inspected, policy, { action, arn, region }).map((who) => `${who} may ${words} ${kind} "${label}"`),
        );
        return open === undefined ? [] : [{ account: name, explanation: { code: 'BG_ALARM_OPEN', cause: open } }];
      }),
    );
  },
};

/** A stranger, or else another account of the organization. */
function whoMay(
  inspected: Inspected,
  policy: Statements,
  { action, arn, region }: { action: string; arn: string; region: string },
): string[] {
  const { account } = management(inspected);
  const { organization } = inspected.snapshot;
  const member = accountsInScope(inspected).find((scoped) => scoped.account.id !== account.id);
  const callers: { who: string; id: string; keys: Record<string, string> }[] = [
    { who: 'everybody', id: STRANGER, keys: {} },
    ...(member
      ? [
          {
            who: 'another account of the organization',
            id: member.account.id,
            keys: { 'aws:PrincipalOrgID': organization.id },
          },
        ]
      : []),
  ];
  const document = compiled(JSON.parse(spelt(JSON.stringify(policy), region)) as Statements);
  const everything = compiled({ all: { Effect: 'Allow', Action: '*', Resource: '*' } });
  return callers
    .filter(({ id, keys }) => {
      const principal = `arn:${organization.partition}:iam::${id}:user/somebody`;
      const context = {
        'aws:PrincipalArn': principal,
        'aws:PrincipalAccount': id,
        'aws:SecureTransport': 'true',
        ...keys,
      };
      return (
        evaluate(
          { principal, action, resource: arn, resourceAccount: account.id, context },
          {
            identity: [{ name: 'own policy', document: everything }],
            scpsByLevel: [],
            resource: { name: 'policy', document },
          },
        ).decision === 'allow'
      );
    })
    .map(({ who }) => who)
    .slice(0, 1);
}
