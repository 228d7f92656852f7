import * as iam from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { ADMINISTRATOR } from './iam-refusals/filled.js';

describe('permissions of IAM', () => {
  const OVERLAY = `
accounts:
  management:
    users:
      delegate:
        accessKey: true
        policies:
          own:
            Make: { Effect: Allow, Action: ["iam:CreateUser", "iam:TagUser"], Resource: "arn:aws:iam::*:user/team/*", Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }, "ForAllValues:StringEquals": { "aws:TagKeys": team } } }
            Attach: { Effect: Allow, Action: "iam:AttachUserPolicy", Resource: "*", Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }, StringEquals: { "iam:ResourceTag/team": blue } } }
            Rename: { Effect: Allow, Action: "iam:UpdateUser", Resource: "arn:aws:iam::*:user/team/*" }
`;
  it('are asked with the keys of the request and of what it changes', async () => {
    const fixture = twinFixture(landingZone(OVERLAY));
    const client = fixture.clients(fixture.keys('management', 'delegate')).iam();
    const boundary = { PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' };
    const make = (more: Partial<iam.CreateUserCommandInput>): Promise<unknown> =>
      client.send(new iam.CreateUserCommand({ UserName: 'made', Path: '/team/', ...boundary, ...more }));
    const denied: readonly (() => Promise<unknown>)[] = [
      () => make({ Path: '/' }),
      () => make({ PermissionsBoundary: ADMINISTRATOR }),
      () => make({ PermissionsBoundary: undefined }),
      () => make({ Tags: [{ Key: 'other', Value: 'x' }] }),
      () =>
        client.send(
          new iam.AttachUserPolicyCommand({ UserName: 'deployment', PolicyArn: boundary.PermissionsBoundary }),
        ),
      () => client.send(new iam.UpdateUserCommand({ UserName: 'deployment', NewPath: '/team/' })),
    ];
    for (const ask of denied)
      expect(await refusal(ask()), ask.toString()).to.deep.include({ code: 'AccessDenied', status: 403 });
    await make({ Tags: [{ Key: 'team', Value: 'blue' }] });
    expect(
      await refusal(client.send(new iam.AttachUserPolicyCommand({ UserName: 'made', PolicyArn: ADMINISTRATOR }))),
    ).to.have.property('code', 'AccessDenied');
    await client.send(new iam.AttachUserPolicyCommand({ UserName: 'made', PolicyArn: boundary.PermissionsBoundary }));
    expect(await refusal(client.send(new iam.UpdateUserCommand({ UserName: 'made', NewPath: '/' })))).to.have.property(
      'code',
      'AccessDenied',
    );
    await client.send(new iam.UpdateUserCommand({ UserName: 'made', NewPath: '/team/a/' }));
  });
});
