import { expect } from 'chai';
import { evaluate } from '../../iam/index.js';
import type { ApplicablePolicies, PolicyStatement } from '../../iam/index.js';
import { decide, everything, full, policy, request, role } from './fixture.js';

describe('evaluate is not fooled', () => {
  const identity = (statement: PolicyStatement): ApplicablePolicies => ({ identity: [policy('p', statement)], scpsByLevel: [] });

  it('by an unknown operator, which opens nothing and weakens nothing', () => {
    const Condition = { StringAlmostEquals: { 'aws:username': 'x' } };
    expect(evaluate(request, identity({ ...everything, Condition })).decision).to.equal('implicitDeny');
    const deny = policy('d', { Effect: 'Deny', Action: '*', Resource: '*', Condition });
    expect(decide(request, { identity: [full, deny] })).to.equal('explicitDeny');
  });

  it('by names of object prototypes, as operators, keys or variables', () => {
    const username = String(Object);
    const conditions = [
      '{"constructor":{"x":"y"}}',
      '{"StringEquals":{"constructor":"y"}}',
      '{"StringLike":{"aws:username":"${constructor}*"}}',
    ];
    for (const condition of conditions) {
      const Condition = JSON.parse(condition) as NonNullable<PolicyStatement['Condition']>;
      const asked = { ...request, context: { 'aws:username': username } };
      expect(evaluate(asked, identity({ ...everything, Condition })).decision, condition).to.equal('implicitDeny');
    }
  });

  it('by values of a request that look like patterns', () => {
    const statement: PolicyStatement = { ...everything, Resource: 'arn:aws:s3:::logs/${aws:username}' };
    expect(evaluate({ ...request, context: { 'aws:username': 'a' } }, identity(statement)).decision).to.equal('allow');
    for (const name of ['*', '?', '${*}']) {
      expect(evaluate({ ...request, context: { 'aws:username': name } }, identity(statement)).decision, name).to.equal(
        'implicitDeny',
      );
    }
  });

  it('by a variable before the fifth colon of a resource', () => {
    const asked = {
      ...request,
      action: 'iam:GetRole',
      resource: 'arn:aws:iam::111111111111:role/R',
      context: { 'aws:PrincipalAccount': '111111111111' },
    };
    expect(
      evaluate(asked, identity({ ...everything, Resource: 'arn:aws:iam::${aws:PrincipalAccount}:role/R' })).decision,
    ).to.equal('implicitDeny');
  });

  it('by patterns that AWS would not store', () => {
    const asked = { ...request, action: 'iam:GetRole', resource: role.replace('222222222222', '111111111111') };
    for (const Resource of ['arn:aws:*::111111111111:role/R', 'arn:aws:iam::111111111111:ro*']) {
      expect(evaluate(asked, identity({ ...everything, Resource })).decision, Resource).to.equal('implicitDeny');
      const deny = policy('deny', { Effect: 'Deny', Action: '*', Resource });
      expect(decide(asked, { identity: [full, deny] }), Resource).to.equal('explicitDeny');
    }
  });
});
