import { expect } from 'chai';
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { deniesHop } from '../../harness/questions/guardrails/decide.js';
import { judgeAnswers, judgeDecisions } from '../../harness/questions/guardrails/judge-answers.js';
import { planGuardrailTests } from '../../harness/questions/guardrails/choose-tests.js';
import type { GuardrailTest } from '../../harness/questions/guardrails/choose-tests.js';
import type { Guardrail } from '../../harness/questions/guardrails/read.js';
import type { CallAnswer } from '../../harness/questions/harmless/ask.js';
import { absentNames } from '../../harness/questions/harmless/names.js';

const ARN = 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1';
const account = { id: '222222222222', name: 'a', ou: 'Root', ancestry: ['r-1', '222222222222'] };

const askers = {
  role: { arn: `arn:aws:iam::${account.id}:role/bg/R`, tags: {} },
  administrator: { arn: `arn:aws:iam::${account.id}:role/Admin`, tags: {} },
};

function guardrail(statement: Partial<PolicyStatement>, name = 'g', arn = ARN): Guardrail {
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Resource: '*', ...statement }],
  };
  return {
    type: 'SERVICE_CONTROL_POLICY',
    name,
    arn,
    awsManaged: false,
    targets: [],
    document,
    reaches: new Set([account.id]),
  };
}

describe('answers to a guardrail call', () => {
  const answer = (name: string, message = ''): CallAnswer => ({ name, message, statusCode: 400, requestId: '' });
  const here = answer(
    'AccessDenied',
    `User: x is not authorized to perform: a on resource: b with an explicit deny in a service control policy: ${ARN}`,
  );
  const other = answer(
    'AccessDenied',
    'User: x is not authorized to perform: a on resource: b with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p-2',
  );
  const own = answer(
    'AccessDenied',
    'User: x is not authorized to perform: a on resource: b because no identity-based policy allows the a action',
  );
  const session = answer(
    'AccessDenied',
    'User: x is not authorized to perform: a on resource: b with an explicit deny in a session policy',
  );
  const absent = answer('NoSuchEntityException');
  const throttled = answer('ThrottlingException');
  const unanswered = answer('BG_NO_ANSWER', 'iam:CreateUser got no answer, 6 times: read ECONNRESET');
  const judge = (
    expects: 'yields' | 'binds',
    calibration: CallAnswer,
    breakGlass: CallAnswer,
    control: CallAnswer,
  ): string[] => {
    const test: GuardrailTest = {
      guardrail: guardrail({ Action: 'iam:*' }),
      expects,
      account,
      by: { evaluated: true },
    };
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
    ['yields', session, throttled, throttled, 'inconclusive BG_THROTTLED', 'inconclusive BG_THROTTLED'],
    ['yields', unanswered, absent, here, 'inconclusive BG_NO_ANSWER', 'inconclusive BG_NO_ANSWER'],
    ['binds', session, unanswered, unanswered, 'inconclusive BG_NO_ANSWER', 'inconclusive BG_NO_ANSWER'],
    ['binds', here, here, here, 'held BG_SCP_DENIED', 'held BG_SCP_DENIED'],
    ['binds', session, absent, here, 'broken BG_GUARDRAIL_YIELDS', 'held BG_SCP_DENIED'],
    ['binds', session, own, here, 'inconclusive BG_IDENTITY_DENIED', 'held BG_SCP_DENIED'],
    // A service that looks for the thing before it authorizes: the calibration shows it, and nothing is concluded.
    ['yields', absent, absent, absent, 'inconclusive BG_SERVICE_ERROR', 'inconclusive BG_SERVICE_ERROR'],
    ['binds', undefined, here, here, 'inconclusive BG_SERVICE_ERROR', 'inconclusive BG_SERVICE_ERROR'],
  ];
  for (const [index, [expects, calibration, breakGlass, control, left, right]] of cases.entries()) {
    it(`${index + 1}: ${expects}, ${left}, ${right}`, () =>
      expect(judge(expects, calibration, breakGlass, control)).to.deep.equal([left, right]));
  }
});

describe('what the evaluator decides where no call tells anything', () => {
  const cases: readonly (readonly ['yields' | 'binds', boolean, boolean, string, string])[] = [
    ['yields', false, true, 'held BG_SCP_DENIED', 'held BG_SCP_DENIED'],
    ['yields', true, true, 'broken BG_GUARDRAIL_LOCKS_OUT', 'held BG_SCP_DENIED'],
    ['yields', false, false, 'held BG_SCP_DENIED', 'broken BG_GUARDRAIL_TOO_WIDE'],
    ['binds', true, true, 'held BG_SCP_DENIED', 'held BG_SCP_DENIED'],
    ['binds', false, true, 'broken BG_GUARDRAIL_YIELDS', 'held BG_SCP_DENIED'],
  ];
  for (const [expects, breakGlass, control, left, right] of cases) {
    it(`${expects}, ${left}, ${right}`, () => {
      const decided = [{ label: 's', meant: { arn: '', tags: {} }, aboutRoles: true, breakGlass, control }];
      const judged = judgeDecisions({ expects }, { decided, open: [] });
      expect([judged.breakGlass, judged.control].map(({ outcome, code }) => `${outcome} ${code}`)).to.deep.equal([
        left,
        right,
      ]);
    });
  }

  it('a Deny that no session of a role can meet locks none out, and binds by stopping whom it means', () => {
    const judged = (expects: 'yields' | 'binds', control: boolean): string[] => {
      const decided = [{ label: 's', meant: { arn: '', tags: {} }, aboutRoles: false, breakGlass: false, control }];
      const { breakGlass, control: others } = judgeDecisions({ expects }, { decided, open: [] });
      return [breakGlass.outcome, others.outcome];
    };
    expect([judged('yields', true), judged('binds', true), judged('binds', false)]).to.deep.equal([
      ['held', 'held'],
      ['held', 'held'],
      ['broken', 'broken'],
    ]);
  });

  it('a resource control policy stops a caller of another organization and no caller of this one', () => {
    const document: PolicyDocument = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
      },
    };
    const hop = (context: Record<string, string>): boolean =>
      deniesHop(
        { arn: ARN, document },
        { principal: 'arn:aws:iam::999999999999:user/u', context },
        `arn:aws:iam::${account.id}:role/bg/R`,
      );
    expect([hop({}), hop({ 'aws:PrincipalOrgID': 'o-2' }), hop({ 'aws:PrincipalOrgID': 'o-1' })]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});

describe('names inside what a policy protects', () => {
  const names = (resource: string | string[], like: string, effect: 'Allow' | 'Deny' = 'Deny'): string[] =>
    absentNames(
      [{ Version: '2012-10-17', Statement: [{ Effect: effect, Action: '*', Resource: resource }] }],
      like,
      'x',
    );
  const cases: readonly (readonly [string | string[], string, string[]])[] = [
    ['arn:aws:iam::*:saml-provider/AWSSSO_*', 'arn:aws:iam::1:saml-provider/n', ['x', 'AWSSSO_x']],
    ['arn:aws:iam::*:role/AWSSSO_*', 'arn:aws:iam::1:saml-provider/n', ['x']],
    ['arn:aws:events:*:*:rule/alarm-*', 'arn:aws:events:eu-west-1:1:rule/n', ['x', 'alarm-x']],
    ['arn:aws:logs:*:*:log-group:/trail/*:*', 'arn:aws:logs:eu-west-1:1:log-group:n', ['x', '/trail/x']],
    [['arn:aws:sns:*:*:alarm-*', '*'], 'arn:aws:events:eu-west-1:1:rule/n', ['x']],
    // An exact ARN protects one thing, which is never touched.
    ['arn:aws:events:*:*:rule/alarm', 'arn:aws:events:eu-west-1:1:rule/n', ['x']],
  ];
  for (const [resource, like, expected] of cases)
    it(`${String(resource)}: ${expected.join()}`, () => expect(names(resource, like)).to.deep.equal(expected));

  it('come from what is denied only', () => {
    expect(names('arn:aws:events:*:*:rule/alarm-*', 'arn:aws:events:eu-west-1:1:rule/n', 'Allow')).to.deep.equal(['x']);
  });
});

describe('the choice of guardrail calls', () => {
  const plan = (guardrails: readonly Guardrail[], expects: 'yields' | 'binds' | 'indifferent' = 'yields'): string[] =>
    planGuardrailTests({
      guardrails: guardrails.map((one) => ({ ...one, declared: expects })),
      accounts: [account],
      askers: () => askers,
      aim: (accountId, region) => ({
        partition: 'aws',
        accountId,
        organizationId: 'o-1',
        managementAccountId: '111111111111',
        region,
        roleArn: `arn:aws:iam::${accountId}:role/bg/R`,
        roleName: 'R',
        absent: 'bgdrill-x',
      }),
      regions: ['eu-west-1', 'us-west-2'],
    }).map(({ by }) => {
      if ('calls' in by) return by.calls.map(({ action, region }) => `${action} ${region}`).join();
      return 'hop' in by ? 'hop' : 'evaluation';
    });

  it('takes the first call that this guardrail alone forbids', () => {
    expect(plan([guardrail({ Action: 'iam:CreateAccessKey' })])).to.deep.equal(['iam:CreateAccessKey us-east-1']);
    expect(
      plan([guardrail({ Action: 'iam:Create*' }), guardrail({ Action: 'iam:CreateUser' }, 'h', 'arn:h')]),
    ).to.deep.equal(['iam:CreateAccessKey us-east-1', 'evaluation']);
  });

  it('tests a Region lock in a Region that it locks', () => {
    expect(
      plan([
        guardrail({
          NotAction: ['iam:*', 'sts:*'],
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        }),
      ]),
    ).to.deep.equal([
      'cloudtrail:StopLogging us-west-2,events:DisableRule us-west-2,logs:DeleteMetricFilter us-west-2',
    ]);
  });

  it('names something inside what the guardrail protects, and nothing where it protects one thing alone', () => {
    expect(plan([guardrail({ Action: 'events:*', Resource: 'arn:aws:events:*:*:rule/alarm-*' })])).to.deep.equal([
      'events:DisableRule eu-west-1',
    ]);
    expect(plan([guardrail({ Action: 'events:*', Resource: 'arn:aws:events:*:*:rule/alarm' })])).to.deep.equal([
      'evaluation',
    ]);
  });

  it('tests a resource control policy by the hop', () => {
    expect(
      plan([{ ...guardrail({ Action: 'sts:AssumeRole', Principal: '*' }), type: 'RESOURCE_CONTROL_POLICY' }]),
    ).to.deep.equal(['hop']);
  });

  it('is not misled by an exemption that is too wide', () => {
    expect(
      plan([guardrail({ Action: 'events:*', Condition: { ArnNotLike: { 'aws:PrincipalArn': '*' } } })]),
    ).to.deep.equal(['events:DisableRule eu-west-1']);
  });

  it('leaves to the evaluator what no call reaches, and leaves alone what does not matter', () => {
    expect(plan([guardrail({ Action: 'organizations:LeaveOrganization' })])).to.deep.equal(['evaluation']);
    expect(plan([guardrail({ Action: 'ec2:RunInstances' })])).to.deep.equal(['evaluation']);
    expect(plan([guardrail({ Action: 'iam:*' })], 'indifferent')).to.deep.equal([]);
  });
});
