import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreatePolicyCommand, TagPolicyCommand } from '@aws-sdk/client-iam';
import { TagResourceCommand } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import type { Credentials } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { signed } from './hostile/request.js';
import { administrator, enter, portalToken } from './identity-center.js';
import { ARCHIVE } from './organization-calls.js';

const MANAGEMENT = '111122223333';

interface Answer {
  status: number;
  __type?: string;
  PaginationToken?: string;
  ResourceTagMappingList?: { ResourceARN: string; Tags: { Key: string; Value: string }[] }[];
}

/** The client is not among those of the drill: the request is written out, as the AWS CLI sends it. */
function getResources(fixture: TwinFixture, credentials: Credentials, input: object, region = 'eu-west-1'): Answer {
  const kit = {
    random: seededRandom('tagging'),
    host: 'twin.invalid',
    now: wallClock.now(),
    insider: credentials,
    nobody: credentials,
    recorded: { method: 'GET', target: '/', headers: {}, body: new Uint8Array() },
  };
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources',
  };
  const request = signed(kit, 'tagging', { headers, body: JSON.stringify(input) }, { region });
  const { statusCode, body } = fixture.twin.dispatch(request);
  return { status: statusCode, ...(JSON.parse(Buffer.from(body).toString('utf8')) as object) };
}

describe('GetResources', () => {
  const fixture = twinFixture(
    landingZone(
      'identityCenter: { permissionSets: { Investigator: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" }, No: { Effect: Deny, Action: "tag:GetResources", Resource: "*" } } } } } }',
    ),
  );
  let erin: Credentials;
  before(async () => {
    erin = await administrator(fixture);
    for (const [Name, team, level] of [
      ['one', 'red', 'high'],
      ['two', 'red', 'low'],
      ['three', 'blue', 'low'],
    ] as const)
      await fixture
        .clients(erin, 'eu-north-1')
        .sns()
        .send(
          new CreateTopicCommand({
            Name,
            Tags: [
              { Key: 'team', Value: team },
              { Key: 'level', Value: level },
            ],
          }),
        );
    await fixture
      .clients(erin, 'eu-north-1')
      .sns()
      .send(new CreateTopicCommand({ Name: 'untagged' }));
  });
  const arn = (name: string): string => `arn:aws:sns:eu-north-1:${MANAGEMENT}:${name}`;
  const found = (input: object, region = 'eu-north-1'): string[] =>
    (getResources(fixture, erin, input, region).ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN);

  it('lists what has tags, in the account and the Region alone', async () => {
    expect(getResources(fixture, erin, {}, 'eu-north-1')).to.deep.equal({
      status: 200,
      PaginationToken: '',
      ResourceTagMappingList: [
        ['one', 'red', 'high'],
        ['three', 'blue', 'low'],
        ['two', 'red', 'low'],
      ].map(([name = '', team, level]) => ({
        ResourceARN: arn(name),
        Tags: [
          { Key: 'team', Value: team },
          { Key: 'level', Value: level },
        ],
      })),
    });
    expect(found({}, 'eu-north-2')).to.deep.equal([]);
    const elsewhere = await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator');
    expect(getResources(fixture, elsewhere, {}, 'eu-north-1').ResourceTagMappingList).to.deep.equal([]);
  });

  it('narrows by tags, types and ARNs', () => {
    const tag = (Key: string, ...Values: string[]): object => ({ Key, Values });
    expect(found({ TagFilters: [tag('team', 'red')] })).to.deep.equal([arn('one'), arn('two')]);
    expect(found({ TagFilters: [tag('team', 'red', 'blue'), tag('level', 'low')] })).to.deep.equal([
      arn('three'),
      arn('two'),
    ]);
    expect(found({ TagFilters: [tag('team')] })).to.have.length(3);
    expect(found({ TagFilters: [tag('absent')] })).to.deep.equal([]);
    expect(found({ ResourceTypeFilters: ['sns'] })).to.have.length(3);
    expect(found({ ResourceTypeFilters: ['sqs', 'iam:policy'] })).to.deep.equal([]);
    expect(found({ ResourceARNList: [arn('two'), arn('untagged')] })).to.deep.equal([arn('two')]);
  });

  it('gives pages', () => {
    const first = getResources(fixture, erin, { ResourcesPerPage: 2, PaginationToken: '' }, 'eu-north-1');
    expect(first.ResourceTagMappingList).to.have.length(2);
    const second = getResources(
      fixture,
      erin,
      { ResourcesPerPage: 2, PaginationToken: first.PaginationToken },
      'eu-north-1',
    );
    expect(second.PaginationToken).to.equal('');
    expect(second.ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN)).to.deep.equal([arn('two')]);
  });

  it('shows what belongs to no Region in one of them', async () => {
    const clients = fixture.clients(erin);
    const { organization } = fixture;
    await clients
      .organizations()
      .send(new TagResourceCommand({ ResourceId: organization.rootId, Tags: [{ Key: 'team', Value: 'all' }] }));
    const iam = clients.iam();
    const { Policy: policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'tagged',
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}',
      }),
    );
    await iam.send(new TagPolicyCommand({ PolicyArn: policy?.Arn, Tags: [{ Key: 'team', Value: 'red' }] }));
    expect(found({ ResourceTypeFilters: ['iam:policy'] }, 'us-east-1')).to.deep.equal([policy?.Arn]);
    expect(found({ ResourceTypeFilters: ['organizations:root'] }, 'us-east-1')).to.deep.equal([
      `arn:aws:organizations::${MANAGEMENT}:root/${organization.id}/${organization.rootId}`,
    ]);
    expect(found({ ResourceTypeFilters: ['organizations', 'iam'] }, 'eu-north-1')).to.deep.equal([]);
  });

  it('refuses what AWS refuses, and what it does not know', async () => {
    const ivan = await enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator');
    expect(getResources(fixture, ivan, {})).to.include({ status: 400, __type: 'AccessDeniedException' });
    for (const [input, type] of [
      [{ PaginationToken: 'nonsense' }, 'PaginationTokenExpiredException'],
      [{ ResourcesPerPage: 0 }, 'InvalidParameterException'],
      [{ ResourcesPerPage: 101 }, 'InvalidParameterException'],
      [{ TagFilters: [{ Values: ['red'] }] }, 'InvalidParameterException'],
      [{ TagFilters: [{ Key: 'team', Values: Array.from({ length: 21 }, String) }] }, 'InvalidParameterException'],
      [{ TagFilters: Array.from({ length: 51 }, (_, Key) => ({ Key: String(Key) })) }, 'InvalidParameterException'],
      [{ ResourceARNList: [] }, 'InvalidParameterException'],
      [{ ResourceARNList: [arn('one')], ResourceTypeFilters: ['sns'] }, 'InvalidParameterException'],
      [{ TagsPerPage: 100 }, 'NotImplemented'],
      [{ IncludeComplianceDetails: true }, 'NotImplemented'],
    ] as const)
      expect(getResources(fixture, erin, input), JSON.stringify(input)).to.include({ __type: type });
    expect(getResources(fixture, erin, { IncludeComplianceDetails: false })).to.have.property('status', 200);
  });
});
