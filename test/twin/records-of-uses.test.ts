import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { UpdateLoginProfileCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { Credentials } from '../../aws/signer.js';
import { usesIn } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const HOUR = 3_600_000;
const USER = 'break-glass-1';
const MANAGEMENT = '111122223333';
const NETWORK = '444455556666';

/** Another account refuses, so that each way can be refused as well. */
const zone = (): ReturnType<typeof landingZone> =>
  landingZone(
    'accounts: { log-archive: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: ["arn:aws:iam::<management>:user/break-glass/break-glass-2"] } } } } } } }',
  );

function post(fixture: TwinFixture, target: string, content: Record<string, unknown>): Record<string, unknown> {
  const body = new Uint8Array(Buffer.from(JSON.stringify(content)));
  const answer = fixture.twin.dispatch(
    { method: 'POST', target, headers: { 'user-agent': 'drill' }, body },
    '192.0.2.1',
  );
  return JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, unknown>;
}

const signIn = (fixture: TwinFixture, more: Record<string, unknown> = {}): string => {
  const { code: mfaCode } = fixture.mfa('management', USER);
  const signedIn = post(fixture, '/sign-in/console', { account: 'management', user: USER, mfaCode, ...more });
  return String(signedIn['session']);
};

async function assume(fixture: TwinFixture, keys: Credentials, account: string, code = false): Promise<void> {
  const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', USER);
  const RoleArn = fixture.roleArn(account);
  const input = { RoleArn, RoleSessionName: USER, ...(code ? { SerialNumber, TokenCode } : {}) };
  const region = 'us-east-1';
  await fixture
    .clients(keys, region)
    .sts()
    .send(new AssumeRoleCommand(input))
    .catch(() => undefined);
}

async function session(fixture: TwinFixture): Promise<Credentials> {
  const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', USER);
  const sts = fixture.clients(fixture.keys('management', USER), 'eu-west-1').sts();
  const { Credentials: made } = await sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode }));
  return {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  };
}

/** How each way is gone on the twin: into `account`, which refuses or does not. */
const ways: Record<string, (fixture: TwinFixture, account: string) => Promise<void>> = {
  'AssumeRole with a session': async (fixture, account) => assume(fixture, await session(fixture), account),
  'AssumeRole with the access key and a code': (fixture, account) =>
    assume(fixture, fixture.keys('management', USER), account, true),
  'SwitchRole by the console': async (fixture, account) => {
    const id = fixture.organization.accounts[account]?.id;
    await Promise.resolve(
      post(fixture, '/sign-in/switch-role', { session: signIn(fixture), account: id, role: '/break-glass/BreakGlass' }),
    );
  },
  'ConsoleLogin ': async (fixture) => void (await Promise.resolve(signIn(fixture))),
  'ConsoleLogin with a wrong code': async (fixture) =>
    void (await Promise.resolve(signIn(fixture, { mfaCode: '000000' }))),
  'ConsoleLogin with a wrong password': async (fixture) => {
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    await iam.send(new UpdateLoginProfileCommand({ UserName: USER, Password: 'Another-one-of-30-characters-1!' }));
    signIn(fixture, { password: 'wrong' });
  },
};

/** Records of these names, as whoever may read them sees them; oldest first. */
async function written(
  fixture: TwinFixture,
  names: readonly string[],
  reader: Credentials = fixture.twin.secrets().administrator,
  region = 'us-east-1',
): Promise<CloudTrailEvent[]> {
  fixture.clock.advance(HOUR / 2);
  const { Events = [] } = await fixture.clients(reader, region).cloudtrail().send(new LookupEventsCommand({}));
  return Events.reverse()
    .map(({ CloudTrailEvent: text = '{}' }) => JSON.parse(text) as CloudTrailEvent)
    .filter(({ eventName }) => names.includes(eventName));
}

/** Ids, instants and texts of refusals differ; of a key the kind stays. */
function masked(record: CloudTrailEvent): unknown {
  const ids = ['eventID', 'requestID', 'sharedEventID', 'principalId', 'eventTime', 'creationDate', 'expiration'];
  const known = [...ids, 'assumedRoleId', 'userAgent', 'sourceIPAddress'];
  return JSON.parse(
    JSON.stringify(record, (name, value: unknown) => {
      if (typeof value !== 'string' || value === '' || value === 'AWS Internal') return value;
      if (known.includes(name)) return name;
      if (name === 'errorMessage' && record.errorCode !== undefined) return name;
      return name === 'accessKeyId' ? value.slice(0, 4) : value;
    }),
  );
}

describe('records of the twin and samples of readiness', () => {
  for (const account of ['network', 'log-archive']) {
    const roleAccount = account === 'network' ? NETWORK : '222233334444';
    const refuses = account !== 'network';
    const samples = usesIn(
      {
        user: {
          accountId: MANAGEMENT,
          userId: 'AIDA',
          userName: USER,
          arn: `arn:aws:iam::${MANAGEMENT}:user/break-glass/${USER}`,
        },
        keys: { longTerm: 'AKIAX', session: 'ASIAX', role: 'ASIAX' },
        serialNumber: twinFixture().mfa('management', USER).serialNumber,
        role: {
          id: 'AROA',
          name: 'BreakGlass',
          arn: `arn:aws:iam::${roleAccount}:role/break-glass/BreakGlass`,
          accountId: roleAccount,
        },
        call: { at: 0, sourceIp: '192.0.2.1', userAgent: 'drill', requestId: 'r' },
      },
      'us-east-1',
      () => 'id',
    );
    for (const { kind, way, succeeded, records } of samples) {
      // A sign-in is not about an account: once is enough.
      if (kind === 'ConsoleLogin' ? refuses : succeeded === refuses) continue;
      it(`are alike: ${kind} ${way}, ${succeeded ? 'done' : 'refused'}`, async () => {
        const fixture = twinFixture(zone());
        await ways[`${kind} ${way}`]?.(fixture, account);
        const [own] = records;
        const made = await written(fixture, [own?.eventName ?? '']);
        expect(made).to.have.length(1);
        expect(made.map(masked)).to.deep.equal([own].flatMap((record) => (record ? [masked(record)] : [])));
      });
    }
  }

  it('know that a session which the console made came of a sign-in with a device', async () => {
    const fixture = twinFixture();
    const switched = post(fixture, '/sign-in/switch-role', {
      ...{ session: signIn(fixture), account: NETWORK, role: '/break-glass/BreakGlass' },
    });
    const keys = switched['credentials'] as Credentials;
    await fixture.clients(keys, 'us-east-1').sts().send(new GetCallerIdentityCommand({}));
    const records = await written(fixture, ['GetCallerIdentity'], keys);
    expect(records.map(({ userIdentity }) => userIdentity.sessionContext?.attributes.mfaAuthenticated)).to.deep.equal([
      'true',
    ]);
  });

  it('have the root user, a name that nobody has, and aws login', async () => {
    const fixture = twinFixture();
    const root = post(fixture, '/sign-in/console', { account: 'management', root: true });
    expect(root).to.include({ signedIn: true });
    post(fixture, '/sign-in/console', { account: 'management', user: 'nobody' });
    expect(post(fixture, '/sign-in/login', { session: root['session'] })).to.have.property('credentials');
    expect(post(fixture, '/sign-in/login', { session: signIn(fixture) }), 'sample users may not').to.have.property(
      'message',
    );
    const made = await written(fixture, ['ConsoleLogin', 'AuthorizeOAuth2Access', 'CreateOAuth2Token']);
    const shown = made.map(({ eventName, userIdentity: { type, userName }, errorMessage, errorCode }) =>
      [eventName, type, userName ?? '', errorCode ?? errorMessage ?? ''].join(' '),
    );
    expect(shown.sort()).to.deep.equal([
      'AuthorizeOAuth2Access IAMUser break-glass-1 AccessDenied',
      'AuthorizeOAuth2Access Root  ',
      'ConsoleLogin IAMUser HIDDEN_DUE_TO_SECURITY_REASONS No username found in supplied account',
      'ConsoleLogin IAMUser break-glass-1 ',
      'ConsoleLogin Root  ',
      'CreateOAuth2Token Root  ',
    ]);
  });

  it('have the sign-in to the access portal and the entry into an account', async () => {
    const fixture = twinFixture();
    const { ticket } = post(fixture, '/identity-provider/sign-in', { person: 'erin' });
    const { accessToken } = post(fixture, '/access-portal/token', { ticket });
    const entered = ['/federation/credentials', '/federation/console'].map((path) => {
      const target = `${path}?account_id=${NETWORK}&role_name=Administrator`;
      const headers = { 'x-amz-sso_bearer_token': String(accessToken) };
      const request = { method: 'GET', target, headers, body: new Uint8Array(0) };
      const { body } = fixture.twin.dispatch(request, '192.0.2.1');
      return JSON.parse(Buffer.from(body).toString('utf8')) as { roleCredentials: Credentials };
    });
    const names = ['UserAuthentication', 'GetRoleCredentials', 'Federate', 'AssumeRoleWithSAML'];
    const home = await written(fixture, names, undefined, 'eu-west-1');
    expect(home.map(({ eventName }) => eventName)).to.deep.equal(names.slice(0, 3));
    const entries = await written(fixture, names, entered[0]?.roleCredentials, 'eu-west-1');
    expect(entries.map(({ eventName }) => eventName)).to.deep.equal(['AssumeRoleWithSAML', 'AssumeRoleWithSAML']);
    expect(entries[0]?.resources?.map(({ type }) => type)).to.deep.equal(['AWS::IAM::Role', 'AWS::IAM::SAMLProvider']);
  });
});
