import { expect } from 'chai';
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { guardrailCalls } from '../../harness/guardrails/calls.js';
import { judgeAnswers } from '../../harness/guardrails/judge.js';
import type { CallAnswer } from '../../harness/guardrails/judge.js';
import { planGuardrailTests } from '../../harness/guardrails/plan.js';
import type { GuardrailTest } from '../../harness/guardrails/plan.js';
import type { Guardrail } from '../../harness/guardrails/read.js';

const ARN = 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1';
const account = { id: '222222222222', name: 'a', ou: 'Root', ancestry: ['r-1', '222222222222'] };

function guardrail(statement: Partial<PolicyStatement>, name = 'g', arn = ARN): Guardrail {
  const document: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Resource: '*', ...statement }] };
  return { name, arn, awsManaged: false, document, reaches: new Set([account.id]) };
}

describe('answers to a guardrail call', () => {
  const answer = (name: string, message = ''): CallAnswer => ({ name, message, statusCode: 400, requestId: '' });
  const here = answer('AccessDenied', `User: x is not authorized to perform: a on resource: b with an explicit deny in a service control policy: ${ARN}`);
  const other = answer('AccessDenied', 'User: x is not authorized to perform: a on resource: b with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-2');
  const own = answer('AccessDenied', 'User: x is not authorized to perform: a on resource: b because no identity-based policy allows the a action');
  const session = answer('AccessDenied', 'User: x is not authorized to perform: a on resource: b with an explicit deny in a session policy');
  const absent = answer('NoSuchEntityException');
  const throttled = answer('ThrottlingException');
  const judge = (expects: 'yields' | 'binds', calibration: CallAnswer, breakGlass: CallAnswer, control: CallAnswer): string[] => {
    const test: GuardrailTest = { guardrail: guardrail({ Action: 'iam:*' }), expects, account, by: undefined };
    const judged = judgeAnswers(test, ['NoSuchEntityException'], { calibration, breakGlass, control });
    return [judged.breakGlass, judged.control].map(({ outcome, code }) => `${outcome} ${code}`);
  };
  const cases: readonly (readonly ['yields' | 'binds', CallAnswer, CallAnswer, CallAnswer, string, string])[] = [
    ['yields', session, absent, here, 'held BG_HELD', 'held BG_SCP_DENIED'],
    ['yields', session, here, here, 'broken BG_GUARDRAIL_LOCKS_OUT', 'held BG_SCP_DENIED'],
    ['yields', session, other, here, 'broken BG_GUARDRAIL_LOCKS_OUT', 'held BG_SCP_DENIED'],
    ['yields', session, own, here, 'inconclusive BG_IDENTITY_DENIED', 'held BG_SCP_DENIED'],
    ['yields', session, absent, absent, 'held BG_HELD', 'broken BG_GUARDRAIL_TOO_WIDE'],
    ['yields', session, absent, undefined, 'held BG_HELD', 'broken BG_GUARDRAIL_TOO_WIDE'],
    ['yields', session, absent, own, 'held BG_HELD', 'inconclusive BG_IDENTITY_DENIED'],
    ['yields', session, absent, other, 'held BG_HELD', 'inconclusive BG_SCP_DENIED'],
    ['yields', session, throttled, throttled, 'inconclusive BG_SERVICE_ERROR', 'inconclusive BG_THROTTLED'],
    ['binds', here, here, here, 'held BG_SCP_DENIED', 'held BG_SCP_DENIED'],
    ['binds', session, absent, here, 'broken BG_GUARDRAIL_YIELDS', 'held BG_SCP_DENIED'],
    ['binds', session, own, here, 'inconclusive BG_IDENTITY_DENIED', 'held BG_SCP_DENIED'],
    // A service that looks for the thing before it authorizes: the calibration shows it, and nothing is concluded.
    ['yields', absent, absent, absent, 'inconclusive BG_SERVICE_ERROR', 'inconclusive BG_SERVICE_ERROR'],
    ['binds', undefined, here, here, 'inconclusive BG_SERVICE_ERROR', 'inconclusive BG_SERVICE_ERROR'],
  ];
  for (const [index, [expects, calibration, breakGlass, control, left, right]] of cases.entries()) {
    it(`${index + 1}: ${expects}, ${left}, ${right}`, () => expect(judge(expects, calibration, breakGlass, control)).to.deep.equal([left, right]));
  }
});

describe('the choice of guardrail calls', () => {
  const plan = (guardrails: readonly Guardrail[], expects: 'yields' | 'binds' | 'indifferent' = 'yields'): string[] =>
    planGuardrailTests({
      guardrails,
      accounts: [account],
      expectations: Object.fromEntries(guardrails.map(({ name }) => [name, expects])),
      controlRoleArn: () => 'arn:aws:iam::222222222222:role/Admin',
      aim: (accountId, region) => ({ partition: 'aws', accountId, region, roleArn: `arn:aws:iam::${accountId}:role/bg/R`, roleName: 'R', absent: 'bgdrill-x' }),
      regions: ['eu-west-1', 'us-west-2'],
    }).map(({ by }) => (by === undefined ? 'nothing' : 'call' in by ? `${by.call.action} ${by.aim.region}` : by.question.action));

  it('takes the first call that this guardrail alone forbids', () => {
    expect(plan([guardrail({ Action: 'iam:CreateAccessKey' })])).to.deep.equal(['iam:CreateAccessKey us-east-1']);
    expect(plan([guardrail({ Action: 'iam:Create*' }), guardrail({ Action: 'iam:CreateUser' }, 'h', 'arn:h')])).to.deep.equal(['iam:CreateAccessKey us-east-1', 'nothing']);
  });

  it('tests a Region lock in a Region that it locks', () => {
    expect(plan([guardrail({ NotAction: ['iam:*', 'sts:*'], Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })])).to.deep.equal(['cloudtrail:StopLogging us-west-2']);
  });

  it('is not misled by an exemption that is too wide', () => {
    expect(plan([guardrail({ Action: 'events:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': '*' } } })])).to.deep.equal(['events:DisableRule eu-west-1']);
  });

  it('leaves to the evaluator what is never called, and says when nothing can test it', () => {
    expect(plan([guardrail({ Action: 'organizations:LeaveOrganization' })])).to.deep.equal(['organizations:LeaveOrganization']);
    expect(plan([guardrail({ Action: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } })])).to.deep.equal(['s3:ListAllMyBuckets']);
    expect(plan([guardrail({ Action: 'ec2:RunInstances' })])).to.deep.equal(['nothing']);
    expect(plan([guardrail({ Action: 'iam:*' })], 'indifferent')).to.deep.equal([]);
  });

  it('never leaves the organization or closes anything: no call does', () => {
    const banned = /LeaveOrganization|CloseAccount|DisablePolicyType|DeactivateMFADevice|ChangePassword|ScheduleKeyDeletion|DisableSecurityHub/;
    for (const { action } of guardrailCalls) expect(action).to.not.match(banned);
  });
});
