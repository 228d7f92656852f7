import { DescribeTrailsCommand, GetInsightSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AttachUserPolicyCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient, ServiceLastAccessed } from '@aws-sdk/client-iam';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';

const MANAGEMENT = '111122223333';
const CLERK = `arn:aws:iam::${MANAGEMENT}:user/clerk`;
const code = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).code;
const allBut = (action: string): string =>
  `identityCenter: { permissionSets: { Investigator: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" }, No: { Effect: Deny, Action: "${action}", Resource: "*" } } } } } }`;
const clerk = (...given: object[]): string => {
  const statements = given.length > 0 ? given : [allow(['iam:GetUser'])];
  const own = Object.fromEntries(statements.map((statement, index) => [`Statement${index}`, statement]));
  return `accounts: { management: { users: { clerk: { accessKey: true, groups: [], policies: ${JSON.stringify({ own })} } } } }`;
};
const allow = (Action: string[]): object => ({ Effect: 'Allow', Action, Resource: '*' });

async function jobOf(iam: IAMClient, Arn: string): Promise<string> {
  return (await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }))).JobId ?? '';
}

async function servicesOf(iam: IAMClient, arn: string): Promise<ServiceLastAccessed[]> {
  const answer = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: await jobOf(iam, arn) }));
  expect(answer).to.include({ JobStatus: 'COMPLETED', JobType: 'SERVICE_LEVEL', IsTruncated: false });
  return answer.ServicesLastAccessed ?? [];
}

describe('reports on who called what last', () => {
  for (const [what, statements, expected] of [
    ['what is named', [allow(['s3:GetObject', 'SNS:ListTopics', 'lambda:*'])], ['lambda', 's3', 'sns']],
    [
      'all but what is denied altogether',
      [allow(['*']), { Effect: 'Deny', Action: ['kms:*', 'sqs:SendMessage'], Resource: '*' }],
      [
        'cloudtrail',
        'cloudwatch',
        'ec2',
        'events',
        'iam',
        'identitystore',
        'logs',
        'organizations',
        's3',
        'sns',
        'sqs',
        'sso',
        'sts',
        'tag',
      ],
    ],
    [
      'all that is not left out',
      [
        {
          Effect: 'Allow',
          NotAction: [
            'cloudtrail:*',
            'cloudwatch:*',
            'ec2:*',
            'events:*',
            'identitystore:*',
            'kms:*',
            'logs:*',
            'organizations:*',
            's3:*',
            'sns:*',
            'sqs:*',
            'iam:GetUser',
          ],
          Resource: '*',
        },
      ],
      ['iam', 'sso', 'sts', 'tag'],
    ],
    [
      'what is denied on a condition or on some resources alone',
      [
        allow(['kms:*', 'sqs:*']),
        { Effect: 'Deny', Action: 'kms:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Deny', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:secret' },
      ],
      ['kms', 'sqs'],
    ],
  ] as const)
    it(`list the services that policies allow: ${what}`, async () => {
      const fixture = twinFixture(landingZone(clerk(...statements)));
      const iam = fixture.clients(await administrator(fixture)).iam();
      expect((await servicesOf(iam, CLERK)).map(({ ServiceNamespace: name }) => name)).to.deep.equal(expected);
    });

  it('say when, where and by whom a service was called last, refused calls too', async () => {
    const fixture = twinFixture(landingZone(clerk(allow(['sns:*', 'iam:GetUser', 'sqs:*']))));
    const iam = fixture.clients(await administrator(fixture)).iam();
    const keys = fixture.keys('management', 'clerk');
    await fixture.clients(keys, 'eu-north-1').sns().send(new ListTopicsCommand({}));
    fixture.clock.advance(60_000);
    const at = new Date(Math.floor(fixture.clock.now() / 1000) * 1000);
    await fixture.clients(keys, 'eu-central-1').sns().send(new ListTopicsCommand({}));
    expect(
      await code(
        fixture
          .clients(keys)
          .iam()
          .send(new GenerateServiceLastAccessedDetailsCommand({ Arn: CLERK })),
      ),
    ).to.equal('AccessDenied');
    const before = await servicesOf(iam, CLERK);
    expect(
      before.every(({ LastAuthenticated: last }) => last === undefined),
      'CloudTrail takes its time',
    ).to.equal(true);
    fixture.clock.advance(3_600_000);
    expect(await servicesOf(iam, CLERK)).to.deep.equal([
      {
        ServiceName: 'AWS Identity and Access Management',
        ServiceNamespace: 'iam',
        TotalAuthenticatedEntities: 1,
        LastAuthenticated: at,
        LastAuthenticatedEntity: CLERK,
        LastAuthenticatedRegion: 'us-east-1',
      },
      {
        ServiceName: 'Amazon SNS',
        ServiceNamespace: 'sns',
        TotalAuthenticatedEntities: 1,
        LastAuthenticated: at,
        LastAuthenticatedEntity: CLERK,
        LastAuthenticatedRegion: 'eu-central-1',
      },
      { ServiceName: 'Amazon SQS', ServiceNamespace: 'sqs', TotalAuthenticatedEntities: 0 },
    ]);
  });

  it('are about roles, groups and policies too', async () => {
    const fixture = twinFixture(
      landingZone(
        clerk(),
        'accounts: { management: { groups: { staff: {} }, users: { clerk: { groups: [staff] } } } }',
      ),
    );
    const clients = fixture.clients(await administrator(fixture));
    const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await clients.iam().send(new AttachUserPolicyCommand({ UserName: 'clerk', PolicyArn: policy }));
    await fixture.clients(fixture.keys('management', 'clerk')).sns().send(new ListTopicsCommand({}));
    fixture.clock.advance(3_600_000);
    const topics = async (arn: string): Promise<(string | undefined)[]> =>
      (await servicesOf(clients.iam(), arn))
        .filter(({ ServiceNamespace: name }) => name === 'sns')
        .map(({ LastAuthenticatedEntity: entity }) => entity);
    expect(await topics(policy)).to.deep.equal([CLERK]);
    expect(await topics(`arn:aws:iam::${MANAGEMENT}:group/staff`)).to.deep.equal([]);
    const { Roles: roles = [] } = await clients.iam().send(new ListRolesCommand({}));
    const erin = roles.find(({ RoleName: name = '' }) => name.startsWith('AWSReservedSSO_Administrator'))?.Arn ?? '';
    const [iamUse] = (await servicesOf(clients.iam(), erin)).filter(({ ServiceNamespace: name }) => name === 'iam');
    expect(iamUse?.LastAuthenticatedEntity).to.equal(erin);
  });

  it('are refused for what is not there, to others, and in a form that is not kept', async () => {
    const fixture = twinFixture(landingZone(clerk(), allBut('iam:GenerateServiceLastAccessedDetails')));
    const iam = fixture.clients(await administrator(fixture)).iam();
    for (const [arn, expected] of [
      [`arn:aws:iam::${MANAGEMENT}:user/nobody`, 'NoSuchEntityException'],
      [`arn:aws:iam::${MANAGEMENT}:policy/nothing`, 'NoSuchEntityException'],
      ['arn:aws:iam::222233334444:role/break-glass/BreakGlass', 'NoSuchEntityException'],
      ['arn:aws:s3:::a-bucket-of-mine', 'InvalidInputException'],
    ] as const)
      expect(await code(jobOf(iam, arn)), arn).to.equal(expected);
    const actions = { Arn: CLERK, Granularity: 'ACTION_LEVEL' } as const;
    expect(await code(iam.send(new GenerateServiceLastAccessedDetailsCommand(actions)))).to.equal('NotImplemented');
    const odd = { Arn: CLERK, Granularity: 'ODD' as 'ACTION_LEVEL' };
    expect(await code(iam.send(new GenerateServiceLastAccessedDetailsCommand(odd)))).to.equal('ValidationError');
    const ivan = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator'))
      .iam();
    expect(await code(jobOf(ivan, CLERK))).to.equal('AccessDenied');
    const JobId = await jobOf(iam, CLERK);
    expect(await code(ivan.send(new GetServiceLastAccessedDetailsCommand({ JobId })))).to.equal(
      'NoSuchEntityException',
    );
    expect(await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).to.have.property('JobStatus');
  });

  it('are forgotten once there are a thousand newer ones', async () => {
    const fixture = twinFixture(landingZone(clerk()));
    const iam = fixture.clients(await administrator(fixture)).iam();
    const first = await jobOf(iam, CLERK);
    const second = await jobOf(iam, CLERK);
    for (let count = 2; count <= 1000; count += 1) await jobOf(iam, CLERK);
    expect(await code(iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: first })))).to.equal(
      'NoSuchEntityException',
    );
    expect(await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: second }))).to.have.property('JobStatus');
  });
});

describe('insights of a trail', () => {
  it('are not switched on, and told to whoever may ask', async () => {
    const fixture = twinFixture(landingZone(allBut('cloudtrail:GetInsightSelectors')));
    const trails = fixture.clients(await administrator(fixture)).cloudtrail();
    const { trailList: [trail] = [] } = await trails.send(new DescribeTrailsCommand({}));
    const ask = (input: object, client = trails): Promise<string> =>
      code(client.send(new GetInsightSelectorsCommand(input)));
    for (const TrailName of [trail?.Name, trail?.TrailARN])
      expect(await ask({ TrailName })).to.equal('InsightNotEnabledException');
    expect(await ask({ TrailName: 'none' })).to.equal('TrailNotFoundException');
    expect(await ask({})).to.equal('InvalidParameterException');
    expect(await ask({ TrailName: trail?.Name, EventDataStore: 'one' })).to.equal(
      'InvalidParameterCombinationException',
    );
    expect(await ask({ EventDataStore: 'one' })).to.equal('NotImplemented');
    const ivan = await enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator');
    expect(await ask({ TrailName: trail?.Name }, fixture.clients(ivan).cloudtrail())).to.equal('AccessDeniedException');
  });
});
