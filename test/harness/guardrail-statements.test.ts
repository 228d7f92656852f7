import { expect } from 'chai';
import type { PolicyStatement } from '../../iam/index.js';
import { meansRole, sparesRole } from '../../harness/causes/exemptions.js';
import { organizationKeys } from '../../harness/causes/guarded.js';
import type { Guarded } from '../../harness/causes/guarded.js';
import {
  decideStatements,
  derivedExpectation,
  judgedStatements,
  stopsRepairs,
} from '../../harness/questions/guardrails/statements.js';

const ACCOUNT = '222222222222';
const EXEMPT = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/bg/R' } };
const keys = organizationKeys('o-drillexample', ['r-1', 'ou-1']);
const role: Guarded = { arn: `arn:aws:iam::${ACCOUNT}:role/bg/R`, tags: { Rescue: 'yes' }, id: 'AROABREAKGLASS', keys };
const administrator: Guarded = { arn: `arn:aws:iam::${ACCOUNT}:role/Admin`, tags: { Team: 'platform' }, keys };
const askers = { role, administrator };
const place = { partition: 'aws', accountId: ACCOUNT, regions: ['eu-west-1', 'us-west-2'] };

const document = (...statements: PolicyStatement[]): { Version: string; Statement: PolicyStatement[] } => ({
  Version: '2012-10-17',
  Statement: statements,
});
const deny = (rest: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Deny',
  ...(rest.NotResource === undefined ? { Resource: '*' } : {}),
  ...rest,
});

/** `role` and `administrator`: whom the statement stops. */
function stops(statement: PolicyStatement, type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'): string {
  const { decided, open } = decideStatements({ document: document(statement), type }, askers, place);
  if (open.length > 0) return 'nobody can tell';
  return decided.map(({ breakGlass, control }) => `${breakGlass ? 'role ' : ''}${control ? 'others' : ''}`).join();
}

describe('whom a statement of a guardrail stops', () => {
  it('leaves it to the hop whether a resource control policy on assuming roles lets break glass in, and asks the role about the rest', () => {
    const only = { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/bg/*' } } };
    const decided = (action: string[]): unknown =>
      decideStatements(
        { document: document(deny({ Action: action, ...only })), type: 'RESOURCE_CONTROL_POLICY' },
        askers,
        place,
      ).decided.map(({ hop, breakGlass, control }) => [hop, breakGlass, control]);
    expect(decided(['sts:AssumeRole'])).to.deep.equal([[true, true, true]]);
    expect(decided(['sts:AssumeRole', 's3:GetObject'])).to.deep.equal([[undefined, true, true]]);
  });

  const cases: readonly (readonly [string, Partial<PolicyStatement>, string])[] = [
    ['a service that no harmless call knows', { Action: 'guardduty:DeleteDetector' }, 'role others'],
    ['the same, exempt', { Action: 'guardduty:DeleteDetector', Condition: EXEMPT }, 'others'],
    ['a wildcard in the action', { Action: ['securityhub:Disable*'], Condition: EXEMPT }, 'others'],
    ['everything but some services', { NotAction: ['iam:*', 'sts:*'], Condition: EXEMPT }, 'others'],
    [
      'everything but some resources',
      { Action: 's3:*', NotResource: 'arn:aws:s3:::logs-*', Condition: EXEMPT },
      'others',
    ],
    [
      'one exact resource',
      { Action: 'lambda:*', Resource: 'arn:aws:lambda:*:*:function:guard', Condition: EXEMPT },
      'others',
    ],
    [
      'a resource of the caller',
      { Action: 's3:*', Resource: 'arn:aws:s3:::${aws:PrincipalAccount}-*', Condition: EXEMPT },
      'others',
    ],
    [
      'a text that is not there',
      {
        Action: 's3:CreateBucket',
        Condition: { StringNotEquals: { 's3:x-amz-object-ownership': 'BucketOwnerEnforced' } },
      },
      'role others',
    ],
    [
      'a key that is absent',
      { Action: 's3:PutObject', Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' }, ...EXEMPT } },
      'others',
    ],
    [
      'a key that is present',
      { Action: 'iam:CreateUser', Condition: { Null: { 'iam:PermissionsBoundary': 'false' } } },
      'role others',
    ],
    [
      'a number',
      {
        Action: 'kms:ScheduleKeyDeletion',
        Condition: { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' }, ...EXEMPT },
      },
      'others',
    ],
    [
      'tag keys',
      { Action: 'iam:TagRole', Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['x509Issuer*'] }, ...EXEMPT } },
      'others',
    ],
    [
      'a network',
      { Action: 'ec2:*', Condition: { NotIpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24'] }, ...EXEMPT } },
      'others',
    ],
    [
      'a date',
      { Action: 'ec2:*', Condition: { DateGreaterThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' }, ...EXEMPT } },
      'others',
    ],
    [
      'Regions',
      { NotAction: 'iam:*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-west-2'] } } },
      'role others',
    ],
    [
      'exempt by a tag of the role',
      { Action: 'ec2:*', Condition: { StringNotEquals: { 'aws:PrincipalTag/Rescue': 'yes' } } },
      'others',
    ],
    [
      'exempt by the id of the role',
      { Action: 'ec2:*', Condition: { StringNotLike: { 'aws:userid': 'AROABREAKGLASS:*' } } },
      'others',
    ],
    [
      'exempt by lacking no tag',
      { Action: 'ec2:*', Condition: { Null: { 'aws:PrincipalTag/Rescue': 'true' } } },
      'others',
    ],
    [
      'exempt by either key',
      {
        Action: 'ec2:*',
        Condition: {
          ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Other' },
          StringNotEquals: { 'aws:PrincipalTag/Team': 'platform' },
        },
      },
      'role ',
    ],
    [
      'exempt with its whole organization',
      { Action: 'ec2:*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-drillexample' } } },
      '',
    ],
    [
      'the root user alone',
      { Action: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } },
      'others',
    ],
    [
      'users alone',
      { NotAction: 'es:ES*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } } },
      'others',
    ],
    [
      'roles of a name',
      { Action: 'ec2:*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/dev-*' } } },
      'others',
    ],
    ['a placeholder that nobody filled in', { Action: 's3:*', Resource: 'arn:aws:s3:::${Bucket}' }, 'nobody can tell'],
  ];
  for (const [title, rest, expected] of cases)
    it(`${title}: ${expected || 'nobody'}`, () =>
      expect(stops(deny(rest), 'SERVICE_CONTROL_POLICY')).to.equal(expected));

  it('an allow list stops at what it leaves out', () => {
    const list = (rest: Partial<PolicyStatement>): string =>
      stops({ Effect: 'Allow', Resource: '*', ...rest }, 'SERVICE_CONTROL_POLICY');
    expect([list({ NotAction: 'drill:*' }), list({ Action: ['iam:*', 's3:*'] }), list({ Action: '*' })]).to.deep.equal([
      'others',
      'role others',
      '',
    ]);
  });

  it('a resource control policy on another service is decided for an outsider', () => {
    const perimeter = (condition: PolicyStatement['Condition']): string =>
      stops(
        deny({ Principal: '*', Action: 's3:*', ...(condition ? { Condition: condition } : {}) }),
        'RESOURCE_CONTROL_POLICY',
      );
    expect([
      perimeter({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-drillexample' } }),
      perimeter({ BoolIfExists: { 'aws:SecureTransport': 'false' } }),
      perimeter(undefined),
      perimeter({
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' },
        StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-drillexample' },
        Null: { 'aws:SourceAccount': 'false' },
      }),
    ]).to.deep.equal(['others', 'role others', 'role others', 'others']);
  });
});

describe('a Deny that never hits a session of a role', () => {
  const cases: readonly (readonly [string, Partial<PolicyStatement>, boolean])[] = [
    ['asks for a user name', { Action: '*', Condition: { StringLike: { 'aws:username': '*' } } }, false],
    ['asks for a session of AssumeRoot', { Action: '*', Condition: { Bool: { 'aws:AssumedRoot': 'true' } } }, false],
    [
      'asks for credentials of an instance',
      { Action: '*', Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } } },
      false,
    ],
    ['is about what users alone can do', { Action: ['iam:ChangePassword'] }, false],
    ['is about a service', { Action: ['iam:ChangePassword', 'iam:CreateUser'] }, true],
    ['asks for MFA', { Action: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }, true],
  ];
  for (const [title, rest, means] of cases)
    it(`${means ? 'is not one that' : 'is one that'} ${title}`, () =>
      expect(meansRole(deny(rest), role)).to.equal(means));

  it('exempts nobody by a condition on what is asked', () => {
    expect(sparesRole(deny({ Action: '*', Condition: { StringNotEquals: { 'ec2:Region': 'x' } } }), role)).to.equal(
      false,
    );
  });
});

describe('a guardrail that no document declares', () => {
  const derived = (...statements: PolicyStatement[]): string =>
    derivedExpectation(document(...statements), askers, place);

  it('has to yield where it stops whole services or a repair, or spares the role; else it does not matter', () => {
    expect([
      derived(deny({ Action: ['ec2:*', 's3:*'] })),
      derived(deny({ Action: 'events:EnableRule' })),
      derived(deny({ NotAction: 'iam:*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })),
      derived(deny({ Action: 'config:StopConfigurationRecorder', Condition: EXEMPT })),
    ]).to.deep.equal(['yields', 'yields', 'yields', 'yields']);
    expect([
      derived(deny({ Action: 'ec2:RunInstances' })),
      derived(deny({ Action: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } })),
      derived({ Effect: 'Allow', Action: '*', Resource: '*' }),
    ]).to.deep.equal(['indifferent', 'indifferent', 'indifferent']);
  });

  it('is judged by the statements that stop an emergency, and one that is declared by all', () => {
    const mixed = document(
      { ...deny({ Action: 'ec2:*' }), Sid: 'Services' },
      { ...deny({ Action: 'rds:DeleteDBInstance' }), Sid: 'Narrow' },
    );
    const labels = (declared?: string): string[] =>
      judgedStatements(
        { document: mixed, type: 'SERVICE_CONTROL_POLICY', ...(declared ? { declared } : {}) },
        askers,
        place,
      )
        .decided.filter(({ breakGlass }) => breakGlass)
        .map(({ label }) => label);
    expect([labels(), labels('yields')]).to.deep.equal([['Services'], ['Services', 'Narrow']]);
    expect(stopsRepairs(mixed, askers, place)).to.deep.equal(['Services']);
  });
});
