import {
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type {
  EvaluationResult,
  SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { assume, taken, withMfa } from './sts-calls.js';

const CONTENT = `
accounts:
  payments-1:
    policies: { Fence: { statements: { Most: { Effect: Allow, Action: ["iam:*", "s3:*"], Resource: "*" } } } }
    groups: { Readers: { policies: { read: { Read: { Effect: Allow, Action: "iam:Get*", Resource: "*" } } } } }
    users:
      reader:
        accessKey: true
        groups: [Readers]
        permissionsBoundary: "arn:aws:iam::<self>:policy/Fence"
        managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]
        policies: { not: { NoDelete: { Effect: Deny, Action: "iam:Delete*", Resource: "*", Condition: { StringNotEquals: { "aws:PrincipalTag/team": "\${aws:ResourceTag/team}" } } } } }
serviceControlPolicies:
  no-bills: { description: none, attachedTo: [Workloads], expects: binds, statements: { NoBills: { Effect: Deny, Action: "s3:PutObject", Resource: "*" } } }
`;
const fixture = twinFixture(landingZone(CONTENT));
const account = fixture.organization.accounts['payments-1']?.id ?? '';
const document = (...Statement: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[]): string => document({ Effect: 'Allow', Action, Resource: '*' });

async function member(): Promise<ReturnType<typeof fixture.clients>> {
  const session = await assume(fixture, await withMfa(fixture), 'payments-1');
  fixture.clock.advance(60_000);
  return fixture.clients(taken(session));
}

async function principal(
  input: Partial<SimulatePrincipalPolicyCommandInput>,
  name = 'user/reader',
): Promise<EvaluationResult[]> {
  const iam = (await member()).iam();
  return (
    (
      await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${account}:${name}`,
          ActionNames: [],
          ...input,
        }),
      )
    ).EvaluationResults ?? []
  );
}

async function custom(input: Partial<SimulateCustomPolicyCommandInput>): Promise<EvaluationResult[]> {
  const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
  return (
    (
      await iam.send(
        new SimulateCustomPolicyCommand({ PolicyInputList: [allow('s3:*')], ActionNames: ['s3:GetObject'], ...input }),
      )
    ).EvaluationResults ?? []
  );
}

const decisions = (results: readonly EvaluationResult[]): unknown[] => results.map(({ EvalDecision }) => EvalDecision);

describe('SimulatePrincipalPolicy', () => {
  it('decides by all policies of a user, its boundary and its organization, and says which', async () => {
    const results = await principal({
      ActionNames: ['iam:GetUser', 'iam:DeleteUser', 'ec2:RunInstances', 's3:PutObject'],
    });
    expect(decisions(results)).to.deep.equal(['allowed', 'explicitDeny', 'implicitDeny', 'explicitDeny']);
    expect(
      results.map(({ PermissionsBoundaryDecisionDetail: detail }) => detail?.AllowedByPermissionsBoundary),
    ).to.deep.equal([true, true, false, true]);
    expect(results.map(({ OrganizationsDecisionDetail: detail }) => detail?.AllowedByOrganizations)).to.deep.equal([
      true,
      true,
      true,
      false,
    ]);
    const matched = results.map(({ MatchedStatements = [] }) =>
      MatchedStatements.map(
        ({ SourcePolicyId, SourcePolicyType }) => `${String(SourcePolicyType)} ${String(SourcePolicyId)}`,
      ),
    );
    expect(matched.slice(0, 3)).to.deep.equal([
      ['aws-managed AdministratorAccess', 'group group_Readers_read'],
      ['user user_reader_not'],
      [],
    ]);
    expect(results[0]?.MissingContextValues).to.deep.equal(['aws:PrincipalTag/team', 'aws:ResourceTag/team']);
  });

  it('takes context, further policies, another boundary and a policy of the resource', async () => {
    const ContextEntries = [
      { ContextKeyName: 'aws:PrincipalTag/team', ContextKeyValues: ['blue'], ContextKeyType: 'string' as const },
      { ContextKeyName: 'aws:ResourceTag/team', ContextKeyValues: ['blue'], ContextKeyType: 'string' as const },
    ];
    expect(decisions(await principal({ ActionNames: ['iam:DeleteUser'], ContextEntries }))).to.deep.equal(['allowed']);
    expect(
      decisions(
        await principal({
          ActionNames: ['iam:GetUser'],
          PolicyInputList: [document({ Effect: 'Deny', Action: '*', Resource: '*' })],
        }),
      ),
    ).to.deep.equal(['explicitDeny']);
    expect(
      decisions(
        await principal({
          ActionNames: ['ec2:RunInstances', 'iam:GetUser'],
          PermissionsBoundaryPolicyInputList: [allow('ec2:*')],
        }),
      ),
    ).to.deep.equal(['allowed', 'implicitDeny']);
    const ResourcePolicy = document({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' });
    const [denied] = await principal({
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::b/a'],
      ResourcePolicy,
    });
    expect([denied?.EvalDecision, denied?.MatchedStatements?.[0]?.SourcePolicyType]).to.deep.equal([
      'explicitDeny',
      'resource',
    ]);
  });

  it('answers for groups and for every pair of action and resource, in pages', async () => {
    expect(
      decisions(await principal({ ActionNames: ['iam:GetUser', 'iam:ListUsers'] }, 'group/Readers')),
    ).to.deep.equal(['allowed', 'implicitDeny']);
    const iam = (await member()).iam();
    const input = {
      PolicySourceArn: `arn:aws:iam::${account}:user/reader`,
      ActionNames: ['iam:GetUser', 'iam:GetRole'],
      ResourceArns: ['*', `arn:aws:iam::${account}:role/R`, 'arn:aws:iam::111122223333:user/x'],
      MaxItems: 4,
    };
    const first = await iam.send(new SimulatePrincipalPolicyCommand(input));
    const second = await iam.send(new SimulatePrincipalPolicyCommand({ ...input, Marker: first.Marker }));
    expect([first.IsTruncated, second.IsTruncated]).to.deep.equal([true, false]);
    const pairs = [first, second].flatMap(({ EvaluationResults: results = [] }) =>
      results.map(({ EvalActionName, EvalResourceName }) => `${String(EvalActionName)} ${String(EvalResourceName)}`),
    );
    expect(new Set(pairs).size).to.equal(6);
  });

  it('refuses what nobody can do, and whom nobody knows', async () => {
    const wrong: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => principal({ ActionNames: ['iam:*'] }), 'InvalidInputException'],
      [() => principal({ ActionNames: ['GetUser'] }), 'InvalidInputException'],
      [() => principal({ ActionNames: ['iam:GetUser'], PolicyInputList: ['{}'] }), 'InvalidInputException'],
      [
        () => principal({ ActionNames: ['iam:GetUser'], CallerArn: `arn:aws:iam::${account}:role/R` }),
        'InvalidInputException',
      ],
      [() => principal({ ActionNames: ['iam:GetUser'] }, 'user/nobody'), 'NoSuchEntityException'],
      [() => principal({ ActionNames: ['iam:GetUser'] }, 'user/path/reader'), 'NoSuchEntityException'],
      [
        () => custom({ ResourcePolicy: document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }) }),
        'InvalidInputException',
      ],
    ];
    for (const [ask, code] of wrong) expect(await refusal(ask()), ask.toString()).to.have.property('code', code);
  });
});

describe('SimulateCustomPolicy', () => {
  it('decides by what it is given alone: policies, boundary, guardrails by level', async () => {
    const [allowed] = await custom({});
    expect(allowed).to.deep.include({ EvalDecision: 'allowed', EvalResourceName: '*' });
    expect(allowed?.MatchedStatements?.[0]?.SourcePolicyId).to.equal('PolicyInputList.1');
    expect(allowed).to.not.have.any.keys('OrganizationsDecisionDetail', 'PermissionsBoundaryDecisionDetail');
    const level = (...texts: string[]): { ServiceControlPolicyInputList: string[] } => ({
      ServiceControlPolicyInputList: texts,
    });
    const [bound] = await custom({ OrderedOrganizationPolicyInputList: [level(allow('*')), level(allow('ec2:*'))] });
    expect([bound?.EvalDecision, bound?.OrganizationsDecisionDetail?.AllowedByOrganizations]).to.deep.equal([
      'implicitDeny',
      false,
    ]);
    const [free] = await custom({
      OrderedOrganizationPolicyInputList: [level(allow('*')), level(allow('ec2:*'), allow('s3:*'))],
    });
    expect([free?.EvalDecision, free?.OrganizationsDecisionDetail?.AllowedByOrganizations]).to.deep.equal([
      'allowed',
      true,
    ]);
    const [fenced] = await custom({ PermissionsBoundaryPolicyInputList: [allow('ec2:*')] });
    expect([
      fenced?.EvalDecision,
      fenced?.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
    ]).to.deep.equal(['implicitDeny', false]);
  });
});

describe('context keys', () => {
  it('are found in conditions and variables, each once', async () => {
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    const text = document({
      Effect: 'Allow',
      Action: '*',
      Resource: 'arn:aws:s3:::logs/${aws:username}/${*}',
      Condition: {
        StringEquals: { 'aws:PrincipalTag/a': "${aws:userid, 'none'}" },
        Bool: { 'AWS:UserName': 'x', 'aws:SecureTransport': 'true' },
      },
    });
    const { ContextKeyNames: names } = await iam.send(
      new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [text] }),
    );
    expect(names).to.have.members(['aws:PrincipalTag/a', 'AWS:UserName', 'aws:SecureTransport', 'aws:userid']);
    const found = await (await member()).iam().send(
      new GetContextKeysForPrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${account}:user/reader`,
        PolicyInputList: [text],
      }),
    );
    expect(found.ContextKeyNames).to.include.members([
      'aws:PrincipalTag/team',
      'aws:ResourceTag/team',
      'aws:SecureTransport',
    ]);
  });
});
