import {
  GetAccountSummaryCommand,
  GetRoleCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { assume, taken, withMfa } from './sts-calls.js';

describe('MFA codes', () => {
  const user = ['management', 'break-glass-1'] as const;
  const code = (fixture: TwinFixture, offset: number): Promise<unknown> => {
    const { serialNumber, code: shown } = fixture.mfa(...user, offset);
    return fixture
      .clients(fixture.keys(...user))
      .sts()
      .send(new GetSessionTokenCommand({ SerialNumber: serialNumber, TokenCode: shown }));
  };
  const INVALID = {
    code: 'AccessDenied',
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    status: 403,
  };

  it('work now and one step to either side, each once', async () => {
    const fixture = twinFixture();
    for (const offset of [-1, 0, 1]) {
      await code(fixture, offset);
      expect(await refusal(code(fixture, offset)), `used again, step ${offset}`).to.deep.equal(INVALID);
    }
  });

  it('two steps away are refused', async () => {
    for (const offset of [-2, 2, 20]) expect(await refusal(code(twinFixture(), offset))).to.deep.equal(INVALID);
  });

  it('of another device, or of none, are refused', async () => {
    const fixture = twinFixture();
    const { code: shown } = fixture.mfa(...user);
    for (const serial of [
      fixture.mfa('management', 'break-glass-2').serialNumber,
      'arn:aws:iam::111122223333:mfa/none',
    ]) {
      const answer = await refusal(
        fixture
          .clients(fixture.keys(...user))
          .sts()
          .send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: shown })),
      );
      expect(answer).to.deep.include({ code: 'AccessDenied' });
      expect(answer.message).to.match(/^MultiFactorAuthentication failed, unable to validate MFA code/);
    }
  });
});

describe('AssumeRole', () => {
  it('admits a break-glass user with MFA, by session or with the call itself, and gives a session that can act', async () => {
    const fixture = twinFixture();
    const session = taken(await assume(fixture, await withMfa(fixture), 'payments-1'));
    expect(await fixture.clients(session).iam().send(new GetAccountSummaryCommand({}))).to.have.property('SummaryMap');
    fixture.clock.advance(60_000);
    const { serialNumber, code } = fixture.mfa('management', 'break-glass-1');
    await assume(fixture, fixture.keys('management', 'break-glass-1'), 'payments-2', {
      SerialNumber: serialNumber,
      TokenCode: code,
    });
  });

  it('refuses everybody else, and tells members of the organization why', async () => {
    const fixture = twinFixture();
    const plain = taken(
      await fixture.clients(fixture.keys('management', 'break-glass-1')).sts().send(new GetSessionTokenCommand({})),
    );
    for (const credentials of [
      fixture.keys('management', 'break-glass-1'),
      plain,
      await withMfa(fixture, 'deployment'),
    ]) {
      const { code, message } = await refusal(assume(fixture, credentials, 'payments-1'));
      expect(code).to.equal('AccessDenied');
      expect(message).to.match(
        /^User: arn:aws:iam::111122223333:user\/\S+ is not authorized to perform: sts:AssumeRole on resource: \S+ because no role trust policy allows the sts:AssumeRole action$/,
      );
    }
    const { message } = await refusal(assume(fixture, await withMfa(fixture, 'mallory', 'stranger'), 'payments-1'));
    expect(message).to.equal(
      `User: arn:aws:iam::999900001111:user/mallory is not authorized to perform: sts:AssumeRole on resource: ${fixture.roleArn('payments-1')}`,
    );
  });

  it('answers for a missing role, a missing account and a suspended account as AWS does: without a reason', async () => {
    const fixture = twinFixture(landingZone('accounts: { network: { roles: null } }'));
    const session = await withMfa(fixture);
    for (const arn of [
      fixture.roleArn('network'),
      fixture.roleArn('old-datalake'),
      'arn:aws:iam::123456789012:role/break-glass/BreakGlass',
      fixture.roleArn('payments-1').replace('break-glass/', ''),
    ]) {
      const { code, message } = await refusal(assume(fixture, session, '', { RoleArn: arn }));
      expect(code).to.equal('AccessDenied');
      expect(message).to.equal(
        `User: arn:aws:iam::111122223333:user/break-glass/break-glass-1 is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      );
    }
  });

  it('does not take a re-created user for the one that the trust policy was written for', async () => {
    const dangling =
      'everyAccount: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "AIDAQ3EGRDWNVLIA5EXAM" } } } } } }';
    const fixture = twinFixture(landingZone(dangling));
    expect(await refusal(assume(fixture, await withMfa(fixture), 'payments-1'))).to.have.property(
      'code',
      'AccessDenied',
    );
  });

  it('is bound by a service control policy in the session, but not in the hop from the management account', async () => {
    const lock =
      'serviceControlPolicies: { lock: { attachedTo: [Production], expects: binds, statements: { Lock: { Effect: Deny, Action: ["sts:AssumeRole", "iam:*"], Resource: "*" } } } }';
    const fixture = twinFixture(landingZone(lock));
    const session = taken(await assume(fixture, await withMfa(fixture), 'payments-1'));
    const { message } = await refusal(fixture.clients(session).iam().send(new GetAccountSummaryCommand({})));
    expect(message).to.match(
      /with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy\/o-exampleorg1\/service_control_policy\/p-\w+$/,
    );
  });

  it('is bound by a resource control policy over the account of the role, and not over the management account', async () => {
    const perimeter = (target: string): string =>
      `resourceControlPolicies: { p: { attachedTo: [${target}], statements: { D: { Effect: Deny, Principal: "*", Action: "sts:AssumeRole", Resource: "*" } } } }`;
    const fixture = twinFixture(landingZone(perimeter('Production')));
    const session = await withMfa(fixture);
    expect((await refusal(assume(fixture, session, 'payments-1'))).message).to.match(
      /with an explicit deny in a resource control policy: arn:aws:organizations::111122223333:policy\/o-exampleorg1\/resource_control_policy\/p-\w+$/,
    );
    await assume(fixture, session, 'payments-test');
    const everywhere = twinFixture(landingZone(perimeter('Root')));
    await assume(everywhere, await withMfa(everywhere), 'management');
    expect(
      await refusal(assume(everywhere, await withMfa(everywhere, 'break-glass-2'), 'payments-test')),
    ).to.have.property('code', 'AccessDenied');
  });

  it('checks names, durations and the cap of role chaining', async () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { payments-1: { roles: { BreakGlass: { maxSessionSeconds: 7200, trust: { Chain: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<payments-2>:role/break-glass/BreakGlass" } } } } } } }',
      ),
    );
    const session = await withMfa(fixture);
    for (const more of [
      { RoleSessionName: 'x' },
      { RoleSessionName: 'with space' },
      { DurationSeconds: 899 },
      { DurationSeconds: 43_201 },
      { DurationSeconds: 7201 },
      { RoleArn: 'arn:aws:iam::1:role/x' },
    ]) {
      expect(await refusal(assume(fixture, session, 'payments-1', more)), JSON.stringify(more)).to.deep.include({
        code: 'ValidationError',
        status: 400,
      });
    }
    const first = taken(await assume(fixture, session, 'payments-2'));
    expect(await refusal(assume(fixture, first, 'payments-1', { DurationSeconds: 3601 }))).to.have.property(
      'code',
      'ValidationError',
    );
    await assume(fixture, first, 'payments-1', { DurationSeconds: 3600 });
  });

  it('gives more than an hour for the long-term key with a code in the call alone', async () => {
    const fixture = twinFixture();
    const session = await withMfa(fixture);
    for (const DurationSeconds of [3601, 7200])
      expect(await refusal(assume(fixture, session, 'payments-1', { DurationSeconds }))).to.deep.equal({
        code: 'ValidationError',
        message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
        status: 400,
      });
    await assume(fixture, session, 'payments-1', { DurationSeconds: 3600 });
    const user = ['management', 'break-glass-1'] as const;
    const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa(...user, 1);
    const { Credentials: issued } = await assume(fixture, fixture.keys(...user), 'payments-1', {
      DurationSeconds: 7200,
      SerialNumber,
      TokenCode,
    });
    expect(issued?.Expiration?.getTime()).to.equal(fixture.clock.now() + 7_200_000);
  });

  it('applies session policies', async () => {
    const fixture = twinFixture();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' }],
    });
    const session = taken(await assume(fixture, await withMfa(fixture), 'payments-1', { Policy }));
    await fixture
      .clients(session)
      .iam()
      .send(new GetRoleCommand({ RoleName: 'BreakGlass' }));
    const { message } = await refusal(fixture.clients(session).iam().send(new ListRolesCommand({})));
    expect(message).to.match(/because no session policy allows the iam:ListRoles action$/);
    expect(
      await refusal(assume(fixture, await withMfa(fixture, 'break-glass-2'), 'payments-1', { Policy: '{oops' })),
    ).to.have.property('code', 'MalformedPolicyDocumentException');
  });

  it('is not for root users', async () => {
    const fixture = twinFixture();
    expect(await refusal(assume(fixture, fixture.twin.secrets().administrator, 'payments-1'))).to.deep.include({
      code: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });
});

describe('sessions of GetSessionToken', () => {
  it('reach IAM only with MFA, and cannot be had with role credentials', async () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { management: { users: { deployment: { managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] } } } }',
      ),
    );
    const plain = taken(
      await fixture.clients(fixture.keys('management', 'deployment')).sts().send(new GetSessionTokenCommand({})),
    );
    expect(await refusal(fixture.clients(plain).iam().send(new ListRolesCommand({})))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    expect(
      (
        await fixture
          .clients(await withMfa(fixture, 'deployment'))
          .iam()
          .send(new ListRolesCommand({}))
      ).Roles,
    ).to.not.be.empty;
    const role = taken(await assume(fixture, await withMfa(fixture), 'payments-1'));
    expect(await refusal(fixture.clients(role).sts().send(new GetSessionTokenCommand({})))).to.have.property(
      'code',
      'AccessDenied',
    );
  });
});

describe('the policy simulator', () => {
  it('leaves trust policies out: a user may be allowed to hop where it is not trusted', async () => {
    const fixture = twinFixture();
    const session = await withMfa(fixture, 'mallory', 'stranger');
    const answer = await fixture
      .clients(session)
      .iam()
      .send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::999900001111:user/mallory',
          ActionNames: ['sts:AssumeRole', 's3:GetObject'],
          ResourceArns: [fixture.roleArn('payments-1')],
        }),
      );
    expect(answer.EvaluationResults?.map((result) => result.EvalDecision)).to.deep.equal(['allowed', 'implicitDeny']);
  });
});
