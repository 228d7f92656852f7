import { expect } from 'chai';
import { denialMessage } from '../../iam/index.js';
import type { Evaluation } from '../../iam/index.js';

type Type = Exclude<Evaluation['decidedBy'], 'AWS'>;

/**
 * The words of the IAM user guide, "Troubleshoot access denied error messages", and whether explicit denials name the policy ("Enhanced
 * access denied error messages with policy ARNs", AWS security blog).
 */
const WORDS: Readonly<Record<Type, { silent: string; denies: string; named: boolean }>> = {
  'identity-based policy': {
    silent: 'because no identity-based policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in an identity-based policy',
    named: true,
  },
  'resource-based policy': {
    silent: 'because no resource-based policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in a resource-based policy',
    named: false,
  },
  'role trust policy': {
    silent: 'because no role trust policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in the role trust policy',
    named: false,
  },
  'permissions boundary': {
    silent: 'because no permissions boundary allows the sts:AssumeRole action',
    denies: 'with an explicit deny in a permissions boundary',
    named: true,
  },
  'session policy': {
    silent: 'because no session policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in a session policy',
    named: true,
  },
  'service control policy': {
    silent: 'because no service control policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in a service control policy',
    named: true,
  },
  'resource control policy': {
    silent: 'because no resource control policy allows the sts:AssumeRole action',
    denies: 'with an explicit deny in a resource control policy',
    named: true,
  },
};

describe('denial messages', () => {
  const start =
    'User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/r';
  const policy = 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1';
  const say = (evaluation: Omit<Evaluation, 'trace'>, sameOrganization = true): string =>
    denialMessage({
      principalArn: 'arn:aws:iam::1:user/a',
      action: 'sts:AssumeRole',
      resource: 'arn:aws:iam::2:role/r',
      sameOrganization,
      evaluation: { ...evaluation, trace: [] },
    });

  for (const [type, { silent, denies, named }] of Object.entries(WORDS)) {
    const decidedBy = type as Type;

    it(`of a silent ${type}, which has no name to tell`, () => {
      expect(say({ decision: 'implicitDeny', decidedBy })).to.equal(`${start} ${silent}`);
      expect(say({ decision: 'implicitDeny', decidedBy, policy })).to.equal(`${start} ${silent}`);
    });

    it(`of a ${type} that denies, ${named ? 'with its ARN if it has one' : 'without its ARN'}`, () => {
      expect(say({ decision: 'explicitDeny', decidedBy })).to.equal(`${start} ${denies}`);
      expect(say({ decision: 'explicitDeny', decidedBy, policy: 'inline', statement: 'KeepLogs' })).to.equal(
        `${start} ${denies}`,
      );
      expect(say({ decision: 'explicitDeny', decidedBy, policy })).to.equal(
        `${start} ${denies}${named ? `: ${policy}` : ''}`,
      );
    });

    it(`of a ${type} tell callers of another organization nothing`, () => {
      expect(say({ decision: 'implicitDeny', decidedBy, policy }, false)).to.equal(start);
      expect(say({ decision: 'explicitDeny', decidedBy, policy, statement: 'KeepLogs' }, false)).to.equal(start);
    });
  }

  it('give no policy as the reason where AWS itself refused', () => {
    expect(say({ decision: 'implicitDeny', decidedBy: 'AWS' })).to.equal(start);
  });
});
