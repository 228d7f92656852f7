import { expect } from 'chai';
import { denialMessage } from '../../iam/index.js';
import type { Evaluation } from '../../iam/index.js';

describe('denial messages', () => {
  const start = 'User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/r';
  const say = (evaluation: Omit<Evaluation, 'trace'>, sameOrganization = true): string =>
    denialMessage({
      principalArn: 'arn:aws:iam::1:user/a',
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::2:role/r',
      sameOrganization,
      evaluation: { ...evaluation, trace: [] },
    });
  const scp = 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1';

  it('name the type of policy that is silent', () => {
    for (const decidedBy of [
      'identity-based policy',
      'role trust policy',
      'permissions boundary',
      'service control policy',
    ] as const) {
      expect(say({ decision: 'implicitDeny', decidedBy })).to.equal(
        `${start} because no ${decidedBy} allows the sts:AssumeRole action`,
      );
    }
  });

  it('name the type of policy that denies', () => {
    const expected = {
      'role trust policy': 'the role trust policy',
      'identity-based policy': 'an identity-based policy',
      'resource-based policy': 'a resource-based policy',
      'session policy': 'a session policy',
    } as const;
    for (const decidedBy of Object.keys(expected) as (keyof typeof expected)[]) {
      expect(say({ decision: 'explicitDeny', decidedBy })).to.equal(`${start} with an explicit deny in ${expected[decidedBy]}`);
    }
  });

  it('name the policy only if it has an ARN, is of a type whose ARN AWS tells, and denies', () => {
    const denied = `${start} with an explicit deny in`;
    expect(say({ decision: 'explicitDeny', decidedBy: 'service control policy', policy: scp })).to.equal(
      `${denied} a service control policy: ${scp}`,
    );
    expect(say({ decision: 'explicitDeny', decidedBy: 'identity-based policy', policy: 'inline' })).to.equal(
      `${denied} an identity-based policy`,
    );
    expect(say({ decision: 'explicitDeny', decidedBy: 'role trust policy', policy: scp })).to.equal(
      `${denied} the role trust policy`,
    );
    expect(say({ decision: 'implicitDeny', decidedBy: 'service control policy', policy: scp })).not.to.contain(scp);
  });

  it('tell outsiders nothing', () => {
    expect(say({ decision: 'implicitDeny', decidedBy: 'role trust policy' }, false)).to.equal(start);
    expect(say({ decision: 'explicitDeny', decidedBy: 'service control policy', policy: scp }, false)).to.equal(start);
  });

  it('give no policy as the reason where AWS itself refused', () => {
    expect(say({ decision: 'implicitDeny', decidedBy: 'AWS' })).to.equal(start);
  });
});
