/** What protects break glass, and a harmless call that would change each. Data: adding one is an entry here. */
import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteUserPolicyCommand } from '@aws-sdk/client-iam';
import type { FindingCode } from '../../causes/explanation.js';
import { NO_ENTITY, regionalArn } from '../harmless/call.js';
import type { HarmlessCall } from '../harmless/call.js';
import { roleCalls } from '../harmless/iam-calls.js';
import { editGuardrail } from '../harmless/organization-calls.js';
import { recordCalls } from '../harmless/record-calls.js';

/** A call, and the code of the finding if a federated identity gets past every policy with it. */
export interface Protection {
  code: FindingCode;
  call: HarmlessCall;
}

/** The protections of an organization; `userArn` and `userName` are those of a break-glass user. */
export function protections(userArn: string, userName: string): Protection[] {
  const user: HarmlessCall = {
    title: 'delete an inline policy, which it does not have, of a break-glass user',
    action: 'iam:DeleteUserPolicy',
    resource: () => userArn,
    send: (clients, { absent }) =>
      clients.iam().send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: absent })),
    absentAnswers: NO_ENTITY,
  };
  const alarm: HarmlessCall = {
    title: 'delete an alarm that does not exist',
    action: 'cloudwatch:DeleteAlarms',
    resource: (aim) => regionalArn(aim, 'cloudwatch', `alarm:${aim.absent}`),
    send: (clients, { absent }) => clients.cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: [absent] })),
    absentAnswers: ['ResourceNotFound', 'ResourceNotFoundException'],
  };
  return [
    ...roleCalls.map((call): Protection => ({ code: 'BG_FEDERATION_CHANGES_ROLE', call })),
    { code: 'BG_FEDERATION_CHANGES_USERS', call: user },
    { code: 'BG_FEDERATION_CHANGES_GUARDRAILS', call: editGuardrail },
    ...[...recordCalls, alarm].map((call): Protection => ({ code: 'BG_FEDERATION_CHANGES_ALARMS', call })),
  ];
}
