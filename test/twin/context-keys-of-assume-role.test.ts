import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { check } from './context-keys/check.js';
import type { Row } from './context-keys/check.js';
import {
  administrator,
  allowed,
  assumeSubject,
  document,
  openWorld,
  organizationPath,
  proof,
  ROLE,
} from './context-keys/world.js';
import type { Condition, World } from './context-keys/world.js';

describe('context keys of calls', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  describe('of AssumeRole, as the trust policy sees them', () => {
    const brings: readonly (readonly [
      title: string,
      input: (world: World) => Partial<AssumeRoleCommandInput>,
      rows: readonly Row[],
    ])[] = [
      [
        'nothing but a name',
        () => ({}),
        [
          ['sts:RoleSessionName', 'test'],
          ['aws:PrincipalArn', 'arn:aws:iam::111122223333:user/people/alice'],
          ['aws:PrincipalAccount', '111122223333'],
          ['aws:PrincipalTag/team', 'blue'],
          ['aws:ResourceAccount', '222233334444'],
          ['aws:ResourceOrgPaths', organizationPath(), 'ForAnyValue:StringEquals'],
          ['aws:ResourceTag/stage', 'production'],
          ['iam:ResourceTag/stage', 'production'],
          ['sts:ExternalId', undefined],
          ['sts:SourceIdentity', undefined],
          ['sts:TransitiveTagKeys', undefined],
          ['aws:TagKeys', undefined],
          ['aws:RequestTag/shift', undefined],
          ['aws:MultiFactorAuthPresent', undefined],
          ['aws:MultiFactorAuthAge', undefined],
        ],
      ],
      [
        'a code',
        proof,
        [
          ['aws:MultiFactorAuthPresent', 'true', 'Bool'],
          ['aws:MultiFactorAuthAge', '0', 'NumericEquals'],
          ['aws:TokenIssueTime', undefined],
        ],
      ],
      ['an external id', () => ({ ExternalId: 'agreed' }), [['sts:ExternalId', 'agreed']]],
      [
        'a source identity',
        () => ({ SourceIdentity: 'alice' }),
        [
          ['sts:SourceIdentity', 'alice'],
          ['aws:SourceIdentity', undefined],
        ],
      ],
      [
        'tags',
        () => ({ Tags: [{ Key: 'shift', Value: 'night' }], TransitiveTagKeys: ['shift'] }),
        [
          ['aws:RequestTag/shift', 'night'],
          ['aws:TagKeys', 'shift', 'ForAnyValue:StringEquals'],
          ['sts:TransitiveTagKeys', 'shift', 'ForAnyValue:StringEquals'],
          ['aws:PrincipalTag/shift', undefined],
        ],
      ],
    ];
    for (const [title, input, rows] of brings) {
      it(`with ${title}`, async () => {
        await assumeSubject(world);
        const allowedWhere = async (Condition: Condition): Promise<boolean> => {
          const statement = {
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
            Principal: { AWS: 'arn:aws:iam::111122223333:user/people/alice' },
            Condition,
          };
          await administrator(world, 'member')
            .iam()
            .send(new UpdateAssumeRolePolicyCommand({ RoleName: 'Subject', PolicyDocument: document(statement) }));
          // A code works once.
          world.clock.advance(30_000);
          return allowed(
            world
              .clients(world.keys('management', 'alice'))
              .sts()
              .send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'test', ...input(world) })),
          );
        };
        for (const row of rows) await check(row, allowedWhere);
      });
    }
  });
});
