import { expect } from 'chai';
import { evaluate } from '../../iam/index.js';
import type { AccessRequest, Policy } from '../../iam/index.js';
import { assume, base, decide, everything, full, nothing, policy, request, role, session } from './fixture.js';

describe('evaluate says what decided', () => {
  it('names the SCP and its statement, by Sid or by number', () => {
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' } as const;
    const byNumber = policy('arn:aws:organizations::1:policy/p-1', everything, deny);
    const bySid = policy('guardrail', { Sid: 'KeepLogs', ...deny });
    const decidedBy = { decision: 'explicitDeny', decidedBy: 'service control policy' };
    const first = evaluate(request, { ...base, scpsByLevel: [[full], [full, byNumber]] });
    expect(first).to.include({ ...decidedBy, policy: byNumber.name, statement: 'statement-2' });
    expect(evaluate(request, { ...base, scpsByLevel: [[full, bySid], [full]] })).to.include({
      ...decidedBy,
      policy: 'guardrail',
      statement: 'KeepLogs',
    });
  });

  it('names the level on which no SCP allows, and no policy, for none is to blame', () => {
    const evaluation = evaluate(request, { ...base, scpsByLevel: [[full], [nothing], [full]] });
    expect(evaluation)
      .to.include({ decision: 'implicitDeny', decidedBy: 'service control policy' })
      .and.not.to.have.property('policy');
    expect(evaluation.trace.at(-1)?.detail).to.equal('no policy on level 2 allows it');
  });

  it('names the identity side before the trust policy when both are silent', () => {
    const trust = policy('trust');
    expect(evaluate(assume, { identity: [], trust, scpsByLevel: [] }).decidedBy).to.equal('identity-based policy');
    expect(evaluate(assume, { identity: [full], trust, scpsByLevel: [] })).to.include({
      decidedBy: 'role trust policy',
      policy: 'trust',
    });
  });

  it('names the boundary and the session policy that leave something out', () => {
    const narrow = policy('narrow', { Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
    const silent = { decision: 'implicitDeny', policy: 'narrow' };
    expect(evaluate(request, { ...base, boundary: narrow })).to.include({
      ...silent,
      decidedBy: 'permissions boundary',
    });
    expect(evaluate(session, { ...base, session: [narrow] })).to.include({ ...silent, decidedBy: 'session policy' });
  });

  it('names the statement of the trust policy that admits, and takes every step once', () => {
    const trust = policy('trust', {
      Sid: 'Admit',
      Effect: 'Allow',
      Principal: { AWS: '111111111111' },
      Action: 'sts:AssumeRole',
    });
    const evaluation = evaluate(assume, { ...base, trust, boundary: full });
    expect(evaluation).to.include({
      decision: 'allow',
      decidedBy: 'role trust policy',
      policy: 'trust',
      statement: 'Admit',
    });
    expect(evaluation.trace.map(({ type, finding }) => `${type} ${finding}`)).to.deep.equal([
      'service control policy allows',
      'service control policy allows',
      'role trust policy allows',
      'identity-based policy allows',
      'permissions boundary allows',
    ]);
    const inside = evaluate(request, base);
    expect(inside).to.include({ decidedBy: 'identity-based policy', policy: 'full', statement: 'statement-1' });
    expect(inside.trace).to.have.length(3);
  });
});

describe('evaluate knows principals', () => {
  it('spares by a Deny with NotPrincipal only whom it lists on every layer', () => {
    const bucket = (...AWS: string[]): Policy =>
      policy('bucket', { Effect: 'Deny', NotPrincipal: { AWS }, Action: '*', Resource: '*' });
    const layers = ['arn:aws:iam::111111111111:role/R', session.principal, '111111111111'];
    expect(decide(session, { resource: bucket(...layers) })).to.equal('allow');
    for (const left of layers)
      expect(decide(session, { resource: bucket(...layers.filter((layer) => layer !== left)) }), left).to.equal(
        'explicitDeny',
      );
    expect(decide(session, { resource: bucket(...layers), boundary: full }), 'with a boundary').to.equal(
      'explicitDeny',
    );
  });

  it('leaves out of an Allow with NotPrincipal whom it lists on any layer', () => {
    const bucket = policy('bucket', {
      Effect: 'Allow',
      NotPrincipal: { AWS: request.principal },
      Action: '*',
      Resource: '*',
    });
    expect(decide(request, { identity: [], resource: bucket })).to.equal('implicitDeny');
    expect(
      decide({ ...request, principal: 'arn:aws:iam::111111111111:user/bob' }, { identity: [], resource: bucket }),
    ).to.equal('allow');
  });

  it('tells roles of one name apart by account, and by path where the context tells it', () => {
    const bucket = (AWS: string): Policy =>
      policy('bucket', { Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' });
    const untold = { ...session, context: {} };
    const named = (asked: AccessRequest, AWS: string): boolean =>
      decide(asked, { identity: [], resource: bucket(AWS) }) === 'allow';
    expect(named(session, 'arn:aws:iam::111111111111:role/R')).to.equal(true);
    expect(named(session, 'arn:aws:iam::111111111111:role/path/R')).to.equal(false);
    expect(named(untold, 'arn:aws:iam::111111111111:role/path/R')).to.equal(true);
    expect(named(untold, role)).to.equal(false);
  });

  it('lets a grant to a user reach the federated sessions of that user, within their session policy', () => {
    const federated = { ...request, principal: 'arn:aws:sts::111111111111:federated-user/alice' };
    const bucket = policy('bucket', {
      Effect: 'Allow',
      Principal: { AWS: request.principal },
      Action: '*',
      Resource: '*',
    });
    expect(decide(federated, { identity: [], resource: bucket, session: [full] })).to.equal('allow');
    expect(decide(federated, { identity: [], resource: bucket })).to.equal('implicitDeny');
    expect(
      decide(
        { ...federated, principal: `${federated.principal}2` },
        { identity: [], resource: bucket, session: [full] },
      ),
    ).to.equal('implicitDeny');
  });

  it('takes no wildcard within a principal', () => {
    const bucket = (AWS: string): Policy =>
      policy('bucket', { Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' });
    expect(decide(session, { identity: [], resource: bucket(session.principal) })).to.equal('allow');
    expect(decide(session, { identity: [], resource: bucket('arn:aws:sts::111111111111:assumed-role/R/*') })).to.equal(
      'implicitDeny',
    );
  });

  it('admits web identities by name, and Cognito as one where it is asked as one', () => {
    const trust = (provider: string): Policy =>
      policy('trust', {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      });
    for (const principal of ['accounts.google.com', 'cognito-identity.amazonaws.com']) {
      for (const action of ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']) {
        expect(
          decide({ ...assume, principal, action }, { trust: trust(principal) }),
          `${principal} ${action}`,
        ).to.equal('allow');
        expect(
          decide({ ...assume, principal, action }, { trust: trust('www.amazon.com') }),
          `${principal} ${action}`,
        ).to.equal('implicitDeny');
      }
    }
  });

  it('admits nobody without a name unless everybody is meant', () => {
    const bucket = (Principal: '*' | { AWS: string }): Policy =>
      policy('bucket', { Effect: 'Allow', Principal, Action: '*', Resource: '*' });
    const anonymous = { ...request, principal: '*' };
    expect(decide(anonymous, { identity: [], resource: bucket('*') })).to.equal('allow');
    expect(decide(anonymous, { identity: [], resource: bucket({ AWS: '111111111111' }) })).to.equal('implicitDeny');
    expect(decide(anonymous, { resource: nothing }), 'identity policies are not asked').to.equal('implicitDeny');
  });

  it('does not let SCPs bind services and identity providers', () => {
    const scpsByLevel = [[full, policy('scp', { Effect: 'Deny', Action: '*', Resource: '*' })]];
    const everybody = policy('open', { ...everything, Principal: '*' });
    expect(
      decide({ ...request, principal: 'cloudtrail.amazonaws.com' }, { resource: everybody, scpsByLevel }),
    ).to.equal('allow');
    const saml = {
      ...assume,
      action: 'sts:AssumeRoleWithSAML',
      principal: 'arn:aws:iam::222222222222:saml-provider/IdP',
    };
    expect(decide(saml, { trust: everybody, scpsByLevel })).to.equal('allow');
  });

  it('does not let guardrails bind service-linked roles, told by flag or by path', () => {
    const bound = { scpsByLevel: [[full, policy('scp', { Effect: 'Deny', Action: '*', Resource: '*' })]] };
    const linked = { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/R' };
    expect(decide(session, bound)).to.equal('explicitDeny');
    expect(decide({ ...session, serviceLinkedRole: true }, bound)).to.equal('allow');
    expect(decide({ ...session, context: linked }, bound)).to.equal('allow');
  });
});

describe('evaluate knows what AWS refuses by itself', () => {
  const everybody = policy('trust', { Effect: 'Allow', Principal: '*', Action: '*' });
  const refused = (asked: AccessRequest): boolean =>
    evaluate(asked, { ...base, trust: everybody }).decidedBy === 'AWS' && decide(asked) === 'implicitDeny';

  it('roles to the root user, tokens to role sessions, IAM and STS to federated users', () => {
    const federated = { ...request, principal: 'arn:aws:sts::111111111111:federated-user/f' };
    expect(refused({ ...assume, principal: 'arn:aws:iam::111111111111:root' })).to.equal(true);
    expect(refused({ ...session, action: 'sts:GetSessionToken' })).to.equal(true);
    expect(refused({ ...session, action: 'sts:GetFederationToken' })).to.equal(true);
    expect(refused({ ...federated, action: 'sts:AssumeRole' })).to.equal(true);
    expect(refused({ ...federated, action: 'iam:ListUsers' })).to.equal(true);
  });

  it('but asks no policy of the account for AssumeRoot', () => {
    const root = { ...assume, action: 'sts:AssumeRoot', resource: 'arn:aws:iam::222222222222:root' };
    expect(decide(root)).to.equal('allow');
    expect(decide(root, { identity: [] })).to.equal('implicitDeny');
  });

  it('nothing that needs no permission, whatever the policies say', () => {
    const deny = policy('deny', { Effect: 'Deny', Action: '*', Resource: '*' });
    const none = { identity: [deny], scpsByLevel: [[full, deny]] };
    expect(decide({ ...request, action: 'sts:GetSessionToken', resource: '*' }, none)).to.equal('allow');
    for (const principal of [request.principal, session.principal, 'arn:aws:sts::111111111111:federated-user/f']) {
      expect(
        decide({ ...request, principal, action: 'sts:GetCallerIdentity', resource: '*' }, none),
        principal,
      ).to.equal('allow');
    }
  });

  it("lets RCPs reach the services on AWS's list, and nothing of the exceptions", () => {
    const rcp = policy('rcp', { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });
    const of = (action: string, resource = 'arn:aws:x:::y'): string =>
      decide({ ...request, action, resource }, { rcpsByLevel: [[rcp]] });
    for (const action of [
      's3:GetObject',
      'kms:Decrypt',
      'sqs:SendMessage',
      'logs:PutLogEvents',
      'dynamodb:GetItem',
      'S3:getobject',
    ]) {
      expect(of(action), action).to.equal('explicitDeny');
    }
    for (const action of ['iam:GetRole', 'ec2:RunInstances', 'lambda:InvokeFunction', 'kms:RetireGrant'])
      expect(of(action), action).to.equal('allow');
    const linked = 'arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/R';
    const byService = {
      ...assume,
      principal: 'config.amazonaws.com',
      resource: linked,
      resourceAccount: '111111111111',
    };
    expect(decide(byService, { trust: everybody, rcpsByLevel: [[rcp]] })).to.equal('allow');
  });

  it('lets a key policy decide inside the account as well', () => {
    const key = { ...request, action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111111111111:key/k' };
    expect(decide(key, { resource: nothing })).to.equal('implicitDeny');
    expect(decide(key, { resource: policy('key', { ...everything, Principal: { AWS: '111111111111' } }) })).to.equal(
      'allow',
    );
  });
});
