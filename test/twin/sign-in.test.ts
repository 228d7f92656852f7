import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLoginProfileCommand,
  CreateUserCommand,
  GetAccountSummaryCommand,
  GetUserCommand,
} from '@aws-sdk/client-iam';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { describeCall } from '../../aws/call.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const HOUR = 3_600_000;

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Somebody at the sign-in page, as a break-glass user with the right code unless told otherwise. */
function signIn(fixture: TwinFixture, body: Record<string, unknown> = {}): Answer {
  const content = {
    account: 'management',
    user: 'break-glass-1',
    mfaCode: fixture.mfa('management', 'break-glass-1').code,
    ...body,
  };
  const request = {
    method: 'POST',
    target: '/sign-in/console',
    headers: { 'user-agent': 'browser' },
    body: new Uint8Array(Buffer.from(JSON.stringify(content))),
  };
  expect(describeCall(request)).to.have.property('service', 'sign-in');
  const { statusCode, body: bytes } = fixture.twin.dispatch(request, '192.0.2.7');
  return { status: statusCode, body: JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown> };
}

/** Names and identities of the sign-in records of a Region, oldest first. */
async function records(
  fixture: TwinFixture,
  region: string,
): Promise<
  {
    eventName: string;
    errorMessage?: string;
    userIdentity: Record<string, unknown>;
    additionalEventData: Record<string, unknown>;
    sourceIPAddress: string;
  }[]
> {
  fixture.clock.advance(HOUR);
  const cloudtrail = fixture.clients(fixture.twin.secrets().administrator, region).cloudtrail();
  const { Events = [] } = await cloudtrail.send(
    new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'signin.amazonaws.com' }],
    }),
  );
  return Events.reverse().map(
    ({ CloudTrailEvent = '{}' }) => JSON.parse(CloudTrailEvent) as Awaited<ReturnType<typeof records>>[number],
  );
}

describe('the sign-in page of the console', () => {
  it('lets in who has password and device, and leaves its records in us-east-1', async () => {
    const fixture = twinFixture();
    const answer = signIn(fixture);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.include({ signedIn: true, passwordResetRequired: false });
    expect(answer.body['session']).to.match(/^[A-Za-z0-9+/=]{100,}$/);
    const [checked, signedIn, ...others] = await records(fixture, 'us-east-1');
    expect(others).to.deep.equal([]);
    expect(checked).to.have.property('eventName', 'CheckMfa');
    expect(signedIn).to.deep.include({ eventName: 'ConsoleLogin', sourceIPAddress: '192.0.2.7' });
    expect(signedIn?.userIdentity).to.include({
      type: 'IAMUser',
      userName: 'break-glass-1',
      accountId: '111122223333',
    });
    expect(signedIn?.additionalEventData).to.include({ MFAUsed: 'Yes' });
    expect(await records(fixture, 'eu-west-1')).to.deep.equal([]);
    const { User: user } = await fixture
      .clients(fixture.twin.secrets().administrator)
      .iam()
      .send(new GetUserCommand({ UserName: 'break-glass-1' }));
    expect(user?.PasswordLastUsed).to.be.instanceOf(Date);
  });

  it('records where the page was', async () => {
    for (const [page, region] of [
      [{ region: 'us-east-2', aliasCookie: true }, 'us-east-2'],
      [{ region: 'eu-west-3' }, 'eu-west-3'],
    ] as const) {
      const fixture = twinFixture();
      expect(signIn(fixture, page).status).to.equal(200);
      expect((await records(fixture, region)).map(({ eventName }) => eventName)).to.deep.equal([
        'CheckMfa',
        'ConsoleLogin',
      ]);
      expect(await records(fixture, 'us-east-1')).to.deep.equal([]);
    }
    expect(signIn(twinFixture(), { region: 'eu-west-3', aliasCookie: true }).status, 'there is no such page').to.equal(
      400,
    );
  });

  it('keeps everybody else out, and records who failed', async () => {
    const fixture = twinFixture();
    expect(signIn(fixture, { mfaCode: '000000' }).status).to.equal(401);
    const { code } = fixture.mfa('management', 'break-glass-1');
    expect(signIn(fixture, { mfaCode: code }).status).to.equal(200);
    expect(signIn(fixture, { mfaCode: code }).status, 'a code works once').to.equal(401);
    expect(signIn(fixture, { user: 'deployment' }).status, 'no password').to.equal(401);
    const failed = (await records(fixture, 'us-east-1')).filter(
      ({ errorMessage }) => errorMessage === 'Failed authentication',
    );
    expect(failed.map(({ userIdentity }) => userIdentity['userName'])).to.deep.equal([
      'break-glass-1',
      'break-glass-1',
      'deployment',
    ]);
    for (const nobody of [{ user: 'nobody' }, { account: 'nowhere' }])
      expect(signIn(fixture, nobody).status).to.equal(401);
  });

  it('compares a password that was set through the API', async () => {
    const fixture = twinFixture();
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    await iam.send(new CreateUserCommand({ UserName: 'new' }));
    await iam.send(
      new CreateLoginProfileCommand({ UserName: 'new', Password: 'Correct-Horse-1', PasswordResetRequired: true }),
    );
    expect(signIn(fixture, { user: 'new', password: 'Wrong-Horse-1' }).status).to.equal(401);
    expect(signIn(fixture, { user: 'new', password: 'Correct-Horse-1' }).body).to.deep.equal({
      signedIn: true,
      passwordResetRequired: true,
    });
  });

  it('takes the touch of a FIDO key from who has one', () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { management: { users: { break-glass-2: { mfa: { key-c: { kind: fido }, key-d: null } } } } }',
      ),
    );
    expect(signIn(fixture, { user: 'break-glass-2', mfaCode: '000000' }).status).to.equal(401);
    expect(signIn(fixture, { user: 'break-glass-2', securityKey: true }).status).to.equal(200);
    expect(signIn(fixture, { securityKey: true }).status, 'who has devices with codes only').to.equal(401);
  });

  it('is noticed by rule and trail in every Region that has a rule', async () => {
    for (const [page, kinds] of [
      [{}, ['alarm', 'event']],
      [{ region: 'ap-southeast-2', aliasCookie: true }, ['alarm', 'event']],
      [{ region: 'eu-west-3' }, ['alarm']],
    ] as const) {
      const fixture = twinFixture();
      signIn(fixture, page);
      fixture.clock.advance(HOUR);
      const { Messages = [] } = await fixture
        .clients(fixture.twin.secrets().administrator)
        .sqs()
        .send(
          new ReceiveMessageCommand({
            QueueUrl: 'http://x/111122223333/break-glass-receipts',
            MaxNumberOfMessages: 10,
          }),
        );
      const found = Messages.map(({ Body = '{}' }) =>
        (JSON.parse(Body) as { Message: string }).Message.includes('NewStateValue') ? 'alarm' : 'event',
      );
      expect(found.sort(), JSON.stringify(page)).to.deep.equal(kinds);
    }
  });

  it('answers 503 while it is down', () => {
    const fixture = twinFixture();
    fixture.twin.setAvailable('sign-in', false);
    expect(signIn(fixture).status).to.equal(503);
  });
});

describe('switching to a role in the console', () => {
  const NETWORK = '444455556666';
  const switched = (fixture: TwinFixture, body: Record<string, unknown>): Answer => {
    const content = { account: NETWORK, role: '/break-glass/BreakGlass', ...body };
    const request = {
      method: 'POST',
      target: '/sign-in/switch-role',
      headers: { 'user-agent': 'browser' },
      body: new Uint8Array(Buffer.from(JSON.stringify(content))),
    };
    const { statusCode, body: bytes } = fixture.twin.dispatch(request, '192.0.2.7');
    return { status: statusCode, body: JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown> };
  };

  it('lets in whom the trust policy admits, and leaves AssumeRole of the console in one account and the switch in the other', async () => {
    const fixture = twinFixture();
    const { body } = signIn(fixture, { region: 'us-east-2', aliasCookie: true });
    const { status, body: answer } = switched(fixture, {
      session: body['session'],
      region: 'us-east-2',
      aliasCookie: true,
    });
    expect([status, answer['switched']]).to.deep.equal([200, true]);
    const { accessKeyId, secretAccessKey, sessionToken } = answer['credentials'] as {
      accessKeyId: string;
      secretAccessKey: string;
      sessionToken: string;
    };
    const summary = await fixture
      .clients({ accessKeyId, secretAccessKey, sessionToken })
      .iam()
      .send(new GetAccountSummaryCommand({}));
    expect(summary.SummaryMap).to.not.equal(undefined);
    fixture.clock.advance(HOUR);
    const { Events = [] } = await fixture
      .clients(fixture.twin.secrets().administrator, 'us-east-2')
      .cloudtrail()
      .send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }),
      );
    const [record] = Events.map(
      ({ CloudTrailEvent = '{}' }) =>
        JSON.parse(CloudTrailEvent) as { userIdentity: Record<string, unknown>; sourceIPAddress: string },
    );
    expect(record?.userIdentity).to.include({ userName: 'break-glass-1', invokedBy: 'AWS Internal' });
  });

  it('keeps out whom the trust policy does not admit, and records that too', async () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: ["arn:aws:iam::<management>:user/break-glass/break-glass-2"] } } } } } } }',
      ),
    );
    const { body } = signIn(fixture);
    const { status, body: answer } = switched(fixture, { session: body['session'] });
    expect(status).to.equal(403);
    expect(answer['message']).to.match(/not authorized to perform: sts:AssumeRole/);
    fixture.clock.advance(HOUR);
    const { Events = [] } = await fixture
      .clients(fixture.twin.secrets().administrator, 'us-east-1')
      .cloudtrail()
      .send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }),
      );
    expect(
      Events.map(({ CloudTrailEvent = '{}' }) => (JSON.parse(CloudTrailEvent) as { errorCode?: string }).errorCode),
    ).to.deep.equal(['AccessDenied']);
  });

  it('counts as with MFA only after a sign-in with a device', () => {
    const fixture = twinFixture(
      landingZone('accounts: { management: { users: { break-glass-1: { mfa: { key-a: null, key-b: null } } } } }'),
    );
    const { body } = signIn(fixture, { mfaCode: undefined });
    expect(switched(fixture, { session: body['session'] }).status).to.equal(403);
  });

  it('lasts as long as the role lets a session last (four hours), or as the sign-in has left (of twelve)', async () => {
    for (const [before = 0, after = 0] of [0, 10].flatMap((hours) => [1.9, 2.1, 4.1].map((more) => [hours, more]))) {
      const fixture = twinFixture();
      const { body } = signIn(fixture);
      fixture.clock.advance(before * HOUR);
      const { body: answer } = switched(fixture, { session: body['session'] });
      fixture.clock.advance(after * HOUR);
      const iam = fixture.clients(answer['credentials'] as { accessKeyId: string; secretAccessKey: string }).iam();
      const got = await iam.send(new GetAccountSummaryCommand({})).catch(() => undefined);
      expect(got !== undefined, `${before} ${after}`).to.equal(after < Math.min(4, 12 - before));
    }
  });

  it('takes path and name together up to 64 characters', () => {
    const fixture = twinFixture();
    const { body } = signIn(fixture);
    const named = (length: number): number =>
      switched(fixture, { session: body['session'], role: `/${'p'.repeat(length - 2)}/r` }).status;
    // Nobody has such a role, which the page is told when it asks for it.
    expect([named(64), named(65)]).to.deep.equal([403, 400]);
  });

  it('needs a sign-in that has not ended, and a password that is good', () => {
    const fixture = twinFixture();
    expect(switched(fixture, { session: 'made up' }).status).to.equal(401);
    const { body } = signIn(fixture);
    fixture.clock.advance(13 * HOUR);
    expect(switched(fixture, { session: body['session'] }).status).to.equal(401);
    const reset = twinFixture(
      landingZone('accounts: { management: { users: { break-glass-1: { passwordResetRequired: true } } } }'),
    );
    expect(signIn(reset).body).to.deep.equal({ signedIn: true, passwordResetRequired: true });
  });
});
