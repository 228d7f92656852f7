import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { virtualClock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import type { Session, TwinState } from '../../twin/state/twin-state.js';
import { issueSession } from '../../twin/services/sts/issue-session.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { assume, taken, withMfa } from './sts-calls.js';

/** First in payments-1 admits a user with all it brings; Narrow and Wide in payments-2 admit First, Narrow only to assume. */
const CHAIN = `
accounts:
  management: { users: { deployment: { policies: { chain: { Chain: { Effect: Allow, Action: "sts:*", Resource: "*" } } } } } }
  payments-1:
    roles:
      First:
        policies: { chain: { Chain: { Effect: Allow, Action: "sts:*", Resource: "*" } } }
        trust: { In: { Effect: Allow, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Principal: { AWS: "arn:aws:iam::<management>:user/deployment" } } }
  payments-2:
    roles:
      Narrow: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<payments-1>:role/First" } } } }
      Wide:
        tags: { Stage: production }
        policies:
          by-tag:
            ByTag:
              Effect: Allow
              Action: iam:GetAccountSummary
              Resource: "*"
              Condition: { StringEquals: { "aws:PrincipalTag/team": blue, "aws:PrincipalTag/shift": night, "aws:SourceIdentity": alice }, "Null": { "aws:PrincipalTag/floor": "true" } }
        trust:
          In:
            Effect: Allow
            Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
            Principal: { AWS: "arn:aws:iam::<payments-1>:role/First" }
            Condition: { StringEquals: { "aws:ResourceTag/Stage": production } }
`;

function chain(): {
  fixture: TwinFixture;
  first: (more: Partial<AssumeRoleCommandInput>) => Promise<AssumeRoleCommandOutput>;
  arn: (account: string, role: string) => string;
} {
  const fixture = twinFixture(landingZone(CHAIN));
  const arn = (account: string, role: string): string =>
    fixture.roleArn(account).replace('break-glass/BreakGlass', role);
  return {
    fixture,
    arn,
    first: (more) =>
      assume(fixture, fixture.keys('management', 'deployment'), '', { RoleArn: arn('payments-1', 'First'), ...more }),
  };
}

describe('role chains', () => {
  const tags = [
    { Key: 'Team', Value: 'blue' },
    { Key: 'floor', Value: '3' },
  ];

  it('hand on transitive tags and the source identity, and no other tags', async () => {
    const { fixture, first, arn } = chain();
    const session = taken(await first({ Tags: tags, TransitiveTagKeys: ['team'], SourceIdentity: 'alice' }));
    const next = await assume(fixture, session, '', {
      RoleArn: arn('payments-2', 'Wide'),
      Tags: [{ Key: 'shift', Value: 'night' }],
    });
    expect(next.SourceIdentity).to.equal('alice');
    expect(await fixture.clients(taken(next)).iam().send(new GetAccountSummaryCommand({}))).to.have.property(
      'SummaryMap',
    );
  });

  it('need the permission for what they hand on in every hop', async () => {
    const { fixture, first, arn } = chain();
    const handingOn: readonly (readonly [Partial<AssumeRoleCommandInput>, string])[] = [
      [{ Tags: tags, TransitiveTagKeys: ['team'] }, 'sts:TagSession'],
      [{ SourceIdentity: 'alice' }, 'sts:SetSourceIdentity'],
    ];
    for (const [brings, action] of handingOn) {
      const session = taken(await first(brings));
      const { code, message } = await refusal(assume(fixture, session, '', { RoleArn: arn('payments-2', 'Narrow') }));
      expect(code).to.equal('AccessDenied');
      expect(message).to.include(`is not authorized to perform: ${action} on resource`);
    }
    await assume(fixture, taken(await first({ Tags: tags })), '', { RoleArn: arn('payments-2', 'Narrow') });
  });

  it('cannot change what was handed on', async () => {
    const { fixture, first, arn } = chain();
    const session = taken(await first({ Tags: tags, TransitiveTagKeys: ['team'], SourceIdentity: 'alice' }));
    const RoleArn = arn('payments-2', 'Wide');
    expect(await refusal(assume(fixture, session, '', { RoleArn, SourceIdentity: 'mallory' }))).to.have.property(
      'code',
      'AccessDenied',
    );
    expect(
      await refusal(assume(fixture, session, '', { RoleArn, Tags: [{ Key: 'TEAM', Value: 'red' }] })),
    ).to.have.property('code', 'InvalidParameterValue');
    await assume(fixture, session, '', { RoleArn, SourceIdentity: 'alice' });
  });

  it('show the tags of the role to its trust policy', async () => {
    const { fixture, first, arn } = chain();
    const other = twinFixture(landingZone(CHAIN.replace('Stage: production', 'Stage: test')));
    const session = taken(await first({}));
    await assume(fixture, session, '', { RoleArn: arn('payments-2', 'Wide') });
    const elsewhere = taken(
      await assume(other, other.keys('management', 'deployment'), '', { RoleArn: arn('payments-1', 'First') }),
    );
    expect(await refusal(assume(other, elsewhere, '', { RoleArn: arn('payments-2', 'Wide') }))).to.have.property(
      'code',
      'AccessDenied',
    );
  });
});

describe('what a session cannot be', () => {
  it('is refused before anybody is asked for permission', async () => {
    const { first } = chain();
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    const wrong: readonly (readonly [Partial<AssumeRoleCommandInput>, string])[] = [
      [{ Tags: many }, 'ValidationError'],
      [{ Tags: [{ Key: 'aws:x', Value: 'v' }] }, 'ValidationError'],
      [{ Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, 'ValidationError'],
      [
        {
          Tags: [
            { Key: 'k', Value: '1' },
            { Key: 'K', Value: '2' },
          ],
        },
        'InvalidParameterValue',
      ],
      [{ TransitiveTagKeys: ['absent'] }, 'InvalidParameterValue'],
      [{ SourceIdentity: 'a b' }, 'ValidationError'],
      [{ DurationSeconds: 900.5 }, 'ValidationError'],
      [{ RoleArn: `arn:aws:iam::111122223333:role/${'x'.repeat(2048)}` }, 'ValidationError'],
      [{ SerialNumber: 'short', TokenCode: '123456' }, 'ValidationError'],
      [{ SerialNumber: 'arn:aws:iam::111122223333:mfa/x', TokenCode: 'abcdef' }, 'ValidationError'],
      [{ SerialNumber: 'arn:aws:iam::111122223333:mfa/x' }, 'ValidationError'],
    ];
    for (const [more, code] of wrong)
      expect(await refusal(first(more)), JSON.stringify(more).slice(0, 80)).to.deep.include({ code, status: 400 });
    await first({ Tags: many.slice(0, 50) });
  });

  it('has a session policy of the grammar of identity policies', async () => {
    const { first } = chain();
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [[], /^Syntax errors/],
      [{ Statement: [null] }, /^Syntax errors/],
      [{ Statement: { ...allow, Effect: 'Maybe' } }, /^Syntax errors/],
      [{ Statement: { ...allow, NotAction: 'iam:*' } }, /^Syntax errors/],
      [{ Statement: { ...allow, Action: [5] } }, /^Syntax errors/],
      [{ Statement: { ...allow, Sid: {} } }, /^Syntax errors/],
      [{ Statement: { ...allow, Condition: [] } }, /^Syntax errors/],
      [{ Statement: { ...allow, Condition: { Bool: { 'aws:SecureTransport': {} } } } }, /^Syntax errors/],
      [{ Statement: { ...allow, Principal: '*' } }, /specify a principal/],
      [{ Statement: { Effect: 'Allow', Resource: '*' } }, /contain actions/],
      [{ Statement: { Effect: 'Allow', Action: '*' } }, /contain resources/],
      [{ Version: '2013-01-01', Statement: allow }, /valid version/],
    ];
    for (const [policy, message] of wrong) {
      const answer = await refusal(first({ Policy: JSON.stringify(policy) }));
      expect(answer.code, JSON.stringify(policy)).to.equal('MalformedPolicyDocumentException');
      expect(answer.message).to.match(message);
    }
    const arns = Array.from({ length: 11 }, () => ({ arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    expect(await refusal(first({ PolicyArns: arns }))).to.have.property('code', 'ValidationError');
    await first({
      PolicyArns: arns.slice(0, 10),
      Policy: JSON.stringify({
        Statement: [allow, { ...allow, Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 60 } } }],
      }),
    });
  });
});

describe('GetSessionToken', () => {
  it('takes durations of 15 minutes to 36 hours from IAM users, and to one hour from root users', async () => {
    const fixture = twinFixture();
    const ask = (keys: Parameters<typeof fixture.clients>[0], DurationSeconds?: number): Promise<unknown> =>
      fixture
        .clients(keys)
        .sts()
        .send(new GetSessionTokenCommand(DurationSeconds === undefined ? {} : { DurationSeconds }));
    const keys = fixture.keys('management', 'deployment');
    for (const wrong of [0, 899, 129_601])
      expect(await refusal(ask(keys, wrong))).to.have.property('code', 'ValidationError');
    for (const right of [900, 129_600]) await ask(keys, right);
    const root = fixture.twin.secrets().administrator;
    expect(await refusal(ask(root, 3601))).to.have.property('code', 'ValidationError');
    await ask(root, 3600);
    expect(await refusal(ask(await withMfa(fixture)))).to.have.property('code', 'AccessDenied');
  });
});

describe('expired sessions', () => {
  /** Counts how often somebody looks at all sessions. */
  class Sessions extends Map<string, Session> {
    looks = 0;
    override [Symbol.iterator](): MapIterator<[string, Session]> {
      this.looks++;
      return super[Symbol.iterator]();
    }
  }

  it('are forgotten in the end, without being looked for at every call', () => {
    const sessions = new Sessions();
    const clock = virtualClock(Date.UTC(2026, 0));
    const context = { state: { sessions } as unknown as TwinState, clock, random: seededRandom('sessions') };
    const issue = (): Session => issueSession(context, 900, { accountId: '111122223333', kind: 'assumed-role' });
    const template = issue();
    const fill = (upTo: number): void => {
      for (let index = sessions.size; index < upTo; index++) sessions.set(`filler ${index}`, template);
    };
    fill(50_000);
    for (let index = 0; index < 50; index++) issue();
    expect(sessions.looks, 'on a standing clock none expires').to.equal(1);
    clock.advance(901_000);
    fill(100_000);
    const last = issue();
    expect(sessions.looks).to.equal(2);
    expect([...sessions.keys()]).to.deep.equal([last.accessKeyId]);
  });
});
